"""Whether a sentence says the opposite of a statement: denies it, or tells it the other way round.

What a check finds is half of it: figures differ between any two articles, and a rule that needs the
same surroundings misses what is told in another order. So the ways of all that points are compared
as well, told from the same side.
"""

from collections.abc import Sequence

from qa.checking.contract import FindingKind
from qa.checking.cues import cues
from qa.checking.findings import found
from qa.checking.matching import matches
from qa.checking.pair import Pair
from qa.checking.trends import MAIN, Trend, trends

# Subject and direction are shared, what is said of them is not. A comparison turned round is found
# as either of the last two, often as both.
_OPPOSED = frozenset({FindingKind.NEGATION, FindingKind.DIRECTION, FindingKind.ARMS})
# No two articles have the same figures, or are equally sure of a thing.
_BESIDE = frozenset({FindingKind.NUMBER, FindingKind.HEDGE, FindingKind.CAUSE, FindingKind.SPLICE})


def contradicts(pair: Pair) -> bool:
    """Whether the sentence given speaks of the same and says the opposite."""
    kinds = {one.kind for one in found(pair)}
    return bool(kinds & _OPPOSED) and kinds <= _OPPOSED | _BESIDE


def other_way(pair: Pair) -> bool:
    """Whether all that goes up in the one goes down in the other, and nothing is denied in either.

    Of texts that name the same things; of others it says nothing.
    """
    if cues(pair.said.text) or cues(pair.given.text):
        return False
    compared = _compares(trends(pair.said)), _compares(trends(pair.given))
    # The sides of a comparison are known where it is the one given.
    turned = Pair(pair.given, pair.said, pair.context) if compared == (True, False) else pair
    ways = [one.agrees for one in matches(turned) if one.said.axis in MAIN]
    return bool(ways) and not any(ways)


def _compares(found: Sequence[Trend]) -> bool:
    return any(one.contrast for one in found)
