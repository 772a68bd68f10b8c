"""A statement made of parts of two clauses that together say what neither says.

"Nausea fell by 3.2" of "pain fell by 3.2" and "nausea did not change": every word and figure of it
is there. What gives it away is that the figure, or the change, is told of something else, which the
statement leaves out, and that of what the statement tells it of something else is said.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from qa.checking.figures import figures
from qa.checking.naming import is_term
from qa.checking.outcomes import Places, outcome, stands_in, statements
from qa.checking.pair import Pair
from qa.checking.told import Told, changes, denied, place_of, results, span, tells, told_in
from qa.checking.trends import Trend, trends
from qa.checking.words import Passage, Word

# Of a clause with more figures it is unsure which is of what.
_FIGURES = 4
LISTED = re.compile(r"\brespectively\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Splice:
    """What is told, a figure or a word that points, is `statement[start:end]`; of what the
    statement tells it, and of what the sentences do."""

    start: int
    end: int
    said: Word
    given: Word


def splices(pair: Pair) -> Iterator[Splice]:
    """What the statement tells of one thing and the sentences of another."""
    if LISTED.search(pair.given.text):
        return
    clauses = statements(pair.given)
    for clause in statements(pair.said):
        told = told_in(pair.said, clause)
        if told and len(clauses) > 1 and not stands_in(pair.said, clause):
            yield from _spliced(pair, clause, told, clauses)


def _spliced(pair: Pair, clause: Places, told: Told, clauses: Sequence[Places]) -> Iterator[Splice]:
    homes = [one for one in clauses if tells(pair.given, one, told)]
    here = {place for home in homes for place in home}
    about = outcome(pair.said, clause)
    strange = [i for i in about if not here & set(pair.links[i])]
    # Words of its own may stand for anything.
    known = all(pair.links[i] for i in about)
    if not homes or not known or not _telling(pair.said, strange):
        return
    others = (one for one in clauses if one not in homes)
    if not any(_says_else(pair, strange, other, told) for other in others):
        return
    left = [_left(pair, clause, home) for home in homes]
    if all(left):
        start, end = place_of(pair.said, told)
        yield Splice(start, end, pair.said.words[strange[0]], pair.given.words[left[0][0]])


def _says_else(pair: Pair, strange: Sequence[int], other: Places, told: Told) -> bool:
    """Whether another clause is about those words, and tells something else of them."""
    about = set(outcome(pair.given, other))
    if not all(about & set(pair.links[place]) for place in strange):
        return False
    if denied(pair.given, other):
        return True
    if isinstance(told, Trend):
        here = (t for t in trends(pair.given) if t.place in other)
        return any((t.axis, t.sign) == (told.axis, -told.sign) for t in here)
    start, end = span(pair.given, other)
    numbered = any(start <= one.start < end for one in figures(pair.given.text))
    return numbered or bool(changes(pair.given, other))


def _left(pair: Pair, clause: Places, home: Places) -> list[int]:
    """What a clause is about that the statement leaves out; nothing where that is unsure."""
    linked = {target for place in clause for target in pair.links[place]}
    left = [i for i in outcome(pair.given, home) if i not in linked]
    unsure = stands_in(pair.given, home) or len(results(pair.given, home)) > _FIGURES
    return left if _telling(pair.given, left) and not unsure else []


def _telling(passage: Passage, places: Sequence[int]) -> bool:
    """Whether they name a thing: a term does, or two everyday words."""
    return len(places) > 1 or any(is_term(passage.words[place]) for place in places)
