"""Trends of a statement that its sentences have the other way round, or of the other side.

A word that points is held against all that point along the same axis in the sentences. It is turned
round where none of these agrees, and one in like surroundings says the contrary.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from qa.checking.matching import Match, matches
from qa.checking.pair import Pair
from qa.checking.trends import MAIN, Trend
from qa.checking.words import Passage

# How alike the surroundings must be, 0-1. A change ("fell") is surer than a comparison ("lower"),
# which may be told from its other side; and one that the sentence turns on than one beside it.
_CHANGED = 0.25
_COMPARED = 0.3
_BESIDE = 0.7
_SAME_WORDS = 0.5
# A statement of which another trend agrees by so much more may be about another outcome.
_AGREED = 0.2
_REACH = 3


@dataclass(frozen=True, slots=True)
class Clash:
    """A trend of the statement and the one of the sentences that it contradicts; `swapped` where
    the two sides of a comparison have changed places, not its direction."""

    said: Trend
    given: Trend
    swapped: bool


def clashes(pair: Pair) -> Iterator[Clash]:
    """The trends that are the other way round in the sentences."""
    sorted_out = beside(pair)
    agreed = max((_close(good) - _close(bad) for bad, good in sorted_out), default=0.0)
    alone = [max(bad, key=lambda m: m.close) for bad, good in sorted_out if bad and not good]
    # "Those with less of this had less of that" says what "more with more" says.
    turned_twice = len({m.said.place for m in alone if m.close > _CHANGED}) == 2
    for match in alone:
        if _turned(pair, match, turned_twice):
            yield Clash(match.said, match.given, swapped=False)
        elif match.sides < 0 and agreed < _AGREED and _sure(match):
            yield Clash(match.said, match.given, swapped=True)


def beside(pair: Pair) -> list[tuple[list[Match], list[Match]]]:
    """For each trend of the statement the matches that contradict it, and those that agree."""
    sorted_out: dict[tuple[int, str], tuple[list[Match], list[Match]]] = defaultdict(
        lambda: ([], [])
    )
    for match in matches(pair):
        if not (match.said.denied or match.given.denied) and match.said.axis in MAIN:
            sorted_out[match.said.place, match.said.axis][match.agrees].append(match)
    return list(sorted_out.values())


def _close(found: Sequence[Match]) -> float:
    return max((match.close for match in found), default=0.0)


def _sure(match: Match) -> bool:
    """Whether two comparisons are surely of the same."""
    return match.close > (_COMPARED if match.said.main and match.given.main else _BESIDE)


def _turned(pair: Pair, match: Match, twice: bool) -> bool:
    said, given = match.said, match.given
    if said.contrast and given.contrast:
        return match.sides > 0 and _sure(match)
    if said.contrast or given.contrast:
        return False
    if said.change and given.change:
        return match.close > _CHANGED
    return not twice and match.close > _SAME_WORDS and _of_the_same(pair, said, given)


def _of_the_same(pair: Pair, said: Trend, given: Trend) -> bool:
    """Whether both neighbours of the two words are alike: "fewer falls with coffee" beside "more
    falls with coffee", or the one behind is the one before: "fewer falls" beside "falls rose"."""
    before, behind = (_next(pair.said, said.place, step) for step in (-1, 1))
    earlier, later = (_next(pair.given, given.place, step) for step in (-1, 1))
    same = _linked(pair, before, earlier) and _linked(pair, behind, later)
    return same or _linked(pair, before, later)


def _next(passage: Passage, place: int, step: int) -> int | None:
    """The nearest content word on one side."""
    words = passage.words
    reach = range(place + step, place + step * (_REACH + 1), step)
    return next((i for i in reach if 0 <= i < len(words) and words[i].content), None)


def _linked(pair: Pair, said: int | None, given: int | None) -> bool:
    return said is not None and given is not None and given in pair.links[said]
