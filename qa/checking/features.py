"""A statement and its sentences as numbers, from which a check is learned."""

from collections.abc import Sequence

from qa.checking.contract import Finding, FindingKind
from qa.checking.figure_clues import figure_clues
from qa.checking.findings import found
from qa.checking.measures import contents
from qa.checking.pair import Pair, pair_of
from qa.checking.trend_clues import trend_clues
from qa.checking.turns import turns


def features(statement: str, sentences: Sequence[str], context: str = "") -> tuple[float, ...]:
    """The numbers that `FEATURES` names, in that order."""
    pair = pair_of(statement, sentences, context)
    return measured(pair, found(pair))


def measured(pair: Pair, findings: Sequence[Finding]) -> tuple[float, ...]:
    """As `features`, of texts already read and what the rules found in them."""
    return tuple(_named(pair, findings).values())


def _named(pair: Pair, findings: Sequence[Finding]) -> dict[str, float]:
    kinds = {one.kind for one in findings}
    return {
        **contents(pair),
        **turns(pair),
        **trend_clues(pair),
        **figure_clues(pair),
        **{f"found {kind}": float(kind in kinds) for kind in FindingKind},
    }


# Read from the functions themselves, so that name and number can't drift apart.
FEATURES: tuple[str, ...] = tuple(_named(pair_of("", ()), ()))
