"""The parts of a statement that are shown as not covered: whole words, as they stand."""

from collections.abc import Iterable, Sequence

from qa.checking.contract import Doubt

MOST = 0.6
"""A share of a statement: with more of it not covered, nothing is left that holds."""

# Words doubted this much less than the most doubted one, in log-odds, belong to the same part.
_NEAR = 2.0


def doubted(said: str, doubts: Sequence[Doubt]) -> tuple[str, ...]:
    """The words that the network doubts most, as they stand; none if it doubts all alike."""
    most = max((one.log_odds for one in doubts), default=0.0)
    near = [(one.start, one.end) for one in doubts if one.log_odds > most - _NEAR]
    parts = joined(said, near)
    return () if sum(map(len, parts)) > MOST * len(said) else parts


def joined(said: str, spans: Iterable[tuple[int, int]]) -> tuple[str, ...]:
    """Spans widened to whole words, those that touch made one, as text."""
    merged: list[tuple[int, int]] = []
    for start, end in sorted(_widened(said, span) for span in spans):
        if merged and start <= merged[-1][1] + 1:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return tuple(said[start:end].strip(" ,;") for start, end in merged)


def _widened(said: str, span: tuple[int, int]) -> tuple[int, int]:
    start, end = span
    while start > 0 and not said[start - 1].isspace():
        start -= 1
    while end < len(said) and not said[end].isspace():
        end += 1
    return start, end
