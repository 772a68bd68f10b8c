"""A figure of one group told of another: each has a clause of its own, or its words in the same.

"Pain fell by 3.2 with placebo" of "pain fell by 3.2 with tezomab and by 1.1 with placebo". Where
the statement has the figures of both, it is for `exchanged`.
"""

from collections.abc import Iterator, Sequence
from itertools import permutations

from qa.checking.arms import may_be_arm
from qa.checking.binding import Bound, bindings
from qa.checking.figures import Figure
from qa.checking.outcomes import Places, setting, stands_in, statements
from qa.checking.pair import Pair
from qa.checking.splices import LISTED, Splice
from qa.checking.told import Told, denied, place_of, results, tells
from qa.checking.words import Passage


def misplaced(pair: Pair) -> Iterator[Splice]:
    """The figures that the sentences have of others than the statement."""
    clauses = statements(pair.given)
    for clause in statements(pair.said):
        told = results(pair.said, clause)
        homes = [one for one in clauses if told and tells(pair.given, one, told)]
        if len(homes) == 1 and not LISTED.search(pair.given.text):
            yield from _moved(pair, clause, told, homes[0], clauses)
        if len(told) == 1:
            yield from _beside(pair, clause, told[0])


def _moved(
    pair: Pair, clause: Places, told: Told, home: Places, clauses: Sequence[Places]
) -> Iterator[Splice]:
    whom = set(setting(pair.said, clause))
    strange = [
        i for i in clause if pair.said.words[i].content and not set(home) & set(pair.links[i])
    ]
    linked = {target for place in clause for target in pair.links[place]}
    left = [i for i in setting(pair.given, home) if i not in linked]
    if not strange or not set(strange) <= whom or stands_in(pair.given, home):
        return
    if not _groups(pair.said, strange) or not _groups(pair.given, left):
        return
    if any(_tells_of(pair, strange, other) for other in clauses if other != home):
        start, end = place_of(pair.said, told)
        yield Splice(start, end, pair.said.words[strange[0]], pair.given.words[left[0]])


def _groups(passage: Passage, places: Sequence[int]) -> bool:
    return any(may_be_arm(passage.words[place]) for place in places)


def _tells_of(pair: Pair, strange: Sequence[int], other: Places) -> bool:
    """Whether a clause tells something else of those."""
    whom = set(setting(pair.given, other))
    known = all(whom & set(pair.links[place]) for place in strange)
    return known and bool(denied(pair.given, other) or results(pair.given, other))


def _beside(pair: Pair, clause: Places, told: Figure) -> Iterator[Splice]:
    """Of the one figure of a clause: words that stand with another figure in the sentences, where
    none of its own are said."""
    words = pair.said.words
    if any(may_be_arm(words[i]) and not pair.links[i] for i in clause):
        return
    linked = {target: place for place in clause for target in pair.links[place]}
    for own, other in permutations(bindings(pair.given), 2):
        if own.row != other.row or (own.figure.value, own.figure.unit) != (told.value, told.unit):
            continue
        mine, theirs = _alone(pair.given, own, other), _alone(pair.given, other, own)
        strange = sorted(linked[place] for place in theirs & linked.keys())
        if mine and strange and not mine & linked.keys():
            yield Splice(told.start, told.end, words[strange[0]], pair.given.words[min(mine)])
            return


def _alone(passage: Passage, one: Bound, other: Bound) -> set[int]:
    """The words that say of whom a figure is, and not the other."""
    whom = {place for clause in statements(passage) for place in setting(passage, clause)}
    both = {passage.words[place].low for place in other.places}
    mine = (place for place in one.places & whom if passage.words[place].low not in both)
    return {place for place in mine if may_be_arm(passage.words[place])}
