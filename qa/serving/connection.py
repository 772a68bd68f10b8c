"""One connection, which nobody holds for nothing: it is closed on whoever is too slow to ask, or to
take what he is sent, and what is no HTTP is told so in the one shape."""

import asyncio
import uuid
from typing import Any

import h11
from starlette.datastructures import MutableHeaders
from uvicorn.protocols.http.h11_impl import H11Protocol

from qa.serving.doors import FULL, SLOWEST
from qa.serving.errors import refusal
from qa.serving.headers import add_safe
from qa.serving.logs import log
from qa.serving.metrics import Metrics
from qa.serving.settings import ServerSettings

# How often a connection is looked at, in seconds.
_EVERY = 0.5
_NO_HTTP = "this is no HTTP/1.1 request. Send a request line, and headers of 64 KiB at most"


class Connection(H11Protocol):
    """HTTP as uvicorn speaks it, which has no such limits: it counts the seconds between requests
    alone, and anew for each byte (Kludex/uvicorn#157)."""

    settings: ServerSettings
    metrics: Metrics

    # -- what asyncio and uvicorn call -------------------------------------------------------

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """One more of them: beyond `connections` its request is refused, beyond twice as many it
        is not heard, since each costs a file."""
        super().connection_made(transport)
        self._idle_since = self.loop.time()
        self._late: float | None = None
        self._timer = self.loop.call_later(_EVERY, self._look)
        most = self.settings.connections
        if len(self.connections) > 2 * most:
            transport.abort()
        elif len(self.connections) > most:
            self.app_state = {**self.app_state, FULL: True}

    def connection_lost(self, exc: Exception | None) -> None:
        """It is over."""
        self._timer.cancel()
        super().connection_lost(exc)

    def on_response_complete(self) -> None:
        """From now on the next request is waited for, or what is left of this one."""
        self._idle_since = self.loop.time()
        super().on_response_complete()

    def resume_writing(self) -> None:
        """Most of what was to be sent is taken."""
        self._late = None
        super().resume_writing()

    def send_400_response(self, msg: str) -> None:
        """Instead of uvicorn's line of text."""
        del msg
        self._refuse(400, _NO_HTTP)

    def _unsupported_upgrade_warning(self) -> None:
        """Whoever wishes for another protocol is answered in this one, which is no fault of anybody
        that need be logged."""

    # -- time --------------------------------------------------------------------------------

    def _look(self) -> None:
        now = self.loop.time()
        if self._not_taken(now):
            # To close it would be to wait until all is taken.
            self.transport.abort()
        elif not self._answering and now - self._idle_since > self.settings.head_timeout:
            self._give_up()
        self._timer = self.loop.call_later(_EVERY, self._look)

    def _not_taken(self, now: float) -> bool:
        left = self.transport.get_write_buffer_size()
        if not left:
            self._late = None
        elif self._late is None:
            self._late = now + self.settings.send_timeout + left / SLOWEST
        return self._late is not None and now > self._late

    def _give_up(self) -> None:
        begun, _ = self.conn.trailing_data
        if begun and self.conn.our_state is h11.IDLE and not self.transport.is_closing():
            seconds = f"{self.settings.head_timeout:g}"
            self._refuse(408, f"the headers took longer than {seconds} seconds. Send them again")
        else:
            # A browser opens connections that it may never use: there is nothing to be told.
            self.transport.close()

    # -- refusing ----------------------------------------------------------------------------

    @property
    def _answering(self) -> bool:
        return self.cycle is not None and not self.cycle.response_complete

    def _refuse(self, status: int, message: str) -> None:
        """Answer for the application, which has not seen a request, or only half of one."""
        told = self.conn.our_state is h11.IDLE or (
            self.conn.our_state is h11.SEND_RESPONSE and self.scope["method"] != "HEAD"
        )
        if self._answering:
            # Whoever reads the body is told that there is no more of it.
            self.cycle.disconnected = True
            self.cycle.message_event.set()
        else:
            self.metrics.request("none", "none", status, 0.0)
        if told:
            self._send(status, message)
        self.transport.close()

    def _send(self, status: int, message: str) -> None:
        id_ = uuid.uuid4().hex
        log.info("request", request_id=id_, route="none", status=status)
        scope: dict[str, Any] = {"state": {"request_id": id_}}
        response = refusal(scope, status, message, {"Connection": "close", "X-Request-ID": id_})
        add_safe(MutableHeaders(raw=response.raw_headers))
        for event in (
            h11.Response(status_code=status, headers=response.raw_headers),
            h11.Data(data=bytes(response.body)),
            h11.EndOfMessage(),
        ):
            self.transport.write(self.conn.send(event) or b"")


def connection(settings: ServerSettings, metrics: Metrics) -> type[Connection]:
    """What uvicorn makes connections of, under these settings."""
    return type("_Connection", (Connection,), {"settings": settings, "metrics": metrics})
