"""Whether the things compared keep their parts: which arm had the higher value, which figure."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

from qa.checking.figures import Figure, figures
from qa.checking.pair import Pair
from qa.checking.words import Passage

# Between two things compared.
_BETWEEN = re.compile(
    r"\b(?:than|versus|vs|against|compared|relative to|whereas|while|whilst|but|although|"
    r"though|rather than|"
    r"over|unlike|and|or|to|as opposed|in contrast|not|with|from|instead|in place|on top|plus|"
    r"as did|into|by|yet|for)\b|[;,:/]",
    re.IGNORECASE,
)
_COMPARATOR = re.compile(
    r"\b(?:than|versus|vs|against|compared (?:with|to)|relative to|in comparison (?:with|to)|"
    r"set against|"
    r"as opposed to|over|unlike|rather than|whereas|while|whilst|but|although|though|"
    r"as against|beyond|next to|beside)\b",
    re.IGNORECASE,
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


def contrasts(text: str) -> list[int]:
    """Offsets of the words that stand between two things compared."""
    return [m.start() for m in _COMPARATOR.finditer(text)]


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


@dataclass(frozen=True, slots=True)
class Frame:
    """A comparison: offset of the word between, places before and behind it in its clause."""

    at: int
    before: tuple[int, ...]
    behind: tuple[int, ...]


def frames(passage: Passage, clause: Sequence[int]) -> tuple[Frame, ...]:
    """The comparisons of a passage."""
    return tuple(_frames(passage, clause))


def _frames(passage: Passage, clause: Sequence[int]) -> Iterator[Frame]:
    words = passage.words
    for at in contrasts(passage.text):
        left = [i for i, w in enumerate(words) if at - 110 < w.start < at and w.content]
        right = [i for i, w in enumerate(words) if at < w.start < at + 70 and w.content]
        if not left or not right:
            continue
        here = clause[right[0]]
        right = [i for i in right if clause[i] == here][:6]
        yield Frame(at, tuple(left), tuple(right))


def flip(pair: Pair, said: Frame, given: Frame) -> float:
    """-1 where the sides of a comparison have changed places, +1 where they have not, 0 unknown."""
    score = 0.0
    for side, places in ((0, said.before[-8:]), (1, said.behind)):
        for place in places:
            targets = set(pair.links[place])
            here, there = (
                (given.before, given.behind) if side == 0 else (given.behind, given.before)
            )
            same, other = bool(targets & set(here)), bool(targets & set(there))
            if same != other:
                share = 1.0 if side else 0.5
                score += share if same else -share
    return max(-1.0, min(1.0, score / 2))
