"""The chance that what was found for a follow-up answers it.

A follow-up is searched with what its history is about, and that alone finds articles: "Does it cure
cancer?" after a question about migraine finds migraine. So more is looked at than for a question
that stands alone (`qa.refusal`), in the first articles, and where the history names a drug in those
of them that name it too ("hip" in another drug's trial says nothing of this one's):

share      how much of what the follow-up names of its own they tell of; a word counts as much as it
           is rare in the store, and by its likeness to the word there that is most like it
           ("teenagers" to "adolescents" .83, "asdf" to "at" .40), and the less, the more what was
           typed is like questions that could be asked of any study, for those name nothing
figures    1 if it names a dose or a time that they do not
nearest    the cosine of what was typed to the nearest sentence
sentence   the log-odds of the likeliest sentence
general    how much it is like those
whole      the log-odds that `qa.refusal` gives the completed question

The logistic curves over these were fitted by `benchmarks/fit_straying.py` on benchmarks/dialogues.
"""

import math
from collections.abc import Sequence
from dataclasses import astuple, dataclass, replace

import numpy as np

from index.article import Article
from index.store import Store
from qa.evidence import logistic
from qa.extract import Weighed
from qa.following import Sense, drugs_in, subject_words
from qa.likeness import Likeness
from qa.own import Own, own_words
from qa.refusal import COVERING, THRESHOLD, Missing, searched_among
from qa.untold import untold


@dataclass(frozen=True, slots=True)
class Belongs:
    """What each signal is worth, in log-odds."""

    share: float
    figures: float
    nearest: float
    sentence: float
    general: float
    whole: float
    bias: float

    def chance(self, signals: Sequence[float]) -> float:
        """Of an answer, 0-1; `signals` as `Straying.signals` gives them."""
        *weights, bias = astuple(self)
        return logistic(bias + sum(w * x for w, x in zip(weights, signals, strict=True)))


# Where sentences are only looked at, and where they are read.
LOOKED = Belongs(6.50, -4.07, 6.50, 0.55, 2.94, 0.16, -6.76)
READ = Belongs(6.06, -4.36, 6.95, 0.36, 3.18, 0.20, -7.33)
# Cosines of generality over which what a question names comes to count for little.
_SOFT = 0.05
# Where nothing is left to look at: less than any sentence has.
_NO_SENTENCE = -8.0
# Beyond these the curve of `qa.refusal` says no more.
_SURE = 6.0
# Of the carried words' weight an article holds this share of what the best of them holds, to be
# one about the thread, where no drug tells.
_ABOUT = 1 / 3


@dataclass(frozen=True, slots=True)
class Straying:
    """Judges follow-ups over one store."""

    store: Store
    likeness: Likeness
    sense: Sense
    curve: Belongs

    def alone(self, typed: str, weighed: Weighed) -> Weighed:
        """A question without a history: what names nothing is answered by any article, and so by
        none, unless there is but one."""
        question = weighed.retrieval.question
        self.likeness.keep(self.store.embedder, question.text, question.vector)
        nothing = searched_among(weighed.retrieval, self.store) > 1 and (
            not subject_words(typed) or self.sense.names_nothing(typed)
        )
        return (
            replace(weighed, answerability=0.0, missing=Missing(about="")) if nothing else weighed
        )

    def judged(self, typed: str, weighed: Weighed) -> Weighed:
        """With the chance that they answer the follow-up; if it is too small, with the words of it
        that they do not speak of."""
        if not weighed.evidence:
            return weighed
        about, own = self._seen(typed, weighed)
        if topic := untold(typed, about):
            return replace(weighed, answerability=0.0, missing=Missing(untold=topic))
        chance = self.curve.chance(self._signals(typed, weighed, about, own))
        general = self.sense.is_general(typed)
        # The words of a general one name nothing that could be missing, save a dose or a time.
        apart = tuple(o.text for o in own if not o.held and (o.figure or not general))
        # What is carried was asked about before: that no article has it matters where no more is.
        named = weighed.retrieval.question.text.removeprefix(typed) if general else typed
        strayed = apart if chance < THRESHOLD else ()
        return replace(weighed, answerability=chance, missing=Missing(strayed, about=named))

    def signals(self, typed: str, weighed: Weighed) -> tuple[float, ...]:
        """What is judged from, in the order of `Belongs`."""
        return self._signals(typed, weighed, *self._seen(typed, weighed))

    def _seen(self, typed: str, weighed: Weighed) -> tuple[list[Article], list[Own]]:
        """The articles looked at, and what the follow-up names of its own."""
        about = self._about(typed, weighed)
        return about, own_words(typed, _text(about), self.store.lexical)

    def _signals(
        self, typed: str, weighed: Weighed, about: Sequence[Article], own: Sequence[Own]
    ) -> tuple[float, ...]:
        keys = {article.key for article in about}
        evidence = [one for one in weighed.evidence if one.article.key in keys]
        vector = self.store.embedder.query(typed)
        whole = min(max(weighed.answerability, logistic(-_SURE)), logistic(_SURE))
        general = self.sense.generality(typed)
        share = self._share(own, about)
        return (
            share + (1 - share) * logistic(general / _SOFT),
            float(any(word.figure and not word.held for word in own)),
            max((float(one.vector @ vector) for one in evidence), default=0.0),
            evidence[0].log_odds if evidence else _NO_SENTENCE,
            general,
            math.log(whole / (1 - whole)),
        )

    def _share(self, own: Sequence[Own], about: Sequence[Article]) -> float:
        if not own:
            return 1.0
        # Nearly always they all stand there, and no word need be looked at twice.
        apart = [word.text for word in own if not word.held and not word.figure]
        there = [word.casefold() for word in subject_words(_text(about))] if apart else []
        near = dict(zip(apart, self.likeness.nearest(apart, there), strict=True))
        share = [1.0 if word.held else near.get(word.text, 0.0) for word in own]
        return float(np.average(share, weights=[word.weight for word in own]))

    def _about(self, typed: str, weighed: Weighed) -> list[Article]:
        """Those of the first articles that are about what the follow-up goes on with."""
        lexical, question = self.store.lexical, weighed.retrieval.question
        first = [ranked.article for ranked in weighed.retrieval.articles[:COVERING]]
        stems = [frozenset(lexical.terms(article.words)) for article in first]
        drugs = [
            terms
            for drug in drugs_in(question.text) - drugs_in(typed)
            if (terms := frozenset(lexical.terms(drug)))
        ]
        if drugs:
            named = [any(drug <= words for drug in drugs) for words in stems]
            return [article for article, one in zip(first, named, strict=True) if one]
        carried = question.terms.keys() - set(lexical.terms(typed))
        held = [sum(question.terms[term] for term in carried & words) for words in stems]
        least = _ABOUT * max(held, default=0.0)
        return [article for article, share in zip(first, held, strict=True) if share >= least]


def _text(articles: Sequence[Article]) -> str:
    return " ".join(article.words for article in articles)
