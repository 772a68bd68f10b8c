"""What a text says of each of its words."""

import re
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from qa.checking.cues import cues
from qa.checking.figures import Figure, figures
from qa.checking.pair import clauses
from qa.checking.polarity import poles
from qa.checking.words import Passage

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
