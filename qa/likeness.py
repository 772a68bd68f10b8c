"""How like each other words or questions are: by the built-in embedder, whatever made the store's
vectors, so that one measure holds for all stores."""

from collections import OrderedDict
from collections.abc import Sequence
from threading import Lock

import numpy as np

from index.embedder import Embedder, Vectors

# A vector takes 1.5 KB; the abstracts that one conversation is about have some 500 words.
_KEPT = 4096


class Likeness:
    """Remembers the texts that were used last, some thousands; any thread may ask."""

    def __init__(self, embedder: Embedder) -> None:
        self._embedder = embedder
        self._lock = Lock()
        self._kept = OrderedDict[str, Vectors]()

    def nearest(self, words: Sequence[str], among: Sequence[str]) -> list[float]:
        """The cosine of each word to the one most like it; 0 where there is none."""
        if not words or not among:
            return [0.0] * len(words)
        cosines = self.vectors(words) @ self.vectors(among).T
        return [float(best) for best in cosines.max(axis=1)]

    def keep(self, embedder: Embedder, text: str, vector: Vectors) -> None:
        """Remember what was made elsewhere, if by the same embedder."""
        if embedder is self._embedder:
            with self._lock:
                self._kept[text] = vector

    def vectors(self, texts: Sequence[str]) -> Vectors:
        """Shape (texts, dimensions), unit length."""
        with self._lock:
            known = {text: self._kept[text] for text in texts if text in self._kept}
            for text in known:
                self._kept.move_to_end(text)
        if new := [text for text in dict.fromkeys(texts) if text not in known]:
            made = dict(zip(new, self._embedder.documents(new), strict=True))
            known |= made
            with self._lock:
                self._kept |= made
                while len(self._kept) > _KEPT:
                    self._kept.popitem(last=False)
        return np.stack([known[text] for text in texts])
