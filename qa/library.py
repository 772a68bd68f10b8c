"""The facade: a store opened for questions.

library = qa.open("abstractqa-store")
answer = library.ask("Which drug had the weaker effect in colitis models?")
"""

from collections.abc import AsyncGenerator, Generator
from contextlib import aclosing, closing
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from langchain_core.runnables import Runnable

from index.errors import SettingsError
from index.progress import Progress
from index.sentence_transformer import SentenceTransformerEmbedder
from index.store import Store
from qa.answer import Answer
from qa.asking import Asking, History, turns
from qa.chain import answering, build_chain
from qa.configure import settings_with
from qa.events import Done, Event
from qa.extractor import Answerer, Extractor
from qa.finder import Finder
from qa.meant import Meant
from qa.offline import enforce
from qa.question import checked
from qa.settings import FIXED, Settings

if TYPE_CHECKING:
    from qa.evaluation import Evaluation
    from qa.llm.author import Author


class Library(Finder, Asking):
    """Ask, search and look up articles in one store."""

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
    def chain(self) -> Runnable[str | Meant, Answer]:
        """Question to answer as a LangChain Runnable."""
        return build_chain(self.finding, answering(self._answerer.answer, self._answerer.aanswer))

    @cached_property
    def author(self) -> "Author | None":
        """What writes the answers; None where sentences are given as they stand.

        Raises SettingsError or ModelError if the model named cannot be used.
        """
        return self._models.author(self.settings)

    @cached_property
    def _answerer(self) -> Answerer:
        return self.author or Extractor(self.store, self.settings, self._models.sense)

    @property
    def described(self) -> dict[str, str | None]:
        """How this library makes its answers: each answer's `settings`, and what was chosen."""
        named = {name: str(value) for name, value in self.settings.described.items()}
        return {**named, **self._answerer.stamp}

    def ask(self, question: str, history: History = ()) -> Answer:
        """An answer that cites its sentences, or a refusal with its reason.

        `history` are the questions before it, oldest first: a follow-up is answered as the standing
        question that it means, which the answer's `question` shows. Raises SettingsError when the
        question is empty.
        """
        meant = self._meant(checked(question), history)
        return _asked(self.chain.invoke(meant), meant)

    async def aask(self, question: str, history: History = ()) -> Answer:
        """The same without blocking."""
        meant = await self._ameant(checked(question), history)
        return _asked(await self.chain.ainvoke(meant), meant)

    def stream(self, question: str, history: History = ()) -> Generator[Event]:
        """What comes as the answer is made: each statement checked, with its citations; last Done.

        Close the iterator to stop.
        """
        meant = self._meant(checked(question), history)
        with closing(self._answerer.stream(self.finding.invoke(meant))) as events:
            for event in events:
                yield _done(event, meant)

    async def astream(self, question: str, history: History = ()) -> AsyncGenerator[Event]:
        """The same without blocking; cancelling the task stops the model."""
        meant = await self._ameant(checked(question), history)
        found = await self.finding.ainvoke(meant)
        async with aclosing(self._answerer.astream(found)) as events:
            async for event in events:
                yield _done(event, meant)

    def standing(self, question: str, history: History = ()) -> str:
        """The question as it can be understood without those before it: by the model where there
        is one, else by the rule of `qa.following`."""
        return self._meant(question, history).question

    async def astanding(self, question: str, history: History = ()) -> str:
        """The same without blocking; cancelling the task stops the model."""
        return (await self._ameant(question, history)).question

    def _meant(self, question: str, history: History) -> Meant:
        earlier = turns(history)
        if not earlier:
            return Meant(question, question)
        return self._answerer.standing(question, earlier)

    async def _ameant(self, question: str, history: History) -> Meant:
        earlier = turns(history)
        if not earlier:
            return Meant(question, question)
        return await self._answerer.astanding(question, earlier)

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

    def _get_ready(self) -> None:
        _ = self.chain


def _asked(answer: Answer, meant: Meant) -> Answer:
    """The answer with what was typed, where another question was answered, and with what making
    that one took."""
    usage = answer.usage + meant.usage if answer.usage and meant.usage else answer.usage
    typed = meant.typed if answer.question != meant.typed else None
    return replace(answer, asked=typed, usage=usage)


def _done(event: Event, meant: Meant) -> Event:
    return Done(_asked(event.answer, meant)) if isinstance(event, Done) else event


def open_library(settings: Settings, *, create: bool = False) -> Library:
    """The library at `settings.store`; with `create` it is made if there is none.

    Raises StoreError in one of its forms when the store cannot be opened.
    """
    if settings.offline:
        enforce()
    embedder = SentenceTransformerEmbedder(settings.embedder)
    opened = Store.create if create else Store.open
    return Library(opened(settings.store, embedder), settings)
