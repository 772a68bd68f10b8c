"""What is known of a sentence before it is read: likeness, section, place, form.

The sentence most like a question is the one that states the aim, not the one that answers, so all
of these are weighed together; `qa.weighing` does it.
"""

import math
from collections.abc import Collection, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from index.article import Article, Sentence
from index.embedder import Vectors
from index.lexical import LexicalIndex
from index.store import Store
from qa.form import Form, form_of
from qa.question import Question
from qa.retrieval import Ranked, Retrieval

# BM25's k1 and b (Robertson and Zaragoza 2009), over the sentences of one abstract.
_K1, _B = 1.2, 0.75
# Articles whose sentences are weighed: with eight the right one comes first no oftener.
_WEIGHED = 5
_CATEGORIES = ("BACKGROUND", "OBJECTIVE", "METHODS", "RESULTS", "CONCLUSIONS")
FEATURES = (
    "cosine to the question",
    "BM25 against the question",
    "cosine to the title",
    "place in the abstract",
    "a figure, where the question asks for one",
    "a comparison, where the question asks for one",
    "METHODS, where the question asks how it was done",
    "CONCLUSIONS, where the question asks yes or no",
    "a test statistic or interval",
    *_CATEGORIES,
)

Table = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Evidence:
    """A sentence with its form and unit vector; `score` 0-1, how likely it is to answer.

    `behind` is how far the log-odds that its article answers are below the best article's
    (0: it is the best).
    """

    article: Article
    sentence: Sentence
    form: Form
    vector: Vectors
    score: float
    behind: float = 0.0

    @property
    def text(self) -> str:
        """The sentence, cut from its abstract."""
        return self.article.text(self.sentence)

    @property
    def log_odds(self) -> float:
        """The score as log-odds."""
        return math.log(self.score / (1 - self.score))

    def chance(self, share: float) -> float:
        """The score, had `behind` counted only this share as much."""
        return logistic(self.log_odds + (1 - share) * self.behind)


@dataclass(frozen=True, slots=True)
class Sheet:
    """An article found, with a form and a row of `table` (by `FEATURES`) for each sentence.

    `rows` are unit vectors of the title and the sentences, shape (1 + sentences, dimensions);
    `behind` is how far the article's score is below the best article's.
    """

    ranked: Ranked
    forms: tuple[Form, ...]
    rows: Vectors
    table: Table
    behind: float

    @property
    def article(self) -> Article:
        """The article itself."""
        return self.ranked.article


def logistic(log_odds: float) -> float:
    """The chance, kept off 0 and 1, whose log-odds are infinite."""
    return min(max(1 / (1 + math.exp(-min(max(log_odds, -50.0), 50.0))), 1e-12), 1 - 1e-12)


def sheets(
    retrieval: Retrieval, store: Store, without: Collection[str] | None = None
) -> list[Sheet]:
    """What is known of the best articles that have sentences, best first; or of all of them
    `without` some, by key."""
    citable = [ranked for ranked in retrieval.articles if ranked.article.sentences]
    if without is None:
        found = citable[:_WEIGHED]
    else:
        found = [ranked for ranked in citable if ranked.article.key not in without]
    rows = store.vectors.sentences({r.article.key: len(r.article.sentences) for r in found})
    return [
        sheet(
            retrieval.question,
            ranked,
            rows[ranked.article.key],
            store.lexical,
            citable[0].score - ranked.score,
        )
        for ranked in found
        if ranked.article.key in rows
    ]


def sheet(
    question: Question, ranked: Ranked, rows: Vectors, lexical: LexicalIndex, behind: float = 0.0
) -> Sheet:
    """What is known of one article's sentences."""
    article = ranked.article
    forms = tuple(form_of(article, sentence) for sentence in article.sentences)
    return Sheet(ranked, forms, rows, features(question, article, forms, rows, lexical), behind)


def features(
    question: Question,
    article: Article,
    forms: Sequence[Form],
    rows: Vectors,
    lexical: LexicalIndex,
) -> Table:
    """One row a sentence, one column a name in `FEATURES`."""
    words = [lexical.terms(article.text(sentence)) for sentence in article.sentences]
    average = sum(map(len, words)) / max(1, len(words)) or 1.0
    cosines, to_title = rows[1:] @ question.vector, rows[1:] @ rows[0]
    table = [
        [
            float(cosines[i]),
            _bm25(question, words[i], average),
            float(to_title[i]),
            form.place,
            question.asks_number and form.number,
            question.asks_comparison and form.comparison,
            question.asks_method and form.category == "METHODS",
            question.asks_yes_no and form.category == "CONCLUSIONS",
            form.statistic,
            *(form.category == category for category in _CATEGORIES),
        ]
        for i, form in enumerate(forms)
    ]
    return np.array(table, dtype=np.float64).reshape(len(forms), len(FEATURES))


def _bm25(question: Question, words: Sequence[str], average: float) -> float:
    """BM25 of a sentence as a share of the most the question could score, 0-1."""
    length = 1 - _B + _B * len(words) / average
    total = 0.0
    for term, weight in question.terms.items():
        count = words.count(term)
        if count:
            total += weight * count / (count + _K1 * length)
    return total / question.weight if question.weight else 0.0
