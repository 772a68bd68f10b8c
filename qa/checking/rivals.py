"""Two things compared that have changed places between a statement and its sentences.

Each word gets what is said of it: figures and words nearby, and whether it has more or less than
what it is compared with. Two words have changed places where what the statement says of the one is
what the sentences say of the other.
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations, pairwise

from qa.checking.figures import Figure, figures
from qa.checking.negation import cues
from qa.checking.pair import Pair, clauses
from qa.checking.polarity import pointing, poles
from qa.checking.stems import stem
from qa.checking.synonyms import SAME
from qa.checking.words import Passage, Word, alike

_COMPARATOR = re.compile(
    r"\b(?:than|versus|vs|against|compared (?:with|to)|relative to|in comparison (?:with|to)|"
    r"set against|"
    r"as opposed to|unlike|over|beside|next to|by comparison with)\b",
    re.IGNORECASE,
)
_GAP = re.compile(
    r"\b(?:than|versus|vs|against|compared|relative|whereas|while|whilst|but|although|though|"
    r"rather|"
    r"over|unlike|and|or|to|opposed|contrast|not|with|from|instead|plus|did|into|by|yet|nor|"
    r"as)\b|[;,:/.]",
    re.IGNORECASE,
)
_ARM = re.compile(
    r"placebo|controls?|sham|wom[ae]n|females?|m[ae]n|males?|child(?:ren)?|adults?|infants?|"
    r"adolescents?|elderly|older|mice|rats?|alone|"
    r"combin\w+|oral|intravenous|tablets?|injection|smokers?|surgery|surgical|baseline|cancer|"
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
_JOINT = frozenset("than versus vs and or against over compared to whereas while but not".split())
_HEADS = frozenset(
    "with in on by for from of under after before without among than versus vs to whereas "
    "while but".split()
)
_UNIT = re.compile(
    r"days?|daily|weeks?|months?|years?|hours?|min\w*|ml|mmhg|mg|kg|fmol|percent|per|points?|"
    r"units?|times|fold|mmol|dose|doses|\w+ly"
)
_SCALES = {"amount", "rate", "length", "speed", "strength", "worth", "time"}
_REACH = 6
Bag = Mapping[str, float]


@dataclass(frozen=True)
class Side:
    """One text with what is said of each of its words; `keys` names the words alike in both."""

    passage: Passage
    keys: tuple[str, ...]

    @cached_property
    def clause(self) -> tuple[int, ...]:
        return clauses(self.passage)

    @cached_property
    def figures(self) -> tuple[Figure, ...]:
        return tuple(f for f in figures(self.passage.text) if not f.spread and not f.probability)

    @cached_property
    def gaps(self) -> tuple[int, ...]:
        return tuple(m.start() for m in _GAP.finditer(self.passage.text))

    @cached_property
    def scales(self) -> tuple[Mapping[str, float], ...]:
        """For each word the scales on which it has more (+) or less (-)."""
        words = self.passage.words
        tags: tuple[dict[str, float], ...] = tuple({} for _ in words)
        found = [pole for pole in poles(self.passage) if pole.axis in _SCALES]
        for match in _COMPARATOR.finditer(self.passage.text):
            left, right = self._beside(match)
            near = [p for p in found if abs(words[p.place].start - match.start()) < 120]
            before = [p for p in near if words[p.place].start < match.start()] or near
            for pole in before[-1:]:
                for place in left:
                    tags[place][pole.axis] = pole.sign
                for place in right:
                    tags[place][pole.axis] = -pole.sign
        return tags

    def _beside(self, match: re.Match[str]) -> tuple[list[int], list[int]]:
        words = self.passage.words
        text = self.passage.text
        end = re.search(r"[,;.:()]|\b(?:whereas|while|but|and)\b", text[match.end() :])
        stop = match.end() + (end.start() if end else len(text))
        right = [i for i, w in enumerate(words) if match.end() <= w.start < stop]
        back = [i for i, w in enumerate(words) if match.start() - 110 < w.start < match.start()]
        start = self.clause[right[0]] if right else None
        left = [i for i in back if self.clause[i] == start] or back[-4:]
        if not any(words[i].content for i in left):
            left = [i for i, w in enumerate(words) if stop < w.start < stop + 90]
        return left, right

    @cached_property
    def bags(self) -> tuple[Bag, ...]:
        """What is said of each word: words, directions and negations near it in its clause."""
        words = self.passage.words
        marks: dict[int, set[str]] = defaultdict(set)
        for pole in poles(self.passage):
            marks[pole.place].add(f"{pole.axis}{pole.sign:+}")
        for cue in cues(self.passage.text):
            for place, word in enumerate(words):
                if cue.start <= word.start < cue.end:
                    marks[place].add("no")
        return tuple(self._bag(place, marks) for place in range(len(words)))

    def _bag(self, place: int, marks: Mapping[int, set[str]]) -> Bag:
        words, bag = self.passage.words, defaultdict[str, float](float)
        for other in range(max(0, place - _REACH), min(len(words), place + _REACH + 1)):
            if other == place or self.clause[other] != self.clause[place]:
                continue
            weight = 1 / (2 + abs(other - place))
            names = set(marks.get(other, ()))
            if words[other].content and self.keys[other]:
                names.add(self.keys[other])
            for name in names:
                bag[name] = max(bag[name], weight)
        for axis, sign in self.scales[place].items():
            bag[f"{axis}:{sign:+}"] = 0.8
        return bag


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
    spots = [(i, places[key]) for i, key in enumerate(said.keys) if key and _term(said, i)]
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


def _term(side: Side, place: int) -> bool:
    """Whether a word may name one of two things compared: no general word, no unit."""
    word = side.passage.words[place]
    if word.label:
        return True
    if not word.content or _UNIT.fullmatch(word.low) or pointing(word.low):
        return bool(_OPPOSED.fullmatch(word.low))
    return stem(word.low) not in SAME or bool(_ARM.fullmatch(word.low))


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
