"""Snippets of one text, quoted many times over, put together so that nothing stands twice.

Their offsets are not to be trusted to the letter: some count section labels and others do not,
and some are off by one. So offsets say where to look, and the words decide.
"""

from collections.abc import Iterable
from dataclasses import dataclass

_SEAM = 20  # characters in common that are no accident where offsets say that two overlap
_RUN = 5  # words, likewise


@dataclass(frozen=True, slots=True)
class Snippet:
    """Cleaned text and the offsets, as its source gives them, where it begins and ends."""

    text: str
    begin: int
    end: int


def pieces_of(snippets: Iterable[Snippet]) -> tuple[str, ...]:
    """The texts that are left of these snippets, in the order in which they begin.

    What another holds is dropped; two that overlap are joined where their words agree. Where
    they overlap and do not agree, the longer stands for both if they say the same; else both
    stay, for then it is the offsets that are wrong.
    """
    found = sorted(set(snippets), key=lambda one: (one.begin, -len(one.text), one.text))
    before = 0
    while before != len(found):  # What has been joined may hold a third.
        before = len(found)
        found = _once(found)
    return tuple(one.text for one in sorted(found, key=lambda one: (one.begin, one.end)))


def _once(snippets: list[Snippet]) -> list[Snippet]:
    kept: list[Snippet] = []
    for snippet in snippets:
        apart = []
        for other in kept:
            both = _as_one(other, snippet)
            if both is None:
                apart.append(other)
            else:
                snippet = both  # noqa: PLW2901  (it goes on to meet the rest)
        kept = [*apart, snippet]
    return kept


def _as_one(one: Snippet, other: Snippet) -> Snippet | None:
    """The one snippet that stands for two, or None if each says something of its own."""
    longer, shorter = (one, other) if len(one.text) >= len(other.text) else (other, one)
    if shorter.text in longer.text:
        return longer
    first, second = (one, other) if one.begin <= other.begin else (other, one)
    if second.begin >= first.end:
        return None
    seam = _seam(first, second)
    if seam:
        text = first.text + second.text[seam:]
        return Snippet(text, first.begin, max(first.end, second.end))
    return longer if _runs(one.text) & _runs(other.text) else None


def _seam(first: Snippet, second: Snippet) -> int:
    """How many characters at the first's end are those at the second's beginning; 0 if none."""
    by_offsets = first.begin + len(first.text) - second.begin
    if by_offsets > 0 and first.text[-by_offsets:] == second.text[:by_offsets]:
        return by_offsets
    opening = second.text[:_SEAM]
    place = first.text.find(opening)
    while place >= 0 and not second.text.startswith(first.text[place:]):
        place = first.text.find(opening, place + 1)
    return len(first.text) - place if place >= 0 else 0


def _runs(text: str) -> set[tuple[str, ...]]:
    words = text.split()
    return {tuple(words[at : at + _RUN]) for at in range(len(words) - _RUN + 1)}
