"""When a request is sent again: a server that is busy says when to come (`Retry-After`)."""

from dataclasses import dataclass
from typing import Any

from tenacity import (
    AsyncRetrying,
    RetryCallState,
    Retrying,
    retry_if_result,
    stop_after_attempt,
)

from qa.client.replies import seconds

ATTEMPTS = 4
_LONGEST_WAIT = 30.0


@dataclass(frozen=True, slots=True)
class Reply:
    """A reply of httpx, and its body unless that is a stream still to come."""

    response: Any
    body: bytes = b""


def _later(reply: Reply) -> bool:
    """Whether the server says when to come again."""
    told = seconds(reply.response.headers.get("retry-after"))
    return reply.response.status_code in (429, 503) and told is not None


def _wait(state: RetryCallState) -> float:
    assert state.outcome is not None  # noqa: S101  (there is one once it is tried again)
    told = seconds(state.outcome.result().response.headers.get("retry-after"))
    return min(told or 0.0, _LONGEST_WAIT)


def _last(state: RetryCallState) -> Reply:
    assert state.outcome is not None  # noqa: S101
    reply: Reply = state.outcome.result()
    return reply


_AGAIN: dict[str, Any] = {
    "retry": retry_if_result(_later),
    "stop": stop_after_attempt(ATTEMPTS),
    "wait": _wait,
    "retry_error_callback": _last,
}


def again() -> Retrying:
    """Has a request sent until the server takes it, a few times."""
    return Retrying(**_AGAIN)


def aagain() -> AsyncRetrying:
    """The same without blocking."""
    return AsyncRetrying(**_AGAIN)
