"""Figures of a statement that its sentences do not hold, nor give by plain arithmetic."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum

from qa.checking.arithmetic import base, derived, same, share, units_agree, within
from qa.checking.figures import Figure, figures, implied

_SPANS = re.compile(
    r"\b(?:seconds?|minutes?|hours?|hourly|da(?:ys?|ily)|week(?:s|ly)?|month(?:s|ly)?|years?|"
    r"yearly|"
    r"annual(?:ly)?|decades?|kg|kilos?|pounds?|grams?|mg|m[lL]|mm|cm)\b",
    re.IGNORECASE,
)
_NEAR = 0.13
_CONVERTED = 0.035


class Match(IntEnum):
    """How a figure follows from the sentences, best first."""

    EXACT = 0
    CONVERTED = 1
    ROUNDED = 2
    DERIVED = 3
    SPREAD = 4  # it stands there only as a deviation or an end of an interval
    UNIT = 5  # it stands there with another unit
    NONE = 6


@dataclass(frozen=True, slots=True)
class Traced:
    """A figure of the statement, how it follows, and the figure it follows from."""

    figure: Figure
    match: Match
    source: Figure | None


def trace(statement: str, sentences: str) -> tuple[Traced, ...]:
    """Each figure of the statement with the best match among those of the sentences."""
    given = (*figures(sentences), *implied(sentences))
    return tuple(_trace(statement, figure, given) for figure in figures(statement))


def _trace(statement: str, figure: Figure, given: Sequence[Figure]) -> Traced:
    best, source = Match.NONE, None
    for other in given:
        match = _match(figure, other)
        if match < best:
            best, source = match, other
    if best > Match.ROUNDED and derived(statement, figure, given):
        return Traced(figure, Match.DERIVED, source)
    return Traced(figure, best, source)


def _match(said: Figure, given: Figure) -> Match:
    if said.value == given.value:
        if not units_agree(said.unit, given.unit):
            return Match.UNIT
        return Match.SPREAD if given.spread else Match.EXACT
    if said.unit != given.unit and same(base(said), base(given), _CONVERTED):
        return Match.CONVERTED
    if _rounds_to(given, said) or within(given, said):
        return Match.ROUNDED
    return Match.NONE


def _rounds_to(given: Figure, said: Figure) -> bool:
    """Whether the statement gives the sentence's figure with fewer digits, or loosely."""
    if not units_agree(said.unit, given.unit):
        return False
    one, other = given.value, said.value
    wholes = base(given), base(said)
    if other and given.unit == "" and share(said) and _from_ratio(one, said):
        return True
    if wholes[0] and wholes[1] and share(given) and share(said):
        one, other = wholes[0][1], wholes[1][1]
    if said.loose:
        return abs(one - other) <= _NEAR * max(abs(one), abs(other))
    decimals = len(f"{other:g}".partition(".")[2])
    return abs(one - other) <= 0.5000001 * 10.0**-decimals and one != round(one)


def _from_ratio(ratio: float, said: Figure) -> bool:
    """Whether a share says what a ratio does: 0.74 is 26% lower, 1.38 is 38% higher."""
    part = said.value if said.unit == "part" else said.value / 100
    off = 0.12 * part if said.loose else 0.005001
    return any(abs(part - way) <= off for way in (ratio, 1 - ratio, ratio - 1))


def may_be_counted(figure: Figure) -> bool:
    """Whether it is a small number in words, which may count what the sentences list."""
    return figure.worded and figure.value <= 5 and not figure.unit


def bound_turned(traced: Traced) -> bool:
    """Whether the statement has "less than" where the sentences have "more than" that figure."""
    other = traced.source
    if other is None or traced.match != Match.EXACT or traced.figure.probability:
        return False
    return traced.figure.bound * other.bound < 0


def new_units(statement: str, sentences: str) -> tuple[re.Match[str], ...]:
    """Words for spans of time and measures that the sentences use in no form."""
    given = {_span(m.group()) for m in _SPANS.finditer(sentences)}
    return tuple(m for m in _SPANS.finditer(statement) if _span(m.group()) not in given)


def _span(word: str) -> str:
    low = word.lower()
    return {"dai": "day", "ann": "yea", "yr": "yea", "yrs": "yea", "mon": "mon", "min": "min"}.get(
        low[:3], low[:3]
    )
