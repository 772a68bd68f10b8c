"""A question asked on the page: kept, answered, shown as it is answered, stopped when wished."""

import asyncio
from collections.abc import AsyncGenerator, Mapping
from contextlib import aclosing, suppress
from dataclasses import dataclass, field, replace
from typing import Any, TypeVar

from index.errors import AbstractQAError, ConversationNotFoundError
from qa.conversations import Conversation, State, recorded
from qa.page.options import in_words
from qa.page.shown import Shown, asking, kept
from qa.page.words import say
from qa.serving.service import Service

T = TypeVar("T")
# Seconds to wait for an answer that is stopped: its window may be gone.
_PATIENCE = 5.0


@dataclass(frozen=True, slots=True)
class Talk:
    """A conversation as a window shows it; `running` while its last question is answered."""

    conversation: str = ""
    exchanges: tuple[Shown, ...] = ()
    running: bool = False

    def ending_in(self, last: Shown, *, running: bool) -> "Talk":
        """The same, its last exchange replaced."""
        return replace(self, exchanges=(*self.exchanges[:-1], last), running=running)


@dataclass(eq=False, slots=True)
class Running:
    """An answer that a window waits for: `stop` ends it; `whole` says that all of it is made, and
    `over` that all of it has been sent."""

    stop: asyncio.Event = field(default_factory=asyncio.Event)
    over: asyncio.Event = field(default_factory=asyncio.Event)
    whole: bool = False


@dataclass(frozen=True, slots=True)
class Stops:
    """Which windows are answering, by name, and how to stop each."""

    _running: dict[str, Running] = field(default_factory=dict)

    def begin(self, window: str) -> Running:
        """An answer for this window."""
        self._running[window] = Running()
        return self._running[window]

    def running(self, window: str) -> bool:
        """Whether this window is answering."""
        return window in self._running and not self._running[window].whole

    def stop(self, window: str) -> None:
        """Stop this window's answer, if one is made."""
        if window in self._running:
            self._running[window].stop.set()

    async def leave(self, window: str) -> None:
        """Stop this window's answer, which nobody there looks at any more, and wait until its last
        is sent: it would be seen over what comes instead."""
        left = self._running.pop(window, None)
        if left is not None:
            left.stop.set()
            with suppress(TimeoutError):
                await asyncio.wait_for(left.over.wait(), _PATIENCE)

    def holds(self, window: str, answer: Running) -> bool:
        """Whether the window still waits for this answer."""
        return self._running.get(window) is answer

    def end(self, window: str, answer: Running) -> None:
        """It has come to its end."""
        if self.holds(window, answer):
            del self._running[window]
        answer.over.set()


def opened(service: Service, owner: str, name: str) -> Talk:
    """A conversation that was kept; raises ConversationNotFoundError."""
    conversation = service.conversations.get(owner, name)
    return Talk(conversation.id, tuple(map(kept, conversation.exchanges)))


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked, whose it is, in which conversation, and with which options."""

    text: str
    owner: str
    conversation: str
    options: Mapping[str, Any]


async def answering(
    service: Service, question: Question, stop: asyncio.Event
) -> AsyncGenerator[Talk]:
    """The conversation with a new question at its end, again and again as its answer is made.

    Begins another conversation where there is none of this name. Raises SettingsError for what
    cannot be asked; what goes wrong later is shown in the conversation.
    """
    owner, options = question.owner, question.options
    conversation = await asyncio.to_thread(_found, service, owner, question.conversation)
    at = owner, conversation.id
    exchange = await asyncio.to_thread(service.conversations.append, *at, question.text, options)
    last = asking(exchange.question, in_words(options))
    talk = Talk(conversation.id, (*map(kept, conversation.exchanges), last), running=True)
    # No more than the server takes; the oldest say least.
    history = conversation.history[-service.settings.max_history :]
    events = service.answer(exchange.question, history, options, owner)
    record = recorded(events, service.conversations, *at, exchange)
    try:
        yield talk
        async with aclosing(record), aclosing(until(record, stop)) as coming:
            async for event in coming:
                last = last.after(event)
                yield talk.ending_in(last, running=last.state is State.ASKING)
    except AbstractQAError as error:
        problem = service.places.told(error)
        last = replace(last, state=State.FAILED, note=say("failed", problem=problem))
    finally:
        # Where it was stopped before it began, nobody else has said so; it may be deleted, too.
        with suppress(ConversationNotFoundError):
            service.conversations.settle(*at, exchange.number)
    if last.state is State.ASKING:
        last = replace(last, state=State.STOPPED, note=say("stopped"))
    yield talk.ending_in(last, running=False)


async def until(coming: AsyncGenerator[T], stop: asyncio.Event) -> AsyncGenerator[T]:
    """What comes until `stop` is set; then whatever makes it is cancelled."""
    stopped = asyncio.ensure_future(stop.wait())
    try:
        while not stop.is_set():
            following = asyncio.ensure_future(_next(coming))
            try:
                await asyncio.wait({following, stopped}, return_when=asyncio.FIRST_COMPLETED)
            finally:
                if not following.done():
                    following.cancel()
                    await asyncio.wait({following})
            if following.cancelled() or not (found := following.result()):
                return
            yield found[0]
    finally:
        stopped.cancel()


async def _next(coming: AsyncGenerator[T]) -> tuple[T] | None:
    try:
        return (await anext(coming),)
    except StopAsyncIteration:
        return None


def _found(service: Service, owner: str, name: str) -> Conversation:
    try:
        return service.conversations.get(owner, name)
    except ConversationNotFoundError:
        return service.conversations.create(owner)
