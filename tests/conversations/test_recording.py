"""An answer is kept as it is made, whatever becomes of it."""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import aclosing

import pytest

from index.errors import ConversationNotFoundError, ModelError
from qa import Answer
from qa.conversations import Conversation, Conversations, Exchange, State, recorded
from qa.events import Event, Said, of_answer
from qa.marks import with_marks


@pytest.fixture
def made(kept: Conversations) -> Conversation:
    return kept.create("ada")


@pytest.fixture
def exchange(kept: Conversations, made: Conversation, answer: Answer) -> Exchange:
    return kept.append("ada", made.id, answer.question)


async def of(answer: Answer, error: Exception | None = None) -> AsyncGenerator[Event]:
    """The events of an answer; with an error, that instead of the last one."""
    *before, last = of_answer(answer)
    for event in before:
        yield event
    if error:
        raise error
    yield last


def settled(kept: Conversations, made: Conversation) -> Exchange:
    return kept.get("ada", made.id).exchanges[0]


def test_each_statement_is_kept_and_then_the_answer(
    kept: Conversations, made: Conversation, exchange: Exchange, answer: Answer
) -> None:
    said = []

    async def listen() -> list[Event]:
        events = []
        async for event in recorded(of(answer), kept, "ada", made.id, exchange):
            events.append(event)
            said.append(settled(kept, made).said)
        return events

    assert asyncio.run(listen()) == list(of_answer(answer))
    assert said == [
        "",
        *(with_marks(answer.statements[: n + 1]) for n in range(len(answer.statements))),
        "",
    ]
    assert settled(kept, made).answer == answer


@pytest.mark.parametrize("error", [ModelError("it went away", "Ask again"), ZeroDivisionError()])
def test_a_failure_is_kept_with_what_was_said(
    kept: Conversations,
    made: Conversation,
    exchange: Exchange,
    answer: Answer,
    error: Exception,
) -> None:
    async def listen() -> None:
        async for _ in recorded(of(answer, error), kept, "ada", made.id, exchange):
            pass

    with pytest.raises(type(error)):
        asyncio.run(listen())
    found = settled(kept, made)
    assert (found.state, found.said) == (State.FAILED, answer.answer)
    assert found.error == (str(error) or "The answer broke off. Ask again")


def test_a_listener_who_leaves_stops_it(
    kept: Conversations, made: Conversation, exchange: Exchange, answer: Answer
) -> None:
    async def listen() -> None:
        events = recorded(of(answer), kept, "ada", made.id, exchange)
        async with aclosing(events):
            async for event in events:
                if isinstance(event, Said):
                    return

    asyncio.run(listen())
    found = settled(kept, made)
    assert (found.state, found.said) == (State.STOPPED, with_marks(answer.statements[:1]))
    # With what it cites, so that its numbers still lead somewhere.
    assert found.answer is None
    assert found.partial is not None
    assert found.partial.statements == answer.statements[:1]
    assert found.partial.citations == answer.citations[:1]
    assert found.partial.references == answer.references[:1]
    assert kept.get("ada", made.id).history == ()


def test_a_cancelled_task_stops_it(
    kept: Conversations, made: Conversation, exchange: Exchange, answer: Answer
) -> None:
    async def endless() -> AsyncGenerator[Event]:
        yield next(of_answer(answer))
        await asyncio.Event().wait()

    async def listen() -> None:
        async for _ in recorded(endless(), kept, "ada", made.id, exchange):
            pass

    async def cancel() -> None:
        task = asyncio.create_task(listen())
        await asyncio.sleep(0.05)
        task.cancel()
        await asyncio.wait([task])
        assert task.cancelled()

    asyncio.run(cancel())
    assert settled(kept, made).state is State.STOPPED


def test_a_conversation_deleted_meanwhile_is_told(
    kept: Conversations, made: Conversation, exchange: Exchange, answer: Answer
) -> None:
    async def listen() -> None:
        async for _ in recorded(of(answer), kept, "ada", made.id, exchange):
            if kept.list("ada"):
                kept.delete("ada", made.id)

    with pytest.raises(ConversationNotFoundError):
        asyncio.run(listen())
