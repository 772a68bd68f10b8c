"""`abstractqa ask` and `abstractqa check`: an answer as it is made, and statements checked."""

import codecs
import json
from collections.abc import Iterator
from typing import Any, BinaryIO

import click
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from index.errors import first_line
from qa import render
from qa.answer import Answer
from qa.citing import FORMS, STYLES
from qa.events import Done, Event, Said
from qa.options import FAILED, as_json, common, finding, library, present, writing


@click.command()
@click.argument("question", nargs=-1, required=True)
@click.option("--statements", type=int, metavar="N", help="Statements at most (default 4).")
@click.option(
    "--after",
    multiple=True,
    metavar="QUESTION",
    help="A question asked before it, which a follow-up needs; oldest first.",
)
@click.option("--stream", is_flag=True, help="With --json: one event a line, as they come.")
@click.option(
    "--references",
    type=click.Choice(tuple(STYLES)),
    help="Below the answer, print a reference for each cited article in this style.",
)
@click.option(
    "--export",
    type=click.Choice(FORMS),
    help="Print nothing but the cited articles, as a file for a reference manager.",
)
@writing
@finding
@common
def ask(
    question: tuple[str, ...],
    after: tuple[str, ...],
    stream: bool,
    as_json: bool,
    **options: Any,
) -> None:
    """Answer a question from the store, citing sentences."""
    text = " ".join(question)
    style, form = options.pop("references"), options.pop("export")
    if as_json and (style or form):
        raise click.UsageError("--references and --export print text: leave out --json.")
    with library(**options) as opened:
        if form:
            found = opened.ask(text, after)
            click.echo(found.export(form), nl=False)
            if not found.references:
                click.echo(f"Nothing is cited. {render.safe(found.answer)}", err=True)
        elif style:
            present(opened.ask(text, after), False, lambda found: _with_references(found, style))
        elif stream and as_json:
            for event in opened.stream(text, after):
                click.echo(render.as_json_line(event.to_dict()))
        elif opened.settings.llm and not as_json:
            _show(opened.stream(text, after))
        else:
            present(opened.ask(text, after), as_json, render.answer)


def _with_references(found: Answer, style: str) -> str:
    listed = "\n\n".join(map(render.safe, found.bibliography(style)))
    return f"{render.answer(found)}\n\nReferences\n\n{listed or '(none)'}"


def _show(events: Iterator[Event]) -> None:
    """The statements as they come, then what they cite."""
    for event in events:
        if isinstance(event, Said):
            click.echo(render.statement(event.statement) + "\n")
        elif isinstance(event, Done):
            click.echo(_end(event.answer))


def _end(answer: Answer) -> str:
    """What follows the statements; all of it, where there were none."""
    return render.below(answer) if answer.statements else render.answer(answer)


class _Claim(BaseModel):
    """One line to check."""

    model_config = ConfigDict(extra="ignore", strict=True)

    statement: str = Field(min_length=1)
    sources: list[str]


@click.command()
@click.argument("file", type=click.File("rb"), default="-")
@as_json
def check(file: BinaryIO, as_json: bool) -> int:
    """Check statements against their sources: does the one say what the others say?

    "supported" means that nothing wrong was found; compared things that changed places are often
    missed (docs/checking.md).

    FILE (default: standard input) has a JSON object a line, `statement` and `sources` (sentences).
    """
    from qa.checking.checker import check as checked  # noqa: PLC0415  (loads a model)

    failed = False
    for number, raw in enumerate(file, start=1):
        line = raw.removeprefix(codecs.BOM_UTF8)
        if not line.strip():
            continue
        try:
            claim = _Claim.model_validate_json(line)
        except ValidationError as error:
            failed = True
            click.echo(_bad(getattr(file, "name", "-"), number, error), err=True)
            continue
        support = checked(claim.statement, claim.sources)
        if as_json:
            given = {k: v for k, v in json.loads(line).items() if k not in support.to_dict()}
            click.echo(render.as_json_line({**given, **support.to_dict()}))
        else:
            click.echo(render.support(claim.statement, support))
    return FAILED if failed else 0


def _bad(name: str, number: int, error: ValidationError) -> str:
    first = error.errors()[0]
    place = ".".join(map(str, first["loc"]))
    said = f"{place}: {first['msg'].lower()}" if place else first_line(first["msg"])  # type: ignore[arg-type]
    return render.safe(
        f"failed: {name}, line {number}: {said}. "
        'Give {"statement": "…", "sources": ["…", …]} on each line'
    )
