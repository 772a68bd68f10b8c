"""What crosses the wire between a server and its client: errors as codes, objects as JSON.

Every error of the one tree has a code, and every code its error, so that a remote ModelError is
a ModelError where it was asked for.
"""

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from pydantic import TypeAdapter

from index import errors
from index.errors import AbstractQAError, BusyError, RemoteError
from qa import events
from qa.events import Event

T = TypeVar("T")
# A class without a code of its own has its base's; the first code of a class is what it is sent as.
_CLASSES: Mapping[str, type[AbstractQAError]] = {
    "source": errors.SourceError,
    "unknown_format": errors.UnknownFormatError,
    "store": errors.StoreError,
    "store_missing": errors.StoreMissingError,
    "store_locked": errors.StoreLockedError,
    "store_read_only": errors.StoreReadOnlyError,
    "disk_full": errors.DiskFullError,
    "store_damaged": errors.StoreDamagedError,
    "embedder_mismatch": errors.EmbedderMismatchError,
    "embedder": errors.EmbedderError,
    "reranker": errors.RerankerError,
    "model": errors.ModelError,
    "offline": errors.OfflineError,
    "article_not_found": errors.ArticleNotFoundError,
    "conversation_not_found": errors.ConversationNotFoundError,
    "prompt": errors.PromptError,
    "settings": errors.SettingsError,
    "busy": errors.BusyError,
    "unauthorized": errors.AccessError,
    "remote": errors.RemoteError,
    "internal": errors.AbstractQAError,
    # What HTTP itself has to say, by no class of ours.
    "forbidden": errors.AccessError,
    "rate_limited": errors.BusyError,
    "invalid_request": errors.SettingsError,
    "timeout": errors.AnswerTimeoutError,
    "not_found": errors.RemoteError,
    "method_not_allowed": errors.RemoteError,
    "too_large": errors.RemoteError,
}
_CODES = {kind: code for code, kind in reversed(list(_CLASSES.items()))}


def code_of(error: BaseException) -> str:
    """The code that an error is sent under; `internal` for what is not ours."""
    return next((_CODES[kind] for kind in type(error).__mro__ if kind in _CODES), "internal")


def error_of(
    code: str, message: str, remedy: str = "", retry_after: float | None = None
) -> AbstractQAError:
    """The error that was sent under a code; RemoteError for a code that is not known here."""
    kind = _CLASSES.get(code, RemoteError)
    if issubclass(kind, BusyError) and retry_after is not None:
        return kind(message, remedy, retry_after)
    return kind(message, remedy)


# Made when first needed, since that takes a while.
_ADAPTERS: dict[Any, TypeAdapter[Any]] = {}
_EVENTS: Mapping[str, type[Event]] = {
    kind.__name__.lower(): kind
    for kind in (events.Started, events.Notice, events.Held, events.Said, events.Done)
}


def event_of(fields: Mapping[str, Any]) -> Event:
    """The event whose `to_dict()` this is; raises RemoteError if it is none."""
    kind = _EVENTS.get(str(fields.get("event")))
    if kind is None:
        raise RemoteError(f"{fields.get('event')!r} is no event", "Use a server of this version")
    return object_of(kind, {name: value for name, value in fields.items() if name != "event"})


def object_of(kind: type[T], value: object) -> T:
    """The object whose JSON-ready values these are: fields not known here are left out.

    Raises pydantic's ValidationError for what is no such object.
    """
    return cast("T", _adapter(kind).validate_python(value))


def object_from_json(kind: type[T], text: str | bytes) -> T:
    """The same from JSON."""
    return cast("T", _adapter(kind).validate_json(text))


def _adapter(kind: Any) -> TypeAdapter[Any]:
    if kind not in _ADAPTERS:
        _ADAPTERS[kind] = TypeAdapter(kind)
    return _ADAPTERS[kind]
