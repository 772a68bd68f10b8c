"""How far a statement turns round what its sentences say, measured; by name."""

from qa.checking import arms, direction, hedging, negation, rivals
from qa.checking.cues import significant
from qa.checking.negation import TIGHT
from qa.checking.pair import Pair


def turns(pair: Pair) -> dict[str, float]:
    """What the statement turns round, exchanges, or says more boldly."""
    return {**_negation(pair), **_direction(pair), **_arms(pair), **_hedges(pair)}


def _negation(pair: Pair) -> dict[str, float]:
    said, given = negation.own_cues(pair)
    wide, tight = negation.compare(pair), negation.compare(pair, TIGHT)
    added, dropped = wide.cue_added, wide.cue_dropped
    even = any(cue.even for cue in said), any(cue.even for cue in given)
    claims = significant(pair.said.text), significant(pair.given.text)
    return {
        "negation added": wide.added,
        "negation added, none given": float(bool(said) and not given),
        "negation added, none given, near": wide.added * (not given),
        "negation added, tight": tight.added,
        "negation added, tight, more": tight.added * (len(said) > len(given)),
        "negation added, strong": wide.added * bool(added and added.strong),
        "negation dropped": wide.dropped,
        "negation dropped, none said": float(bool(given) and not said),
        "negation dropped, none said, near": wide.dropped * (not said),
        "negation dropped, tight": tight.dropped,
        "negation dropped, tight, fewer": tight.dropped * (len(said) < len(given)),
        "negation dropped, strong": wide.dropped * bool(dropped and dropped.strong),
        "strong added": float(any(cue.strong for cue in said) and not given),
        "strong added, few": float(sum(cue.strong for cue in said) > len(given)),
        "strong dropped": float(any(cue.strong for cue in given) and not said),
        "negations said": min(3.0, len(said)),
        "negations given": min(3.0, len(given)),
        "even said only": float(even[0] and not even[1]),
        "even given only": float(even[1] and not even[0]),
        "significance gained": float(claims[0] and not claims[1] and even[1]),
        "significance lost": float(claims[1] and not claims[0] and even[0]),
        "parity differs": float(len(said) % 2 != len(given) % 2),
    }


def _direction(pair: Pair) -> dict[str, float]:
    turn, sides = direction.compare(pair), direction.sides(pair)
    plain = float(not direction.COMPARES.search(pair.said.text))
    straight = float(sides.swapped < 0.4 or sides.right < sides.wrong)
    return {
        "direction only": min(2.0, turn.only),
        "direction only, straight": min(2.0, turn.only) * straight,
        "direction main": min(2.0, turn.main),
        "direction main, straight": min(2.0, turn.main) * straight,
        "direction main, plain": min(2.0, turn.main) * plain,
        "direction locally, plain": turn.locally * plain,
        "direction locally": turn.locally,
        "direction locally, straight": turn.locally * straight,
        "direction agreeing": min(3.0, turn.agreeing),
        "direction unknown": min(3.0, turn.unknown),
        "sides wrong": sides.wrong,
        "sides right": sides.right,
        "sides swapped": sides.swapped,
    }


def _arms(pair: Pair) -> dict[str, float]:
    swap = rivals.swap(pair)
    against, along = arms.crossed(pair)
    total = against + along + 0.1
    return {
        "swap gain": swap.gain,
        "swap share": swap.share,
        "swap kept": swap.kept,
        "swap net": swap.gain - swap.kept,
        "figures crossed": against / total,
        "figures crossed, net": max(-1.0, min(1.0, against - along)),
        "figures along": along / total,
    }


def _hedges(pair: Pair) -> dict[str, float]:
    said, given = hedging.reserve(pair.said.text), hedging.reserve(pair.given.text)
    bold = not said.hedges and not said.mild
    hedge = bool(given.hedges) and bold
    link = bool(given.links) and bold
    caused = bool(said.causes) and not given.causes
    return {
        "hedges said": min(2.0, len(said.hedges)),
        "hedges given": min(2.0, len(given.hedges)),
        "hedge dropped": float(hedge),
        "hedge dropped, near": hedging.dropped(pair)[0],
        "hedge dropped, but mild": float(
            bool(given.hedges) and bool(said.mild) and not said.hedges
        ),
        "hedge dropped, cause": float(hedge and bool(said.causes)),
        "hedge dropped, act": float(hedge and bool(said.acts)),
        "hedge dropped, sure": float(hedge and bool(said.sure)),
        "mild dropped": float(bool(given.mild) and not given.hedges and bold),
        "mild dropped, sure": float(bool(given.mild) and bold and bool(said.sure)),
        "link dropped": float(link and not said.links),
        "link dropped, cause": float(link and caused),
        "link dropped, act": float(link and not said.links and bool(said.acts)),
        "cause gained": float(caused),
        "cause gained, plainly": float(caused and bool(hedging.PLAIN_CAUSE.search(pair.said.text))),
        "sure gained": float(bool(said.sure) and not given.sure),
    }
