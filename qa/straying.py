"""Whether what was found for a follow-up speaks of what the follow-up itself names.

A follow-up is searched with what its history is about, and that alone finds articles: "Does it cure
cancer?" after a question about migraine finds migraine. So its own words are looked at: those of a
subject, neither of asking nor of any study ("How large was the trial?" has none). If they do not
stand in the first articles, it is judged from these: how much of them does, a word counting as
much as it is rare in the store and by its likeness to the word there that is most like it
("teenagers" to "adolescents" .83, "asdf" to "at" .40); the cosine of the nearest sentence to what
was typed; and the log-odds of the likeliest sentence. The logistic curves over these were fitted by
`benchmarks/fit_straying.py` on benchmarks/dialogues.
"""

from collections.abc import Sequence
from dataclasses import astuple, dataclass

import numpy as np

from index.store import Store
from qa.evidence import logistic
from qa.extract import Weighed
from qa.following import is_of_any_trial, subject_words
from qa.likeness import Likeness
from qa.people import kinds
from qa.question import is_of_asking
from qa.refusal import COVERING


@dataclass(frozen=True, slots=True)
class Belongs:
    """What each signal is worth, in log-odds."""

    share: float
    nearest: float
    sentence: float
    bias: float

    def chance(self, signals: Sequence[float]) -> float:
        """That what was found speaks of it, 0-1; `signals` as `signals` gives them."""
        *weights, bias = astuple(self)
        return logistic(bias + sum(w * x for w, x in zip(weights, signals, strict=True)))


# Where sentences are only looked at, and where they are read.
LOOKED = Belongs(4.87, 5.53, 1.56, -2.69)
READ = Belongs(4.69, 7.96, 1.08, -5.66)
# As for the refusal of any question: see `qa.refusal`.
THRESHOLD = 0.4


@dataclass(frozen=True, slots=True)
class Own:
    """A word of a follow-up; `held` if it stands in the articles; `weight` by its rarity."""

    text: str
    held: bool
    weight: float


@dataclass(frozen=True, slots=True)
class Straying:
    """Judges follow-ups over one store."""

    store: Store
    likeness: Likeness
    curve: Belongs

    def strayed(self, typed: str, weighed: Weighed) -> tuple[str, ...]:
        """The words of a follow-up, as typed, that what was found does not speak of; none where
        it speaks of enough."""
        own = self.own_words(typed, weighed)
        # Nearly always they all stand there, and no word need be looked at twice.
        if not weighed.evidence or all(word.held for word in own):
            return ()
        if self.curve.chance(self.signals(typed, own, weighed)) >= THRESHOLD:
            return ()
        return tuple(word.text for word in own if not word.held)

    def own_words(self, typed: str, weighed: Weighed) -> list[Own]:
        """The words of a follow-up that name a subject."""
        lexical = self.store.lexical
        stemmed = {word: lexical.terms(word) for word in subject_words(typed)}
        words = {word: terms for word, terms in stemmed.items() if not is_of_asking(terms)}
        if not words:
            return []
        text = _text(weighed)
        stems, people = frozenset(lexical.terms(text)), kinds(text)
        return [
            Own(
                word,
                # "Deaths" may be told in other words, "toxic" in many.
                is_of_any_trial(word)
                or bool(kinds(word) & people)
                or (bool(terms) and stems.issuperset(terms)),
                max(map(lexical.weight, terms), default=1.0),
            )
            for word, terms in words.items()
        ]

    def signals(self, typed: str, own: Sequence[Own], weighed: Weighed) -> tuple[float, ...]:
        """What is judged from, in the order of `Belongs`."""
        there = [word.casefold() for word in subject_words(_text(weighed))]
        near = self.likeness.nearest([word.text for word in own], there)
        share = [1.0 if word.held else one for word, one in zip(own, near, strict=True)]
        rows = np.stack([one.vector for one in weighed.evidence])
        return (
            float(np.average(share, weights=[word.weight for word in own])),
            float((rows @ self.store.embedder.query(typed)).max()),
            weighed.evidence[0].log_odds,
        )


def _text(weighed: Weighed) -> str:
    """Of the first articles."""
    return " ".join(one.article.words for one in weighed.retrieval.articles[:COVERING])
