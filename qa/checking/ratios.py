"""Figures that cannot be so: more than there are, a risk raised by a ratio below 1, and a ratio
told as the share by which it fell."""

import re
from collections.abc import Iterator

from qa.checking.contract import Finding, FindingKind
from qa.checking.figures import figures
from qa.checking.pair import Pair
from qa.checking.saying import say

_OF = re.compile(
    r"(?<![\d.,·/%-])(?P<part>\d{1,3}(?:,\d{3})+|\d+)(?![\d.·%])\s+(?:out\s+)?of\s+(?:the\s+|all\s+)?"
    r"(?P<whole>\d{1,3}(?:,\d{3})+|\d+)(?![\d.·%/]|,\d)"
)
_RISK = (
    r"(?:the |a |an |in |of |their )*(?:\w+ )?"
    r"(?:risks?|odds|hazards?|likelihood|chances?|probability)"
)
_RATIO = (
    r"[^.;()\[\]\d]{0,60}[(\[,]\s*(?:a(?:djusted)? ?)?(?:relative risk|risk ratio|odds ratio|"
    r"hazard ratio|RR|OR|HR)\b[^\d.;]{0,8}(?P<ratio>\d*\.\d+)"
)
_RAISED = re.compile(
    rf"\b(?P<word>increas\w+|rais\w+|elevat\w+|doubl\w+|higher|greater|more)\s+{_RISK}\b{_RATIO}",
    re.IGNORECASE,
)
_LOWERED = re.compile(
    rf"\b(?P<word>reduc\w+|lower\w*|decreas\w+|cut|cuts|halv\w+|less|smaller)\s+{_RISK}\b{_RATIO}",
    re.IGNORECASE,
)
_BY = re.compile(
    r"\b(?:reduc\w+|lower(?:s|ed|ing)?|decreas\w+|cut(?:s|ting)?|fell|falls?|dropp\w+|declin\w+|"
    r"increas\w+|rais\w+|rose|prevent\w*)\b[^.;,\d]{0,60}\bby (?:about |around |some |nearly )?$",
    re.IGNORECASE,
)
_CHANGE = re.compile(
    r"\s*(?:relative |risk )?(?:reduction|decrease|fall|drop|decline|lower|less|fewer|"
    r"increase|rise|higher|more)\b",
    re.IGNORECASE,
)
_RATIO_NAME = re.compile(
    r"\b(?:relative risk|risk ratio|odds ratio|hazard ratio|rate ratio|ratio|a?RR|a?OR|a?HR|IRR)\b"
    r"[^\d.;]{0,24}(?P<ratio>\d*[.·]\d+)"
)


def impossible(pair: Pair) -> Iterator[Finding]:
    """The figures of the statement that cannot be as it says."""
    yield from _too_many(pair)
    yield from _against_ratio(pair)
    yield from _ratio_as_change(pair)


def _too_many(pair: Pair) -> Iterator[Finding]:
    theirs = {_pair(match) for match in _OF.finditer(pair.given.text)}
    for match in _OF.finditer(pair.said.text):
        part, whole = _pair(match)
        if part > whole and (part, whole) not in theirs:
            reason = say("too_many", label=match.group())
            yield Finding(FindingKind.NUMBER, reason, match.start(), match.end())


def _pair(match: re.Match[str]) -> tuple[int, int]:
    return int(match["part"].replace(",", "")), int(match["whole"].replace(",", ""))


def _against_ratio(pair: Pair) -> Iterator[Finding]:
    for form, sign in ((_RAISED, 1), (_LOWERED, -1)):
        theirs = {match["ratio"] for match in form.finditer(pair.given.text)}
        for match in form.finditer(pair.said.text):
            if (float(match["ratio"]) - 1) * sign < 0 and match["ratio"] not in theirs:
                reason = say("ratio_turned", word=match["word"], ratio=match["ratio"])
                yield Finding(FindingKind.DIRECTION, reason, match.start(), match.end())


def _ratio_as_change(pair: Pair) -> Iterator[Finding]:
    ratios = [float(m["ratio"].replace("·", ".")) for m in _RATIO_NAME.finditer(pair.given.text)]
    given = {one.value for one in figures(pair.given.text) if one.unit in ("%", "points", "part")}
    text = pair.said.text
    for figure in figures(text):
        if figure.unit != "%" or figure.value in given:
            continue
        if not (_BY.search(text[: figure.start]) or _CHANGE.match(text, figure.end)):
            continue
        as_it_is = [one for one in ratios if abs(figure.value - 100 * one) < 0.51]
        by_it = any(abs(figure.value - 100 * abs(1 - one)) < 1.01 for one in ratios)
        if as_it_is and not by_it:
            label = text[figure.start : figure.end].strip()
            reason = say("ratio_as_change", label=label, ratio=f"{as_it_is[0]:g}")
            yield Finding(FindingKind.NUMBER, reason, figure.start, figure.end)
