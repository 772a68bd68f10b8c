"""How the figures of one text stand to a comparison in words of the other, and which figures have
changed places, measured: clues too weak to tell a reader of.

"12% of A and 30% of B" says that B has more; "less with A than with B" says so too.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import combinations

from qa.checking.binding import Bound, bindings
from qa.checking.contrasts import HEADS, Contrast
from qa.checking.exchanged import exchanges
from qa.checking.pair import Pair
from qa.checking.polarity import pointing
from qa.checking.trends import trends
from qa.checking.words import Passage

_MOST = 2.0


def figure_clues(pair: Pair) -> dict[str, float]:
    """Whether figures and words of comparison agree, 0 or 1 each way; and of how many words each
    figure has changed places with the other, 0-2."""
    worded, figured = list(_said_in_words(pair)), list(_said_in_figures(pair))
    moved = [(min(map(len, one.away)), not any(map(len, one.own))) for one in exchanges(pair)]
    most, alone = max(moved, default=(0, False))
    return {
        "figures exchanged": min(_MOST, float(most)),
        "figures exchanged, none kept": float(most > 0 and alone),
        "words along figures": float(any(agrees for agrees, _ in worded)),
        "words against shares": float(_against(worded) and ("%" in {u for _, u in worded})),
        "figures along words": float(any(agrees for agrees, _ in figured)),
        "figures against words": float(_against(figured)),
        "shares against words": float(_against(figured) and ("%" in {u for _, u in figured})),
    }


def _against(found: Sequence[tuple[bool, str]]) -> bool:
    return bool(found) and not any(agrees for agrees, _ in found)


def _compared(passage: Passage) -> Iterator[tuple[int, Contrast]]:
    """Comparisons in words, with +1 where the left side has more and -1 where it has less."""
    for trend in trends(passage):
        plain = trend.main and trend.axis == "amount" and not trend.change and not trend.denied
        if plain and trend.contrast is not None:
            yield trend.sign, trend.contrast


def _said_in_words(pair: Pair) -> Iterator[tuple[bool, str]]:
    """Comparisons of the statement beside figures of the sentences: whether these agree, and their
    unit."""
    for sign, contrast in _compared(pair.said):
        left, right = _linked(pair, contrast.left), _linked(pair, contrast.right)
        for row in _rows(bindings(pair.given)):
            behind = [one for one in row if one.places & (right - left)]
            rest = [one for one in row if one not in behind]
            before = [one for one in rest if one.places & (left - right)]
            before = rest if len(rest) == 1 else before
            if len(behind) == 1 and len(before) == 1:
                more = before[0].figure.value - behind[0].figure.value
                if more:
                    yield (more > 0) == (sign > 0), behind[0].figure.unit


def _said_in_figures(pair: Pair) -> Iterator[tuple[bool, str]]:
    """Figures of the statement beside comparisons of the sentences, likewise."""
    for sign, contrast in _compared(pair.given):
        for row in _rows(bindings(pair.said)):
            for one, other in combinations(row, 2):
                behind = [bound for bound in (one, other) if _behind(pair, bound, contrast)]
                more = one.figure.value - other.figure.value
                if len(behind) == 1 and more:
                    left_has_more = (more > 0) == (behind[0] is other)
                    yield left_has_more == (sign > 0), one.figure.unit


def _rows(bounds: Sequence[Bound]) -> list[list[Bound]]:
    """Figures that stand side by side."""
    rows: dict[int, list[Bound]] = defaultdict(list)
    for bound in bounds:
        rows[bound.row].append(bound)
    return list(rows.values())


def _behind(pair: Pair, bound: Bound, contrast: Contrast) -> bool:
    """Whether a figure's words stand on the right side of a comparison of the sentences."""
    return any(
        set(pair.links[place]) & contrast.right and not set(pair.links[place]) & contrast.left
        for place in bound.places
        if pair.said.words[place].low not in HEADS
    )


def _linked(pair: Pair, side: frozenset[int]) -> set[int]:
    """Where the words of a side of the statement stand in the sentences."""
    words = (pair.said.words[place] for place in side)
    return {
        target
        for place, word in zip(side, words, strict=True)
        if word.content and word.low not in HEADS and not pointing(word.low)
        for target in pair.links[place]
    }
