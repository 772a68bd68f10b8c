"""Words that point one way or the other: up or down, better or worse, before or after."""

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass

from qa.checking.opposites import axes
from qa.checking.stems import stem
from qa.checking.words import Passage

# Beginnings that turn a word into its opposite.
_TURNS = (
    ("hyper", "hypo"),
    ("over", "under"),
    ("pre", "post"),
    ("intra", "extra"),
    ("homo", "hetero"),
)
_WORTH_FLIPS = re.compile(
    r"^(?:less|least|lower|fewer|reduced|decreased|diminished|smaller|poorer)$"
)
_KEEPS = re.compile(
    r"^(?:more|greater|larger|higher|most|further|stronger|bigger|greatest|largest)$"
)
# "More than 95%" and "no more than" bound a figure, and say nothing of a direction.
_BOUND = re.compile(
    r"(?:(?:more|less|fewer|greater|higher|lower|longer|older|younger|rather|other) than|over|"
    r"under|below|above|up to|at least|least|most|"
    r"following|after|before|upper|lower|top|bottom|exceed\w*) "
    r"(?:an? |the |about |around |some |one[- ])?(?:\W*\d|one|two|three|four|five|six|seven|"
    r"eight|nine|ten|half|a?\s*third|quarter|twice|age|limit|end)",
    re.IGNORECASE,
)
_PHRASE = re.compile(
    r"(?:more|further) (?:research|studies|work)|most of|most (?=\w+(?:s|ed)\b)|more so|"
    r"more or less|well as|well known|rather than|less than|"
    r"up to|over time|over the|over an?\b|with\b|without\b|least one|higher education|"
    r"high[- ]risk|low[- ]risk|raised the possibility|at (?:least|most)",
    re.IGNORECASE,
)
_RATIO = re.compile(
    r"(?:\b(?:ratio|relative risk|a?HR|a?OR|i?RR|IRR)s?\b[^\d\n]{0,14}(?P<ratio>\d+[.·]\d+))|"
    r"(?:\bdifference[^\d\n]{0,12}|\(\s*)[-−–](?=\d)"
)


@dataclass(frozen=True, slots=True)
class Pole:
    """A word of a passage that points: `sign` +1 or -1 on its axis; `place` among the words."""

    place: int
    axis: str
    sign: int


def _lexicon() -> dict[str, tuple[tuple[str, int], ...]]:
    found: dict[str, tuple[tuple[str, int], ...]] = {}
    for axis, sign, word in axes():
        known = found.get(word, ())
        if (axis, -sign) not in known and (axis, sign) not in known:
            found[word] = (*known, (axis, sign))
    return found


_LEXICON = _lexicon()
_BY_STEM = {stem(word): signs for word, signs in _LEXICON.items() if len(word) > 5}


def poles(passage: Passage) -> tuple[Pole, ...]:
    """Every pointing word. "Less effective" points to worse; "a greater fall" down, once; a ratio
    below 1 and a difference with a minus down."""
    return (*_poles(passage), *_ratios(passage))


def _ratios(passage: Passage) -> Iterator[Pole]:
    starts = [word.start for word in passage.words]
    for match in _RATIO.finditer(passage.text):
        value = float((match["ratio"] or "-1").replace("·", "."))
        if value != 1:
            place = max(0, bisect_right(starts, match.start()) - 1)
            yield Pole(place, "amount", 1 if value > 1 else -1)


def _poles(passage: Passage) -> Iterator[Pole]:
    words = passage.words
    for place, word in enumerate(words):
        known = pointing(word.low)
        if not known:
            continue
        if _BOUND.match(passage.text, word.start) or _PHRASE.match(passage.text, word.start):
            continue
        after = [w.low for w in words[place + 1 : place + 3]]
        if (_WORTH_FLIPS.match(word.low) or _KEEPS.match(word.low)) and after and _turns(after[0]):
            continue
        turned = place > 0 and _WORTH_FLIPS.match(words[place - 1].low)
        for axis, sign in known:
            yield Pole(place, axis, -sign if turned else sign)


def _turns(word: str) -> bool:
    return any(axis in ("worth", "amount", "length", "speed", "rate") for axis, _ in pointing(word))


def pointing(word: str) -> tuple[tuple[str, int], ...]:
    """The axes and signs of a word in small letters; none for most words."""
    known = _LEXICON.get(word)
    if known is not None or len(word) <= 5:
        return known or ()
    for ahead, behind in _TURNS:
        for prefix, sign in ((ahead, 1), (behind, -1)):
            rest = word.removeprefix(prefix).lstrip("-")
            if word.startswith(prefix) and len(rest) >= 4:
                return ((f"{ahead} {stem(rest)}", sign),)
    return _BY_STEM.get(stem(word), ())
