"""How well the articles found bear on the words that were looked for.

A few words name a subject and ask nothing, so whether a sentence answers them, by which
`qa.refusal` judges, is the wrong question. Three signals are added up here, each from 0 to 1: the
share of the words' weight that one of the first three articles has, and the first article's cosines
(nearest sentence, mean). Either way of looking can carry it alone: all the words stand in an
article about nothing else, or none does and it says the same in others.

`ENOUGH` was chosen on 85 queries over the invented sample and 76 over 27,030 real articles; of 76
more that were written afterwards it called weak none of 38 that the sample has articles for, and 35
of 38 that it has none for (the others' words stand in it). See tests/page/keywords.toml.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from index.article import Article
from index.store import Store
from qa.question import Question
from qa.refusal import COVERING, coverage
from qa.retrieval import Ranked

ENOUGH = 1.3
_EDGES = "?!.,;:()[]\"'“”‘’"


@dataclass(frozen=True, slots=True)
class Sought:
    """The words that matter of those typed: each as it was typed, with its stems in the store."""

    question: Question
    words: tuple[tuple[str, frozenset[str]], ...]

    @classmethod
    def of(cls, question: Question, store: Store) -> "Sought":
        """The words of a question that is made ready; each once."""
        typed = dict.fromkeys(word.strip(_EDGES) for word in question.text.split())
        stems = ((word, frozenset(store.lexical.terms(word))) for word in typed)
        return cls(
            question, tuple((word, some) for word, some in stems if some & question.terms.keys())
        )

    def missing(self, article: Article, store: Store) -> tuple[str, ...]:
        """Those of which a part stands neither in the article's title nor in its abstract."""
        there = frozenset(store.lexical.terms(article.words))
        return tuple(word for word, stems in self.words if not stems <= there)

    def unknown(self, store: Store) -> tuple[str, ...]:
        """Those of which a part stands in no article at all."""
        return tuple(
            word
            for word, stems in self.words
            if not all(store.lexical.frequency(stem) for stem in stems)
        )

    def stands_in(self, article: Article, store: Store) -> bool:
        """Whether any of them does."""
        return not self.question.terms.keys().isdisjoint(store.lexical.terms(article.words))


def bears(question: Question, articles: Sequence[Ranked], store: Store) -> bool:
    """Whether these, best first, bear on the question's words."""
    if not articles or not question.names_subject:
        return False
    first = articles[0]
    covered = max(coverage(question, ranked, store) for ranked in articles[:COVERING])
    return covered + max(first.best, 0.0) + max(first.mean, 0.0) >= ENOUGH
