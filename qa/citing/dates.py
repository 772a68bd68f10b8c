"""A date of publication as sources print it, as NLM prints it, and in numbers."""

import re
from dataclasses import dataclass

from index.sources.dates import year_of
from qa.citing.lines import line

_MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split()
_YEAR, _DAY = r"(?:1[5-9]|20)\d\d", r"[0-3]?\d"
_MONTH = rf"(?:{'|'.join(_MONTHS)})[a-z]*\.?"
# `2003 Nov-Dec`, `2021 May 4`, `2000 Dec 28-2001 Jan 4`, `2000 Jan 3-10`.
_NLM = re.compile(
    rf"(?P<year>{_YEAR})(?: (?P<month>{_MONTH})(?: (?P<day>{_DAY}))?)?"
    rf"(?:[-–](?:(?P<year2>{_YEAR})\b ?)?(?P<month2>{_MONTH})?(?: ?(?P<day2>{_DAY}))?)?",
    re.IGNORECASE,
)
_OTHERS = tuple(
    re.compile(form, re.IGNORECASE)
    for form in (
        rf"(?P<year>{_YEAR})[-/](?P<month>[01]?\d)(?:[-/](?P<day>{_DAY}))?(?:[T ].*)?",
        rf"(?P<year>{_YEAR})(?P<month>[01]\d)(?P<day>[0-3]\d)",
        rf"(?:(?P<day>{_DAY})\.? )?(?P<month>{_MONTH}),? (?P<year>{_YEAR})",
        rf"(?P<month>{_MONTH}) (?P<day>{_DAY}),? (?P<year>{_YEAR})",
    )
)

Parts = tuple[int, ...]
"""Year, then month and day as far as they are known."""


@dataclass(frozen=True, slots=True)
class Published:
    """`text` is as NLM prints it; `start` is empty without a year, `end` without a range."""

    text: str
    start: Parts = ()
    end: Parts = ()


def published(text: str, year: int | None) -> Published:
    """What a date as printed means; `year` stands in where it names none.

    Dates in numbers become NLM's (`2019-01-05` is `2019 Jan 5`); seasons and quarters stay as they
    are printed, with the year alone as number.
    """
    given = line(text)
    found = _NLM.fullmatch(given)
    if found:
        start = _parts(found["year"], found["month"], found["day"])
        return Published(given, start, _end(found, start))
    for form in _OTHERS:
        parts = (
            _parts(*found.group("year", "month", "day")) if (found := form.fullmatch(given)) else ()
        )
        if parts:
            return Published(_nlm(parts), parts)
    known = year_of(given) or year
    if known is None:
        return Published(given)
    return Published(given if given.startswith(str(known)) else str(known), (known,))


def _end(found: re.Match[str], start: Parts) -> Parts:
    """The last day, month or year of a range; what it leaves out is as in the first."""
    if not (found["year2"] or found["month2"] or found["day2"]):
        return ()
    first_month = str(start[1]) if len(start) > 1 and not found["year2"] else None
    return _parts(found["year2"] or found["year"], found["month2"] or first_month, found["day2"])


def _parts(year: str, month: str | None, day: str | None) -> Parts:
    """The numbers; only those before the first that no calendar has."""
    if not month:
        return (int(year),)
    number = int(month) if month.isdecimal() else _MONTHS.index(month[:3].lower()) + 1
    if not 1 <= number <= len(_MONTHS):
        return (int(year),)
    return (int(year), number, int(day)) if day and 1 <= int(day) <= 31 else (int(year), number)


def _nlm(parts: Parts) -> str:
    year, *rest = parts
    month = [_MONTHS[rest[0] - 1].capitalize()] if rest else []
    return " ".join([str(year), *month, *map(str, rest[1:])])
