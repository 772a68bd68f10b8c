"""What a request must look like before anything reads it: its Host, where it was sent from, and
how long its body is and takes."""

import asyncio
import math
import re
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from index.errors import BusyError
from qa.serving.errors import ours, refusal
from qa.serving.settings import ServerSettings, is_loopback

_SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
_UPLOADS = ("/v1/articles", "/gradio_api/upload")
# What multipart adds to the files themselves.
_ENVELOPE = 1 << 20
# Whoever sends or takes less than this, in bytes a second, is holding a connection.
SLOWEST = 16_384
# In a request's state: it came by a connection more than there may be.
FULL = "full"
# Whoever looks whether the process is there must not think that it is not.
_NEVER_FULL = "/healthz"
# Of Gradio's routes, what the page lives on. Others read files, fetch for whoever asks, run events
# beside the queue, show its workings, or let code be written.
_GRADIO = "/gradio_api/"
_NAMES = ("queue/", "upload", "heartbeat/", "component_server", "cancel", "reset", "startup-events")
_TOLD = ("info", "theme.css", "app_id", "user", "token", "login_check")
_OPEN = tuple(_GRADIO + name for name in (*_NAMES, *_TOLD))
_CLOSED = ("/monitoring", "/svelte/")
# A name or an address and perhaps a port, as RFC 9110 has it: whoever stands between may read more
# (a user, a path) in another way than we.
_HOST = re.compile(r"(?:\[(?P<six>[0-9A-Fa-f:.]+)\]|(?P<name>[A-Za-z0-9._-]+))(?::[0-9]{0,5})?")


class Doors:
    """Refuses what is called by another name, sent by another site's page, or too long."""

    def __init__(self, app: ASGIApp, settings: ServerSettings) -> None:
        self.app, self._settings = app, settings

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        # In place: what is found out about a request is read from this very scope.
        scope["headers"] = [one for one in scope["headers"] if not self._misleads(*one)]
        full = scope.get("state", {}).get(FULL, False)
        body = _Body(scope, receive, self._limit(scope["path"]), self._settings.body_timeout)

        async def sending(message: Message) -> None:
            if message["type"] == "http.response.start" and (full or body.much_is_left):
                # Else the server would read all of it, only to have the connection back.
                MutableHeaders(scope=message)["Connection"] = "close"
            await send(message)

        if full and scope["path"] != _NEVER_FULL:
            await ours(scope, _full(self._settings.connections))(scope, receive, sending)
            return
        fault = self._fault(scope)
        if fault is None and body.told > body.limit:
            fault = 413, body.too_large
        if fault is not None:
            await refusal(scope, *fault)(scope, receive, sending)
        else:
            await self.app(scope, body.receive, sending)

    def _fault(self, scope: Scope) -> tuple[int, str] | None:
        headers = Headers(scope=scope)
        host = headers.get("host", "")
        if not self._known(host):
            return 421, _unknown(host)
        if scope["method"] not in _SAFE and self._foreign(headers, host):
            return 403, "sent by a page of another site. Name the site in ABSTRACTQA_SERVE_ORIGINS"
        path = scope["path"]
        if path.startswith(_CLOSED) or (path.startswith(_GRADIO) and not path.startswith(_OPEN)):
            return 404, f"There is nothing at {path[:200]}. See /docs for what there is"
        return None

    def _known(self, host: str) -> bool:
        """A page of a site whose name was turned to this address has that name in Host.

        Where other machines may ask a key is needed, which such a page has not.
        """
        found = _HOST.fullmatch(host)
        if found is None:
            return False
        if self._settings.on_loopback or self._settings.hosts:
            return self._own(found)
        return True

    def _own(self, host: re.Match[str]) -> bool:
        """Whether it is a name of this server, by its settings or as loopback."""
        name = (host["six"] or host["name"]).lower()
        return name in _names(*self._settings.hosts, self._settings.host) or is_loopback(name)

    def _misleads(self, header: bytes, value: bytes) -> bool:
        """Gradio takes for the page's own address what a proxy says that it was called by, and
        anybody can say so: only names that are set count."""
        if header == b"x-forwarded-host":
            first = value.decode("latin-1").split(",")[0].strip()
            found = _HOST.fullmatch(first)
            return found is None or not self._own(found)
        return header == b"x-gradio-server"

    def _foreign(self, headers: Headers, host: str) -> bool:
        origin = headers.get("origin")
        if origin is not None and origin in self._settings.origins:
            return False
        if headers.get("sec-fetch-site", "none") not in ("same-origin", "none"):
            return True
        return origin is not None and (not _is_url(origin) or urlsplit(origin).netloc != host)

    def _limit(self, path: str) -> int:
        if path in _UPLOADS:
            return self._settings.max_upload + _ENVELOPE
        return self._settings.max_body


def _full(connections: int) -> BusyError:
    return BusyError(
        f"{connections} connections are open, which is all that may be",
        "Come again in a moment, and close those that are not used",
        5.0,
    )


def _names(*given: str) -> frozenset[str]:
    """Names and addresses as they are compared."""
    return frozenset(one.strip("[]").lower() for one in given)


def _unknown(host: str) -> str:
    found = _HOST.fullmatch(host)
    if found is not None:
        name = (found["six"] or found["name"])[:100]
        return (
            f"{name} is no name that this server goes by. Whoever runs it may add it to "
            "ABSTRACTQA_SERVE_HOSTS"
        )
    return "the Host header is no name with a port. Send the server's own, as in its address"


def _is_url(text: str) -> bool:
    """Whether it can be taken apart as one, and has a host."""
    try:
        return bool(urlsplit(text).netloc)
    except ValueError:
        return False


class _Body:
    """A body as it comes, counted and timed."""

    def __init__(self, scope: Scope, receive: Receive, limit: int, timeout: float) -> None:
        headers = Headers(scope=scope)
        told = headers.get("content-length", "0")
        # What is no number the server has refused; without one there is no body, or no end.
        endless = "transfer-encoding" in headers
        self.limit, self.told = limit, int(told) if told.isdecimal() else 0
        self._to_come = math.inf if endless else self.told
        self.too_large = f"the body is larger than {limit} bytes. Send less at a time"
        self._receive, self._timeout = receive, timeout
        self._read, self._whole = 0, False
        self._started = asyncio.get_running_loop().time()

    @property
    def much_is_left(self) -> bool:
        """Whether more is to come than is worth reading."""
        return not self._whole and self._to_come - self._read > _ENVELOPE

    async def receive(self) -> Message:
        """The next part; raises HTTPException for one too many, or too late."""
        if self._whole:
            return await self._receive()
        late = self._started + self._timeout + self._read / SLOWEST
        try:
            async with asyncio.timeout_at(late):
                message = await self._receive()
        except TimeoutError as error:
            said = f"the body took longer than {self._timeout:g} seconds. Send it again"
            raise HTTPException(408, said) from error
        self._read += len(message.get("body", b""))
        self._whole = not message.get("more_body", False)
        if self._read > self.limit:
            raise HTTPException(413, self.too_large)
        return message
