"""Texts to unit vectors: the contract that every embedder keeps."""

from collections.abc import Sequence
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

Vectors = NDArray[np.float32]


class Embedder(Protocol):
    """Anything that turns texts into unit vectors.

    `name` identifies the model in the store. Both methods return float32 rows of length 1.
    """

    @property
    def name(self) -> str:
        """The model's name; a store built with one name cannot be opened with another."""
        ...

    @property
    def dimensions(self) -> int:
        """Components of a vector."""
        ...

    def documents(self, texts: Sequence[str]) -> Vectors:
        """Vectors of titles and sentences, shape (texts, dimensions), in the order given."""
        ...

    def query(self, text: str) -> Vectors:
        """The vector of a question, shape (dimensions,)."""
        ...
