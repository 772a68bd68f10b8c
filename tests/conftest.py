"""Fixtures of the store's tests; nothing here or below reaches a network."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings
from invented import WordHashEmbedder

from index.store import Store

os.environ["HF_HUB_OFFLINE"] = "1"
# A slow machine is no failure; and what CI tries, it tries again the same way.
settings.register_profile("here", deadline=None, derandomize="CI" in os.environ)
settings.load_profile("here")


@pytest.fixture
def embedder() -> WordHashEmbedder:
    return WordHashEmbedder()


@pytest.fixture
def store(tmp_path: Path, embedder: WordHashEmbedder) -> Iterator[Store]:
    """An empty store on disk: real SQLite, Chroma and tantivy."""
    with Store.create(tmp_path / "store", embedder) as opened:
        yield opened
