"""Whether figures keep to the things they belong to, by their order."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations

from qa.checking.figures import Figure, figures
from qa.checking.pair import Pair
from qa.checking.polarity import pointing
from qa.checking.stems import stem
from qa.checking.synonyms import SAME
from qa.checking.words import Word

# Between two things compared.
_BETWEEN = re.compile(
    r"\b(?:than|versus|vs|against|compared|relative to|whereas|while|whilst|but|although|"
    r"though|rather than|"
    r"over|unlike|and|or|to|as opposed|in contrast|not|with|from|instead|in place|on top|plus|"
    r"as did|into|by|yet|for)\b|[;,:/]",
    re.IGNORECASE,
)
_ARM = re.compile(
    r"placebo|controls?|sham|wom[ae]n|females?|m[ae]n|males?|child(?:ren)?|adults?|infants?|"
    r"adolescents?|elderly|older|mice|rats?|alone|"
    r"combin\w+|oral|intravenous|tablets?|injections?|smokers?|surgery|surgical|baseline|cancer|"
    r"pregnan\w+|mothers?|kidney|renal|liver|hepatic|cardiac|lung|"
    r"pulmonary|brain|diabet\w+|nondiabetic|sleep|exercise|diet|weight|pain|fever|infection|"
    r"vaccin\w+|mutants?|variant|nurses?|doctors?|physicians?|clinicians?|"
    r"urine|serum|plasma|nausea|vomiting|bleeding|depression|anxiety|inpatients?|responders?|"
    r"nonresponders?|alcohol|school|prior|previous|death|mortality|survival"
)
_OPPOSED = re.compile(
    r"early|late|first|second|before|after|young|younger|old|older|long|short|high|low|severe|"
    r"mild|normal|initial|final|large|small"
)
UNIT = re.compile(
    r"days?|daily|weeks?|months?|years?|hours?|min\w*|ml|mmhg|mg|kg|fmol|percent|per|points?|"
    r"units?|times|fold|mmol|dose|doses|\w+ly"
)


@dataclass(frozen=True, slots=True)
class Anchor:
    """A word or figure found in both texts: its offsets in each; `figure` tells which it is."""

    said: int
    given: int
    text: str
    figure: bool


def anchors(pair: Pair) -> tuple[tuple[Anchor, ...], tuple[Anchor, ...]]:
    """Figures and words that stand in both, each with the occurrence that fits best."""
    return tuple(_figures(pair)), tuple(_words(pair))


def _figures(pair: Pair) -> Iterator[Anchor]:
    given = [f for f in figures(pair.given.text) if not f.spread and not f.probability]
    for said in figures(pair.said.text):
        same = [f for f in given if f.value == said.value or _share(f) == _share(said)]
        if len(same) == 1 and not said.probability:
            label = pair.said.text[said.start : said.end]
            yield Anchor(said.start, same[0].start, label, True)


def _share(figure: Figure) -> float:
    return round(figure.value * (100 if figure.unit == "part" else 1))


def _words(pair: Pair) -> Iterator[Anchor]:
    words, given = pair.said.words, pair.given.words
    for place, places in enumerate(pair.links):
        word = words[place]
        if not places or not word.content:
            continue
        exact = [i for i in places if given[i].low[:5] == word.low[:5]] or list(places)
        best, _ = pair.best(place, exact) if len(exact) > 1 else (exact[0], 1.0)
        if best is not None:
            yield Anchor(word.start, given[best].start, word.text, False)


def crossed(pair: Pair) -> tuple[float, float]:
    """How many pairs of figures go with words in the other order than in the sentences, and how
    many in the same, each weighed by how near the words are to the figures."""
    numbers, words = anchors(pair)
    against = along = 0.0
    gaps = _gaps(pair.said.text), _gaps(pair.given.text)
    for one, other in combinations(numbers, 2):
        turned = _turned(one, other)
        if turned is None:
            continue
        votes = [0.0, 0.0]
        for left, right in combinations(words, 2):
            weight = _weight(one, other, left, right, gaps)
            swap = _turned(left, right)
            if weight and swap is not None and left.text.lower() != right.text.lower():
                votes[swap != turned] += weight
        against, along = against + votes[1], along + votes[0]
    return against, along


def _turned(one: Anchor, other: Anchor) -> bool | None:
    """Whether two things stand in the other order in the sentences."""
    if one.said == other.said or one.given == other.given:
        return None
    return (one.said < other.said) != (one.given < other.given)


def _gaps(text: str) -> list[int]:
    return [m.start() for m in _BETWEEN.finditer(text)]


def _weight(
    one: Anchor, other: Anchor, left: Anchor, right: Anchor, gaps: tuple[list[int], list[int]]
) -> float:
    """How likely two words are what the two figures belong to: near them, and in both texts with
    something between that parts what is compared."""
    for side, places in ((0, gaps[0]), (1, gaps[1])):
        ends = sorted((left.given, right.given) if side else (left.said, right.said))
        if not any(ends[0] < gap < ends[1] for gap in places):
            return 0.0
    weight = 1.0
    for side in (0, 1):
        first, second = sorted((one.given, other.given) if side else (one.said, other.said))
        a, b = sorted((left.given, right.given) if side else (left.said, right.said))
        far = max(abs(first - a), abs(second - b))
        weight *= 1 / (1 + (far / 40) ** 2)
    return weight


def may_be_arm(word: Word) -> bool:
    """Whether a word may name one of two things compared: it is no general word and no unit."""
    if word.label:
        return True
    if not word.content or UNIT.fullmatch(word.low) or pointing(word.low):
        return bool(_OPPOSED.fullmatch(word.low))
    return stem(word.low) not in SAME or bool(_ARM.fullmatch(word.low))
