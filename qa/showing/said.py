"""Statements as a page shows them: which part is not carried, and what is said of that."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from prompts import load
from qa.answer import Fault, Grade, Statement
from qa.marks import unmarked
from qa.showing.text import line

# Stands for the numbers in a remark, until they are put there as marks.
_NUMBERS = "\x00"


@dataclass(frozen=True, slots=True)
class Mark:
    """A number that leads to its sentence; `first` where the answer has it for the first time."""

    number: int
    first: bool


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of a statement; `carried` is False where no citation carries it."""

    text: str
    carried: bool


@dataclass(frozen=True, slots=True)
class Remark:
    """What must be known of a statement, with the marks it names between its words."""

    before: str
    marks: tuple[Mark, ...]
    after: str


@dataclass(frozen=True, slots=True)
class Shown:
    """A statement in print."""

    position: int
    support: str
    fault: str
    parts: tuple[Part, ...]
    marks: tuple[Mark, ...]
    remarks: tuple[Remark, ...]
    reasons: tuple[str, ...]


def shown(statements: Sequence[Statement]) -> tuple[Shown, ...]:
    """The statements of one answer, in its order."""
    seen: set[int] = set()
    return tuple(_shown(at, one, seen) for at, one in enumerate(statements))


def _shown(position: int, one: Statement, seen: set[int]) -> Shown:
    return Shown(
        position=position,
        support=one.support.value,
        fault=one.fault.value if one.fault else "",
        parts=tuple(_parts(line(one.text), one.uncovered)),
        marks=_marks(one.citations, seen),
        remarks=tuple(_remarks(one, seen)),
        reasons=tuple(line(reason) for reason in one.reasons),
    )


def _marks(numbers: Iterable[int], seen: set[int]) -> tuple[Mark, ...]:
    made = []
    for number in numbers:
        made.append(Mark(number, number not in seen))
        seen.add(number)
    return tuple(made)


def _remarks(one: Statement, seen: set[int]) -> Iterator[Remark]:
    if one.fault is Fault.MISATTRIBUTED:
        yield _remark("misattributed", "instead", one.instead, seen)
    elif one.support in (Grade.PARTIAL, Grade.UNSUPPORTED):
        yield _remark(one.support, "none", (), seen)
    if one.against:
        yield _remark("against", "against", one.against, seen)


def _remark(name: str, slot: str, numbers: Sequence[int], seen: set[int]) -> Remark:
    words = load("marks").render(name, **{slot: _NUMBERS}).strip("()")
    before, _, after = words.partition(_NUMBERS)
    return Remark(before, _marks(numbers, seen), after)


def _parts(text: str, uncovered: Iterable[str]) -> Iterator[Part]:
    """The text cut where parts of it that are not carried begin and end."""
    missing = [False] * len(text)
    for part in uncovered:
        start, end = _place(text, line(part))
        missing[start:end] = [True] * (end - start)
    start, printed = 0, unmarked(text)
    for at in range(1, len(text) + 1):
        if at == len(text) or missing[at] != missing[start]:
            yield Part(printed[start:at], not missing[start])
            start = at


def _place(text: str, part: str) -> tuple[int, int]:
    """Where the part stands as words of its own, else as it is; nowhere is (0, 0)."""
    whole = rf"(?<!\w){re.escape(part)}(?!\w)"
    found = re.search(whole, text) or re.search(re.escape(part), text)
    return found.span() if found else (0, 0)
