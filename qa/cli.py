"""The command `abstractqa`: errors become one line on standard error, and an exit status.

0 done; 1 some records failed and the rest is stored, or `verify` found something wrong;
2 unusable arguments or store; 130 stopped by the user (what was done is kept).
"""

import os
import sys
from collections.abc import Callable
from typing import Any

import click

from index.errors import AbstractQAError
from index.progress import Bars
from index.sources import expand
from qa import render
from qa.library import Library, open_library, settings_from

_FAILED, _UNUSABLE, _STOPPED = 1, 2, 130


def main() -> None:
    """Run the command line; never shows a traceback for what a user can mend."""
    try:
        status = commands.main(standalone_mode=False)
        sys.stdout.flush()  # A full disk must be found here, not when the interpreter ends.
    except AbstractQAError as error:
        status = _complain(str(error), _UNUSABLE)
    except click.exceptions.NoArgsIsHelpError as error:
        click.echo(error.format_message())
        status = 0
    except click.ClickException as error:
        status = _complain(error.format_message(), _UNUSABLE)
    except BrokenPipeError:
        status = _give_up_output(0)  # The reader (`| head`) has seen enough.
    except OSError as error:
        _give_up_output(_UNUSABLE)
        place = f" ({error.filename})" if error.filename else ""
        status = _complain(
            f"{error.strerror or error}{place}. Check disk and permissions", _UNUSABLE
        )
    except (click.Abort, KeyboardInterrupt):
        status = _complain("stopped; run the same command again to go on", _STOPPED)
    sys.exit(status if isinstance(status, int) else 0)


def _give_up_output(status: int) -> int:
    """Let what is left unwritten go: at its end the interpreter would try, and fail, again."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return status


def _complain(message: str, status: int) -> int:
    line = " ".join(render.safe(part) for part in message.split())
    click.echo(f"abstractqa: {line}", err=True)
    return status


def _options(command: Callable[..., Any]) -> Callable[..., Any]:
    """What every command takes."""
    for option in (
        click.option("--json", "as_json", is_flag=True, help="Print JSON instead of text."),
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


def _finding(command: Callable[..., Any]) -> Callable[..., Any]:
    """What commands that retrieve articles take."""
    for option in (
        click.option(
            "--include-retracted", is_flag=True, default=None, help="Keep retracted work."
        ),
        click.option("--articles", type=int, metavar="N", help="Articles retrieved (default 10)."),
    ):
        command = option(command)
    return command


def _library(store: str | None, embedder: str | None, create: bool = False, **more: Any) -> Library:
    return open_library(settings_from(store=store, embedder=embedder, **more), create=create)


def _print(result: Any, as_json: bool, as_text: Callable[[Any], str]) -> None:
    if as_json:
        click.echo(render.as_json(result.to_dict()))
    else:
        click.echo(as_text(result))


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="abstractqa")
def commands() -> None:
    """Answers questions from biomedical abstracts and cites the very sentences it used.

    For research; not medical advice.
    """


@commands.command()
@click.argument("sources", nargs=-1, metavar="FILE|FOLDER|GLOB|-")
@click.option("--rebuild", is_flag=True, help="Make vectors and lexical index anew as well.")
@_options
def index(
    sources: tuple[str, ...], rebuild: bool, store: str | None, embedder: str | None, as_json: bool
) -> int:
    """Put PubMed exports, in any mix of formats, into a store."""
    if not sources and not rebuild:
        raise click.UsageError("name at least one FILE, FOLDER, GLOB or - (see --help)")
    list(expand(sources))  # A name that leads nowhere must not leave an empty store behind.
    with _library(store, embedder, create=bool(sources)) as library:
        done = library.index(sources, Bars())
        rebuilt = library.rebuild(Bars()) if rebuild else 0
    _print(done, as_json, render.report)
    if rebuild and not as_json:
        click.echo(f"{rebuilt} articles indexed anew")
    return _FAILED if done.failed else 0


@commands.command()
@click.argument("question", nargs=-1, required=True)
@click.option("--statements", type=int, metavar="N", help="Statements at most (default 4).")
@_finding
@_options
def ask(question: tuple[str, ...], as_json: bool, **options: Any) -> None:
    """Answer a question from the store, citing sentences."""
    with _library(**options) as library:
        _print(library.ask(" ".join(question)), as_json, render.answer)


@commands.command()
@click.argument("words", nargs=-1, required=True)
@_finding
@_options
def search(words: tuple[str, ...], as_json: bool, **options: Any) -> None:
    """Ranked articles for some words, with their best sentences."""
    with _library(**options) as library:
        _print(library.search(" ".join(words)), as_json, render.search)


@commands.command()
@click.argument("key")
@_options
def show(key: str, as_json: bool, **options: Any) -> None:
    """One article by key, PMID, PMCID or DOI, its sentences numbered."""
    with _library(**options) as library:
        _print(library.article(key), as_json, render.article)


@commands.command()
@_options
def stats(as_json: bool, **options: Any) -> None:
    """What is in the store."""
    with _library(**options) as library:
        _print(library.stats(), as_json, render.stats)


@commands.command()
@_options
def verify(as_json: bool, **options: Any) -> int:
    """Check the store: every offset, and that its parts hold the same articles."""
    with _library(**options) as library:
        checked = library.verify()
    _print(checked, as_json, render.verification)
    return _FAILED if checked.problems else 0
