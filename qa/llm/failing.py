"""What goes wrong with a chat model, in words a user can act on, with no key in them.

Every provider has its own errors; what they share is an HTTP status, a cause, and a class name.
"""

from collections.abc import Iterator
from typing import Any

from tenacity import (
    AsyncRetrying,
    RetryCallState,
    Retrying,
    retry_if_exception,
    stop_after_attempt,
    wait_exponential,
    wait_random,
)

from index.errors import ModelError, OfflineError
from qa.llm.hiding import Secrets
from qa.llm.named import Named

ATTEMPTS = 3
_FIRST_WAIT, _LONGEST_WAIT = 0.5, 8.0
# Longer than this nobody waits for an answer.
_LONGEST_ASKED = 30.0
_LONGEST = 300


def retrying() -> Retrying:
    """Tries again with growing pauses, or with the pause that the server asks for."""
    return Retrying(**_policy())


def aretrying() -> AsyncRetrying:
    """The same without blocking."""
    return AsyncRetrying(**_policy())


def _policy() -> dict[str, Any]:
    return {
        "retry": retry_if_exception(can_help),
        "stop": stop_after_attempt(ATTEMPTS),
        "wait": _pause,
        "reraise": True,
    }


_growing = wait_exponential(_FIRST_WAIT, _LONGEST_WAIT) + wait_random(0, _FIRST_WAIT)


def _pause(state: RetryCallState) -> float:
    error = state.outcome.exception() if state.outcome else None
    asked = _asked_for(error)
    return float(_growing(state)) if asked is None else min(asked, _LONGEST_ASKED)


def _asked_for(error: BaseException | None) -> float | None:
    """Seconds that the server asks to be left alone for."""
    for one in causes(error):
        headers = getattr(getattr(one, "response", None), "headers", {})
        try:
            seconds = float(headers.get("retry-after", ""))
        except ValueError:  # None, or a date.
            continue
        if seconds >= 0:
            return seconds
    return None


def can_help(error: BaseException) -> bool:
    """Whether trying again can: too many requests, a server's failure, a lost connection."""
    if any(isinstance(one, OfflineError) for one in causes(error)):
        return False
    status = status_of(error)
    if status is not None:
        return status in (408, 409, 429) or status >= 500
    return _kind(error) == "connection"


def rejects_schema(error: BaseException) -> bool:
    """Whether the server refuses the schema: a bad request that speaks of it."""
    said = str(error).lower()
    named = any(word in said for word in ("response_format", "schema", "format", "output_config"))
    return status_of(error) in (400, 404, 422) and named


def explained(error: BaseException, named: Named, secrets: Secrets, started: bool) -> Exception:
    """The error as ours: OfflineError where the guard spoke, else ModelError."""
    for one in causes(error):
        if isinstance(one, OfflineError | ModelError):
            return one
    problem, remedy = _reason(error, named, started)
    # Cut last: half a key would not be known for one.
    said = secrets.hidden(" ".join(str(error).split("\n")[0].split()))[:_LONGEST]
    return ModelError(f"{named.name} {problem}" + (f" ({said})" if said else ""), remedy)


def _reason(error: BaseException, named: Named, started: bool) -> tuple[str, str]:
    status, kind = status_of(error), _kind(error)
    if status is not None:
        return _of_status(status, named)
    if kind == "timeout":
        return f"said nothing for {named.timeout:g} s", "Give it more time with --llm-timeout"
    if started:
        return "broke off in the middle of its reply", "Ask again"
    where = named.base_url or named.provider
    if kind == "connection":
        return "cannot be reached", f"Check that {where} is there"
    # What the libraries raise on a body that is not the protocol's.
    if isinstance(error, ValueError | AssertionError):
        return "gave no reply that can be read", f"Check that {where} speaks as {named.provider}"
    return "failed", "Check the model and its settings"


def _of_status(status: int, named: Named) -> tuple[str, str]:
    if status in (401, 403):
        return "was refused its key", f"Check {named.variable}"
    if status == 404:
        return "is not known there", "Check the name of the model, and where it is asked"
    if status == 429:
        return f"had too many requests, {ATTEMPTS} times", "Wait, or use another model"
    if status >= 500:
        return f"failed on its server, {ATTEMPTS} times", "Try again later, or another model"
    return f"refused the request ({status})", "Check the model and its settings"


def _kind(error: BaseException) -> str:
    names = [type(one).__name__.lower() for one in causes(error)]
    if any("timeout" in name for name in names):
        return "timeout"
    broken = ("connect", "network", "remoteprotocol", "readerror", "incomplete")
    return "connection" if any(b in name for name in names for b in broken) else "other"


def status_of(error: BaseException) -> int | None:
    """The HTTP status of failure that an error carries, where it does."""
    status = getattr(error, "status_code", None)
    # An error in the middle of a stream carries the 200 that it began with.
    return status if isinstance(status, int) and status >= 400 else None


def causes(error: BaseException | None) -> Iterator[BaseException]:
    """The error and what led to it, at most a dozen."""
    for _ in range(12):
        if error is None:
            return
        yield error
        error = error.__cause__ or error.__context__
