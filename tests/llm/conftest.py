"""Each provider's protocol, both ways of calling, and pauses that take no time."""

from collections.abc import Iterator
from pathlib import Path

import certifi
import pytest
from answering.helpers import make_library
from invented import WordHashEmbedder, trials
from tenacity import RetryCallState

from llm.calling import Caller
from llm.wires import Anthropic, Ollama, OpenAI, Wire
from qa import Library
from qa.llm import failing


@pytest.fixture(params=[OpenAI, Anthropic, Ollama], ids=["openai", "anthropic", "ollama"])
def wire(request: pytest.FixtureRequest) -> Wire:
    made: Wire = request.param()
    return made


@pytest.fixture(params=["blocking", "async"])
def caller(request: pytest.FixtureRequest) -> Caller:
    return Caller(request.param == "async")


@pytest.fixture(autouse=True)
def pauses(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """The seconds that would have been waited before each new try."""
    waited: list[float] = []
    meant = failing._pause

    def none(state: RetryCallState) -> float:
        if state.attempt_number < failing.ATTEMPTS:
            waited.append(meant(state))
        return 0.0

    monkeypatch.setattr(failing, "_pause", none)
    return waited


@pytest.fixture(scope="session")
def one_certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Nothing here is encrypted, but every client reads what it trusts: a hundred times as long."""
    first, mark, _ = Path(certifi.where()).read_text("ascii").partition("-----END CERTIFICATE-----")
    path = tmp_path_factory.mktemp("trusted") / "one.pem"
    path.write_text(f"{first}{mark}\n", "ascii")
    return path


@pytest.fixture(autouse=True)
def bare(monkeypatch: pytest.MonkeyPatch, one_certificate: Path) -> None:
    """No keys and addresses of whoever runs the tests."""
    for provider in ("OPENAI", "ANTHROPIC", "MISTRAL", "GROQ", "OLLAMA"):
        for end in ("API_KEY", "BASE_URL", "API_BASE", "API_URL", "HOST", "AUTH_TOKEN", "PROXY"):
            monkeypatch.delenv(f"{provider}_{end}", raising=False)
    for name in ("LLM", "LLM_BASE_URL", "LLM_KEY", "LLM_WINDOW", "LLM_TIMEOUT", "OFFLINE"):
        monkeypatch.delenv(f"ABSTRACTQA_{name}", raising=False)
    for name in ("NO_PROXY", "no_proxy"):
        monkeypatch.setenv(name, "*")
    monkeypatch.setenv("SSL_CERT_FILE", str(one_certificate))


@pytest.fixture
def small(tmp_path: Path, embedder: WordHashEmbedder) -> Iterator[Library]:
    """A few invented trials."""
    with make_library(tmp_path, embedder, *trials(6)) as made:
        yield made
