"""Figures of a statement that its sentences do not hold, nor give by plain arithmetic."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum
from itertools import pairwise, permutations

from qa.checking.figures import Figure, figures, implied

# Where several units measure one thing, how many of the smallest each is.
_SIZES = {
    **{"minute": ("time", 1.0), "hour": ("time", 60.0), "day": ("time", 1440.0)},
    **{"week": ("time", 10080.0), "month": ("time", 43800.0), "year": ("time", 525600.0)},
    **{"ug": ("mass", 1e-3), "mg": ("mass", 1.0), "kg": ("mass", 1e6)},
}
# One figure may stand in a statement as a part, a percentage or points.
_SHARES = {"%", "points", "part"}
_GAP = re.compile(
    r"\b(?:differ\w*|more|less|fewer|higher|lower|greater|longer|shorter|apart|gap|points|extra|"
    r"additional|reduc\w*|increas\w*|fall|fell|dropp?\w*|rise|rose|by|gain\w*|los[ts]\w*|"
    r"ahead|above|below|"
    r"advantage)\b",
    re.IGNORECASE,
)
_ALL = re.compile(r"\b(?:total|altogether|in all|combined|together|sum|overall)\b", re.IGNORECASE)
_REST = re.compile(
    r"\b(?:not|no|none|without|other|others|rest|left|remain\w*|un\w+|fail\w*|negative|free)\b",
    re.I,
)
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
    if best > Match.ROUNDED and _derived(statement, figure, given):
        return Traced(figure, Match.DERIVED, source)
    return Traced(figure, best, source)


def _match(said: Figure, given: Figure) -> Match:
    if said.value == given.value:
        if not _units_agree(said.unit, given.unit):
            return Match.UNIT
        return Match.SPREAD if given.spread else Match.EXACT
    if said.unit != given.unit and _same(_base(said), _base(given), _CONVERTED):
        return Match.CONVERTED
    if _rounds_to(given, said) or _within(given, said):
        return Match.ROUNDED
    return Match.NONE


def _units_agree(said: str, given: str) -> bool:
    """Whether both may be meant; a figure without a unit agrees with any."""
    return not said or not given or said == given or {said, given} <= _SHARES or "fold" in (
        said,
        given,
    )  # fmt: skip


def _base(figure: Figure) -> tuple[str, float] | None:
    """Kind of unit and value in its smallest, for units that convert."""
    if figure.unit in _SIZES:
        kind, size = _SIZES[figure.unit]
        return kind, figure.value * size
    if figure.unit in _SHARES:
        return "share", figure.value * (100 if figure.unit == "part" else 1)
    return None


def _same(one: tuple[str, float] | None, other: tuple[str, float] | None, off: float) -> bool:
    if one is None or other is None or one[0] != other[0]:
        return False
    return abs(one[1] - other[1]) <= off * max(abs(one[1]), abs(other[1]))


def _rounds_to(given: Figure, said: Figure) -> bool:
    """Whether the statement gives the sentence's figure with fewer digits, or loosely."""
    if not _units_agree(said.unit, given.unit):
        return False
    one, other = given.value, said.value
    if other and given.unit == "" and said.unit in _SHARES:  # a ratio or share without a unit
        share = other if said.unit == "part" else other / 100
        if any(abs(share - part) <= 0.12 * share for part in (one, 1 - one, one - 1)):
            parts = (one, 1 - one, one - 1)
            return said.loose or any(abs(share - part) < 0.005001 for part in parts)
    if given.unit in _SHARES and said.unit in _SHARES:
        one, other = (_base(f)[1] for f in (given, said))  # type: ignore[index]
    if said.loose:
        return abs(one - other) <= _NEAR * max(abs(one), abs(other))
    decimals = len(f"{other:g}".partition(".")[2])
    return abs(one - other) <= 0.5000001 * 10.0**-decimals and one != round(one)


def _within(given: Figure, said: Figure) -> bool:
    """Whether "more than half" holds of 58%, "fewer than one in five" of 17%; and whether halving
    is what the sentence calls twofold, or 50%."""
    one, other = _base(given), _base(said)
    if one and other and one[0] == other[0] == "share" and said.bound:
        ratio = one[1] / other[1] if other[1] else 0.0
        return 1 < ratio < 1.5 if said.bound > 0 else 0.6 < ratio < 1
    if said.unit != "fold":
        return False
    return (given.unit == "fold" and abs(given.value * said.value - 1) < 0.01) or (
        given.unit in _SHARES and said.value == 0.5 and one is not None and one[1] == 50
    )


def _derived(statement: str, said: Figure, given: Sequence[Figure]) -> bool:
    """Whether arithmetic that the words around it call for gives it."""
    around = statement[max(0, said.start - 60) : said.end + 40]
    values = [figure.value for figure in given if not figure.probability]
    if said.unit in ("%", "part"):
        share = said.value * (100 if said.unit == "part" else 1)
        slack = 5.0 if said.loose else 0.51
        rests = (100 - base[1] for base in map(_base, given) if base and base[0] == "share")
        if _REST.search(around) and any(abs(rest - share) < 1e-6 for rest in rests):
            return True
        if any(b > 1 and a <= b and abs(100 * a / b - share) <= slack for a, b in pairwise(values)):
            return True
    if said.unit == "fold" or (said.loose and not said.unit):
        if said.bound > 0 and any(1 < ratio / said.value < 1.6 for ratio in _ratios(values)):
            return True
        if any(abs(ratio - said.value) <= 0.17 * said.value for ratio in _ratios(values)):
            return True
    main = [f for f in given if not f.probability and not f.spread and not _pronoun(f)]
    pairs = [(a.value, b.value) for a, b in pairwise(main) if a.unit == b.unit]
    off = 1e-6 * max(1.0, abs(said.value))
    return bool(
        (_GAP.search(around) and any(_near(abs(a - b), said, off) for a, b in pairs))
        or (_ALL.search(around) and any(_near(a + b, said, off) for a, b in pairs))
    )


def _pronoun(figure: Figure) -> bool:
    """Whether it is "one", which mostly counts nothing."""
    return figure.worded and figure.value == 1


def _ratios(values: Sequence[float]) -> list[float]:
    """How many times the smaller of two goes into the larger, for all pairs."""
    return [a / b for a, b in permutations(values, 2) if a >= b > 0]


def _near(value: float, said: Figure, off: float) -> bool:
    return abs(value - said.value) <= (0.1 * abs(said.value) if said.loose else off)


def may_be_counted(figure: Figure) -> bool:
    """Whether it is a small number in words, which may count what the sentences list."""
    return figure.worded and figure.value <= 5 and not figure.unit


def bound_turned(traced: Traced) -> bool:
    """Whether the statement has "less than" where the sentences have "more than" that figure."""
    other = traced.source
    return (
        other is not None and traced.match == Match.EXACT and traced.figure.bound * other.bound < 0
    )


def new_units(statement: str, sentences: str) -> tuple[re.Match[str], ...]:
    """Words for spans of time and measures that the sentences use in no form."""
    given = {_span(m.group()) for m in _SPANS.finditer(sentences)}
    return tuple(m for m in _SPANS.finditer(statement) if _span(m.group()) not in given)


def _span(word: str) -> str:
    low = word.lower()
    return {"dai": "day", "ann": "yea", "yr": "yea", "yrs": "yea", "mon": "mon", "min": "min"}.get(
        low[:3], low[:3]
    )
