"""What sort of question one is, by those it is most like of 1,760 whose sort is known.

`general` ones could be asked of any study ("Any downsides?", "In a nutshell?"); `own` ones name
something of their own ("And in smokers?", "CRP?"); `alone` ones are complete; `off` ones are about
anything else. No list of words tells these apart: "Where's the snag?" and "Did the kids sleep?" are
both of everyday ones. The questions are benchmarks/dialogues/asked.jsonl; how often they tell
right, `python -m benchmarks.fit_straying` prints.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from index.embedder import Vectors
from qa.following.drugs import drugs_in
from qa.following.words import subject_words

SORTS = ("general", "own", "alone", "off")
FILE = Path(__file__).parent / "asked.npz"
# Looked at, of each side.
_NEAREST = 10
# Chosen on benchmarks/dialogues so that few complete questions are taken for others.
_GENERAL, _ALONE = 0.03, -0.2
# A word that alone is less general names something of its own.
_OF_ITS_OWN = -0.08
# And one that is more surely names nothing.
_OF_ANY = 0.02
# As many of a question are looked at.
_WORDS = 12
# Parts of a number kept in a byte: 127 of them reach above the greatest, 0.315.
_SCALE = 400.0
# Genes, trials and viruses: PCSK9, COVID-19.
_CODE = re.compile(r"\b[A-Z]{3,}-?\d")


@dataclass(frozen=True, slots=True)
class Sense:
    """Tells what sort a question is; `vector` makes its vector, of the built-in embedder."""

    vector: Callable[[str], Vectors]

    def is_general(self, question: str) -> bool:
        """Whether it could be asked of any study, and so names nothing, whatever its words."""
        return self._is_general(question, _OF_ITS_OWN)

    def names_nothing(self, question: str) -> bool:
        """Whether surely no word of it names anything."""
        return self._is_general(question, _OF_ANY)

    def _is_general(self, question: str, cut: float) -> bool:
        """Whether it is, and each of its words by itself more than `cut`."""
        # What needs no vector first: every question passes here.
        if drugs_in(question) or _CODE.search(question) or self.generality(question) <= _GENERAL:
            return False
        # "How safe is yoga?" is like "How safe is it?", and "Yoga?" like nothing general.
        words = subject_words(question)[:_WORDS]
        return all(self.generality(f"{word}?") > cut for word in words)

    def may_be_alone(self, question: str) -> bool:
        """Whether it is like those that are complete."""
        return self._like(question, "alone", ("general", "own")) > _ALONE

    def generality(self, question: str) -> float:
        """How much more like general questions it is than like others, a difference of cosines."""
        return self._like(question, "general", ("own", "alone", "off"))

    def _like(self, question: str, sort: str, others: tuple[str, ...]) -> float:
        rows, sorts = known()
        cosines = rows @ self.vector(question)
        mine = sorts == SORTS.index(sort)
        theirs = np.isin(sorts, [SORTS.index(other) for other in others])
        return _best(cosines[mine]) - _best(cosines[theirs])


def _best(cosines: Vectors) -> float:
    return float(np.sort(cosines)[-_NEAREST:].mean())


@cache
def known() -> tuple[Vectors, NDArray[np.uint8]]:
    """The vectors of the questions, shape (questions, dimensions), and each's sort by number."""
    with np.load(FILE, allow_pickle=False) as saved:
        rows = saved["rows"].astype(np.float32)
        return rows / np.linalg.norm(rows, axis=1, keepdims=True), saved["sorts"]


def save(rows: Vectors, sorts: list[str]) -> None:
    """Keep them, in a byte a number."""
    coded = np.array([SORTS.index(sort) for sort in sorts], dtype=np.uint8)
    np.savez_compressed(FILE, rows=np.round(rows * _SCALE).astype(np.int8), sorts=coded)
