"""Servers on this machine that follow a script.

    with Server(OpenAI(), [fails(429), speaks("Yes.")]) as server: …

Each request takes the next step of the script; the last one is taken again and again.
"""

import json
import socket
import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Any, Self

from llm.wires import Wire

# Seconds after which a server that waits for a test gives up.
PATIENCE = 5.0


@dataclass(frozen=True)
class Request:
    """What came in."""

    path: str
    headers: Mapping[str, str]
    body: dict[str, Any]


class Reply:
    """What a step does with one request."""

    def __init__(
        self, handler: BaseHTTPRequestHandler, server: "Server", request: "Request"
    ) -> None:
        self._handler, self.server, self.request = handler, server, request
        self.wire = server.wire

    def whole(self, status: int, body: bytes, **headers: str) -> None:
        """A reply at once."""
        self._head(status, {"content-type": "application/json", **headers}, len(body))
        self._handler.wfile.write(body)

    def begin(self) -> None:
        """A stream's head."""
        self._head(200, {"content-type": self.wire.streamed}, None)

    def send(self, *events: bytes) -> None:
        """Some more of a stream, as one chunk each."""
        for event in events:
            self._handler.wfile.write(b"%x\r\n%s\r\n" % (len(event), event))

    def end(self) -> None:
        """A stream's end, as HTTP has it."""
        self._handler.wfile.write(b"0\r\n\r\n")

    def hang_up(self) -> None:
        """No more, and no end either."""
        self._handler.close_connection = True
        self._handler.connection.shutdown(socket.SHUT_RDWR)

    def until_left(self) -> None:
        """Wait for the other side to close the connection."""
        self._handler.close_connection = True
        self._handler.connection.settimeout(PATIENCE)
        try:
            gone = self._handler.connection.recv(1) == b""
        except ConnectionError:
            gone = True
        except TimeoutError:
            gone = False
        if gone:
            self.server.left.set()

    def _head(self, status: int, headers: Mapping[str, str], length: int | None) -> None:
        self._handler.send_response(status)
        for name, value in headers.items():
            self._handler.send_header(name.replace("_", "-"), value)
        if length is None:
            self._handler.send_header("transfer-encoding", "chunked")
        else:
            self._handler.send_header("content-length", str(length))
        if not self.server.keeps:
            self._handler.send_header("connection", "close")
        self._handler.end_headers()


Step = Callable[[Reply], None]


class Server:
    """One protocol on a port of its own. `requests` came in, in order; `left` is set when the other
    side closed its connection before the reply was whole. With `keeps` connections stay open after
    a reply, as the real ones' do."""

    def __init__(self, wire: Wire, script: Sequence[Step], keeps: bool = False) -> None:
        self.wire, self.keeps = wire, keeps
        self.requests: list[Request] = []
        self.left, self.go_on = threading.Event(), threading.Event()
        self._script = list(script)
        self._lock = threading.Lock()
        self._http = _Http(("127.0.0.1", 0), _handler_of(self))
        self._thread = threading.Thread(target=self._http.serve_forever, args=(0.01,))

    @property
    def url(self) -> str:
        """Its base URL, as a user gives it."""
        return f"http://127.0.0.1:{self._http.server_address[1]}{self.wire.base}"

    def taken(self, request: Request) -> Step:
        """The step for a request."""
        with self._lock:
            self.requests.append(request)
            return self._script.pop(0) if len(self._script) > 1 else self._script[0]

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.go_on.set()
        self._http.shutdown()
        self._http.close_connections()
        self._http.server_close()
        self._thread.join()


class _Http(ThreadingHTTPServer):
    """Keeps what is open, to close it at the end: clients keep connections alive."""

    def __init__(self, address: tuple[str, int], handler: type[BaseHTTPRequestHandler]) -> None:
        super().__init__(address, handler)
        self._open: set[socket.socket] = set()

    def process_request(self, request: Any, client_address: Any) -> None:
        self._open.add(request)
        super().process_request(request, client_address)

    def shutdown_request(self, request: Any) -> None:
        self._open.discard(request)
        super().shutdown_request(request)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """The other side left in the middle: that is what some tests do."""

    def close_connections(self) -> None:
        for one in [*self._open]:
            try:
                one.shutdown(socket.SHUT_RDWR)
            except OSError:
                continue  # It is closed already.


def _handler_of(server: Server) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            length = int(self.headers["content-length"])
            headers = {name.lower(): value for name, value in self.headers.items()}
            body = json.loads(self.rfile.read(length))
            request = Request(self.path, headers, body)
            server.taken(request)(Reply(self, server, request))

        def log_message(self, format: str, *args: Any) -> None:  # noqa: A002  (the base's name)
            """Nothing on standard error."""

    return Handler
