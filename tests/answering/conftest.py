"""The bundled sample, indexed once with the built-in model, and every answer it gives."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import qa.library
from answering.helpers import QUESTIONS, SAMPLE
from index.sentence_transformer import SentenceTransformerEmbedder
from index.settings import BUILTIN_EMBEDDER
from index.store import Store
from qa import Answer, Library, Settings


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
def answers(library: Library) -> list[tuple[dict[str, Any], Answer]]:
    """Each of the sample's questions with its answer."""
    return [(entry, library.ask(entry["question"])) for entry in QUESTIONS]


@pytest.fixture
def shared_model(
    monkeypatch: pytest.MonkeyPatch, builtin: SentenceTransformerEmbedder
) -> SentenceTransformerEmbedder:
    """Every library opened in the test uses the model that is loaded already."""

    def embedder(name: str) -> SentenceTransformerEmbedder:
        return builtin if name == BUILTIN_EMBEDDER else SentenceTransformerEmbedder(name)

    monkeypatch.setattr(qa.library, "SentenceTransformerEmbedder", embedder)
    return builtin


@pytest.fixture
def hostile_rows() -> list[dict[str, Any]]:
    """Invented records that try to speak to the terminal."""
    return [
        {
            "pmid": "99100001",
            "title": "\x1b[31mVexadrine\x07 \u202efor\u202c gout\x9b2J",
            "abstract": "Vexadrine \x1b]0;owned\x07 halved gout \u2066attacks\u2069 in 40 adults.",
            "journal": "Journal \x1b[2J of \u200fHarm",
        },
        json.loads('{"id": "row\\u001b[2J", "title": "Quorbin \\ud800", "abstract": "Quorbin."}'),
    ]
