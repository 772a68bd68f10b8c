"""Connections are had for asking and for answers: not for holding on to."""

import json
import socket
import time
from contextlib import ExitStack, suppress
from typing import Any

import httpx
import pytest
from httpx import Headers
from llm.servers import Reply, Step
from writing.scripted import reply

from qa import Library
from serving.conftest import Scripted, Serve
from serving.running import PATIENCE, QUESTION, Running, error_of, until

HEAD = b"POST /v1/ask HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\n"
SAFE = {
    "content-type": "application/json",
    "x-content-type-options": "nosniff",
    "content-security-policy": "default-src 'none'; frame-ancestors 'none'",
    "cache-control": "no-store",
    "connection": "close",
}


def connect(at: Running, receive: int | None = None) -> socket.socket:
    """A connection of our own; `receive` is how many bytes it takes unread."""
    host, _, port = at.url.removeprefix("http://").partition(":")
    made = socket.socket()
    if receive is not None:
        made.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, receive)
    made.settimeout(PATIENCE)
    made.connect((host, int(port)))
    return made


def all_of(sending: socket.socket) -> bytes:
    """What comes until the server closes; a reset is a close too."""
    told = b""
    with suppress(ConnectionResetError):
        while some := sending.recv(65_536):
            told += some
    return told


def response(told: bytes) -> httpx.Response:
    """An answer, taken apart."""
    head, _, body = told.partition(b"\r\n\r\n")
    first, *lines = head.decode().splitlines()
    headers = Headers([(name, value) for name, _, value in (one.partition(": ") for one in lines)])
    return httpx.Response(int(first.split()[1]), headers=headers, content=body)


@pytest.fixture
def hasty(library: Library, serve: Serve) -> Running:
    """A server that waits a second for a request."""
    return serve(library, head_timeout=1.0, body_timeout=1.0)


@pytest.mark.parametrize("begun", [b"", b"POST /v1/ask HTTP/1.1\r\nHost: 127.0", HEAD], ids=len)
def test_a_request_that_is_not_ended_is_closed(hasty: Running, begun: bytes) -> None:
    with connect(hasty) as sending:
        sending.sendall(begun)
        told = all_of(sending)
    if not begun:
        assert told == b""  # A browser may open one before it needs it.
        return
    refused = response(told)
    assert (refused.status_code, error_of(refused)) == (408, "timeout")
    assert SAFE.items() <= dict(refused.headers).items()


def test_a_header_a_moment_keeps_no_connection(hasty: Running) -> None:
    started = time.monotonic()
    with connect(hasty) as sending, suppress(ConnectionError):
        sending.sendall(HEAD)
        while time.monotonic() - started < PATIENCE:
            sending.sendall(b"X-More: 1\r\n")
            time.sleep(0.1)
    assert time.monotonic() - started < PATIENCE / 2


@pytest.mark.parametrize("path", ["/v1/ask", "/v1/nowhere", "/healthz"])
def test_a_body_a_byte_a_moment_keeps_no_connection(hasty: Running, path: str) -> None:
    """Whether a route reads bodies or not."""
    started = time.monotonic()
    with connect(hasty) as sending, suppress(ConnectionError):
        sending.sendall(HEAD.replace(b"/v1/ask", path.encode()))
        sending.sendall(b"Content-Length: 1000000\r\n\r\n")
        while time.monotonic() - started < PATIENCE:
            sending.sendall(b" ")
            time.sleep(0.1)
    assert time.monotonic() - started < PATIENCE / 2


def test_a_connection_that_is_used_is_kept(hasty: Running) -> None:
    with connect(hasty) as sending:
        for _ in range(5):
            time.sleep(0.5)
            sending.sendall(b"GET /healthz HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n")
            assert sending.recv(65_536).startswith(b"HTTP/1.1 200")


def test_an_answer_may_take_longer_than_its_question(empty: Library, serve: Serve) -> None:
    at = serve(empty, head_timeout=0.1, send_timeout=0.1)
    with at.service.library.store.writing():
        job = at.upload(("a.csv", b"title,abstract\nTea.,It was drunk.\n")).json()["id"]
        assert at.client.get(f"/v1/jobs/{job}").status_code == 200
        at.client.delete(f"/v1/jobs/{job}")
    assert at.ask().status_code == 200


@pytest.mark.parametrize(
    "sent",
    [
        b"nonsense\r\n\r\n",
        b"GET /healthz HTTP/1.1\r\n\r\n",  # No Host.
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + b"\0" * 100,  # TLS.
        b"GET /healthz HTTP/1.1\r\nHost: a\r\nX: " + b"x" * 100_000,
        HEAD + b"Content-Length: -1\r\n\r\n",
        HEAD + b"Transfer-Encoding: chunked\r\nContent-Length: 3\r\nTransfer-Encoding: x\r\n\r\n",
    ],
    ids=lambda sent: repr(sent[:30]),
)
def test_what_is_no_http_is_told_so_in_the_one_shape(server: Running, sent: bytes) -> None:
    with connect(server) as sending:
        sending.sendall(sent)
        refused = response(all_of(sending))
    assert (refused.status_code, error_of(refused)) == (400, "invalid_request")
    assert SAFE.items() <= dict(refused.headers).items()
    assert 'method="other",route="none",status="400"' in server.client.get("/metrics").text


@pytest.mark.parametrize("method", [b"POST", b"HEAD"])
def test_a_body_that_breaks_off_its_chunks(
    server: Running, method: bytes, caplog: pytest.LogCaptureFixture
) -> None:
    with connect(server) as sending:
        sending.sendall(HEAD.replace(b"POST", method) + b"Transfer-Encoding: chunked\r\n\r\nzz\r\n")
        told = all_of(sending)
    if method == b"POST":
        assert error_of(response(told)) == "invalid_request"
    assert not [one for one in caplog.records if one.exc_info]
    assert server.ask().status_code == 200


def test_more_connections_than_may_be(library: Library, serve: Serve) -> None:
    at = serve(library, connections=5)
    at.client.close()
    until(lambda: httpx.get(f"{at.url}/readyz").status_code, lambda status: status == 200)
    with ExitStack() as stack:
        held = [stack.enter_context(connect(at)) for _ in range(5)]
        until(lambda: httpx.get(f"{at.url}/readyz").status_code, lambda status: status == 503)
        refused = httpx.get(f"{at.url}/v1/stats")
        assert (refused.status_code, error_of(refused)) == (503, "busy")
        assert int(refused.headers["retry-after"]) >= 1
        assert SAFE.items() <= dict(refused.headers).items()
        assert httpx.get(f"{at.url}/healthz").status_code == 200
        more = [stack.enter_context(connect(at)) for _ in range(6)]
        assert all_of(more[-1]) == b""  # It is closed unheard,
        held[0].sendall(b"GET /healthz HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n")
        assert held[0].recv(100).startswith(b"HTTP/1.1 200")  # and no other for it.
    until(lambda: httpx.get(f"{at.url}/v1/stats").status_code, lambda status: status == 200)


def writes_much(library: Library) -> Step:
    """A model that repeats all that it is shown, and has not ended when it is left."""
    shown = [one.article for one in library.finding.invoke(QUESTION).weighed.retrieval.articles]
    texts = [article.text(sentence) for article in shown for sentence in article.sentences]
    whole = reply(*((text, [number]) for number, text in enumerate(texts[:50], 1)))

    def step(reply: Reply) -> None:
        reply.begin()
        reply.send(*reply.wire.opening(), reply.wire.text(whole[: whole.rindex("{")]))
        for _ in range(5):
            if not reply.server.left.is_set():
                reply.until_left()

    return step


@pytest.mark.parametrize("path", ["/v1/ask", "/v1/chat/completions"])
def test_whoever_stops_reading_frees_the_lane(
    scripted: Scripted, library: Library, path: str
) -> None:
    at, model = scripted(
        [writes_much(library)], send_timeout=0.5, model_lanes=1, queue=0, buffer=4096
    )
    options = {"statements": 50}
    asked: dict[str, Any] = {"question": QUESTION, "options": options}
    if path != "/v1/ask":
        messages = [{"role": "user", "content": QUESTION}]
        asked = {"model": "abstractqa-llm", "messages": messages, "stream": True}
        asked["abstractqa"] = options
    body = json.dumps(asked).encode()
    with connect(at, receive=4096) as sending:
        sending.sendall(HEAD.replace(b"/v1/ask", path.encode()))
        sending.sendall(b"Accept: text/event-stream\r\nContent-Length: %d\r\n\r\n" % len(body))
        sending.sendall(body)
        assert sending.recv(12) == b"HTTP/1.1 200"
        assert at.service.writers.taken == 1
        until(lambda: at.service.writers.taken, lambda taken: taken == 0)
        assert model.left.wait(PATIENCE)  # The model was stopped while it wrote.
    assert at.ask(options={"extractive": True}).status_code == 200


def test_whoever_reads_slowly_has_it_all(library: Library, serve: Serve) -> None:
    at = serve(library, send_timeout=1.0, buffer=4096)
    whole = at.client.get("/openapi.json").content
    told = b""
    with connect(at, receive=4096) as sending:
        sending.sendall(b"GET /openapi.json HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n")
        while not told.endswith(whole[-100:]):
            time.sleep(0.05)
            told += sending.recv(2048)
    assert told.endswith(whole)


def test_an_answer_that_nobody_takes_is_dropped(library: Library, serve: Serve) -> None:
    at = serve(library, send_timeout=0.5, buffer=4096)
    with connect(at, receive=4096) as sending:
        for _ in range(20):
            sending.sendall(b"GET /openapi.json HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n")
        time.sleep(3)
        with pytest.raises(ConnectionError):
            while True:
                sending.sendall(b"GET /openapi.json HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n")
                time.sleep(0.05)
