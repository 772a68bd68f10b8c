"""An answer kept as it is made: each statement, and what came of it in the end."""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import aclosing, suppress

from index.errors import AbstractQAError, ConversationNotFoundError
from qa.conversations.contract import Exchange
from qa.conversations.kept import Conversations
from qa.conversations.partial import after, begun
from qa.events import Done, Event, Said


async def recorded(
    events: AsyncGenerator[Event],
    conversations: Conversations,
    owner: str,
    name: str,
    exchange: Exchange,
) -> AsyncGenerator[Event]:
    """The events as they come, kept in an exchange that is `asking`.

    An error of ours settles it as failed and is raised again; closed or cancelled, it is stopped.
    """
    at = (owner, name, exchange.number)
    so_far = begun(exchange.question)
    try:
        async with aclosing(events):
            async for event in events:
                so_far = after(so_far, event)
                if isinstance(event, Said):
                    await asyncio.to_thread(conversations.say, *at, so_far.answer, so_far)
                elif isinstance(event, Done):
                    await asyncio.to_thread(conversations.settle, *at, event.answer)
                yield event
    except AbstractQAError as error:
        _settle(conversations, at, str(error))
        raise
    except (GeneratorExit, asyncio.CancelledError):
        # Nothing is awaited here: a cancelled task may be cancelled again.
        _settle(conversations, at)
        raise
    finally:
        # Changes nothing where it is settled already.
        _settle(conversations, at, "The answer broke off. Ask again")


def _settle(conversations: Conversations, at: tuple[str, str, int], error: str = "") -> None:
    with suppress(ConversationNotFoundError):  # Deleted meanwhile.
        conversations.settle(*at, error=error)
