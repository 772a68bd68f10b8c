"""The default embedder: a sentence-transformers model that loads when it is first used."""

import threading
from collections.abc import Sequence
from typing import TYPE_CHECKING

from index.embedder import Vectors
from index.settings import BUILTIN_EMBEDDER

if TYPE_CHECKING:
    from index.encoder import Encoder


class SentenceTransformerEmbedder:
    """A sentence-transformers model: the built-in one, a folder, or one named on the hub.

    Methods raise EmbedderError if the model cannot be loaded.
    """

    def __init__(self, name: str = BUILTIN_EMBEDDER) -> None:
        self.name = name
        self._loading = threading.Lock()
        self._loaded: Encoder | None = None

    @property
    def _encoder(self) -> "Encoder":
        with self._loading:  # Two threads that ask at once must not load it twice.
            if self._loaded is None:
                # Importing torch takes seconds, and `show`, `stats` and `verify` need no model.
                from index.encoder import Encoder  # noqa: PLC0415

                self._loaded = Encoder.load(self.name)
        return self._loaded

    @property
    def dimensions(self) -> int:
        """Components of a vector."""
        return self._encoder.dimensions

    def documents(self, texts: Sequence[str]) -> Vectors:
        """Vectors of titles and sentences, in the order given."""
        return self._encoder.documents(texts)

    def query(self, text: str) -> Vectors:
        """The vector of a question."""
        return self._encoder.query(text)
