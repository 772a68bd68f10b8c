"""Figures of a text, in digits or words, with what they count."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from qa.checking.figure_forms import BIG, FIGURE, FOLD, PARTS, UNIT, UNITS, VALUES

_ABOUT = re.compile(
    r"\b(?:about|around|roughly|nearly|almost|approximately|approx|some|close to|just (?:over|"
    r"under)|"
    r"over|more than|less than|under|fewer than|at least|at most|up to|above|below|upwards of|"
    r"little|well over|as many as|exceed\w*|least|circa)(?: (?:a|the|one|two))?\s*[~≈]?$|"
    r"[<>≤≥~≈]\s*$",
    re.IGNORECASE,
)
_HALF_SPANS = {"year": ("month", 6.0), "hour": ("minute", 30.0), "day": ("hour", 12.0)}
_HALF_SPAN = re.compile(r"[ -](?:an? )?(year|hour|day)\b", re.IGNORECASE)
# How sure an interval is, in per cent: no figure beside it is one.
_LEVELS = {90.0, 95.0, 99.0}
# What stands between two figures of one unit, which is written behind the second.
_LISTED = re.compile(r"\s*(?:±|\+/-|\+/−|-|–|to|vs\.?|versus|and|or|against|,|/)\s*")
_SPREAD = re.compile(
    r"(?:±|\+/[-−]|\b(?:CI|confidence intervals?)\b\)?[^a-z)\]]{0,30}(?:(?:to|"
    r"and) ?)?\s*[-−]?)\s*$",
    re.IGNORECASE,
)
_ORDINALS = "first second third fourth fifth sixth seventh eighth ninth tenth".split()
_ORDINAL = re.compile(rf"\b(?:{'|'.join(_ORDINALS)})\b", re.IGNORECASE)
_ONE = re.compile(r"\b(?:a|an|per|each|every|the|one) (year|month|week|day|hour)\b", re.IGNORECASE)
_COUNTED = re.compile(r"\b(day|week|month|year)s? (\d+)\b", re.IGNORECASE)
_PACE = re.compile(r"(?: times)?[ -](?:daily|weekly|monthly|a day|a week|per day|per week)", re.I)
# "Type 2", "stage 3": a name, no figure.
_NAMED = re.compile(r"\b(?:type|stage|grade|phase|group|class|arm)s?[ -]$", re.IGNORECASE)
_P_VALUE = re.compile(r"\bp(?:[- ]?values?)?(?: of| was| is|)\s*[<>=≤≥]?\s*$", re.IGNORECASE)
_BELOW = re.compile(
    r"(?:\b(?:less than|fewer than|under|below|up to|at most|no more than)(?: the| a)?|[<≤])\s*$",
    re.I,
)
_ABOVE = re.compile(
    r"(?:\b(?:more than|over|above|exceed\w*|at least|greater than|upwards of)(?: the| a)?|"
    r"[>≥])\s*$",
    re.I,
)


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure: its value, the unit behind it (empty where none), and how it is written.

    `loose` figures are rounded, bounds, or parts ("a third"); `worded` ones are in words; `bound`
    is -1 below it, +1 above it, 0 itself; `spread` ones are a standard deviation or an end of a
    confidence interval. `text[start:end]` is the figure with its unit.
    """

    value: float
    unit: str
    start: int
    end: int
    loose: bool = False
    worded: bool = False
    bound: int = 0
    probability: bool = False
    spread: bool = False


def figures(text: str) -> tuple[Figure, ...]:
    """Every figure in the text, in order; in "5 to 7 days" both have the unit."""
    found = list(_read(text))
    for index in range(len(found) - 2, -1, -1):
        one, following = found[index], found[index + 1]
        listed = _LISTED.fullmatch(text, one.end, following.start)
        if not one.unit and listed and following.value not in _LEVELS:
            found[index] = replace(one, unit="" if following.unit == "part" else following.unit)
    return tuple(found)


def implied(text: str) -> tuple[Figure, ...]:
    """What a text has without giving a figure: three after "the third round", a year after "per
    year", 180 days after "day 180"."""
    return (
        *(
            Figure(_ORDINALS.index(m.group().lower()) + 1.0, "", m.start(), m.end(), worded=True)
            for m in _ORDINAL.finditer(text)
        ),
        *(Figure(1.0, m[1].lower(), m.start(), m.end(), worded=True) for m in _ONE.finditer(text)),
        *(Figure(float(m[2]), m[1].lower(), m.start(), m.end()) for m in _COUNTED.finditer(text)),
    )


def _read(text: str) -> Iterator[Figure]:
    for match in FIGURE.finditer(text):
        before = text[max(0, match.start() - 44) : match.start()]
        value, unit, worded = _value(match)
        if value is None or _NAMED.search(before) or _is_pace(match, text):
            continue
        end = match.end()
        found = UNIT.match(text, end)
        if unit == "" and found:
            index = next(i for i in range(len(UNITS)) if found.group(f"u{i}"))
            unit, end = list(UNITS)[index], found.end()
        span = _HALF_SPAN.match(text, end) if value == 0.5 and unit == "part" else None
        loose = bool(_ABOUT.search(before)) or unit == "part"
        if span:
            (unit, value), end, loose = _HALF_SPANS[span[1].lower()], span.end(), False
        yield Figure(
            value,
            unit,
            match.start(),
            end,
            loose=loose,
            worded=worded,
            bound=-1 if _BELOW.search(before) else 1 if _ABOVE.search(before) else 0,
            probability=bool(_P_VALUE.search(before)),
            spread=bool(_SPREAD.search(before)),
        )


def _is_pace(match: re.Match[str], text: str) -> bool:
    """Whether it is of "twice daily", which may be written bid, or of "three and a half"."""
    if match["part"] and text[: match.start()].endswith(" and "):
        return True
    return bool((match["fold"] or match["word"]) and _PACE.match(text, match.end()))


_MOST = 1e300


def _value(match: re.Match[str]) -> tuple[float | None, str, bool]:
    """Value, unit if the form itself says one, and whether it is in words."""
    if match["ratio"]:
        top = _count(match["top"] or match["top1"] or match["top2"])
        under = _count(match["under0"] or match["under1"] or match["under2"])
        return (top / under, "part", True) if 0 < top < under else (top, "", True)
    if match["part"]:
        return _part(match)
    if match["fold"]:
        fold = FOLD.get(match["fold"].lower())
        return fold if fold else _count(match["folds"]), "fold", True
    if match["word"]:
        size = BIG.get((match["big"] or "").lower(), 1.0)
        spoken = match["word"].lower().split(" " + (match["big"] or "\0").lower())[0]
        return _count(spoken) * size, "", True
    digits = re.sub(r"[, \u2009\u202f]", "", match["digits"]).replace("·", ".")
    # Finite whatever stands there: sums are made with it.
    return min(float(digits), _MOST), "", False


def _part(match: re.Match[str]) -> tuple[float | None, str, bool]:
    name = match["name"].lower().rstrip("s")
    name = "half" if name == "hal" else name
    times = (match["times"] or "").lower()
    if not times and name != "half":  # "the third day", "the fifth"
        return None, "", True
    many = {"": 1.0, "a": 1.0, "an": 1.0}.get(times) or _count(times)
    return many * PARTS[name], "part", True


def _count(word: str) -> float:
    """The value of a number word such as twenty-one, or of digits."""
    if word.isdigit():
        return float(word)
    return sum(VALUES[one] for one in re.split(r"[- ]", word.lower()) if one)
