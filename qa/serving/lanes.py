"""Lanes: so many answers are made at a time, so many more may wait, and the rest are refused."""

import asyncio
import math
from collections.abc import AsyncIterator, Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from typing import Any, TypeVar

from index.errors import BusyError

T = TypeVar("T")


class Lanes:
    """`count` lanes with a queue of `queue` places; for one event loop.

    Raises BusyError, on entering, when every place is taken.
    """

    def __init__(self, count: int, queue: int, name: str = "lane") -> None:
        self.count = count
        self.queue = queue
        self.waiting = 0
        self.taken = 0
        # What a lane takes lately, in seconds: tells those refused when to come again.
        self._pace = 0.2
        self._free = asyncio.Semaphore(count)
        self._threads = ThreadPoolExecutor(count, thread_name_prefix=name)

    @asynccontextmanager
    async def lane(self) -> AsyncIterator[None]:
        """Hold a lane."""
        started = await self._enter()
        try:
            yield
        finally:
            self._leave(started)

    async def run(self, work: Callable[..., T], *arguments: Any) -> T:
        """What `work` returns, from a thread of a lane.

        Cancelled while it waits, it does not begin; cancelled while it runs, the lane stays taken
        until the thread is done, since a thread cannot be stopped.
        """
        started = await self._enter()
        loop = asyncio.get_running_loop()
        running = loop.run_in_executor(self._threads, work, *arguments)
        running.add_done_callback(lambda _: self._leave(started))
        return await asyncio.shield(running)

    async def _enter(self) -> float:
        if self._free.locked() and self.waiting >= self.queue:
            raise BusyError(
                f"{self.taken} answers are being made and {self.waiting} wait",
                "Ask again in a moment",
                self.retry_after,
            )
        self.waiting += 1
        try:
            await self._free.acquire()
        finally:
            self.waiting -= 1
        self.taken += 1
        return asyncio.get_running_loop().time()

    def _leave(self, started: float) -> None:
        self.taken -= 1
        self._pace += 0.1 * (asyncio.get_running_loop().time() - started - self._pace)
        self._free.release()

    @property
    def retry_after(self) -> float:
        """Whole seconds after which about half of those who wait will have been served."""
        return float(math.ceil(max(1.0, self._pace * self.waiting / self.count / 2)))

    def close(self) -> None:
        """Begin nothing more."""
        self._threads.shutdown(wait=True, cancel_futures=True)
