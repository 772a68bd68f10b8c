"""Negations and findings of no difference: added in a statement, or dropped."""

import re
from dataclasses import dataclass

from qa.checking.cues import Cue, cues
from qa.checking.pair import Pair, clauses
from qa.checking.words import Passage

_INERT = re.compile(r"(?:un|non-?|in|dis)\w+", re.IGNORECASE)


def own_cues(pair: Pair) -> tuple[tuple[Cue, ...], tuple[Cue, ...]]:
    """The cues of the statement and of the sentences, less words such as "nonwhite" and "untreated"
    that stand in both, and so turn nothing round."""
    texts = pair.said, pair.given
    sides = []
    for here, there in (texts, texts[::-1]):
        others = {word.low for word in there.words}
        sides.append(
            tuple(
                cue
                for cue in cues(here.text)
                if cue.even
                or not (
                    _INERT.fullmatch(here.text, cue.start, cue.end)
                    and _bare(here.text[cue.start : cue.end]) & others
                )
            )
        )
    return sides[0], sides[1]


def _bare(cue: str) -> set[str]:
    """The words that a cue is made of."""
    low = cue.lower()
    return {low, low.rpartition("-")[2]} | ({low[3:]} if low.startswith("non") else set())


@dataclass(frozen=True, slots=True)
class Turned:
    """How far the negations of a statement and its sentences go apart, each 0-1."""

    added: float
    dropped: float
    cue_added: Cue | None
    cue_dropped: Cue | None


WIDE = (5, 8)
TIGHT = (1, 5)


def compare(pair: Pair, reach: tuple[int, int] = WIDE) -> Turned:
    """Cues of the statement for which the words around have none in the sentences, and back;
    `reach` is how many words before and behind a cue it is about."""
    said, given = own_cues(pair)
    added = [(_alone(pair, cue, given, reach), cue) for cue in said]
    dropped = [(_alone_given(pair, cue, said, reach), cue) for cue in given]
    most_added = max(added, key=lambda one: one[0], default=(0.0, None))
    most_dropped = max(dropped, key=lambda one: one[0], default=(0.0, None))
    return Turned(most_added[0], most_dropped[0], most_added[1], most_dropped[1])


def _scope(passage: Passage, cue: Cue, reach: tuple[int, int]) -> list[int]:
    """Places of the content words around a cue: those behind it count first."""
    words = passage.words
    at = next((i for i, word in enumerate(words) if word.end > cue.start), len(words))
    last = next((i for i, word in enumerate(words) if word.start >= cue.end), len(words))
    clause = clauses(passage)
    here = {clause[i] for i in range(at, min(last, len(words)))}
    return [
        i
        for i in range(max(0, at - reach[0]), min(len(words), last + reach[1]))
        if words[i].content and clause[i] in here
    ]


def _alone(pair: Pair, cue: Cue, given: tuple[Cue, ...], reach: tuple[int, int]) -> float:
    """Share of the words around the statement's cue that stand in the sentences, all without one
    near."""
    scope = _scope(pair.said, cue, reach)
    covered = {place for other in given for place in _scope(pair.given, other, WIDE)}
    linked = [pair.links[place] for place in scope if pair.links[place]]
    free = sum(not covered & set(places) for places in linked)
    return free / max(2, len(scope))


def _alone_given(pair: Pair, cue: Cue, said: tuple[Cue, ...], reach: tuple[int, int]) -> float:
    scope = set(_scope(pair.given, cue, reach))
    covered = {place for other in said for place in _scope(pair.said, other, WIDE)}
    stated = {
        target: place
        for place, places in enumerate(pair.links)
        for target in places
        if target in scope
    }
    if not scope:
        return 0.0
    free = sum(place not in covered for place in stated.values())
    return free / max(2, len(scope))
