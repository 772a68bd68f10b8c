"""Two things compared that have changed places between a statement and its sentences.

Each word gets what is said of it: figures and words nearby, and whether it has more or less than
what it is compared with. Two words have changed places where what the statement says of the one is
what the sentences say of the other.
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations, pairwise

from qa.checking.arms import may_be_arm
from qa.checking.figures import Figure
from qa.checking.pair import Pair
from qa.checking.sides import Bag, Side
from qa.checking.words import Passage, Word, alike

_JOINT = frozenset("than versus vs and or against over compared to whereas while but not".split())
_HEADS = frozenset(
    "with in on by for from of under after before without among than versus vs to whereas "
    "while but".split()
)


@dataclass(frozen=True, slots=True)
class Swap:
    """Two words of the statement and how much better they fit in each other's place."""

    gain: float
    share: float
    kept: float
    words: tuple[Word, Word] | None


def swap(pair: Pair) -> Swap:
    """The two words that fit best in each other's place."""
    keys_given = _canon(pair.given)
    keys_said = tuple(keys_given[places[0]] if places else "" for places in pair.links)
    said, given = Side(pair.said, keys_said), Side(pair.given, keys_given)
    best: tuple[float, float, tuple[Word, Word] | None] = (0.0, 0.0, None)
    kept = 0.0
    for one, other in _candidates(said, given):
        gain, share = _gain(said, given, one, other)
        kept = max(kept, -gain)
        if gain > best[0]:
            best = gain, share, (pair.said.words[one[0]], pair.said.words[other[0]])
    return Swap(best[0], best[1], kept, best[2])


def _canon(passage: Passage) -> tuple[str, ...]:
    seen: list[str] = []
    keys = []
    for word in passage.words:
        key = next((name for name in seen if alike(name, word.low)), word.low)
        if key is word.low:
            seen.append(key)
        keys.append(key)
    return tuple(keys)


_Spot = tuple[int, list[int]]


def _candidates(said: Side, given: Side) -> Iterator[tuple[_Spot, _Spot]]:
    """Pairs of terms in both texts that something parts in both."""
    places: dict[str, list[int]] = defaultdict(list)
    for place, key in enumerate(given.keys):
        places[key].append(place)
    spots = [
        (i, places[key])
        for i, key in enumerate(said.keys)
        if key and may_be_arm(said.passage.words[i])
    ]
    for one, other in combinations(spots, 2):
        if said.keys[one[0]] == said.keys[other[0]]:
            continue
        if _parted(said, one[0], other[0]) and any(
            _parted(given, a, b) and (_parallel(said, one[0], other[0]) or _parallel(given, a, b))
            for a in one[1]
            for b in other[1]
        ):
            yield one, other


def _parted(side: Side, one: int, other: int) -> bool:
    first, last = sorted((side.passage.words[one].start, side.passage.words[other].start))
    return last - first < 170 and any(first < gap < last for gap in side.gaps)


def _parallel(side: Side, one: int, other: int) -> bool:
    """Whether two words stand in like places: behind the same small word, or joined by one that
    sets things side by side."""
    first, last = sorted((one, other))
    words = side.passage.words
    between = [word.low for word in words[first + 1 : last]]
    if len(between) <= 4 and _JOINT.intersection(between):
        return True
    heads = _head(side, first), _head(side, last)
    return bool(heads[0]) and heads[0] == heads[1]


def _head(side: Side, place: int) -> str:
    """The small word that leads to a word, at most three before it."""
    lows = [word.low for word in side.passage.words[max(0, place - 3) : place]]
    return next((low for low in reversed(lows) if low in _HEADS), "" if place > 2 else "^")


def _gain(said: Side, given: Side, one: _Spot, other: _Spot) -> tuple[float, float]:
    skip = {said.keys[one[0]], said.keys[other[0]]}
    best = (-9.0, 0.0)
    rated = []
    for a in one[1]:
        for b in other[1]:
            ours, theirs = _pair_bags(said, one[0], other[0]), _pair_bags(given, a, b)
            straight = _like(ours[0], theirs[0], skip) + _like(ours[1], theirs[1], skip)
            crossed = _like(ours[0], theirs[1], skip) + _like(ours[1], theirs[0], skip)
            rated.append((straight + crossed, crossed - straight))
    total, gain = max(rated)
    best = gain, gain / (total + 0.3)
    return best


def _pair_bags(side: Side, one: int, other: int) -> tuple[Bag, Bag]:
    """What is said of two words, with the figures that go with each in order."""
    bags = dict(side.bags[one]), dict(side.bags[other])
    words = side.passage.words
    first, second = (0, 1) if words[one].start < words[other].start else (1, 0)
    ends = sorted((words[one].start, words[other].start))
    best: tuple[float, Figure, Figure] | None = None
    for left, right in pairwise(side.figures):
        if left.unit != right.unit or left.value == right.value:
            continue
        far = max(abs(left.start - ends[0]), abs(right.start - ends[1]))
        weight = 1 / (1 + (far / 50) ** 2)
        if best is None or weight > best[0]:
            best = weight, left, right
    if best is not None:
        weight, left, right = best
        more = 1 if left.value > right.value else -1
        for bag, figure, sign in ((bags[first], left, more), (bags[second], right, -more)):
            for name in (f"={figure.value:g}", f"amount:{sign:+}"):
                bag[name] = max(bag.get(name, 0.0), weight)
    return bags


def _like(one: Bag, other: Bag, skip: set[str]) -> float:
    return sum(min(w, other[k]) for k, w in one.items() if k in other and k not in skip)
