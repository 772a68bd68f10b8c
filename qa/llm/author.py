"""The facade of written answers: articles found in, events out, the last of them the answer.

author = Author(store, settings, writer, Judges(check, contradicts))
for event in author.stream(chosen): …
"""

import asyncio
from collections.abc import AsyncGenerator, Generator, Iterable, Iterator, Sequence
from contextlib import aclosing, closing, suppress

from index.errors import ModelError
from index.store import Store
from qa.answer import Answer
from qa.chain import Chosen, stamp
from qa.events import Done, Event
from qa.following import Sense, Turn
from qa.llm.contract import Message, Piece, Writer, text_of, used
from qa.llm.conversing import arephrased, rephrased
from qa.llm.drafted import schema
from qa.llm.grading import Judges
from qa.llm.making import Desk, Making
from qa.llm.opinion import Aside
from qa.llm.writing import Writing
from qa.meant import Meant
from qa.settings import Settings


class Author:
    """Writes answers with a chat model; `stamp` says how, in each of them."""

    def __init__(
        self,
        store: Store,
        settings: Settings,
        writer: Writer,
        judges: Judges,
        sense: Sense | None = None,
    ) -> None:
        made_by = stamp(store, settings, "llm", writer.name, str(writer.window))
        self.writer, self._sense = writer, sense
        self.stamp = {**made_by, "model": writer.name}
        self._schema = schema(settings.statements)
        self._desk = Desk(store, settings, writer, judges, self.stamp)

    def using(self, settings: Settings) -> "Author":
        """The same model and judges under other settings."""
        desk = self._desk
        return Author(desk.store, settings, desk.writer, desk.judges, self._sense)

    def standing(self, question: str, history: Sequence[Turn]) -> Meant:
        """A follow-up as one question that stands alone, and what making it took."""
        meant = rephrased(question, history, self.writer, self._sense)
        return meant.priced(self._desk.settings.llm_prices)

    async def astanding(self, question: str, history: Sequence[Turn]) -> Meant:
        """The same without blocking; cancelling the task stops the model."""
        meant = await arephrased(question, history, self.writer, self._sense)
        return meant.priced(self._desk.settings.llm_prices)

    def opening(self, chosen: Chosen) -> tuple[Message, ...]:
        """What the model is sent first."""
        return Making(chosen, self._desk).turn()

    def stream(self, chosen: Chosen) -> Generator[Event]:
        """What comes as the answer is made; ends with Done.

        A model that fails raises nothing: its answer is then what there is without it, with a
        notice. Close the iterator to stop the model. Raises OfflineError where a call to the model
        is forbidden.
        """
        making = Making(chosen, self._desk)
        writing = making.writing
        yield from making.begin()
        while messages := making.turn():
            try:
                with closing(self.writer.stream(messages, self._schema)) as pieces:
                    for piece in pieces:
                        yield from self._events(writing.read(piece), writing)
                        if writing.enough:
                            break
            except ModelError as error:
                writing.break_off(error)
            yield from writing.close()
        yield from making.end()

    async def astream(self, chosen: Chosen) -> AsyncGenerator[Event]:
        """The same without blocking; cancelling the task stops the model."""
        making = await asyncio.to_thread(Making, chosen, self._desk)
        writing = making.writing
        for event in making.begin():
            yield event
        while messages := await asyncio.to_thread(making.turn):
            try:
                async with aclosing(self.writer.astream(messages, self._schema)) as pieces:
                    async for piece in pieces:
                        async with aclosing(self._aevents(writing.read(piece), writing)) as events:
                            async for event in events:
                                yield event
                        if writing.enough:
                            break
            except ModelError as error:
                writing.break_off(error)
            for event in writing.close():
                yield event
        for event in making.end():
            yield event

    def _events(self, steps: Iterator[Event | Aside], writing: Writing) -> Iterator[Event]:
        for step in steps:
            if isinstance(step, Event):
                yield step
                continue
            heard = list[Piece]()
            with suppress(ModelError), closing(self.writer.stream(step.messages, None)) as pieces:
                heard.extend(pieces)
                step.said = text_of(heard)
            writing.spent(used(heard))

    async def _aevents(
        self, steps: Iterator[Event | Aside], writing: Writing
    ) -> AsyncGenerator[Event]:
        # Each step reads with a network, which takes its time.
        while step := await asyncio.to_thread(next, steps, None):
            if isinstance(step, Event):
                yield step
                continue
            heard = list[Piece]()
            with suppress(ModelError):
                async with aclosing(self.writer.astream(step.messages, None)) as pieces:
                    async for piece in pieces:
                        heard.append(piece)
                step.said = text_of(heard)
            writing.spent(used(heard))

    def answer(self, chosen: Chosen) -> Answer:
        """The whole answer."""
        return _last(self.stream(chosen))

    async def aanswer(self, chosen: Chosen) -> Answer:
        """The whole answer, without blocking."""
        return _last([event async for event in self.astream(chosen)])


def _last(events: Iterable[Event]) -> Answer:
    """What Done holds: every stream ends with it."""
    return next(event.answer for event in events if isinstance(event, Done))
