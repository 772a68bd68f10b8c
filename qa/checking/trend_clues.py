"""How the trends of a statement stand to those of its sentences, measured: clues too weak to tell a
reader of."""

from collections.abc import Sequence

from qa.checking.matching import Match
from qa.checking.pair import Pair
from qa.checking.turned import beside

# As alike as the surroundings of one outcome are, 0-1.
_ALIKE = 0.25
_NAMES = (
    "trend against, changes",
    "trend against, differences",
    "trend against, said compared",
    "trend against, same sides",
    "trend against, same sides, main",
    "trend against, other sides",
    "trend against, other sides, main",
)


def trend_clues(pair: Pair) -> dict[str, float]:
    """For trends with which none in the sentences agrees: how alike the surroundings of the best
    one against them are, 0-1, by how both are told; and how much better one along with them fits.
    """
    clues = dict.fromkeys(_NAMES, 0.0)
    ahead, plain = 0.0, set()
    for bad, good in beside(pair):
        along = max((match.close for match in good), default=0.0)
        against = max(bad, key=lambda match: match.close, default=None)
        ahead = max(ahead, along - (against.close if against else 0.0))
        if against and not good:
            for name in _told(against):
                clues[name] = max(clues[name], against.close)
        if against and against.close > max(along, _ALIKE) and _one_sided(against):
            plain.add(against.said.place)
    # "Those with less of this had less of that" says what "more with more" says.
    return {**clues, "trend along": ahead, "trends turned twice": float(len(plain) == 2)}


def _told(match: Match) -> Sequence[str]:
    """The names of the clues that a match is one of."""
    said, given = match.said, match.given
    if said.contrast and given.contrast and match.sides:
        way = "same" if match.sides > 0 else "other"
        name = f"trend against, {way} sides"
        return (name, f"{name}, main") if said.main and given.main else (name,)
    if given.contrast:
        return ()
    if said.contrast:
        return ("trend against, said compared",)
    if said.change and given.change:
        return ("trend against, changes",)
    return () if said.change or given.change else ("trend against, differences",)


def _one_sided(match: Match) -> bool:
    """Whether at most one of the texts compares, and the sides are not known to have changed."""
    return not (match.said.contrast and match.given.contrast) and match.sides >= 0
