"""An empty file of conversations; all texts here are invented."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from qa import Answer, Library
from qa.conversations import Conversations


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "kept" / "conversations.sqlite"


@pytest.fixture
def kept(path: Path) -> Iterator[Conversations]:
    with Conversations(path) as opened:
        yield opened


@pytest.fixture(scope="session")
def answer(library: Library) -> Answer:
    return library.ask("Does lumetripant prevent chronic migraine?")
