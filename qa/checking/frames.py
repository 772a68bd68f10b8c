"""Comparisons in a text: what stands before the word between, and what behind it."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from qa.checking.pair import Pair
from qa.checking.words import Passage

_COMPARATOR = re.compile(
    r"\b(?:than|versus|vs|against|compared (?:with|to)|relative to|in comparison (?:with|to)|"
    r"set against|"
    r"as opposed to|over|unlike|rather than|whereas|while|whilst|but|although|though|"
    r"as against|beyond|next to|beside)\b",
    re.IGNORECASE,
)


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
    for match in _COMPARATOR.finditer(passage.text):
        at = match.start()
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
