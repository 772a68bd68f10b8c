"""What every reader keeps: a question and passages in, a score for each sentence out."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from index.embedder import Vectors

Scores = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Passage:
    """An article as a reader takes it: the title and some sentences, in the abstract's order.

    `labels` has what is printed above the section in which a sentence is the first, else "".
    """

    title: str
    sentences: tuple[str, ...]
    labels: tuple[str, ...]

    def after(self, number: int) -> "Passage":
        """What is left of it after so many sentences."""
        return Passage(self.title, self.sentences[number:], self.labels[number:])


class Reader(Protocol):
    """Anything that reads a question together with sentences and says how well they answer it."""

    def scores(self, question: str, passages: Sequence[Passage]) -> list[Scores]:
        """A score for each sentence, one array a passage, comparable across passages."""
        ...


class Skimmer(Protocol):
    """Anything that judges sentences by their vectors and by what is known of them."""

    def skim(self, question: Vectors, tables: Sequence[tuple[Vectors, Vectors]]) -> list[Scores]:
        """Log-odds of each sentence, one array an article.

        `question` is a unit vector; a table has the unit vectors of an article's title and
        sentences, shape (1 + sentences, dimensions), and what else is seen of each sentence,
        shape (sentences, features).
        """
        ...
