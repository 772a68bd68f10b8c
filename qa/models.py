"""The models of one store, each loaded once, for libraries that differ in settings only."""

import threading
from typing import TYPE_CHECKING

from index.errors import SettingsError
from index.sentence_transformer import SentenceTransformerEmbedder
from index.settings import BUILTIN_EMBEDDER
from index.store import Store
from qa.choosing import Chooser
from qa.following import Sense
from qa.likeness import Likeness
from qa.settings import Settings

if TYPE_CHECKING:
    from qa.llm.author import Author

# What decides which chat model writes, and who gives a second opinion.
_WRITER = ("llm", "llm_base_url", "llm_key", "llm_window", "llm_timeout", "verify")


class Models:
    """Rerankers and chat models by what names them; any thread may ask."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._lock = threading.Lock()
        self._choosers: dict[str, Chooser] = {}
        self._authors: dict[tuple[object, ...], Author] = {}
        own = store.embedder.name == BUILTIN_EMBEDDER
        self.likeness = Likeness(store.embedder if own else SentenceTransformerEmbedder())
        self.sense = Sense(lambda question: self.likeness.vectors([question])[0])

    def chooser(self, reranker: str) -> Chooser:
        """What weighs sentences with this reranker, loaded when first used."""
        with self._lock:
            if reranker not in self._choosers:
                self._choosers[reranker] = Chooser(reranker, self._store.embedder.name)
            return self._choosers[reranker]

    def author(self, settings: Settings) -> "Author | None":
        """What writes the answers; None where sentences are given as they stand.

        Raises SettingsError or ModelError if the model named cannot be used.
        """
        if settings.llm is None:
            if settings.llm_base_url or settings.verify:
                raise SettingsError(
                    "a server or a second opinion for a model is named, and no model",
                    "Name it with --llm",
                )
            return None
        # Importing LangChain's models takes seconds, and the default needs none.
        from qa.llm.opening import open_author  # noqa: PLC0415

        named = tuple(getattr(settings, name) for name in _WRITER)
        with self._lock:
            if named not in self._authors:
                self._authors[named] = open_author(self._store, settings, self.sense)
            return self._authors[named].using(settings)
