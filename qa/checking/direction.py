"""Whether what goes up in a statement goes up in its sentences."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from qa.checking.frames import Frame, flip, frames
from qa.checking.pair import Pair, clauses
from qa.checking.polarity import Pole, poles

# With these a direction may be turned round rightly, by naming the other thing first.
COMPARES = re.compile(
    r"\b(?:than|versus|vs|compared|relative to|before|after|below|above|unlike|against|placebo|"
    r"controls?|without|lacking|never|un\w+)\b",
    re.IGNORECASE,
)
_MAIN = {"amount", "worth", "length", "speed"}


@dataclass(frozen=True, slots=True)
class Turn:
    """How the directions of a statement stand to those of its sentences.

    `only` counts words of an axis on which the sentences point the other way alone; `locally` is
    the most alike surroundings of two words that point apart, less those of the best pair that
    points the same way, 0-1; `agreeing` counts words with a like sign somewhere. `at` is the place
    of the word most at fault.
    """

    only: int
    locally: float
    agreeing: int
    unknown: int
    main: int
    at: int | None
    against: int | None


def compare(pair: Pair) -> Turn:
    """The pointing words of both, axis by axis."""
    given = poles(pair.given)
    only = agreeing = unknown = main = 0
    worst: tuple[float, int | None, int | None] = (0.0, None, None)
    for pole in poles(pair.said):
        same = [p.place for p in given if p.axis == pole.axis and p.sign == pole.sign]
        other = [p.place for p in given if p.axis == pole.axis and p.sign != pole.sign]
        agreeing += bool(same)
        unknown += not same and not other
        only += bool(other) and not same
        main += bool(other) and not same and pole.axis in _MAIN
        place, close = pair.best(pole.place, other)
        _, closest = pair.best(pole.place, same)
        gap = close - (closest if same else 0.0) + (0.15 if other and not same else 0.0)
        if place is not None and gap > worst[0]:
            worst = gap, pole.place, place
    return Turn(only, worst[0], agreeing, unknown, main, worst[1], worst[2])


@dataclass(frozen=True, slots=True)
class Sides:
    """Comparisons of both texts matched: how surely their sides and directions disagree (or agree),
    0-1, and the offset of the comparison at fault."""

    wrong: float
    right: float
    swapped: float
    at: int | None


def sides(pair: Pair) -> Sides:
    """ "A lower than B" beside "B higher than A": right; beside "B lower than A": wrong."""
    said, given = poles(pair.said), poles(pair.given)
    ours = frames(pair.said, clauses(pair.said))
    theirs = frames(pair.given, clauses(pair.given))
    wrong = right = swapped = 0.0
    at: int | None = None
    for one in ours:
        rated = [(abs(turn), turn, other) for other in theirs if (turn := flip(pair, one, other))]
        if not rated:
            continue
        size, turn, other = max(rated, key=lambda r: r[0])
        swapped = max(swapped, -turn)
        signs = _sign(pair.said.words, said, one), _sign(pair.given.words, given, other)
        agree = _agree(*signs)
        if not agree:
            continue
        if agree * turn < 0:
            if size > wrong:
                wrong, at = size, one.at
        else:
            right = max(right, size)
    return Sides(wrong, right, swapped, at)


def _sign(words: Sequence[object], found: Sequence[Pole], frame: Frame) -> dict[str, int]:
    """Sign on each axis of the pointing word nearest before the comparison, else behind it."""
    starts = [getattr(word, "start") for word in words]  # noqa: B009
    signs: dict[str, int] = {}
    for pole in found:
        if frame.at - 110 < starts[pole.place] < frame.at:
            signs[pole.axis] = pole.sign
    return signs


def _agree(one: dict[str, int], other: dict[str, int]) -> int:
    shared = [one[axis] * other[axis] for axis in one.keys() & other.keys()]
    return (sum(shared) > 0) - (sum(shared) < 0)
