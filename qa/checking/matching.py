"""What goes up in a statement beside what goes up in its sentences, and on which side."""

import re
from dataclasses import dataclass

from qa.checking.contrasts import HEADS, Contrast
from qa.checking.pair import Pair
from qa.checking.polarity import pointing
from qa.checking.trends import Trend, trends
from qa.checking.words import Passage

# "Those without pain": the side is told by a denial, not by its words.
_PARTED = re.compile(
    r"(?:without|no|not|non\w*|lack\w*|un\w+|neither|free|alone|other|others)", re.IGNORECASE
)
_NO_WORDS: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Match:
    """A trend of the statement beside one of the sentences: how alike their surroundings are, 0-1,
    and how many words stand on the same side of both comparisons, or on the other."""

    said: Trend
    given: Trend
    close: float
    same: int
    swapped: int

    @property
    def sides(self) -> int:
        """+1 where the comparisons have the same sides, -1 where they have changed, 0 unknown."""
        return (self.same > self.swapped) - (self.same < self.swapped)

    @property
    def agrees(self) -> bool:
        """Whether both say the same, their sides considered."""
        return self.said.sign * self.given.sign * (self.sides or 1) > 0


def matches(pair: Pair) -> list[Match]:
    """Every trend of the statement beside every one of the sentences on its axis."""
    found = []
    names = _names(pair.said) & _names(pair.given)
    given = [t for t in trends(pair.given) if _name(pair.given, t.place) not in names]
    for one in trends(pair.said):
        if _name(pair.said, one.place) in names:
            continue
        for other in given:
            if one.axis == other.axis:
                close = pair.near(one.place, other.place)
                found.append(Match(one, other, close, *sides(pair, one.contrast, other.contrast)))
    return found


def _name(passage: Passage, place: int) -> tuple[str, str]:
    words = passage.words
    return words[place].low, words[place + 1].low if place + 1 < len(words) else ""


def _names(passage: Passage) -> set[tuple[str, str]]:
    """Pointing words with the content word behind them: "low salt", "heart failure". Where both
    texts have one it is a name, and points nowhere."""
    return {
        _name(passage, t.place)
        for t in trends(passage)
        if t.place + 1 < len(passage.words)
        and passage.words[t.place + 1].content
        and (not t.change or passage.words[t.place].low.endswith("ing"))
    }


def sides(pair: Pair, one: Contrast | None, other: Contrast | None) -> tuple[int, int]:
    """How many words stand on the same side of both comparisons, and how many on the other.

    A statement without a comparison may still be about what its sentences compare with.
    """
    if other is None:
        return 0, 0
    words = pair.said.words
    right = one.right if one else _NO_WORDS
    left = one.left if one else frozenset(range(len(words)))
    if _parted(pair.said, right) or _parted(pair.given, other.right):
        return 0, 0
    same: set[str] = set()
    swapped: set[str] = set()
    for place in left | right:
        word = words[place]
        if not word.content or word.low in HEADS or (place in left and pointing(word.low)):
            continue
        targets = set(pair.links[place])
        before, behind = bool(targets & other.left), bool(targets & other.right)
        if before == behind:
            continue
        if place in right:
            (same if behind else swapped).add(word.low)
        elif behind:
            swapped.add(word.low)
    return len(same - swapped), len(swapped - same)


def _parted(passage: Passage, side: frozenset[int]) -> bool:
    return any(_PARTED.fullmatch(passage.words[i].low) for i in side)
