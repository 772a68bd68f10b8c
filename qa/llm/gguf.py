"""A GGUF model in this process: llama.cpp behind its own OpenAI-protocol server on loopback.

xllamacpp is imported here only, and only where such a model is named.
"""

import json
import os
import secrets
import urllib.request
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from index.errors import ModelError, first_line

_MAGIC = b"GGUF"
# More than this is seldom shown, and the memory for it is taken at once.
_WINDOW = 8192
_TIMEOUT = 60.0
_LOOPBACK = "127.0.0.1"


@dataclass(frozen=True, slots=True)
class Served:
    """A model being served; it lives as long as this process. `window` in tokens."""

    url: str
    window: int
    key: str = field(repr=False)
    # Holding it keeps the server up.
    server: Any = field(repr=False)

    def count(self, text: str) -> int:
        """Tokens of a text, by the model's own tokenizer."""
        body = json.dumps({"content": text}).encode()
        return len(_asked(f"{self.url}/tokenize", self.key, body)["tokens"])


def served_file(path: Path, window: int | None) -> Served:
    """The model in a file; raises ModelError if it is none, or xllamacpp is not installed."""
    path = path.expanduser()
    try:
        with path.open("rb") as file:
            found = file.read(len(_MAGIC))
    except OSError as error:
        raise ModelError(
            f"{path} cannot be read ({error.strerror})", "Give a file: gguf:/path/model.gguf"
        ) from error
    if found != _MAGIC:
        raise ModelError(f"{path} is no GGUF file", "Give one: gguf:/path/model.gguf")
    past_proxies()
    return _served(path.resolve(), window or _WINDOW)


def past_proxies() -> None:
    """From now on no proxy of the environment stands between this machine and itself: every client
    asks this variable."""
    held = os.environ.get("no_proxy") or os.environ.get("NO_PROXY") or ""
    if held != "*" and _LOOPBACK not in held.split(","):
        os.environ["no_proxy"] = f"{held},{_LOOPBACK}".lstrip(",")


@cache
def _served(path: Path, window: int) -> Served:
    try:
        import xllamacpp  # noqa: PLC0415  (34 MB, and an extra)
    except ImportError as error:
        raise ModelError(
            "gguf: needs the package xllamacpp", "Install it: pip install 'abstractqa[gguf]'"
        ) from error
    key = secrets.token_urlsafe(16)
    given = xllamacpp.CommonParams()
    given.model.path = str(path)
    given.port = 0
    given.n_ctx = window
    given.n_parallel = 1
    given.api_keys = [key]
    given.verbosity = -1
    try:
        server = xllamacpp.Server(given)
    except (RuntimeError, ValueError) as error:
        raise ModelError(
            f"{path} cannot be loaded ({first_line(error)})", "Is it a chat model, and whole?"
        ) from error
    url = server.listening_address
    held = _asked(f"{url}/props", key)["default_generation_settings"]["n_ctx"]
    return Served(url, min(window, int(held)), key, server)


def _asked(url: str, key: str, body: bytes | None = None) -> dict[str, Any]:
    headers = {"Content-Type": "application/json", "Authorization": f"Bearer {key}"}
    request = urllib.request.Request(url, body, headers)  # noqa: S310  (our own, on loopback)
    with urllib.request.urlopen(request, timeout=_TIMEOUT) as reply:  # noqa: S310
        found: dict[str, Any] = json.load(reply)
    return found
