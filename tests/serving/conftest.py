"""Servers over the sample, and over a store that an upload may change."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from invented import WordHashEmbedder

from index.store import Store
from qa import Library, Settings
from serving.running import Running, running

Serve = Callable[..., Running]


@pytest.fixture(scope="session")
def server(library: Library, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """The sample, served as it comes."""
    with running(library, tmp_path_factory.mktemp("served")) as at:
        yield at


@pytest.fixture
def empty(tmp_path: Path, embedder: WordHashEmbedder) -> Iterator[Library]:
    """A library without an article."""
    folder = tmp_path / "store"
    settings = Settings(store=folder, reranker="none")
    with Library(Store.create(folder, embedder), settings) as opened:
        yield opened


@pytest.fixture
def serve(tmp_path: Path) -> Iterator[Serve]:
    """Servers under settings of their own, all stopped at the end."""
    with ExitStack() as stack:

        def start(library: Library, **settings: Any) -> Running:
            data = settings.pop("data", tmp_path / "data")
            return stack.enter_context(running(library, data, **settings))

        yield start
