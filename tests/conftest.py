"""An empty store, and the bundled sample indexed once with the built-in model, opened and served;
nothing here or below reaches a network but loopback."""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from answering.helpers import SAMPLE
from hypothesis import settings
from invented import WordHashEmbedder

import qa.library
from index.sentence_transformer import SentenceTransformerEmbedder
from index.settings import BUILTIN_EMBEDDER
from index.store import Store
from qa import Library, Settings

if TYPE_CHECKING:
    from serving.running import Running

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


@pytest.fixture
def empty(tmp_path: Path, embedder: WordHashEmbedder) -> Iterator[Library]:
    """A library without an article."""
    folder = tmp_path / "store"
    settings = Settings(store=folder, reranker="none")
    with Library(Store.create(folder, embedder), settings) as opened:
        yield opened


@pytest.fixture(scope="session")
def builtin() -> SentenceTransformerEmbedder:
    """The built-in model, loaded once for all tests."""
    return SentenceTransformerEmbedder()


@pytest.fixture(scope="session")
def sample_store(
    tmp_path_factory: pytest.TempPathFactory, builtin: SentenceTransformerEmbedder
) -> Path:
    """The folder of a store with the bundled sample in it."""
    folder = tmp_path_factory.mktemp("sample") / "store"
    with Library(Store.create(folder, builtin), Settings(store=folder)) as library:
        done = library.index([SAMPLE / "articles"])
    assert (done.added, done.updated, done.failed) == (47, 3, ())
    return folder


@pytest.fixture(scope="session")
def library(sample_store: Path, builtin: SentenceTransformerEmbedder) -> Iterator[Library]:
    """The bundled sample, open."""
    with Library(Store.open(sample_store, builtin), Settings(store=sample_store)) as opened:
        yield opened


@pytest.fixture(scope="session")
def server(library: Library, tmp_path_factory: pytest.TempPathFactory) -> Iterator["Running"]:
    """The sample, served."""
    from serving.running import running  # noqa: PLC0415  (most tests need no server)

    with running(library, tmp_path_factory.mktemp("served")) as at:
        yield at


@pytest.fixture
def shared_model(
    monkeypatch: pytest.MonkeyPatch, builtin: SentenceTransformerEmbedder
) -> SentenceTransformerEmbedder:
    """Every library opened in the test uses the model that is loaded already."""

    def embedder(name: str) -> SentenceTransformerEmbedder:
        return builtin if name == BUILTIN_EMBEDDER else SentenceTransformerEmbedder(name)

    monkeypatch.setattr(qa.library, "SentenceTransformerEmbedder", embedder)
    return builtin


def pytest_addoption(parser: pytest.Parser) -> None:
    """`--rewrite-golden`: what the tests compare with is what is made now; look at the diff."""
    parser.addoption("--rewrite-golden", action="store_true", help="rewrite golden files")
