"""The outermost: each request has an id, a line in the log and its figures, and whatever breaks
is told in the one shape."""

import asyncio
import re
import time
import uuid

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import ClientDisconnect
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from structlog.contextvars import bind_contextvars

from qa.serving.errors import refusal
from qa.serving.logs import broken, log
from qa.serving.metrics import Metrics
from qa.serving.settings import ServerSettings

_ID = re.compile(r"[A-Za-z0-9._-]{1,64}")
# What nginx writes for a client that went away before it had its answer.
GONE = 499
_BROKEN = (
    "Something went wrong here, which is no fault of the request. Tell whoever runs the server"
)

_STOPPING = "The server is being stopped. Come again in a moment"


class Recording:
    """Notes each request; the last to catch what breaks."""

    def __init__(self, app: ASGIApp, settings: ServerSettings, metrics: Metrics) -> None:
        self.app, self._settings, self._metrics = app, settings, metrics

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        given = Headers(scope=scope).get("x-request-id", "")
        id_ = given if _ID.fullmatch(given) else uuid.uuid4().hex
        scope.setdefault("state", {})["request_id"] = id_
        bind_contextvars(request_id=id_)
        started, status = time.perf_counter(), 0

        async def noting(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                MutableHeaders(scope=message)["X-Request-ID"] = id_
            await send(message)

        try:
            await self.app(scope, receive, noting)
        except ClientDisconnect:
            status = status or GONE
        except asyncio.CancelledError:
            # The server must stop, and has waited for this long enough.
            if status:
                raise
            await refusal(scope, 503, _STOPPING, {"Retry-After": "5"})(scope, receive, noting)
        except Exception as error:
            self._tell(error, scope)
            if status:
                raise  # Half an answer cannot be mended; the connection is closed.
            await refusal(scope, 500, _BROKEN)(scope, receive, noting)
        finally:
            self._note(scope, status or GONE, time.perf_counter() - started)

    def _note(self, scope: Scope, status: int, seconds: float) -> None:
        route = route_of(scope)
        self._metrics.request(scope["method"], route, status, seconds)
        log.info(
            "request",
            method=scope["method"],
            route=route,
            status=status,
            ms=round(1000 * seconds, 1),
            owner=scope["state"].get("owner", ""),
        )

    def _tell(self, error: Exception, scope: Scope) -> None:
        said = broken(error, self._settings.log_questions)
        log.error("broken", route=route_of(scope), **said)


def route_of(scope: Scope) -> str:
    """The route's pattern, never the path: paths hold what is asked for, and there is no end of
    them."""
    route = scope.get("route")
    path = getattr(route, "path_format", None)
    if path:
        return str(path)
    return "page" if scope.get("app_root_path") is not None or "endpoint" in scope else "none"
