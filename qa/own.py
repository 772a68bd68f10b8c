"""What a follow-up names of its own, and whether a text tells of it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from index.lexical import LexicalIndex
from qa.checking.numbers import Match, trace
from qa.checking.stems import stem
from qa.checking.synonyms import SAME
from qa.following import is_of_any_trial, subject_words
from qa.people import kinds
from qa.question import is_of_asking

# Parts and counts ("half of them", "50%", "twice") say how much is asked for, not of what.
_OF_ANYTHING = {"", "%", "part", "points", "fold"}
# Words looked at: no follow-up names more things, and each that is new takes a vector.
_MOST = 64
# "In over 75s": no word, and an age that a trial's range may hold without naming it.
_AGE = re.compile(r"\d+s", re.IGNORECASE)
# Longer ones are no words.
_LONGEST = 60


@dataclass(frozen=True, slots=True)
class Own:
    """A word of a follow-up, or a dose or time; `held` if the text tells of it; `weight` by its
    rarity in the store."""

    text: str
    held: bool
    weight: float
    figure: bool = False


def own_words(typed: str, text: str, lexical: LexicalIndex) -> list[Own]:
    """The words of a follow-up that name a subject, neither of asking nor of any study, and its
    doses and times; each with whether the text tells of it."""
    return [*_words(typed, text, lexical), *_figures(typed, text)]


def _words(typed: str, text: str, lexical: LexicalIndex) -> Iterator[Own]:
    told = _told(text)
    there = frozenset(lexical.terms(text))
    for word in subject_words(typed)[:_MOST]:
        terms = lexical.terms(word)
        # A word too long for the lexical index has no terms either, and is of no study.
        if (is_of_asking(terms) and len(word) < _LONGEST) or _AGE.fullmatch(word):
            continue
        # "Deaths" may be told in other words, "toxic" in many.
        held = is_of_any_trial(word) or (bool(terms) and there.issuperset(terms)) or told.has(word)
        yield Own(word, held, max(map(lexical.weight, terms), default=1.0))


@dataclass(frozen=True, slots=True)
class _Told:
    """What a text tells of, however it spells it and whichever of two words it takes for it."""

    stems: frozenset[str]
    meant: frozenset[int]
    people: frozenset[tuple[str, str]]

    def has(self, word: str) -> bool:
        one = stem(word.casefold())
        return (
            one in self.stems
            or not self.meant.isdisjoint(SAME.get(one, ()))
            or not self.people.isdisjoint(kinds(word))
        )


@lru_cache(maxsize=64)
def _told(text: str) -> _Told:
    stems = frozenset(stem(word.casefold()) for word in subject_words(text))
    meant = frozenset[int]().union(*(SAME.get(one, ()) for one in stems))
    return _Told(stems, meant, frozenset(kinds(text)))


def _figures(typed: str, text: str) -> Iterator[Own]:
    """Those with a unit, held if they stand there or follow from what does."""
    for traced in trace(typed, text):
        figure = traced.figure
        if figure.unit not in _OF_ANYTHING:
            said = typed[figure.start : figure.end]
            yield Own(said, traced.match <= Match.ROUNDED, 1.0, figure=True)
