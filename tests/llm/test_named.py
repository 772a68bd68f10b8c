"""Which model the settings mean, with which key, and what is said where they mean none."""

import sys
from typing import Any

import pytest

from index.errors import ModelError, SettingsError
from llm.calling import KEY, Caller, no_key_in, writer
from llm.servers import Server
from llm.steps import speaks
from llm.wires import Anthropic, Ollama, OpenAI, Wire
from qa import Settings
from qa.configure import settings_from
from qa.llm.calls import arguments
from qa.llm.models import estimate, open_writer
from qa.llm.named import NO_KEY, Named, named_by

OTHERS = "sk-meant-for-openai-only"


def meant(**values: Any) -> Named:
    return named_by(settings_from(**values))


@pytest.mark.parametrize(
    ("llm", "provider", "model"),
    [
        ("ollama:llama3.2:3b", "ollama", "llama3.2:3b"),
        ("huggingface:org/model", "huggingface", "org/model"),
        ("gguf:/models/a b.gguf", "gguf", "/models/a b.gguf"),
        ("mistralai:small", "mistralai", "small"),
    ],
)
def test_provider_and_model(llm: str, provider: str, model: str) -> None:
    found = meant(llm=llm)
    assert (found.name, found.provider, found.model) == (llm, provider, model)
    assert (found.base_url, found.timeout, found.window) == (None, 60.0, None)


@pytest.mark.parametrize("llm", ["m", "org/model", "org/model:tag", "openai:m"])
def test_a_server_with_a_base_url_speaks_as_openai(llm: str) -> None:
    found = meant(llm=llm, llm_base_url="http://localhost:8000/v1", llm_window=2048)
    assert found.provider == "openai"
    assert found.model == llm.removeprefix("openai:")
    assert (found.key, found.window) == (NO_KEY, 2048)


@pytest.mark.parametrize("llm", ["gpt-4", "openai:", ":m", "org/model"])
def test_a_model_that_does_not_say_whose_it_is(llm: str) -> None:
    with pytest.raises(SettingsError, match=f"the model '{llm}' does not say whose it is") as error:
        meant(llm=llm)
    assert "--llm-base-url" in error.value.remedy


@pytest.mark.parametrize(
    ("llm", "variable"), [("openai:m", "OPENAI_API_KEY"), ("anthropic:m", "ANTHROPIC_API_KEY")]
)
def test_no_key(monkeypatch: pytest.MonkeyPatch, llm: str, variable: str) -> None:
    with pytest.raises(SettingsError) as error:
        meant(llm=llm)
    assert str(error.value) == f"there is no key for {llm}. Set {variable}"
    monkeypatch.setenv(variable, "  ")
    with pytest.raises(SettingsError):
        meant(llm=llm)
    monkeypatch.setenv(variable, f" {KEY}\n")
    assert meant(llm=llm).key == KEY
    monkeypatch.setenv("ABSTRACTQA_LLM_KEY", "sk-given-for-this")
    assert meant(llm=llm).key == "sk-given-for-this"


def test_no_key_for_anthropic_elsewhere(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ANTHROPIC_API_KEY", OTHERS)
    with pytest.raises(SettingsError, match="Set ABSTRACTQA_LLM_KEY"):
        meant(llm="anthropic:m", llm_base_url="http://localhost:1")


def test_a_key_that_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "sk-“quoted”-0123")
    with pytest.raises(SettingsError) as error:
        meant(llm="openai:m")
    assert str(error.value).endswith("Set OPENAI_API_KEY anew")
    assert "quoted" not in str(error.value)


def test_a_key_within_the_url_is_refused() -> None:
    with pytest.raises(SettingsError) as error:
        meant(llm="openai:m", llm_base_url=f"https://user:{KEY}@example.org/v1")
    no_key_in(str(error.value))
    assert "ABSTRACTQA_LLM_KEY" in error.value.remedy


@pytest.mark.parametrize("value", ["localhost:8000", "ftp://host", "http://", "http://a b"])
def test_a_base_url_that_is_none(value: str) -> None:
    with pytest.raises(SettingsError, match="llm_base_url"):
        settings_from(llm="openai:m", llm_base_url=value)


@pytest.mark.parametrize("value", ["0", "-1", "soon", "nan"])
def test_a_timeout_that_is_none(value: str) -> None:
    with pytest.raises(SettingsError, match="--llm-timeout or ABSTRACTQA_LLM_TIMEOUT"):
        settings_from(llm="openai:m", llm_timeout=value)


def test_the_environment_names_a_model(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ABSTRACTQA_LLM", "ollama:m")
    monkeypatch.setenv("ABSTRACTQA_LLM_TIMEOUT", "7.5")
    monkeypatch.setenv("ABSTRACTQA_LLM_WINDOW", "4096")
    found = named_by(Settings())
    assert (found.name, found.timeout, found.window) == ("ollama:m", 7.5, 4096)


@pytest.mark.parametrize("given", [None, "sk-for-this-server"])
@pytest.mark.parametrize("wire", [OpenAI(), Ollama()], ids=["openai", "ollama"])
def test_a_server_of_ones_own_is_sent_no_providers_key(
    monkeypatch: pytest.MonkeyPatch, caller: Caller, wire: Wire, given: str | None
) -> None:
    for name in ("OPENAI_API_KEY", "OLLAMA_API_KEY", "ANTHROPIC_API_KEY"):
        monkeypatch.setenv(name, OTHERS)
    if given:
        monkeypatch.setenv("ABSTRACTQA_LLM_KEY", given)
    with Server(wire, [speaks("{}")]) as server:
        found = meant(llm=f"{wire.provider}:m", llm_base_url=server.url)
        assert caller.hear(open_writer(found)).text == "{}"
    [asked] = server.requests
    assert wire.key_in(asked.headers) == (given or NO_KEY)
    assert OTHERS not in str(asked)


def test_anthropic_elsewhere_is_sent_the_key_given(
    monkeypatch: pytest.MonkeyPatch, caller: Caller
) -> None:
    for name in ("ANTHROPIC_API_KEY", "ANTHROPIC_AUTH_TOKEN"):
        monkeypatch.setenv(name, OTHERS)
    monkeypatch.setenv("ABSTRACTQA_LLM_KEY", KEY)
    with Server(Anthropic(), [speaks("{}")]) as server:
        caller.hear(open_writer(meant(llm="anthropic:m", llm_base_url=server.url)))
    [asked] = server.requests
    assert Anthropic().key_in(asked.headers) == KEY
    assert OTHERS not in str(asked)


def test_another_provider_elsewhere_is_sent_no_key_of_its_own(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("MISTRAL_API_KEY", OTHERS)
    here = meant(llm="mistralai:m", llm_base_url="http://localhost:1")
    assert arguments(here)["api_key"] == NO_KEY
    assert meant(llm="mistralai:m").key == OTHERS


def test_an_unknown_provider() -> None:
    with pytest.raises(ModelError, match=r"nobody:m cannot be loaded \(.*[Uu]nsupported"):
        open_writer(meant(llm="nobody:m"))


@pytest.mark.parametrize(
    ("llm", "module", "wanted"),
    [
        ("openai:m", "langchain_openai", "pip install 'abstractqa[openai]'"),
        ("anthropic:m", "langchain_anthropic", "pip install 'abstractqa[anthropic]'"),
        ("ollama:m", "langchain_ollama", "pip install 'abstractqa[ollama]'"),
        ("google_genai:m", "langchain_google_genai", "pip install langchain-google-genai"),
    ],
)
def test_a_package_that_is_not_installed(
    monkeypatch: pytest.MonkeyPatch, llm: str, module: str, wanted: str
) -> None:
    from langchain.chat_models import base  # noqa: PLC0415  (only this test looks inside)

    monkeypatch.setenv("ABSTRACTQA_LLM_KEY", KEY)
    monkeypatch.setitem(sys.modules, module, None)
    base._get_chat_model_creator.cache_clear()
    with pytest.raises(ModelError) as error:
        open_writer(meant(llm=llm))
    base._get_chat_model_creator.cache_clear()
    assert str(error.value).startswith(f"{llm} needs a package that is not installed (")
    assert error.value.remedy == f"Install it: {wanted}"


def test_a_model_that_cannot_be_made_shows_no_key(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object, **given: object) -> None:
        raise ValueError(f"bad: {given}")

    monkeypatch.setattr("qa.llm.models.init_chat_model", broken)
    with pytest.raises(ModelError) as error:
        open_writer(meant(llm="openai:m", llm_key=KEY))
    no_key_in(str(error.value))
    assert error.value.__suppress_context__


def test_how_each_is_called() -> None:
    given = arguments(Named("openai:m", "openai", "m", None, 9.0, None, KEY))
    assert given == {"timeout": 9.0, "max_retries": 0, "api_key": KEY, "max_tokens": 4096}
    local = arguments(Named("ollama:m", "ollama", "m", None, 9.0, 16384, None))
    assert (local["num_ctx"], local["num_predict"]) == (16384, 2048)
    assert "base_url" not in local
    here = arguments(Named("huggingface:m", "huggingface", "m", None, 9.0, 8192, None))
    sober = {"do_sample": False, "return_full_text": False}
    assert here == {"pipeline_kwargs": {"max_new_tokens": 1024, **sober}}


def test_windows() -> None:
    with Server(OpenAI(), [speaks("{}")]) as server:
        unknown = writer(server)
        known = open_writer(Named("openai:gpt-4o", "openai", "gpt-4o", None, 5.0, None, KEY))
        told = open_writer(Named("openai:m", "openai", "m", server.url, 5.0, 2048, KEY))
    assert (unknown.window, unknown.reply) == (4096, 512)
    assert (known.window, known.reply) == (128_000, 4096)
    assert (told.window, told.reply) == (2048, 256)


@pytest.mark.parametrize("text", ["", "a", "Sopiradine 2.5 mg/kg", "β-тест"])
def test_tokens_are_rather_overestimated(text: str) -> None:
    assert estimate(text) >= len(text) / 2.5
