"""What a server says, as objects and errors of ours."""

import json
import math
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any, TypeVar

from pydantic import ValidationError

from index.build import IndexReport
from index.errors import AbstractQAError, RemoteError
from index.records import Failure, Skipped
from qa.characters import one_line
from qa.events import Event
from qa.wire import error_of, event_of, object_from_json

T = TypeVar("T")
_LONGEST = 1000
# Besides what is no JSON, or not ours: what is nested too deeply, and numbers without an end.
_UNREADABLE = (ValidationError, ValueError, KeyError, TypeError, RecursionError, OverflowError)


def read(kind: type[T], text: bytes, url: str) -> T:
    """The object in a reply; raises RemoteError if there is none."""
    with understood(url):
        return object_from_json(kind, text)


def event(text: str, url: str) -> Event:
    """One event of a stream; raises the error that it tells of, RemoteError if it is none."""
    with understood(url):
        fields = json.loads(text)
        if not isinstance(fields, dict):
            raise RemoteError(f"{url} sent {text[:80]!r} as an event", "Use a server of ours")
        if fields.get("event") == "error":
            raise told(fields, url)
        return event_of(fields)


def failure(status: int, text: bytes, url: str, retry_after: str | None = None) -> AbstractQAError:
    """The error in a reply that is none of success."""
    try:
        fields = json.loads(text)
    except (ValueError, RecursionError):
        fields = None
    if isinstance(fields, dict) and isinstance(fields.get("error"), dict):
        return told(fields, url, seconds(retry_after))
    return RemoteError(
        f"{url} answered {status}, and not as a server of ours does", "Check the address"
    )


def told(fields: Mapping[str, Any], url: str, retry_after: float | None = None) -> AbstractQAError:
    """The error of `{"error": {"code": …, "message": …}}`."""
    error = fields.get("error")
    message = error.get("message") if isinstance(error, Mapping) else None
    line = one_line(message[:_LONGEST]) if isinstance(message, str) else ""
    if not isinstance(error, Mapping) or not line:
        return RemoteError(f"{url} failed and did not say why", "See the server's log")
    code = error.get("code")
    return error_of(code if isinstance(code, str) else "", line, "", retry_after)


def report(fields: Mapping[str, Any], url: str) -> IndexReport:
    """What `IndexReport.to_dict()` became of."""
    with understood(url):
        return IndexReport(
            **{name: int(fields[name]) for name in ("read", "added", "updated", "unchanged")},
            skipped=tuple(Skipped(*_record(one)) for one in fields["skipped"]),
            failed=tuple(Failure(*_record(one)) for one in fields["failed"]),
            deletions=tuple(map(str, fields["deletions"])),
            seconds=float(fields["seconds"]),
            more_skipped=int(fields.get("more_skipped", 0)),
            more_failed=int(fields.get("more_failed", 0)),
        )


def _record(one: Mapping[str, Any]) -> tuple[str, str, str]:
    return str(one["file"]), str(one["record"]), str(one["reason"])


def seconds(retry_after: str | None) -> float | None:
    """Seconds to wait; None where the header has none, or a date."""
    try:
        wait = float(retry_after or "")
    except ValueError:
        return None
    return wait if math.isfinite(wait) and wait >= 0 else None


@contextmanager
def understood(url: str) -> Iterator[None]:
    """What cannot be read as RemoteError."""
    try:
        yield
    except _UNREADABLE as error:
        raise RemoteError(
            f"{url} gave no reply that can be read",
            "See that an abstractqa server of this version is there",
        ) from error
