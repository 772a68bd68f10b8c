"""The weigher that reads: a look at every sentence found, then the best few word by word.

Reading costs some milliseconds a sentence, a look nothing; so what looks best is read, and both
are mixed.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from index.embedder import Vectors
from qa.evidence import Sheet
from qa.question import Question
from qa.rerank.contract import Reader, Skimmer
from qa.rerank.passages import passage
from qa.weighing import Sums, Weigher

# Articles read, and sentences read of all of them together.
_ARTICLES, _SENTENCES = 2, 8
# What the built-in reader's mixes are called in its file.
AFTER_SKIMMING, AFTER_PRIORS = "after the skimmer", "after priors"


@dataclass(frozen=True, slots=True)
class Mix:
    """Log-odds of a sentence, by `benchmarks/ranker`: weights of look and score and a constant
    where it was read, of look and a constant where it was not.

    What was not read shares the reader's doubt (its best score, where that is below 0: no answer):
    else a reader that finds none where looks are best would put first what it has not read.

    With `normal` the scores of a question are brought to mean 0 and deviation 1 before: then they
    need no scale of their own, and any reader will do.
    """

    read: tuple[float, float, float]
    unread: tuple[float, float]
    normal: bool = False

    def mixed(self, look: float, score: float | None, doubt: float) -> float:
        """Of one sentence; `score` is None where it was not read."""
        if score is None:
            return self.unread[0] * look + self.read[1] * doubt + self.unread[1]
        return self.read[0] * look + self.read[1] * score + self.read[2]


def doubt_of(scores: Iterable[float]) -> float:
    """The best of a question's scores, 0 where it speaks for an answer or nothing was read."""
    return min(max(scores, default=0.0), 0.0)


class Skimming:
    """The skimmer's look: vectors and what is known of each sentence."""

    def __init__(self, skimmer: Skimmer) -> None:
        self._skimmer = skimmer

    def sums(self, question: Question, sheets: Sequence[Sheet]) -> Sums:
        """Log-odds of each sentence, one array a sheet."""
        tables = [(one.rows, seen(question, one)) for one in sheets]
        return [one.astype(np.float64) for one in self._skimmer.skim(question.vector, tables)]


class Reading:
    """A look by one weigher, then a reader."""

    def __init__(self, look: Weigher, reader: Reader, mix: Mix) -> None:
        self._look, self._reader, self._mix = look, reader, mix

    def sums(self, question: Question, sheets: Sequence[Sheet]) -> Sums:
        """Log-odds of each sentence, one array a sheet."""
        looks = relative(self._look.sums(question, sheets))
        found = self.read(question, sheets, looks)
        doubt = doubt_of(found.values())
        return [
            np.array(
                [self._mix.mixed(look, found.get((at, n)), doubt) for n, look in enumerate(some)]
            )
            for at, some in enumerate(looks)
        ]

    def read(
        self, question: Question, sheets: Sequence[Sheet], looks: Sums
    ) -> dict[tuple[int, int], float]:
        """The reader's scores of the sentences that look best, by article and sentence."""
        chosen = to_read(looks)
        passages = [
            passage(sheets[at].article, [sheets[at].article.sentences[n] for n in numbers])
            for at, numbers in chosen.items()
        ]
        scores = self._reader.scores(question.text, passages)
        if self._mix.normal:
            scores = _normal(scores)
        return {
            (at, n): float(score)
            for (at, numbers), some in zip(chosen.items(), scores, strict=True)
            for n, score in zip(numbers, some, strict=True)
        }


def relative(looks: Sums) -> Sums:
    """Log-odds as the logarithms of shares: over all sentences the shares sum to 1."""
    whole = np.logaddexp.reduce(np.concatenate(looks))
    return [some - whole for some in looks]


def to_read(
    looks: Sums, articles: int = _ARTICLES, sentences: int = _SENTENCES
) -> dict[int, list[int]]:
    """The sentences that look best, by article, those of an article in the abstract's order."""
    whole = np.array([np.logaddexp.reduce(some) for some in looks])
    read = [int(at) for at in np.argsort(-whole, kind="stable")[:articles]]
    places = sorted((-looks[at][n], at, n) for at in read for n in range(len(looks[at])))
    chosen = sorted((at, n) for _, at, n in places[:sentences])
    return {at: [n for one, n in chosen if one == at] for at in dict.fromkeys(a for a, _ in chosen)}


def seen(question: Question, sheet: Sheet) -> Vectors:
    """What the skimmer sees of each sentence beside vectors, shape (sentences, features): those
    of the sentence, how well the article matches, and what the question asks for."""
    ranked = sheet.ranked
    of_all = (
        ranked.score,
        ranked.lexical,
        ranked.best,
        ranked.mean,
        sheet.behind,
        question.asks_number,
        question.asks_comparison,
        question.asks_method,
        question.asks_yes_no,
    )
    same = np.tile(np.array(of_all, dtype=np.float32), (len(sheet.table), 1))
    return np.hstack([sheet.table.astype(np.float32), same])


def _normal(scores: Sequence[NDArray[np.float32]]) -> list[NDArray[np.float32]]:
    flat = np.concatenate([*scores, np.zeros(0, dtype=np.float32)])
    spread = float(flat.std()) if len(flat) else 0.0
    return [(one - flat.mean()) / (spread or 1.0) for one in scores]
