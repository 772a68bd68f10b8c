"""Servers on this machine that speak as OpenAI, Anthropic and Ollama do, each by a script.

    with Server(OpenAI(), [fails(429), speaks("Yes.")]) as server: …

Each request takes the next step of the script; the last one is taken again and again.
"""

import json
import socket
import threading
from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Any, Self

# Tokens that each of them says it read and wrote.
TOKENS_IN, TOKENS_OUT = 11, 7
# Seconds after which a server that waits for a test gives up.
_PATIENCE = 5.0


def _json(value: Mapping[str, Any]) -> bytes:
    return json.dumps(value).encode()


class Wire(ABC):
    """One protocol: its events as bytes. `provider` is how a user names it."""

    provider: str
    path: str
    base = ""
    streamed = "text/event-stream"
    cut = "length"
    declining: tuple[str, ...] = ()

    @abstractmethod
    def opening(self) -> list[bytes]:
        """What comes before the first text."""

    @abstractmethod
    def text(self, piece: str) -> bytes:
        """Some more text."""

    @abstractmethod
    def ending(self, reason: str) -> list[bytes]:
        """Why it stops, with its counts, and the end's own mark."""

    @abstractmethod
    def failure(self, said: str) -> bytes:
        """The body of an error."""

    @abstractmethod
    def broken(self, said: str) -> bytes:
        """An error in the middle of a stream."""

    def garbled(self) -> bytes:
        """An event that is no JSON."""
        return b'data: {"choices": [{"delta"\n\n'

    def key_in(self, headers: Mapping[str, str]) -> str | None:
        """The key that a request brought."""
        return (headers.get("authorization") or "").removeprefix("Bearer ") or None

    def schema_in(self, body: Mapping[str, Any]) -> Any:
        """The schema that a request asks for."""
        return body.get("response_format", {}).get("json_schema", {}).get("schema")


class OpenAI(Wire):
    """Chat completions, streamed."""

    provider, path, base = "openai", "/v1/chat/completions", "/v1"
    declining = ("content_filter",)

    def _event(self, delta: Mapping[str, Any], reason: str | None = None) -> bytes:
        choice = {"index": 0, "delta": delta, "finish_reason": reason, "logprobs": None}
        return self._chunk(choices=[choice], usage=None)

    def _chunk(self, **parts: Any) -> bytes:
        chunk = {"id": "c-1", "object": "chat.completion.chunk", "created": 1, "model": "m"}
        return b"data: " + _json({**chunk, **parts}) + b"\n\n"

    def opening(self) -> list[bytes]:
        return [self._event({"role": "assistant", "content": "", "refusal": None})]

    def text(self, piece: str) -> bytes:
        return self._event({"content": piece})

    def refusing(self, piece: str) -> bytes:
        """Some more of a refusal's text."""
        return self._event({"refusal": piece})

    def ending(self, reason: str) -> list[bytes]:
        counts = {"prompt_tokens": TOKENS_IN, "completion_tokens": TOKENS_OUT}
        usage = {**counts, "total_tokens": TOKENS_IN + TOKENS_OUT}
        return [
            self._event({}, reason),
            self._chunk(choices=[], usage=usage),
            b"data: [DONE]\n\n",
        ]

    def failure(self, said: str) -> bytes:
        return _json({"error": {"message": said, "type": "server_error", "code": None}})

    def broken(self, said: str) -> bytes:
        return b"data: " + self.failure(said) + b"\n\n"


class Anthropic(Wire):
    """Messages, streamed."""

    provider, path = "anthropic", "/v1/messages"
    cut = "max_tokens"
    declining = ("refusal",)

    def _event(self, kind: str, **parts: Any) -> bytes:
        return f"event: {kind}\ndata: ".encode() + _json({"type": kind, **parts}) + b"\n\n"

    def opening(self) -> list[bytes]:
        message: dict[str, Any] = {
            "id": "msg_1",
            "type": "message",
            "role": "assistant",
            "model": "m",
            "content": [],
            "stop_reason": None,
            "stop_sequence": None,
            "usage": {"input_tokens": TOKENS_IN, "output_tokens": 1},
        }
        block = {"type": "text", "text": ""}
        return [
            self._event("message_start", message=message),
            self._event("content_block_start", index=0, content_block=block),
            self._event("ping"),
        ]

    def text(self, piece: str) -> bytes:
        delta = {"type": "text_delta", "text": piece}
        return self._event("content_block_delta", index=0, delta=delta)

    def ending(self, reason: str) -> list[bytes]:
        said = {"stop": "end_turn"}.get(reason, reason)
        usage = {"input_tokens": TOKENS_IN, "output_tokens": TOKENS_OUT}
        delta = {"stop_reason": said, "stop_sequence": None}
        return [
            self._event("content_block_stop", index=0),
            self._event("message_delta", delta=delta, usage=usage),
            self._event("message_stop"),
        ]

    def failure(self, said: str) -> bytes:
        return _json({"type": "error", "error": {"type": "api_error", "message": said}})

    def broken(self, said: str) -> bytes:
        return self._event("error", error={"type": "overloaded_error", "message": said})

    def garbled(self) -> bytes:
        return b'event: content_block_delta\ndata: {"type": "content_block\n\n'

    def key_in(self, headers: Mapping[str, str]) -> str | None:
        # As the library's older versions send it, or as the newer do.
        return headers.get("x-api-key") or super().key_in(headers)

    def schema_in(self, body: Mapping[str, Any]) -> Any:
        return body.get("output_config", {}).get("format", {}).get("schema")


class Ollama(Wire):
    """Chat, a JSON object a line."""

    provider, path = "ollama", "/api/chat"
    streamed = "application/x-ndjson"

    def _line(self, text: str, **parts: Any) -> bytes:
        message = {"role": "assistant", "content": text}
        made = {"model": "m", "created_at": "2025-01-01T00:00:00Z", "message": message}
        return _json({**made, "done": False, **parts}) + b"\n"

    def opening(self) -> list[bytes]:
        return []

    def text(self, piece: str) -> bytes:
        return self._line(piece)

    def ending(self, reason: str) -> list[bytes]:
        counts = {"prompt_eval_count": TOKENS_IN, "eval_count": TOKENS_OUT}
        return [self._line("", done=True, done_reason=reason, **counts)]

    def failure(self, said: str) -> bytes:
        return _json({"error": said})

    def broken(self, said: str) -> bytes:
        return self.failure(said) + b"\n"

    def garbled(self) -> bytes:
        return b'{"model": "m", "mess\n'

    def schema_in(self, body: Mapping[str, Any]) -> Any:
        return body.get("format")


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
        self._handler.connection.settimeout(_PATIENCE)
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


def speaks(*pieces: str, reason: str = "stop") -> Step:
    """A whole reply in these pieces."""

    def step(reply: Reply) -> None:
        wire = reply.wire
        reply.begin()
        reply.send(*wire.opening(), *map(wire.text, pieces), *wire.ending(reason))
        reply.end()

    return step


def speaks_when_let(first: str, last: str) -> Step:
    """The first piece; the last when the test sets `server.go_on`."""

    def step(reply: Reply) -> None:
        wire = reply.wire
        reply.begin()
        reply.send(*wire.opening(), wire.text(first))
        if reply.server.go_on.wait(_PATIENCE):
            reply.send(wire.text(last), *wire.ending("stop"))
        reply.end()

    return step


def fails(status: int, said: str = "it broke", **headers: str) -> Step:
    """An error in the protocol's words."""
    return lambda reply: reply.whole(status, reply.wire.failure(said), **headers)


def speaks_without_schema(*pieces: str) -> Step:
    """A whole reply, unless a schema is asked for: that is not known here."""
    refused = fails(400, "'response_format' of type 'json_schema' is not supported")

    def step(reply: Reply) -> None:
        asked = reply.wire.schema_in(reply.request.body)
        (refused if asked else speaks(*pieces))(reply)

    return step


def says(body: bytes, kind: str = "text/html") -> Step:
    """A reply that is none of the protocol's."""
    return lambda reply: reply.whole(200, body, content_type=kind)


def silent(*pieces: str) -> Step:
    """Nothing, or nothing after these pieces, until the other side leaves."""

    def step(reply: Reply) -> None:
        if pieces:
            reply.begin()
            reply.send(*reply.wire.opening(), *map(reply.wire.text, pieces))
        reply.until_left()

    return step


def stops(*pieces: str, hang_up: bool) -> Step:
    """These pieces, and not the protocol's end: the connection cut, or ended as HTTP has it."""

    def step(reply: Reply) -> None:
        reply.begin()
        reply.send(*reply.wire.opening(), *map(reply.wire.text, pieces))
        if hang_up:
            reply.hang_up()
        else:
            reply.end()

    return step


def sends(*pieces: str, then: Callable[[Any], Sequence[bytes]]) -> Step:
    """These pieces, then events of the test's own."""

    def step(reply: Reply) -> None:
        reply.begin()
        reply.send(*reply.wire.opening(), *map(reply.wire.text, pieces), *then(reply.wire))
        reply.end()

    return step


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
