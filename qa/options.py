"""What several commands of the command line take, and how their results are printed."""

from collections.abc import Callable
from typing import Any

import click

from qa import render
from qa.configure import settings_from
from qa.library import Library, open_library

# Exit statuses beside 0: some records failed, or a check found something; unusable arguments or
# store; stopped by the user.
FAILED, UNUSABLE, STOPPED = 1, 2, 130

Command = Callable[..., Any]
# Options that leave only some articles; several of one kind are alternatives.
_FILTERS = (
    ("--language", "languages", "articles in this language"),
    ("--mesh", "mesh", "articles with this MeSH heading"),
    ("--type", "publication_types", "articles of this publication type"),
    ("--journal", "journals", "articles in this journal"),
)


def common(command: Command) -> Command:
    """What every command that opens a store takes."""
    for option in (
        as_json,
        click.option(
            "--embedder",
            metavar="NAME",
            help="The built-in model (default), a folder, or a model named on the hub.",
        ),
        click.option(
            "--store", metavar="DIR", help="The store's folder (default ./abstractqa-store)."
        ),
    ):
        command = option(command)
    return command


def finding(command: Command) -> Command:
    """What commands that retrieve articles take."""
    for option in (
        *(
            click.option(name, field, multiple=True, metavar="NAME", help=f"Only {what}.")
            for name, field, what in _FILTERS
        ),
        click.option(
            "--years", metavar="FROM-TO", help="Only these: 2010-2020, 2015-, -1999, 2021."
        ),
        click.option(
            "--include-retracted", is_flag=True, default=None, help="Keep retracted work."
        ),
        click.option("--articles", type=int, metavar="N", help="Articles retrieved (default 10)."),
        click.option(
            "--reranker",
            metavar="NAME",
            help="What reads the sentences found: builtin (default), none, a folder with a "
            "cross-encoder, or one named on the hub.",
        ),
    ):
        command = option(command)
    return command


def writing(command: Command) -> Command:
    """What commands take that may have a chat model write the answer."""
    for option in (
        click.option(
            "--verify",
            metavar="NAME",
            help="A second opinion on each statement: llm, or nli: and a cross-encoder's name.",
        ),
        click.option(
            "--llm-prices", metavar="IN,OUT", help="Price of a million tokens read and written."
        ),
        click.option(
            "--llm-timeout", type=float, metavar="S", help="Seconds without a word (default 60)."
        ),
        click.option(
            "--llm-window", type=int, metavar="N", help="Tokens the model holds, if not known."
        ),
        click.option("--llm-base-url", metavar="URL", help="The server the model is asked at."),
        click.option(
            "--llm",
            metavar="NAME",
            help="A chat model writes the answer: openai:…, anthropic:…, ollama:…, huggingface:…, "
            "gguf:/path. Default: none, sentences as they stand.",
        ),
    ):
        command = option(command)
    return command


def as_json(command: Command) -> Command:
    """`--json` in place of text."""
    return click.option("--json", "as_json", is_flag=True, help="Print JSON instead of text.")(
        command
    )


def library(store: str | None, embedder: str | None, create: bool = False, **more: Any) -> Library:
    """The library that a command's options name."""
    # An option that may be given several times, and was not, is no wish for nothing.
    given = {name: value for name, value in more.items() if value != ()}
    return open_library(settings_from(store=store, embedder=embedder, **given), create=create)


def present(result: Any, json_wanted: bool, as_text: Callable[[Any], str]) -> None:
    """Print a result, as JSON or as text."""
    click.echo(render.as_json(result.to_dict()) if json_wanted else as_text(result))
