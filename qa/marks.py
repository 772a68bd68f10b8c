"""Statements as running text, each with its marks: the numbers of its citations, and what of it
does not hold."""

import re
from collections.abc import Iterable, Sequence

from prompts import load
from qa.answer import Fault, Grade, Statement

_NUMBERS = re.compile(r"\[(\s*\d[\d\s,;–-]*)\]")
_FULL_WIDTH = r"［\1］"


def with_marks(statements: Sequence[Statement]) -> str:
    """The statements as running text, each followed by the numbers of its citations: `… [1]`."""
    return " ".join(marked(statement) for statement in statements)


def unmarked(text: str) -> str:
    """The text, as long as it was, with full-width brackets (`［99］`) around numbers that the
    abstract itself has in brackets: they would read as marks of ours."""
    return _NUMBERS.sub(_FULL_WIDTH, text)


def marked(statement: Statement) -> str:
    """One statement with its marks."""
    parts = (unmarked(statement.text), marks(statement.citations))
    return " ".join(filter(None, (*parts, *_remarks(statement))))


def _remarks(statement: Statement) -> Iterable[str]:
    words = load("marks")
    if statement.fault is Fault.MISATTRIBUTED:
        yield words.render("misattributed", instead=marks(statement.instead))
    elif statement.support in (Grade.PARTIAL, Grade.UNSUPPORTED):
        yield words.render(statement.support)
    if statement.against:
        yield words.render("against", against=marks(statement.against))


def marks(numbers: Iterable[int]) -> str:
    """Numbers as they stand in an answer: `[1][2]`."""
    return "".join(f"[{number}]" for number in numbers)
