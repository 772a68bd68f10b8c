"""Statements that the sentences leave open, or that are told as not so: "whether it lasts is
unknown", "had it prevented any", "nobody believes that", "hardly"."""

import re
from collections.abc import Iterator

from qa.checking.contract import Finding, FindingKind
from qa.checking.cues import cues
from qa.checking.hedging import reserve
from qa.checking.pair import Pair
from qa.checking.saying import say
from qa.checking.words import Passage

_OPEN_WORD = (
    r"(?:unknown|unclear|uncertain|unsettled|undetermined|unproven|unresolved|untested|"
    r"not (?:yet )?(?:known|clear|established|settled|certain|tested|studied|assessed|examined|"
    r"determined)|"
    r"(?:yet )?to be (?:seen|shown|determined|established|tested|studied|proven)|"
    r"an? (?:open|unanswered) question)"
)
_IS = r"(?:is|was|are|were|remains?|remained|stays?)"
_OPEN = re.compile(
    rf"\bwhether (?P<before>[^.;\n]{{8,200}}?) {_IS} (?:still |therefore |thus )?{_OPEN_WORD}|"
    rf"\b{_IS} (?:still )?{_OPEN_WORD} (?:whether|if) (?P<behind>[^.;\n]{{8,200}})|"
    r"\b(?:could not|cannot|did not|do not|does not|were unable to|was unable to|unable to) "
    r"(?:be )?(?:\w+ )?(?:determined?|tell|told|say|said|know|known|establish(?:ed)?|assess(?:ed)?|"
    r"examined?|test(?:ed)?|study|studied) (?:whether|if) (?P<asked>[^.;\n]{8,200})",
    re.IGNORECASE,
)
_LEFT = re.compile(
    r"\b(?:whether|unknown|unclear|uncertain\w*|unsettled|undetermined|unproven|unresolved|untested|"
    r"not (?:\w+ )?(?:known|clear|established|settled|certain|tested|studied|assessed|examined|"
    r"determined|shown|say|tell)|to be (?:seen|shown|determined|established|tested|studied)|"
    r"question\w*|if|evidence|data|investigat\w+|answer\w*|assess\w*|examin\w*|doubt\w*)\b",
    re.IGNORECASE,
)
_MOSTLY = 0.7
_COUNTERFACTUAL = re.compile(
    r"(?:^|[.;:,]\s+)(?P<had>had\s+[^.;,]{3,120}?),\s[^.;]*\b(?:would|could|might)\b|"
    r"\b(?P<would>(?:would|should) have \w+(?:ed|en|un|own))\b",
    re.IGNORECASE,
)
_UNREAL = re.compile(r"\b(?:would|could|might|should|if|were to|may)\b", re.IGNORECASE)
_DENIED = re.compile(
    r"\b(?:nobody|no[ -]one|none of \w+(?: \w+)?|no \w+|few(?: \w+)?|hardly anyone) "
    r"(?:now |still |really )?(?:believe[sd]?|think|thinks|thought|claim(?:s|ed)?|says?|said|"
    r"accept(?:s|ed)?|maintain(?:s|ed)?|hold|holds|held|agree[sd]?|show(?:s|ed|n)?|"
    r"suggest(?:s|ed)?|prove[sd]?|expect(?:s|ed)?)\b|"
    r"\b(?P<scarce>hardly|scarcely|barely)(?! (?:\d|more|over|any|chang|alter))\b",
    re.IGNORECASE,
)
# "Hardly" may stand for any of these.
_LITTLE = re.compile(
    r"\b(?:few|fewer|little|low|lower|least|less|rare(?:ly)?|slight\w*|small\w*|minimal\w*|modest\w*|"
    r"marginal\w*|weak\w*|poor\w*|limited|negligible|seldom|infrequent\w*|uncommon\w*|close to|"
    r"almost|near\w*|only|similar\w*|alike|same|comparable|borderline|unlikely)\b",
    re.IGNORECASE,
)


def unsettled(pair: Pair) -> Iterator[Finding]:
    """What the statement makes of a question left open, and what it tells as not so."""
    yield from _answered(pair)
    yield from _unreal(pair)
    yield from _belittled(pair)


def _answered(pair: Pair) -> Iterator[Finding]:
    said = pair.said
    held = reserve(said.text)
    if held.hedges or held.mild or _LEFT.search(said.text):
        return
    for match in _OPEN.finditer(pair.given.text):
        asked = match["before"] or match["behind"] or match["asked"]
        rest = pair.given.text[: match.start()] + "\n" + pair.given.text[match.end() :]
        if _share(said, asked) >= _MOSTLY > _share(said, rest):
            reason = say("left_open", words=" ".join(match.group().split()[:8]))
            yield Finding(FindingKind.HEDGE, reason, 0, len(said.text))
            return


def _share(said: Passage, text: str) -> float:
    """How much of a statement's content stands in a text, 0-1."""
    given = Passage(text)
    found = [given.has(word) for word in said.content]
    return sum(found) / max(2, len(found))


def _unreal(pair: Pair) -> Iterator[Finding]:
    if _UNREAL.search(pair.given.text):
        return
    if match := _COUNTERFACTUAL.search(pair.said.text):
        part = "had" if match["had"] else "would"
        yield _denying(pair, match.start(part), match.end(part))


def _belittled(pair: Pair) -> Iterator[Finding]:
    if cues(pair.given.text) or _LITTLE.search(pair.given.text):
        return
    match = _DENIED.search(pair.said.text)
    if match and (not match["scarce"] or _said_outright(pair, match.end())):
        yield _denying(pair, match.start(), match.end())


def _said_outright(pair: Pair, end: int) -> bool:
    """Whether the sentences have the very next word, which "hardly" takes back."""
    words = pair.said.words
    behind = next((i for i, word in enumerate(words) if word.start >= end), None)
    return behind is not None and words[behind].content and bool(pair.links[behind])


def _denying(pair: Pair, start: int, end: int) -> Finding:
    reason = say("denies", label=pair.said.text[start:end])
    return Finding(FindingKind.NEGATION, reason, start, end)
