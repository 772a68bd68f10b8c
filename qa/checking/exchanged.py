"""Two figures of a statement that its sentences give to one another's words."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations, product

from qa.checking.binding import Bound, bindings
from qa.checking.contrasts import HEADS
from qa.checking.pair import Pair
from qa.checking.words import Word

# How many more words may go with their own figure than with the other's: what both are of ("the
# rate") stands with whichever comes first.
_OWN = 2


@dataclass(frozen=True, slots=True)
class Exchange:
    """A word of the statement for each of the two figures."""

    one: Word
    other: Word


@dataclass(frozen=True, slots=True)
class Exchanged:
    """Two figures of the statement that the sentences have as well: for each the words, by their
    small letters, that stand with it there too, and those that stand with the other alone."""

    own: tuple[dict[str, Word], dict[str, Word]]
    away: tuple[dict[str, Word], dict[str, Word]]


def exchange(pair: Pair) -> Exchange | None:
    """The first two figures that have changed places, if they stand nowhere in their own."""
    found: Exchange | None = None
    for one in exchanges(pair):
        if all(one.own):
            return None
        kept = sum(map(len, one.own)) - sum(map(len, one.away))
        if all(one.away) and kept <= _OWN and found is None:
            found = Exchange(*(next(iter(words.values())) for words in one.away))
    return found


def exchanges(pair: Pair) -> Iterator[Exchanged]:
    """Every two figures that stand side by side in both texts."""
    for said, given in _alike(pair):
        (one, other), (first, second) = said, given
        own = _with(pair, one, first, second), _with(pair, other, second, first)
        there = _with(pair, one, second, first), _with(pair, other, first, second)
        yield Exchanged(own, (_less(there[0], own[0]), _less(there[1], own[1])))


def _less(words: dict[str, Word], others: dict[str, Word]) -> dict[str, Word]:
    return {low: word for low, word in words.items() if low not in others}


def _alike(pair: Pair) -> Iterator[tuple[tuple[Bound, Bound], tuple[Bound, Bound]]]:
    """Two figures side by side in the statement, and the same two in the sentences."""
    given = bindings(pair.given)
    for one, other in combinations(bindings(pair.said), 2):
        if one.row != other.row or one.figure.value == other.figure.value:
            continue
        firsts = [bound for bound in given if _same(one, bound)]
        seconds = [bound for bound in given if _same(other, bound)]
        for first, second in product(firsts, seconds):
            if first.row == second.row:
                yield (one, other), (first, second)


def _same(said: Bound, given: Bound) -> bool:
    return (said.figure.value, said.figure.unit) == (given.figure.value, given.figure.unit)


def _with(pair: Pair, said: Bound, given: Bound, other: Bound) -> dict[str, Word]:
    """The words of a figure that stand with that figure of the sentences alone."""
    found = {}
    for place in sorted(said.places):
        word, links = pair.said.words[place], set(pair.links[place])
        if word.low not in HEADS and links & given.places and not links & other.places:
            found[word.low] = word
    return found
