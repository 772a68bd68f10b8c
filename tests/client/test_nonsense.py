"""Servers whose replies are made to break a client: too deep, too long, in odd alphabets."""

import asyncio
import gzip
import zlib
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from starlette.requests import Request
from starlette.responses import JSONResponse, Response, StreamingResponse

from client.conftest import Answering
from client.test_failing import ANSWER, ASKING, NOTICE, Ask, app, ask_in_every_way, soon, stream
from client.test_uploading import Uploads
from index.errors import ModelError, RemoteError
from qa.client import reading
from qa.events import Done

ask_for_a_stream = pytest.mark.parametrize("ask", ASKING[2:], ids=["stream", "astream"])
DEEP = 3000
EVENTS = "text/event-stream"


def remote(client: Any, ask: Ask) -> str:
    """What is said of the server, in an error that names it."""
    with pytest.raises(RemoteError) as raised:
        ask(client)
    assert type(raised.value) is RemoteError
    assert client.url in str(raised.value)
    return str(raised.value)


@pytest.mark.parametrize("status", [200, 500])
@pytest.mark.parametrize(
    "body", [b'{"error":' * DEEP, b"[" * DEEP + b"]" * DEEP, b"9" * 5000], ids=lambda body: body[:2]
)
@ask_in_every_way
def test_a_reply_nested_too_deeply(
    answering: Answering, status: int, body: bytes, ask: Ask
) -> None:
    remote(answering(app(lambda _: Response(body, status, media_type="application/json"))), ask)


@pytest.mark.parametrize(
    "data", [b"[" * DEEP, b'{"a":' * DEEP, b"1" * 5000, b"1e999", b"\xff\xfe", b""]
)
@ask_for_a_stream
def test_an_event_that_cannot_be_read(answering: Answering, data: bytes, ask: Ask) -> None:
    body = b"data: " + data + b"\n\n"
    remote(answering(app(lambda _: Response(body, media_type=EVENTS))), ask)


@pytest.mark.parametrize("charset", ["rot13", "hex", "base64", "zlib", "utf-16", "idna", "none"])
@ask_for_a_stream
def test_a_stream_is_utf_8_whatever_its_head_says(
    answering: Answering, charset: str, ask: Ask
) -> None:
    def reply(request: Request) -> Response:
        made = stream(NOTICE.to_dict(), Done(ANSWER).to_dict())
        made.headers["content-type"] = f"{EVENTS}; charset={charset}"
        return made

    assert ask(answering(app(reply))) == [NOTICE, Done(ANSWER)]


def packed(how: str, body: bytes, status: int = 200) -> Response:
    return Response(body, status, {"Content-Encoding": how}, "application/json")


@pytest.mark.parametrize("status", [200, 500])
@ask_in_every_way
def test_a_small_reply_that_unpacks_to_a_large_one(
    answering: Answering, status: int, ask: Ask
) -> None:
    body = gzip.compress(b" " * (reading.LONGEST + 1), 1)
    assert len(body) < reading.LONGEST / 100

    def reply(request: Request) -> Response:
        made = packed("gzip", body, status)
        if status == 200 and request.headers["accept"] == EVENTS:
            made.headers["content-type"] = EVENTS
        return made

    assert "sent more than 67,108,864 bytes" in remote(answering(app(reply)), ask)


@pytest.mark.parametrize("how", ["deflate", "gzip, gzip", "br", "zstd"])
@ask_in_every_way
def test_a_reply_packed_as_nobody_asked_for(answering: Answering, how: str, ask: Ask) -> None:
    body = zlib.compress(b"{}")

    def reply(request: Request) -> Response:
        assert request.headers["accept-encoding"] == "gzip"
        return packed(how, body)

    assert f"packed its reply as {how!r}" in remote(answering(app(reply)), ask)


def test_a_reply_packed_as_asked_for(answering: Answering) -> None:
    body = gzip.compress(JSONResponse(ANSWER.to_dict()).body)
    assert answering(app(lambda _: packed("gzip", body))).ask("Q?") == ANSWER


@pytest.mark.parametrize(
    "piece",
    [b"x" * (1 << 20), b"data: x\n" * (1 << 17), b": ping\n\n" * (1 << 17)],
    ids=["line", "event", "comments"],
)
@ask_for_a_stream
def test_an_event_without_an_end(
    answering: Answering, piece: bytes, ask: Ask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reading, "LONGEST", 8 << 20)
    gone: list[bool] = []

    async def endless() -> AsyncIterator[bytes]:
        try:
            while True:
                yield piece
                await asyncio.sleep(0)
        finally:
            gone.append(True)

    client = answering(app(lambda _: StreamingResponse(endless(), media_type=EVENTS)))
    assert "sent more than" in remote(client, ask)
    assert soon(lambda: gone == [True])


@ask_for_a_stream
def test_a_long_stream_of_short_events(
    answering: Answering, ask: Ask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reading, "LONGEST", 2000)
    events = [NOTICE] * 100

    async def told() -> AsyncIterator[bytes]:
        for event in (*events, Done(ANSWER)):
            yield b"data: " + JSONResponse(event.to_dict()).body + b"\n\n"
            await asyncio.sleep(0.005)

    client = answering(app(lambda _: StreamingResponse(told(), media_type=EVENTS)))
    assert ask(client) == [*events, Done(ANSWER)]


@ask_in_every_way
def test_what_a_server_says_is_one_line_of_what_can_be_seen(answering: Answering, ask: Ask) -> None:
    body = rb'{"error": {"code": "model", "message": "\u001b[2JIt\u0000 is\ud800\n so\u202e."}}'
    client = answering(app(lambda _: Response(body, 500, media_type="application/json")))
    with pytest.raises(ModelError) as raised:
        ask(client)
    assert str(raised.value) == "[2JIt is so."


@pytest.mark.parametrize("code", [7, None, ["model"], {"a": "model"}])
def test_a_code_that_is_none(answering: Answering, code: object) -> None:
    error = {"error": {"code": code, "message": "It is so"}}
    with pytest.raises(RemoteError, match="It is so"):
        answering(app(lambda _: JSONResponse(error, 500))).ask("Q?")


REPORT = {"read": 0, "added": 0, "updated": 0, "unchanged": 0, "skipped": [], "failed": [],
          "deletions": [], "seconds": 0.1}  # fmt: skip


@pytest.mark.parametrize("wrong", [{"seconds": 10**400}, {"read": "1e999"}, {"skipped": [[]]}])
def test_a_report_that_cannot_be_read(
    answering: Answering, tmp_path: Path, wrong: dict[str, Any]
) -> None:
    (tmp_path / "a.jsonl").write_text("{}")
    client = answering(app(Uploads({"state": "done", "report": {**REPORT, **wrong}})))
    remote(client, lambda client: client.index(tmp_path / "a.jsonl"))


@pytest.mark.parametrize("id_", ["a\tb", "../articles/pmid:1", "..", "a?b#c"])
def test_an_upload_named_as_none_is(answering: Answering, tmp_path: Path, id_: str) -> None:
    """What is followed is below /v1/jobs, whatever the server called it."""
    (tmp_path / "a.jsonl").write_text("{}")
    called: list[str] = []

    async def reply(request: Request) -> Response:
        called.append(request.scope["raw_path"].decode())
        if request.method == "POST":
            await request.body()
            return JSONResponse({"id": id_, "state": "waiting"}, 202)
        return JSONResponse({"id": "j", "state": "done", "report": REPORT})

    answering(app(reply)).index(tmp_path / "a.jsonl")
    assert called[1].startswith("/v1/jobs/")
    assert called[1].count("/") == 3


@pytest.mark.parametrize("name", ["a" * 70_000, "\ud800", "\0"])
def test_a_name_that_no_address_takes(answering: Answering, name: str) -> None:
    client = answering(app(lambda _: JSONResponse({}, 404)))
    with pytest.raises(RemoteError):
        client.article(name)
