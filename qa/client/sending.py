"""What a client sends: requests as plain values."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any
from urllib.parse import quote

from index.errors import SettingsError
from qa.asking import History, turns
from qa.configure import settings_from
from qa.question import checked
from qa.settings import Settings

STREAM, _JSON = "text/event-stream", "application/json"
# What a question may set; the rest is the server's.
_OPTIONS = frozenset(
    "articles statements include_retracted years journals publication_types mesh languages".split()
)


@dataclass(frozen=True, slots=True)
class Request:
    """One request: `path` below the server's address, `accept` the kind of reply wanted."""

    method: str
    path: str
    json: Mapping[str, Any] | None = None
    accept: str = _JSON


def ask(
    question: str,
    history: History,
    options: Mapping[str, Any],
    accept: str = _JSON,
) -> Request:
    """A question; raises SettingsError if it is empty, or the history no list of questions."""
    body = {"question": checked(question), "history": list(map(asdict, turns(history)))}
    return Request("POST", "/v1/ask", {**body, "options": dict(options)}, accept)


def search(words: str, options: Mapping[str, Any]) -> Request:
    """Words to find articles by; raises SettingsError without any."""
    return Request("POST", "/v1/search", {"query": checked(words), "options": dict(options)})


def article(name: str, method: str = "GET") -> Request:
    """One article, to be looked up or removed."""
    return Request(method, f"/v1/articles/{_part(name)}")


def job(id: str, method: str = "GET") -> Request:  # noqa: A002  (what a job has is called id)
    """One upload, to be followed or stopped."""
    return Request(method, f"/v1/jobs/{_part(id)}")


def facets(limit: int) -> Request:
    """What can be filtered by, of each field the `limit` most common."""
    return Request("GET", f"/v1/facets?limit={limit:d}")


def options(changed: Mapping[str, Any]) -> dict[str, Any]:
    """Settings for a question as they are sent; raises SettingsError for what cannot be used, and
    for what is the server's alone."""
    llm = {"extractive": True} if changed.get("llm", "") is None else {}
    for name in changed:
        if name not in _OPTIONS and not (name == "llm" and llm):
            whose = "the server's to set" if name in Settings.model_fields else "no setting"
            raise SettingsError(
                f"{name} is {whose}",
                f"A question may set {', '.join(sorted(_OPTIONS))}, and llm=None",
            )
    wanted = {name: value for name, value in changed.items() if name in _OPTIONS}
    settings = settings_from(**wanted)
    return {**{name: getattr(settings, name) for name in wanted}, **llm}


def _part(name: str) -> str:
    """A name as one part of a path."""
    key = quote(name, safe="", errors="replace")
    # A name of dots alone would be a way up.
    return key if key.strip(".") else key.replace(".", "%2E")
