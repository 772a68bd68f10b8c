"""Events sent as they come, until all are sent, the client has gone, or the server must stop."""

from collections.abc import AsyncIterator

from sse_starlette import EventSourceResponse, ServerSentEvent
from starlette.responses import Response

from qa.serving.settings import ServerSettings

Sent = ServerSentEvent
# What is sent parts lines as JSON does.
_LINE = "\n"
# Seconds of `stop_timeout` that are left for the rest of the server to stop in.
_SPARE = 1.0


def sent(text: str, event: str | None = None) -> Sent:
    """One event."""
    return ServerSentEvent(text, event=event, sep=_LINE)


def streamed(events: AsyncIterator[Sent], settings: ServerSettings) -> Response:
    """A response of these events; they are closed with it.

    A client that takes nothing is dropped by its connection, which counts all that is sent on it.
    """
    return EventSourceResponse(events, sep=_LINE, shutdown_grace_period=grace(settings))


def grace(settings: ServerSettings) -> float:
    """Seconds that an answer has to end in once the server is told to stop."""
    return max(0.0, settings.stop_timeout - _SPARE)
