"""Figures with a unit that their sentence does not give them: 40 g for 40 mg, 6.1% for 6.1 points
of a scale, and a bar to be passed told as what was found."""

import re
from collections.abc import Iterator

from qa.checking.contract import Finding, FindingKind
from qa.checking.figures import Figure, figures
from qa.checking.pair import Pair
from qa.checking.saying import say

# What is measured in; small and capital letters tell "m" from "M" and "g" from "G".
_UNITS = {
    **{"g": r"g|grams?|grammes?", "mg": r"mg|milligrams?", "ng": r"ng|nanograms?", "pg": r"pg"},
    **{"ug": r"(?:μ|µ|mc|u)g|micrograms?", "kg": r"kg|kilograms?|kilos?"},
    **{"m": r"m|met(?:er|re)s?", "cm": r"cm|centimet(?:er|re)s?", "km": r"km|kilomet(?:er|re)s?"},
    **{
        "mm": r"mm(?! ?Hg)|millimet(?:er|re)s?",
        "um": r"(?:μ|µ|u)m",
        "nm": r"nm",
        "mmhg": r"mm ?Hg",
    },
    **{"l": r"[Ll]|lit(?:er|re)s?", "dl": r"d[lL]", "ml": r"m[lL]|millilit(?:er|re)s?"},
    **{"mmol": r"mmol", "umol": r"(?:μ|µ|u)mol", "nmol": r"nmol", "pmol": r"pmol", "mol": r"mol"},
    **{"kcal": r"kcal", "kj": r"kJ", "iu": r"IU|units?", "ms": r"ms(?:ec)?|milliseconds?"},
}
_UNIT = re.compile(
    r"[\s-]?(?:" + "|".join(f"(?P<u{i}>{form})" for i, form in enumerate(_UNITS.values())) + r")"
    r"(?P<per>(?:/| per )\s?\w+)?(?![\w’'])"
)
# A bar that a result is held against: "below the 30 m regarded as relevant".
_BAR = re.compile(
    r"\b(?:below|above|under|short of|less than|more than|exceed\w*|reach\w*|than)\s+"
    r"(?:the|a)\s+(?:\w+ )?$",
    re.IGNORECASE,
)
_HELD = re.compile(
    r"(?:[\s-]?\w+)?\s+(?:regarded|considered|deemed|held|judged|thought|needed|required|set|"
    r"prespecified|threshold|margin|cut-?off|that (?:is|was|would be))\b",
    re.IGNORECASE,
)
_BARRED = re.compile(
    r"\b(?:below|above|under|short|less|more than|fewer|exceed\w*|reach\w*|threshold|margin|"
    r"cut-?off|"
    r"regarded|considered|deemed|judged|needed|required|relevan\w+|importan\w+|minim\w+|meaningful)\b",
    re.IGNORECASE,
)
# What a figure without a unit is of, where no share is meant.
_COUNTED = re.compile(
    r"\b(?:days?|scores?|points?|units?|scales?|attacks?|seizures?|episodes?|events?|index|count|"
    r"items?|beats?|visits?|hours?|kilos?)\b",
    re.IGNORECASE,
)


def misread(pair: Pair) -> Iterator[Finding]:
    """Figures with a foreign unit, and bars told as results."""
    given = figures(pair.given.text)
    for figure in figures(pair.said.text):
        same = [one for one in given if one.value == figure.value]
        if not same or figure.worded or figure.probability:
            continue
        if other := _other_unit(pair, figure, same):
            label = pair.said.text[figure.start : _end(pair.said.text, figure)].strip()
            reason = say("other_unit", other=other, label=label)
            yield Finding(FindingKind.NUMBER, reason, figure.start, figure.end)
        elif all(_bar(pair.given.text, one) for one in same) and not _BARRED.search(pair.said.text):
            label = pair.said.text[figure.start : _end(pair.said.text, figure)].strip()
            reason = say("bar", label=label)
            yield Finding(FindingKind.NUMBER, reason, figure.start, figure.end)


def _other_unit(pair: Pair, figure: Figure, same: list[Figure]) -> str:
    """The figure with the unit that the sentences have, where all of them have another."""
    ours = _unit(pair.said.text, figure)
    theirs = [_unit(pair.given.text, one) for one in same]
    if figure.unit == "%":
        bare = all(not one.unit and not unit for one, unit in zip(same, theirs, strict=True))
        counted = all(_of_a_count(pair.given.text, one) for one in same)
        return pair.given.text[same[0].start : same[0].end] if bare and counted else ""
    if ours is None or any(other is None or _agree(ours, other) for other in theirs):
        return ""
    return pair.given.text[same[0].start : _end(pair.given.text, same[0])].strip()


def _of_a_count(text: str, figure: Figure) -> bool:
    """Whether a figure without a unit is of something counted, and nothing near it in per cent."""
    start = max(text.rfind("\n", 0, figure.start), text.rfind(". ", 0, figure.start), 0)
    stop = min(
        (at for at in (text.find("\n", figure.end), text.find(". ", figure.end)) if at > 0),
        default=len(text),
    )
    shares = (
        one for one in figures(text[start:stop]) if one.unit in ("%", "part") and not one.spread
    )
    percent = any(one.value not in (90.0, 95.0, 99.0) for one in shares)
    return (
        not percent
        and bool(_COUNTED.search(text, start, stop))
        and "." in text[figure.start : figure.end]
    )


def _agree(one: tuple[str, str], other: tuple[str, str]) -> bool:
    """Whether both units may be meant: the same, whatever is behind "per" where one leaves it."""
    return one[0] == other[0] and (not one[1] or not other[1] or one[1][0] == other[1][0])


def _unit(text: str, figure: Figure) -> tuple[str, str] | None:
    """The unit behind a figure and what it is per."""
    found = _UNIT.match(text, _bare_end(text, figure))
    if not found:
        return None
    name = next(name for i, name in enumerate(_UNITS) if found.group(f"u{i}"))
    return name, re.sub(r"/|\bper\b|\s", "", found["per"] or "").lower()


def _bare_end(text: str, figure: Figure) -> int:
    digits = re.match(r"[-−–+±]?[\d.,·\u2009\u202f]*\d", text[figure.start :])
    return figure.start + (digits.end() if digits else figure.end - figure.start)


def _end(text: str, figure: Figure) -> int:
    found = _UNIT.match(text, _bare_end(text, figure))
    return max(figure.end, found.end() if found else 0)


def _bar(text: str, figure: Figure) -> bool:
    before = text[max(0, figure.start - 40) : figure.start]
    return bool(_BAR.search(before) and _HELD.match(text, figure.end))
