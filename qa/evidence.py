"""How well each sentence of an article answers a question.

Likeness alone is not it: the sentence most like a question is the one that states the aim. So
likeness is weighed together with the section, the place and the form of the sentence, by a linear
model whose few weights were fitted by `benchmarks/fit_weights.py`: a conditional logit over the
sentences of the articles found (which of them is the gold one), then a logistic curve over its
sums.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from index.article import Article, Sentence
from index.embedder import Vectors
from index.lexical import LexicalIndex
from qa.form import Form, form_of
from qa.question import Question

# BM25's k1 and b (Robertson and Zaragoza 2009), over the sentences of one abstract.
_K1, _B = 1.2, 0.75

WEIGHTS: Mapping[str, float] = MappingProxyType(
    {
        "cosine to the question": 7.55,
        "BM25 against the question": 4.52,
        # What repeats the title repeats the question's subject; it seldom says the outcome.
        "cosine to the title": -4.62,
        "place in the abstract": 0.77,
        "a figure, where the question asks for one": 1.68,
        "a comparison, where the question asks for one": 0.67,
        "METHODS, where the question asks how it was done": 2.38,
        "CONCLUSIONS, where the question asks yes or no": 2.96,
        "a test statistic or interval": 0.67,
        "BACKGROUND": 0.30,
        "OBJECTIVE": -1.19,
        "METHODS": -1.50,
        "RESULTS": 2.18,
        "CONCLUSIONS": 0.21,
    }
)
# What a point of the article's own score is worth beside these.
ARTICLE_WEIGHT = 39.9
# score = 1 / (1 + exp(-(SCALE * sum + BIAS))): the chance that a sentence is a gold one.
SCALE, BIAS = 0.815, -6.25
_CATEGORIES = tuple(name for name in WEIGHTS if name.isupper())


@dataclass(frozen=True, slots=True)
class Evidence:
    """A sentence with its form and unit vector; `score` 0-1, how likely it is to answer.

    `behind` is how far its article's score is below the best article's (0: it is the best).
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

    def chance(self, share: float) -> float:
        """The score, had `behind` counted only this share as much."""
        log_odds = math.log(self.score / (1 - self.score))
        return _logistic(log_odds + SCALE * ARTICLE_WEIGHT * (1 - share) * self.behind)


def weigh(
    question: Question, article: Article, rows: Vectors, lexical: LexicalIndex, behind: float = 0.0
) -> list[Evidence]:
    """Every sentence of an article with its score, in the abstract's order.

    `rows` are the unit vectors of the title and the sentences, shape (1 + sentences, dimensions).
    `behind` is how far the article's score is below the best article's.
    """
    forms = [form_of(article, sentence) for sentence in article.sentences]
    table = features(question, article, forms, rows, lexical)
    sums = table @ np.array(list(WEIGHTS.values())) - ARTICLE_WEIGHT * behind
    return [
        Evidence(article, sentence, form, row, _logistic(SCALE * float(total) + BIAS), behind)
        for sentence, form, row, total in zip(article.sentences, forms, rows[1:], sums, strict=True)
    ]


def _logistic(log_odds: float) -> float:
    # Kept off 0 and 1, whose log-odds are infinite.
    return min(max(1 / (1 + math.exp(-log_odds)), 1e-12), 1 - 1e-12)


def features(
    question: Question,
    article: Article,
    forms: Sequence[Form],
    rows: Vectors,
    lexical: LexicalIndex,
) -> NDArray[np.float64]:
    """One row a sentence, one column a name in `WEIGHTS`."""
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
    return np.array(table, dtype=np.float64).reshape(len(forms), len(WEIGHTS))


def _bm25(question: Question, words: Sequence[str], average: float) -> float:
    """BM25 of a sentence as a share of the most the question could score, 0-1."""
    length = 1 - _B + _B * len(words) / average
    total = 0.0
    for term, weight in question.terms.items():
        count = words.count(term)
        if count:
            total += weight * count / (count + _K1 * length)
    return total / question.weight if question.weight else 0.0
