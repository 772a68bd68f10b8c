"""Whether figures give another by plain arithmetic, or say the same in another unit."""

import re
from collections.abc import Sequence
from itertools import pairwise, permutations

from qa.checking.figures import Figure

# Where several units measure one thing, how many of the smallest each is.
_SIZES = {
    **{"minute": ("time", 1.0), "hour": ("time", 60.0), "day": ("time", 1440.0)},
    **{"week": ("time", 10080.0), "month": ("time", 43800.0), "year": ("time", 525600.0)},
    **{"ug": ("mass", 1e-3), "mg": ("mass", 1.0), "kg": ("mass", 1e6)},
}
# One figure may stand in a statement as a part, a percentage or points.
_SHARES = {"%", "points", "part"}
_GAP = re.compile(
    r"\b(?:differ\w*|more|less|fewer|higher|lower|greater|longer|shorter|apart|gap|points|extra|"
    r"additional|reduc\w*|increas\w*|fall|fell|dropp?\w*|rise|rose|by|gain\w*|los[ts]\w*|"
    r"ahead|above|below|"
    r"advantage)\b",
    re.IGNORECASE,
)
_ALL = re.compile(r"\b(?:total|altogether|in all|combined|together|sum|overall)\b", re.IGNORECASE)
_REST = re.compile(
    r"\b(?:not|no|none|without|other|others|rest|left|remain\w*|un\w+|fail\w*|negative|free)\b",
    re.I,
)


def units_agree(said: str, given: str) -> bool:
    """Whether both may be meant; a figure without a unit agrees with any."""
    same_kind = said == given or {said, given} <= _SHARES
    return not said or not given or same_kind or "fold" in (said, given)


def base(figure: Figure) -> tuple[str, float] | None:
    """Kind of unit and value in its smallest, for units that convert."""
    if figure.unit in _SIZES:
        kind, size = _SIZES[figure.unit]
        return kind, figure.value * size
    if figure.unit in _SHARES:
        return "share", figure.value * (100 if figure.unit == "part" else 1)
    return None


def same(one: tuple[str, float] | None, other: tuple[str, float] | None, off: float) -> bool:
    """Whether two amounts of one kind differ by no more than that share."""
    if one is None or other is None or one[0] != other[0]:
        return False
    return abs(one[1] - other[1]) <= off * max(abs(one[1]), abs(other[1]))


def within(given: Figure, said: Figure) -> bool:
    """Whether "more than half" holds of 58%, "fewer than one in five" of 17%; and whether halving
    is what the sentence calls twofold, or 50%."""
    one, other = base(given), base(said)
    if one and other and one[0] == other[0] == "share" and said.bound:
        ratio = one[1] / other[1] if other[1] else 0.0
        return 1 < ratio < 1.5 if said.bound > 0 else 0.6 < ratio < 1
    if said.unit != "fold":
        return False
    return (given.unit == "fold" and abs(given.value * said.value - 1) < 0.01) or (
        given.unit in _SHARES and said.value == 0.5 and one is not None and one[1] == 50
    )


def derived(statement: str, said: Figure, given: Sequence[Figure]) -> bool:
    """Whether arithmetic that the words around it call for gives it."""
    around = statement[max(0, said.start - 60) : said.end + 40]
    values = [figure.value for figure in given if not figure.probability]
    if said.unit in ("%", "part"):
        share = said.value * (100 if said.unit == "part" else 1)
        slack = 5.0 if said.loose else 0.51
        rests = (100 - base[1] for base in map(base, given) if base and base[0] == "share")
        if _REST.search(around) and any(abs(rest - share) < 1e-6 for rest in rests):
            return True
        if any(b > 1 and a <= b and abs(100 * a / b - share) <= slack for a, b in pairwise(values)):
            return True
    if said.unit == "fold" or (said.loose and not said.unit):
        if said.bound > 0 and any(1 < ratio / said.value < 1.6 for ratio in _ratios(values)):
            return True
        if any(abs(ratio - said.value) <= 0.17 * said.value for ratio in _ratios(values)):
            return True
    main = [f for f in given if not f.probability and not f.spread and not _pronoun(f)]
    pairs = [(a.value, b.value) for a, b in pairwise(main) if a.unit == b.unit]
    off = 1e-6 * max(1.0, abs(said.value))
    return bool(
        (_GAP.search(around) and any(_near(abs(a - b), said, off) for a, b in pairs))
        or (_ALL.search(around) and any(_near(a + b, said, off) for a, b in pairs))
    )


def _ratios(values: Sequence[float]) -> list[float]:
    """How many times the smaller of two goes into the larger, for all pairs."""
    return [a / b for a, b in permutations(values, 2) if a >= b > 0]


def _pronoun(figure: Figure) -> bool:
    """Whether it is "one", which mostly counts nothing."""
    return figure.worded and figure.value == 1


def _near(value: float, said: Figure, off: float) -> bool:
    return abs(value - said.value) <= (0.1 * abs(said.value) if said.loose else off)


def share(figure: Figure) -> bool:
    """Whether it is a part of a whole: a percentage, points, a fraction."""
    return figure.unit in _SHARES
