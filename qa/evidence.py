"""How well each sentence of an article answers a question.

Likeness alone is not it: the sentence most like a question is the one that states the aim. So
likeness is weighed together with the section, the place and the form of the sentence, by a linear
model whose few weights were fitted by `benchmarks/fit_weights.py` (a conditional logit over the
sentences of an article: which of them is the gold one) and stand in `WEIGHTS`.
"""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from index.article import Article, Sentence
from index.embedder import Vectors
from index.lexical import LexicalIndex
from qa.form import Form, form_of
from qa.question import Question

# BM25's k1 and b over the sentences of one abstract.
_K1, _B = 1.2, 0.75
WEIGHTS = {}


@dataclass(frozen=True, slots=True)
class Evidence:
    """A sentence of an article with its form, unit vector, and score 0-1 (higher is better)."""

    article: Article
    sentence: Sentence
    form: Form
    vector: Vectors
    score: float

    @property
    def text(self) -> str:
        return self.article.text(self.sentence)


def features(
    question: Question, article: Article, rows: Vectors, lexical: LexicalIndex
) -> tuple[NDArray[np.float64], tuple[Form, ...]]:
    """One row a sentence, one column a name in `WEIGHTS`; `rows` are the title's and sentences'
    unit vectors."""
    forms = tuple(form_of(article, sentence) for sentence in article.sentences)
    words = [lexical.terms(article.text(sentence)) for sentence in article.sentences]
    cosines = rows[1:] @ question.vector
    to_title = rows[1:] @ rows[0]
    average = sum(map(len, words)) / max(1, len(words)) or 1.0
    table = [
        [
            float(cosines[i]),
            _bm25(question, words[i], average),
            question.coverage(frozenset(words[i])),
            # What repeats the title repeats the question's subject; it seldom says the outcome.
            float(to_title[i]),
            form.place,
            form.place == 0,
            question.asks_number and form.number,
            form.aim,
            form.method,
            form.finding,
            form.statistic,
            form.conclusion,
            form.category == "BACKGROUND",
            form.category == "OBJECTIVE",
            form.category == "METHODS",
            form.category == "RESULTS",
            form.category == "CONCLUSIONS",
        ]
        for i, form in enumerate(forms)
    ]
    return np.array(table, dtype=np.float64).reshape(len(forms), len(WEIGHTS)), forms
