"""Clients of a real server over the sample, and of one that behaves as a test tells it to."""

import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager

import pytest
import uvicorn
from serving.running import Running, listening, until
from starlette.types import ASGIApp

import qa
from qa import Client

Answering = Callable[[ASGIApp], Client]


@pytest.fixture(scope="session")
def client(server: Running) -> Iterator[Client]:
    with qa.connect(server.url) as connected:
        yield connected


@contextmanager
def served(app: ASGIApp) -> Iterator[str]:
    """The address of any application, while it runs."""
    with listening() as at:
        server = uvicorn.Server(
            uvicorn.Config(app, log_config=None, access_log=False, ws="none", lifespan="off")
        )
        thread = threading.Thread(target=server.run, args=([at],))
        thread.start()
        try:
            until(lambda: server.started, bool)
            yield f"http://127.0.0.1:{at.getsockname()[1]}"
        finally:
            server.should_exit = True
            thread.join()


@pytest.fixture
def answering() -> Iterator[Answering]:
    """Clients of servers that are these applications."""
    with ExitStack() as stack:

        def connected(app: ASGIApp) -> Client:
            return stack.enter_context(qa.connect(stack.enter_context(served(app)), timeout=5))

        yield connected
