"""Findings of what a statement says and no cited sentence does: figures, names, people, or all."""

from collections.abc import Iterator

from qa.checking import naming, numbers, population
from qa.checking.codes import codes, known_code, spelled_code
from qa.checking.contract import Finding, FindingKind
from qa.checking.figures import figures
from qa.checking.numbers import Match
from qa.checking.pair import Pair
from qa.checking.ratios import impossible
from qa.checking.rhythm import other_rhythms
from qa.checking.saying import say
from qa.checking.unit_words import misread

# Of the content of a statement, weighed by length of word: beyond this it is about something else.
_UNRELATED = 0.74
_AT_LEAST = 4  # content words: of fewer a share says nothing
# Content words that it has in common with one sentence at least: "it was effective" says nothing
# that could be held against any.
_SHARED = 2
# So many of the figures that are there are told.
_LISTED = 6


def absences(pair: Pair) -> Iterator[Finding]:
    """What the statement has and the sentences have not."""
    yield from _figures(pair)
    yield from misread(pair)
    yield from impossible(pair)
    yield from other_rhythms(pair)
    yield from _codes(pair)
    yield from _people(pair)
    yield from _unrelated(pair)


def _figures(pair: Pair) -> Iterator[Finding]:
    given = [pair.given.text[f.start : f.end].strip() for f in figures(pair.given.text)]
    for traced in numbers.trace(pair.said.text, pair.given.text):
        figure = traced.figure
        label = pair.said.text[figure.start : figure.end].strip()
        if traced.match == Match.NONE and not numbers.may_be_counted(figure):
            reason = _no_figure(label, given)
        elif traced.match == Match.UNIT and traced.source is not None:
            other = pair.given.text[traced.source.start : traced.source.end].strip()
            reason = say("other_unit", other=other, label=label)
        elif numbers.bound_turned(traced):
            reason = say("bound_turned", label=label)
        else:
            continue
        yield Finding(FindingKind.NUMBER, reason, figure.start, figure.end)


def _no_figure(label: str, labels: list[str]) -> str:
    """That the figure is not there, and the first few that are, each once."""
    few = list(dict.fromkeys(labels))
    if not few:
        return say("no_figures", label=label)
    text = "figure_of_many" if len(few) > _LISTED else "figure_of"
    return say(text, label=label, figures=", ".join(few[:_LISTED]))


def _codes(pair: Pair) -> Iterator[Finding]:
    known = (pair.given.text + "\n" + pair.context.text).lower()
    for match in codes(pair.said.text):
        if not known_code(match.group(), known) and not spelled_code(pair, match.group()):
            reason = say("not_named", word=match.group())
            yield Finding(FindingKind.NAME, reason, match.start(), match.end())


def _people(pair: Pair) -> Iterator[Finding]:
    known = pair.given.text + "\n" + pair.context.text
    for stranger in population.strangers(pair.said.text, pair.given.text, pair.context.text):
        member = stranger.member
        label = pair.said.text[member.start : member.end]
        if stranger.instead is not None and member.axis in population.PLAIN_AXES:
            reason = say("other_people", people=stranger.instead, label=label)
            yield Finding(FindingKind.POPULATION, reason, member.start, member.end)
    for match in population.foreign_places(pair.said.text, known):
        reason = say("not_named", word=match.group())
        yield Finding(FindingKind.POPULATION, reason, match.start(), match.end())


def _unrelated(pair: Pair) -> Iterator[Finding]:
    traced = numbers.trace(pair.said.text, pair.given.text)
    long = len(pair.said.content) >= _AT_LEAST
    copied = pair.said.text.strip().lower() in pair.given.text.lower()
    if copied or any(t.match <= Match.ROUNDED and t.figure.value > 3 for t in traced):
        return
    if pair.shared >= _SHARED and (not long or naming.missing_share(pair) < _UNRELATED):
        return
    words = ", ".join(word.text for word in naming.missing_terms(pair)[:4])
    reason = say("unrelated_words", words=words) if words else say("unrelated")
    yield Finding(FindingKind.UNRELATED, reason, 0, len(pair.said.text))
