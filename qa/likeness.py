"""How like each other words are: by the built-in embedder, whatever made the store's vectors, so
that one measure holds for all stores."""

from collections import OrderedDict
from collections.abc import Sequence
from threading import Lock

import numpy as np

from index.embedder import Embedder, Vectors

# A vector takes 1.5 KB; the abstracts that one conversation is about have some 500 words.
_KEPT = 4096


class Likeness:
    """Remembers the last few thousand words; any thread may ask."""

    def __init__(self, embedder: Embedder) -> None:
        self._embedder = embedder
        self._lock = Lock()
        self._kept = OrderedDict[str, Vectors]()

    def nearest(self, words: Sequence[str], among: Sequence[str]) -> list[float]:
        """The cosine of each word to the one most like it; 0 where there is none."""
        if not words or not among:
            return [0.0] * len(words)
        cosines = self._vectors(words) @ self._vectors(among).T
        return [float(best) for best in cosines.max(axis=1)]

    def _vectors(self, words: Sequence[str]) -> Vectors:
        """Shape (words, dimensions)."""
        with self._lock:
            known = {word: self._kept[word] for word in words if word in self._kept}
        if new := [word for word in dict.fromkeys(words) if word not in known]:
            made = dict(zip(new, self._embedder.documents(new), strict=True))
            known |= made
            with self._lock:
                self._kept |= made
                while len(self._kept) > _KEPT:
                    self._kept.popitem(last=False)
        return np.stack([known[word] for word in words])
