"""How a store is built: plain values, read from arguments or `ABSTRACTQA_*` variables."""

from pathlib import Path

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict

DEFAULT_STORE = Path("abstractqa-store")
BUILTIN_EMBEDDER = "all-MiniLM-L6-v2"


class IndexSettings(BaseSettings):
    """Where the store is and what embeds it.

    `embedder` is the built-in model's name, a folder with a sentence-transformers model, or the
    name of a model on the hub, which is then downloaded because it was named.
    """

    model_config = SettingsConfigDict(env_prefix="ABSTRACTQA_", frozen=True, extra="forbid")

    store: Path = DEFAULT_STORE
    embedder: str = BUILTIN_EMBEDDER
    # Abstracts embedded and committed together: an interruption loses at most this many, and
    # sorting this many by length leaves little padding.
    window: int = Field(default=512, ge=1)
