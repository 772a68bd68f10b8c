"""What a library finds: articles for a question, and the sentences in them."""

from functools import cached_property

from langchain_core.documents.compressor import BaseDocumentCompressor
from langchain_core.runnables import Runnable

from index.store import Store
from qa.answer import SearchResult
from qa.chain import AbstractRetriever, Chosen, finding, search
from qa.choosing import Chooser
from qa.holdings import Holdings
from qa.meant import Meant
from qa.models import Models
from qa.rerank.compressor import Reranked
from qa.settings import Settings
from qa.straying import Straying


class Finder(Holdings):
    """A store with the models that read it; those given are another's, who closes the store."""

    def __init__(self, store: Store, settings: Settings, models: Models | None = None) -> None:
        super().__init__(store, settings)
        self._models = models or Models(store)
        self._owner = models is None

    def search(self, words: str) -> SearchResult:
        """Ranked articles with their best sentences; raises SettingsError without words."""
        return search(words, self.store, self.settings, self._chooser)

    @cached_property
    def finding(self) -> Runnable[str | Meant, Chosen]:
        """The first steps of an answer: articles retrieved, their sentences weighed."""
        return finding(self.store, self.settings, self._chooser, self._straying)

    @cached_property
    def _straying(self) -> Straying:
        """What judges whether a follow-up is of what was found for it."""
        return Straying(
            self.store, self._models.likeness, self._models.sense, self._chooser.belongs
        )

    def retriever(self) -> AbstractRetriever:
        """The articles for a question, as a LangChain retriever."""
        return AbstractRetriever(
            store=self.store,
            limit=self.settings.articles,
            include_retracted=self.settings.include_retracted,
            filters=self.settings.filters,
        )

    def compressor(self, limit: int | None = None) -> BaseDocumentCompressor:
        """What reads the sentences, as a LangChain document compressor: documents in the order of
        their best sentence, `limit` at most; see `qa.rerank.compressor`.

        Raises SettingsError if the library has no reranker.
        """
        return Reranked(reader=self._chooser.reader, limit=limit)

    @property
    def _chooser(self) -> Chooser:
        return self._models.chooser(self.settings.reranker)

    def close(self) -> None:
        """Release the store's files."""
        if self._owner:
            super().close()
