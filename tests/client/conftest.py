"""Clients of a real server over the sample, and of one that behaves as a test tells it to."""

import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest
import uvicorn
from invented import WordHashEmbedder
from serving.running import Running, listening, running, until
from starlette.types import ASGIApp

import qa
from index.store import Store
from qa import Client, Library, Settings

Answering = Callable[[ASGIApp], Client]


@pytest.fixture(scope="session")
def server(library: Library, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """The sample, served."""
    with running(library, tmp_path_factory.mktemp("served")) as at:
        yield at


@pytest.fixture(scope="session")
def client(server: Running) -> Iterator[Client]:
    with qa.connect(server.url) as connected:
        yield connected


@pytest.fixture
def empty(tmp_path: Path, embedder: WordHashEmbedder) -> Iterator[Library]:
    """A library without an article."""
    folder = tmp_path / "store"
    settings = Settings(store=folder, reranker="none")
    with Library(Store.create(folder, embedder), settings) as opened:
        yield opened


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
