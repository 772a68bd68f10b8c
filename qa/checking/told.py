"""What a clause tells: its figures, else the one change in it."""

import re

from qa.checking.cues import cues
from qa.checking.figures import Figure, figures
from qa.checking.outcomes import Places
from qa.checking.trends import MAIN, Trend, trends
from qa.checking.words import Passage

_SPANS = frozenset({"minute", "hour", "day", "week", "month", "year"})
# A span of time is a result where it compares, else it says when.
_COMPARED = re.compile(r"\s*(?:shorter|longer|earlier|later|sooner|less|more|fewer)\b")
_DATED = re.compile(r"\b(?:days?|weeks?|months?|years?|visits?|ages?) $", re.IGNORECASE)
Told = tuple[Figure, ...] | Trend


def told_in(passage: Passage, clause: Places) -> Told | None:
    """The figures of a clause; without any its change, if it has just one that is not denied."""
    if figured := results(passage, clause):
        return figured
    changed = changes(passage, clause)
    return changed[0] if len(changed) == 1 and not denied(passage, clause) else None


def results(passage: Passage, clause: Places) -> tuple[Figure, ...]:
    """A clause's figures, less times and how sure they are."""
    start, end = span(passage, clause)
    return tuple(
        one
        for one in figures(passage.text)
        if start <= one.start < end
        and not one.probability
        and not one.spread
        and (one.unit not in _SPANS or _COMPARED.match(passage.text, one.end))
        and not _DATED.search(passage.text, max(0, one.start - 8), one.start)
    )


def changes(passage: Passage, clause: Places) -> list[Trend]:
    """A clause's changes, each word once."""
    found = [t for t in trends(passage) if t.place in clause and t.axis in MAIN and t.change]
    return list({t.place: t for t in found}.values())


def denied(passage: Passage, clause: Places) -> bool:
    """Whether anything in it is denied, or found to be no different."""
    start, end = span(passage, clause)
    return any(start <= cue.start < end for cue in cues(passage.text))


def tells(passage: Passage, clause: Places, told: Told) -> bool:
    """Whether a clause of the sentences tells the same."""
    if isinstance(told, Trend):
        here = (t for t in trends(passage) if t.place in clause and not t.denied)
        return any((t.axis, t.sign) == (told.axis, told.sign) for t in here)
    there = {one.value for one in results(passage, clause)}
    return {one.value for one in told} <= there


def place_of(passage: Passage, told: Told) -> tuple[int, int]:
    """Where it stands in the text."""
    if isinstance(told, Trend):
        word = passage.words[told.place]
        return word.start, word.end
    return told[0].start, told[0].end


def span(passage: Passage, clause: Places) -> tuple[int, int]:
    """Where a clause begins and ends in the text."""
    return passage.words[clause[0]].start, passage.words[clause[-1]].end
