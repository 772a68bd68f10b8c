"""How long a model may go without a word: what says nothing at all breaks off on its own, what goes
on without words (empty text, spaces, thoughts) does not."""

import asyncio
import time
from collections.abc import AsyncGenerator, AsyncIterator, Generator, Iterator

from langchain_core.messages import BaseMessage


def patient(chunks: Iterator[BaseMessage], seconds: float) -> Generator[BaseMessage]:
    """The same chunks; raises TimeoutError where so many seconds of waiting gave no word.

    Only the wait for the model counts, not what is done with a chunk meanwhile.
    """
    left = seconds
    while left > 0:
        began = time.monotonic()
        if (chunk := next(chunks, None)) is None:
            return
        left = _left(chunk, left - (time.monotonic() - began), seconds)
        yield chunk
    raise TimeoutError


async def apatient(
    chunks: AsyncIterator[BaseMessage], seconds: float
) -> AsyncGenerator[BaseMessage]:
    """The same without blocking, and where no chunk comes either."""
    left = seconds
    while left > 0:
        began = time.monotonic()
        async with asyncio.timeout(left):
            chunk = await anext(chunks, None)
        if chunk is None:
            return
        left = _left(chunk, left - (time.monotonic() - began), seconds)
        yield chunk
    raise TimeoutError


def _left(chunk: BaseMessage, left: float, seconds: float) -> float:
    return seconds if str(chunk.text).strip() else left
