"""Who gives the answers: a chat model that writes, or, without one, the sentences as they stand."""

import asyncio
from collections.abc import AsyncGenerator, Generator, Mapping, Sequence
from dataclasses import replace
from typing import Protocol

from index.store import Store
from prompts import load
from qa.answer import Answer
from qa.chain import Chosen, stamp
from qa.events import Event, of_answer
from qa.extract import extract
from qa.following import Sense, Turn, may_stand, standing
from qa.meant import Meant
from qa.settings import Settings


class Answerer(Protocol):
    """Articles found in, an answer out, whole or as it is made; `stamp` says how, in each."""

    @property
    def stamp(self) -> Mapping[str, str | None]: ...
    def standing(self, question: str, history: Sequence[Turn]) -> Meant: ...
    async def astanding(self, question: str, history: Sequence[Turn]) -> Meant: ...
    def answer(self, chosen: Chosen) -> Answer: ...
    async def aanswer(self, chosen: Chosen) -> Answer: ...
    def stream(self, chosen: Chosen) -> Generator[Event]: ...
    def astream(self, chosen: Chosen) -> AsyncGenerator[Event]: ...


class Extractor:
    """Gives sentences as they stand; what `qa.llm.author.Author` does with a chat model."""

    def __init__(self, store: Store, settings: Settings, sense: Sense | None = None) -> None:
        self.stamp = stamp(store, settings)
        self._store, self._statements, self._sense = store, settings.statements, sense
        self._words = load("extractive")

    def standing(self, question: str, history: Sequence[Turn]) -> Meant:
        """A follow-up as one question that stands alone, as `qa.following` makes it."""
        made = standing(question, history, self._sense)
        if made != question:
            return Meant(made, question, otherwise=question if may_stand(question) else None)
        going_on = standing(question, history, self._sense, alone=False)
        return Meant(question, question, otherwise=going_on if going_on != question else None)

    async def astanding(self, question: str, history: Sequence[Turn]) -> Meant:
        """The same without blocking."""
        return await asyncio.to_thread(self.standing, question, history)

    def answer(self, chosen: Chosen) -> Answer:
        """The likeliest sentences, or a refusal with its reason."""
        made = extract(chosen.weighed, self._store, self._statements, self._words)
        return replace(made, settings=self.stamp, timings_ms=chosen.timings())

    async def aanswer(self, chosen: Chosen) -> Answer:
        """The same without blocking."""
        return await asyncio.to_thread(self.answer, chosen)

    def stream(self, chosen: Chosen) -> Generator[Event]:
        """The events of the answer; ends with Done."""
        yield from of_answer(self.answer(chosen))

    async def astream(self, chosen: Chosen) -> AsyncGenerator[Event]:
        """The same without blocking."""
        for event in of_answer(await self.aanswer(chosen)):
            yield event
