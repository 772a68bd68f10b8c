"""The chat model that the settings name: provider, model, where it is, and with which key."""

import os
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from index.errors import SettingsError
from qa.settings import Settings

GGUF = "gguf"
OPENAI = "openai"
# Where each provider's key is looked for, by its own convention.
KEY_VARIABLES = {
    OPENAI: "OPENAI_API_KEY",
    "anthropic": "ANTHROPIC_API_KEY",
    "mistralai": "MISTRAL_API_KEY",
    "groq": "GROQ_API_KEY",
    "google_genai": "GOOGLE_API_KEY",
    "huggingface": "HUGGINGFACEHUB_API_TOKEN",
}
# With a base URL these are providers; anything else before a colon is part of the model's name, as
# in llama3.2:3b.
_AT_A_URL = frozenset({*KEY_VARIABLES, "ollama"})
# What a server that asks for no key is sent, since the client insists on one.
NO_KEY = "none"


@dataclass(frozen=True, slots=True)
class Named:
    """As the user named it; `key` is the one given for it, never shown."""

    name: str
    provider: str
    model: str
    base_url: str | None
    timeout: float
    window: int | None
    key: str | None = field(repr=False)

    @property
    def variable(self) -> str:
        """The environment variable in which its key is looked for."""
        if self.base_url:
            return "ABSTRACTQA_LLM_KEY"
        return KEY_VARIABLES.get(self.provider, f"{self.provider.upper()}_API_KEY")


def named_by(settings: Settings) -> Named:
    """The model of these settings; raises SettingsError where provider or model is missing.

    A server with a base URL of its own gets a key only from `ABSTRACTQA_LLM_KEY`: what is in
    OPENAI_API_KEY is meant for OpenAI.
    """
    name = settings.llm or ""
    provider, colon, model = name.partition(":")
    if settings.llm_base_url and provider not in _AT_A_URL:
        provider, model = OPENAI, name
    elif not colon or not model or not provider:
        raise SettingsError(
            f"the model {name!r} does not say whose it is",
            "Name it as openai:…, anthropic:…, ollama:…, huggingface:… or gguf:/path/model.gguf, "
            "or give its server with --llm-base-url",
        )
    if settings.llm_base_url and provider == "huggingface":
        raise SettingsError(
            f"{name} runs here, and a server is named beside it",
            f"For a server of OpenAI's protocol, as Hugging Face's endpoints are: --llm {model}",
        )
    if settings.llm_base_url and "@" in urlsplit(settings.llm_base_url).netloc:
        # It would be shown with every failure, and kept with every answer.
        raise SettingsError(
            "the base URL holds a user's name or key", "Give the key in ABSTRACTQA_LLM_KEY"
        )
    named = Named(
        name,
        provider,
        model,
        settings.llm_base_url,
        settings.llm_timeout,
        settings.llm_window,
        _key(settings, provider),
    )
    if named.key is None and provider in (OPENAI, "anthropic"):
        raise SettingsError(f"there is no key for {name}", f"Set {named.variable}")
    if named.key and not (named.key.isascii() and named.key.isprintable()):
        raise SettingsError(
            f"the key for {name} has characters that no key has", f"Set {named.variable} anew"
        )
    return named


def _key(settings: Settings, provider: str) -> str | None:
    """The key to send, None where the provider's package looks for one itself."""
    given = settings.llm_key.get_secret_value().strip() if settings.llm_key else ""
    if settings.llm_base_url:
        # Given none, a package would send what the environment holds for its own provider.
        return given or (None if provider == "anthropic" else NO_KEY)
    return given or os.environ.get(KEY_VARIABLES.get(provider, ""), "").strip() or None
