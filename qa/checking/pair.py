"""A statement beside the sentences it cites: which words of one stand for which of the other."""

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

from qa.checking.abbreviations import spelled_out, stands_for
from qa.checking.words import Passage, Word, alike

_WINDOW = 7
_BREAK = re.compile(
    r"[.;:?!](?=\s|$)|,(?=\s(?:and|but|while|whereas|although|though|yet|with|which)\b)|\n|"
    r"\b(?:whereas|while|although|though|but|however|yet)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Pair:
    """What is said, what is given for it, and what else is known of the article (may be empty)."""

    said: Passage
    given: Passage
    context: Passage

    @cached_property
    def links(self) -> tuple[tuple[int, ...], ...]:
        """For each word said, the places of its like among the words given."""
        places: dict[str, tuple[int, ...]] = {}
        for word in self.said.words:
            if word.low not in places:
                places[word.low] = tuple(
                    place
                    for place, other in enumerate(self.given.words)
                    if alike(word.low, other.low)
                )
        return tuple(places[word.low] for word in self.said.words)

    @cached_property
    def missing(self) -> tuple[Word, ...]:
        """Content words said that nothing given resembles, be it as an abbreviation."""
        spelled = spelled_out(self.said.words, self.given.words)
        return tuple(
            word
            for place, word in enumerate(self.said.words)
            if word.content
            and not self.links[place]
            and place not in spelled
            and not self.given.has(word)
            and not any(
                stands_for(other.text, word.low) or stands_for(word.text, other.low)
                for other in self.given.words
            )
        )

    @cached_property
    def shared(self) -> int:
        """The most content words said that have a like in one and the same sentence given."""
        starts = [0, *(at + 1 for at, c in enumerate(self.given.text) if c == "\n")]
        of = [bisect_right(starts, word.start) for word in self.given.words]
        counts = Counter(
            sentence
            for word, places in zip(self.said.words, self.links, strict=True)
            if word.content
            for sentence in {of[place] for place in places}
        )
        return max(counts.values(), default=0)

    def near(self, said: int, given: int) -> float:
        """How alike the surroundings of two places are, 0-1: of the content words around the one
        said, those that have a like around the one given; near words count more, and those behind
        a break in the sentence not at all."""
        words = self.said.words
        total = found = 0.0
        for place in self._around(said):
            weight = 1 / (2 + abs(place - said))
            total += weight
            away = [
                abs(other - given)
                for other in self.links[place]
                if other != given and abs(other - given) <= _WINDOW
            ]
            if away and words[place].content:
                found += min(weight * 1.25, 1 / (2 + min(away)))
        return min(1.0, found / total) if total else 0.0

    def _around(self, said: int) -> list[int]:
        words, clause = self.said.words, self.said_clauses
        return [
            place
            for place in range(max(0, said - _WINDOW), min(len(words), said + _WINDOW + 1))
            if place != said and words[place].content and clause[place] == clause[said]
        ]

    @cached_property
    def said_clauses(self) -> tuple[int, ...]:
        """The clause of each word said."""
        return clauses(self.said)

    @cached_property
    def given_clauses(self) -> tuple[int, ...]:
        """The clause of each word given."""
        return clauses(self.given)

    def best(self, said: int, candidates: Sequence[int]) -> tuple[int | None, float]:
        """The place given whose surroundings are most like those of the one said."""
        rated = [(self.near(said, place), -place) for place in candidates]
        if not rated:
            return None, 0.0
        closeness, place = max(rated)
        return -place, closeness


def pair_of(statement: str, sentences: Sequence[str], context: str = "") -> Pair:
    """A statement beside its sentences, the sentences as one passage."""
    return Pair(Passage(statement), Passage("\n".join(sentences)), Passage(context))


@lru_cache(maxsize=64)
def clauses(passage: Passage) -> tuple[int, ...]:
    """For each word, the number of its clause."""
    breaks = [match.start() for match in _BREAK.finditer(passage.text)]
    return tuple(sum(place <= word.start for place in breaks) for word in passage.words)
