"""The facade: a store opened for questions.

library = qa.open("abstractqa-store")
answer = library.ask("Which drug had the weaker effect in colitis models?")
"""

import asyncio
from collections.abc import AsyncGenerator, Generator, Sequence
from contextlib import aclosing, closing
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from langchain_core.documents.compressor import BaseDocumentCompressor
from langchain_core.runnables import Runnable

from index.errors import SettingsError
from index.progress import Progress
from index.sentence_transformer import SentenceTransformerEmbedder
from index.store import Store
from qa.answer import Answer, SearchResult
from qa.chain import (
    AbstractRetriever,
    Chosen,
    build_chain,
    extracting,
    finding,
    search,
    stamp,
    writing,
)
from qa.choosing import Chooser
from qa.configure import settings_with
from qa.events import Done, Event, of_answer
from qa.following import Turn, standing
from qa.holdings import Holdings
from qa.models import Models
from qa.offline import enforce
from qa.question import checked
from qa.rerank.compressor import Reranked
from qa.settings import FIXED, Settings

if TYPE_CHECKING:
    from qa.evaluation import Evaluation
    from qa.llm.author import Author
    from qa.notebook.many import Answers, Questions


class Library(Holdings):
    """Ask, search and look up articles in one store."""

    def __init__(self, store: Store, settings: Settings, models: Models | None = None) -> None:
        super().__init__(store, settings)
        self._models = models or Models(store)
        self._owner = models is None

    def using(self, **changed: Any) -> "Library":
        """This library with other settings for a question: `articles`, `years`, `llm`, …

        It shares store and loaded models, and closing it closes nothing. `llm=None` is the
        extractive answer. Raises SettingsError for a value that cannot be used, and for what was
        fixed when the store was opened.
        """
        if fixed := sorted(FIXED & changed.keys()):
            raise SettingsError(
                f"{fixed[0]} cannot change while a store is open", "Open the store again with it"
            )
        if "llm" in changed and changed["llm"] is None:
            changed = {"llm_base_url": None, "verify": None, **changed}
        return Library(self.store, settings_with(self.settings, changed), self._models)

    @cached_property
    def chain(self) -> Runnable[str, Answer]:
        """Question to answer as a LangChain Runnable."""
        if self.author is None:
            return build_chain(self.finding, extracting(self.store, self.settings))
        return build_chain(self.finding, writing(self.author.answer, self.author.aanswer))

    @cached_property
    def finding(self) -> Runnable[str, Chosen]:
        """The first steps of `chain`: articles retrieved, their sentences weighed."""
        return finding(self.store, self.settings, self._chooser)

    @property
    def _chooser(self) -> Chooser:
        return self._models.chooser(self.settings.reranker)

    @cached_property
    def author(self) -> "Author | None":
        """What writes the answers; None where sentences are given as they stand.

        Raises SettingsError or ModelError if the model named cannot be used.
        """
        return self._models.author(self.settings)

    @property
    def described(self) -> dict[str, str | None]:
        """How this library makes its answers: each answer's `settings`, and what was chosen."""
        named = {name: str(value) for name, value in self.settings.described.items()}
        made_by = self.author.stamp if self.author else stamp(self.store, self.settings)
        return {**named, **made_by}

    def ask(self, question: str, history: Sequence[Turn | str] = ()) -> Answer:
        """An answer that cites its sentences, or a refusal with its reason.

        `history` are the questions before it, oldest first: a follow-up is answered as the standing
        question that it means, which the answer's `question` shows. Raises SettingsError when the
        question is empty.
        """
        typed = checked(question)
        return _asked(self.chain.invoke(self.standing(typed, history)), typed)

    async def aask(self, question: str, history: Sequence[Turn | str] = ()) -> Answer:
        """The same without blocking."""
        typed = checked(question)
        meant = await self.astanding(typed, history)
        return _asked(await self.chain.ainvoke(meant), typed)

    def ask_many(
        self,
        questions: "Questions",
        *,
        workers: int = 2,
        progress: Progress | None = None,
        history: Sequence[Turn | str] = (),
    ) -> "Answers":
        """Ask each of a list, a Series or a frame with a column `question`: an answer or an error
        a row, in their order; an interrupt keeps what is answered. See `qa.notebook.many`."""
        # Loaded when wanted: pandas has no part in an answer.
        from qa.notebook.many import ask_many  # noqa: PLC0415

        _ = self.chain  # made once, before there are threads
        return ask_many(self, questions, workers=workers, progress=progress, history=history)

    async def aask_many(
        self,
        questions: "Questions",
        *,
        workers: int = 2,
        progress: Progress | None = None,
        history: Sequence[Turn | str] = (),
    ) -> "Answers":
        """The same without blocking, `workers` questions at a time."""
        from qa.notebook.many import aask_many  # noqa: PLC0415

        _ = self.chain
        return await aask_many(self, questions, workers=workers, progress=progress, history=history)

    def stream(self, question: str, history: Sequence[Turn | str] = ()) -> Generator[Event]:
        """What comes as the answer is made: each statement checked, with its citations; last Done.

        Close the iterator to stop.
        """
        typed = checked(question)
        meant = self.standing(typed, history)
        if self.author is None:
            yield from of_answer(_asked(self.chain.invoke(meant), typed))
            return
        with closing(self.author.stream(self.finding.invoke(meant))) as events:
            for event in events:
                yield _done(event, typed)

    async def astream(
        self, question: str, history: Sequence[Turn | str] = ()
    ) -> AsyncGenerator[Event]:
        """The same without blocking; cancelling the task stops the model."""
        typed = checked(question)
        meant = await self.astanding(typed, history)
        if self.author is None:
            for event in of_answer(_asked(await self.chain.ainvoke(meant), typed)):
                yield event
            return
        async with aclosing(self.author.astream(await self.finding.ainvoke(meant))) as events:
            async for event in events:
                yield _done(event, typed)

    def standing(self, question: str, history: Sequence[Turn | str] = ()) -> str:
        """The question as it can be understood without those before it: by the model where there
        is one, else by the rule of `qa.following`."""
        turns = _turns(history)
        if turns and self.author:
            return self.author.standing(question, turns)
        return standing(question, turns) if turns else question

    async def astanding(self, question: str, history: Sequence[Turn | str] = ()) -> str:
        """The same without blocking; cancelling the task stops the model."""
        turns = _turns(history)
        if turns and self.author:
            return await self.author.astanding(question, turns)
        return await asyncio.to_thread(standing, question, turns) if turns else question

    def search(self, words: str) -> SearchResult:
        """Ranked articles with their best sentences; raises SettingsError without words."""
        return search(words, self.store, self.settings, self._chooser)

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
        again if stopped; `prices` of a million tokens, in and out, are else those of the settings.
        `to_frame()` of the result has a row for each question. Raises SourceError if the set cannot
        be read.
        """
        # Loaded when wanted: pandas and scikit-learn have no part in an answer.
        from qa import evaluation  # noqa: PLC0415

        return evaluation.evaluate(
            evaluation.load_set(gold, split),
            evaluation.OurAnswers(self),
            self.store,
            sample=evaluation.Sample(limit, seed),
            kept=evaluation.Kept(Path(out)) if out is not None else None,
            prices=prices or self.settings.llm_prices,
            progress=progress,
        )

    def close(self) -> None:
        """Release the store's files."""
        if self._owner:
            super().close()


def _turns(history: Sequence[Turn | str]) -> list[Turn]:
    several = [history] if isinstance(history, str) else history
    turns = [Turn(checked(one)) if isinstance(one, str) else one for one in several]
    if not all(isinstance(one, Turn) for one in turns):
        raise SettingsError("the history is no list of questions", "Give str or qa.Turn each")
    return turns


def _asked(answer: Answer, typed: str) -> Answer:
    """The answer with what was typed, where another question was answered."""
    return answer if answer.question == typed else replace(answer, asked=typed)


def _done(event: Event, typed: str) -> Event:
    return Done(_asked(event.answer, typed)) if isinstance(event, Done) else event


def open_library(settings: Settings, *, create: bool = False) -> Library:
    """The library at `settings.store`; with `create` it is made if there is none.

    Raises StoreError in one of its forms when the store cannot be opened.
    """
    if settings.offline:
        enforce()
    embedder = SentenceTransformerEmbedder(settings.embedder)
    opened = Store.create if create else Store.open
    return Library(opened(settings.store, embedder), settings)
