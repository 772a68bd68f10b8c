"""The rules that speak to a reader: in what a statement goes beyond its sentences."""

from collections.abc import Sequence

from qa.checking.absences import absences
from qa.checking.contract import Finding, FindingKind
from qa.checking.contradictions import contradictions
from qa.checking.copies import changes
from qa.checking.pair import Pair, pair_of


def findings(statement: str, sentences: Sequence[str], context: str = "") -> tuple[Finding, ...]:
    """What the statement says that the cited sentences together do not, in order of place.

    `context` is what else is known of the article, such as title and abstract: what it names is no
    fault. A statement that is about something else gets that finding alone.
    """
    return found(pair_of(statement, sentences, context))


def found(pair: Pair) -> tuple[Finding, ...]:
    """As `findings`, of texts already read."""
    absent = tuple(absences(pair))
    unrelated = tuple(one for one in absent if one.kind is FindingKind.UNRELATED)
    known = (*absent, *contradictions(pair))
    places = {(one.start, one.end) for one in known}
    copied = (one for one in changes(pair) if (one.start, one.end) not in places)
    everything = unrelated or (*known, *copied)
    return tuple(sorted(everything, key=lambda one: (one.start, one.end, one.kind)))
