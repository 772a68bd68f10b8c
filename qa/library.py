"""The facade: a store opened for questions.

library = qa.open("abstractqa-store")
answer = library.ask("Which drug had the weaker effect in colitis models?")
"""

from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from langchain_core.documents.compressor import BaseDocumentCompressor
from langchain_core.runnables import Runnable
from pydantic import ValidationError

from index import stats
from index.article import Article
from index.build import IndexReport, build, rebuild
from index.closing import Closing
from index.errors import SettingsError
from index.progress import Progress, Silent
from index.sentence_transformer import SentenceTransformerEmbedder
from index.stats import Stats
from index.store import Store
from index.verify import Verification, verify
from qa.answer import Answer, SearchResult
from qa.chain import AbstractRetriever, build_chain, search, stamp
from qa.choosing import Chooser
from qa.rerank.compressor import Reranked
from qa.settings import Settings

if TYPE_CHECKING:
    from qa.evaluation import Evaluation


class Library(Closing):
    """Ask, search and look up articles in one store."""

    def __init__(self, store: Store, settings: Settings) -> None:
        self.store = store
        self.settings = settings
        self._chooser = Chooser(settings.reranker, store.embedder.name)

    # -- questions ---------------------------------------------------------------------------

    @cached_property
    def chain(self) -> Runnable[str, Answer]:
        """Question to answer as a LangChain Runnable."""
        return build_chain(self.store, self.settings, self._chooser)

    @property
    def described(self) -> dict[str, str | None]:
        """How this library makes its answers: each answer's `settings`, and what was chosen."""
        chosen = self.settings.model_dump(mode="json", exclude={"store", "window"})
        named = {name: str(value) for name, value in chosen.items()}
        return {**named, **stamp(self.store, self.settings)}

    def ask(self, question: str) -> Answer:
        """An answer that cites its sentences, or a refusal with its reason.

        Raises SettingsError when the question is empty.
        """
        return self.chain.invoke(question)

    def search(self, words: str) -> SearchResult:
        """Ranked articles with their best sentences; raises SettingsError without words."""
        return search(words, self.store, self.settings, self._chooser)

    def retriever(self) -> AbstractRetriever:
        """The articles for a question, as a LangChain retriever."""
        return AbstractRetriever(
            store=self.store,
            limit=self.settings.articles,
            include_retracted=self.settings.include_retracted,
        )

    def compressor(self, limit: int | None = None) -> BaseDocumentCompressor:
        """What reads the sentences, as a LangChain document compressor: documents in the order of
        their best sentence, `limit` at most; see `qa.rerank.compressor`.

        Raises SettingsError if the library has no reranker.
        """
        return Reranked(reader=self._chooser.reader, limit=limit)

    def evaluate(  # noqa: PLR0913  (all but the first have defaults)
        self,
        gold: str,
        *,
        split: str | None = None,
        out: str | Path | None = None,
        limit: int | None = None,
        seed: int = 0,
        prices: tuple[float, float] | None = None,
        progress: Progress | None = None,
    ) -> "Evaluation":
        """Score this library's answers on a gold set, named as `bioasq:golden.json`.

        At most `limit` questions, drawn by `seed`; kept in the folder `out`, where it is taken up
        again if stopped; `prices` of a million tokens, in and out. `to_frame()` of the result has
        a row for each question. Raises SourceError if the set cannot be read.
        """
        # Loaded when wanted: pandas and scikit-learn have no part in an answer.
        from qa import evaluation  # noqa: PLC0415

        return evaluation.evaluate(
            evaluation.load_set(gold, split),
            evaluation.OurAnswers(self),
            self.store,
            sample=evaluation.Sample(limit, seed),
            kept=evaluation.Kept(Path(out)) if out is not None else None,
            prices=prices,
            progress=progress,
        )

    # -- the store ---------------------------------------------------------------------------

    def article(self, name: str) -> Article:
        """One article by key, PMID, PMCID or DOI; raises ArticleNotFoundError."""
        # SQLite takes no lone surrogate, as an argument that is not UTF-8 brings it.
        return self.store.article(name.encode("utf-8", "replace").decode("utf-8"))

    def index(
        self, sources: str | Path | Sequence[str | Path], progress: Progress | None = None
    ) -> IndexReport:
        """Add files, folders or patterns; see `index.build.build`."""
        several = [sources] if isinstance(sources, str | Path) else sources
        names = [str(source) for source in several]
        return build(self.store, names, progress or Silent(), self.settings.window)

    def rebuild(self, progress: Progress | None = None) -> int:
        """Make the indexes anew from the catalogue; returns the number of articles."""
        return rebuild(self.store, progress or Silent(), self.settings.window)

    def stats(self) -> Stats:
        """What is in the store, counted."""
        return stats.count(self.store)

    def verify(self) -> Verification:
        """Check the store against itself: offsets, counts and keys."""
        return verify(self.store)

    def close(self) -> None:
        """Release the store's files."""
        self.store.close()


def settings_from(**values: Any) -> Settings:
    """Settings from arguments (None: not given), else `ABSTRACTQA_*` variables, else defaults.

    Raises SettingsError naming the value that cannot be used.
    """
    try:
        return Settings(**{name: value for name, value in values.items() if value is not None})
    except ValidationError as error:
        first = error.errors()[0]
        name = ".".join(map(str, first["loc"]))
        raise SettingsError(
            f"{name} cannot be {first['input']!r}: {first['msg'].lower()}",
            f"Change --{name.replace('_', '-')} or ABSTRACTQA_{name.upper()}",
        ) from error


def open_library(settings: Settings, *, create: bool = False) -> Library:
    """The library at `settings.store`; with `create` it is made if there is none.

    Raises StoreError in one of its forms when the store cannot be opened.
    """
    embedder = SentenceTransformerEmbedder(settings.embedder)
    opened = Store.create if create else Store.open
    return Library(opened(settings.store, embedder), settings)
