"""Servers that are busy, broken, slow or no servers of ours."""

import asyncio
import json
import time
from collections.abc import AsyncIterator, Callable
from typing import Any

import pytest
from serving.running import listening
from sse_starlette import EventSourceResponse, ServerSentEvent
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, RedirectResponse, Response
from starlette.routing import Route

import qa
from client.conftest import Answering
from index import errors
from index.errors import (
    AbstractQAError,
    AccessError,
    AnswerTimeoutError,
    BusyError,
    ModelError,
    RemoteError,
    SettingsError,
    StoreLockedError,
)
from qa import Answer, Client
from qa.events import Done, Event, Notice, of_answer
from qa.wire import code_of

ANSWER = Answer("Q?", "Nothing.\u2028 At all.", True, "Nothing.", (), (), (), 0.1)


def app(reply: Callable[[Request], Any]) -> Starlette:
    """An application that replies to everything in one way."""

    async def endpoint(request: Request) -> Response:
        made = reply(request)
        return made if isinstance(made, Response) else await made

    return Starlette(routes=[Route("/{path:path}", endpoint, methods=["GET", "POST", "DELETE"])])


def failure(code: str, status: int, **headers: str) -> Response:
    error = {"code": code, "message": "It is so. Do this", "request_id": "1"}
    return JSONResponse({"error": error}, status, headers)


def stream(*events: dict[str, Any]) -> Response:
    async def told() -> AsyncIterator[ServerSentEvent]:
        for event in events:
            text = json.dumps(event, ensure_ascii=False)
            yield ServerSentEvent(text, event=event["event"], sep="\n")

    return EventSourceResponse(told(), sep="\n")


class Turns:
    """Replies in turn, the last one for ever; counts them."""

    def __init__(self, *replies: Callable[[], Response]) -> None:
        self.replies, self.asked = replies, 0

    def __call__(self, request: Request) -> Response:
        reply = self.replies[min(self.asked, len(self.replies) - 1)]
        self.asked += 1
        return reply()


def good() -> Response:
    return JSONResponse(ANSWER.to_dict())


ASKING: list[Callable[[Client], object]] = [
    lambda client: client.ask("Q?"),
    lambda client: asyncio.run(client.aask("Q?")),
    lambda client: list(client.stream("Q?")),
    lambda client: asyncio.run(everything(client)),
]
ask_in_every_way = pytest.mark.parametrize("ask", ASKING, ids=["ask", "aask", "stream", "astream"])
Ask = Callable[[Client], object]


async def everything(client: Client) -> list[Event]:
    return [event async for event in client.astream("Q?")]


# -- errors of the server ------------------------------------------------------------------------


@pytest.mark.parametrize(
    "kind",
    [
        errors.ModelError, errors.SettingsError, errors.StoreMissingError, errors.AccessError,
        errors.StoreDamagedError, errors.ArticleNotFoundError, errors.OfflineError,
        errors.EmbedderMismatchError, errors.SourceError, errors.AnswerTimeoutError,
    ],
)  # fmt: skip
@ask_in_every_way
def test_an_error_keeps_its_class(
    answering: Answering, kind: type[AbstractQAError], ask: Ask
) -> None:
    client = answering(app(lambda _: failure(code_of(kind("x")), 500)))
    with pytest.raises(kind, match=r"^It is so\. Do this$") as raised:
        ask(client)
    assert type(raised.value) is kind


def test_every_class_of_the_tree_has_a_code() -> None:
    def below(kind: type[AbstractQAError]) -> list[type[AbstractQAError]]:
        return [one for sub in kind.__subclasses__() for one in (sub, *below(sub))]

    ours = [one for one in below(AbstractQAError) if one.__module__ == "index.errors"]
    assert len(ours) > 15
    codes = {one: code_of(one("x")) for one in ours}
    assert len(set(codes.values())) == len(ours)
    assert code_of(ZeroDivisionError()) == "internal"


def test_a_key_that_is_refused(answering: Answering) -> None:
    with pytest.raises(AccessError, match="It is so"):
        answering(app(lambda _: failure("unauthorized", 401))).ask("Q?")


def test_the_key_is_sent(answering: Answering) -> None:
    seen: list[str | None] = []

    def reply(request: Request) -> Response:
        seen.append(request.headers.get("authorization"))
        return good()

    url = answering(app(reply)).url
    with qa.connect(url, key="abc-123") as client:
        client.ask("Q?")
        asyncio.run(client.aask("Q?"))
        assert "abc" not in repr(client)
    assert seen == ["Bearer abc-123"] * 2


# -- busy servers --------------------------------------------------------------------------------


@pytest.mark.parametrize("status", [429, 503])
@pytest.mark.parametrize("at", [0, 1])
def test_a_busy_server_is_asked_again(answering: Answering, status: int, at: int) -> None:
    turns = Turns(lambda: failure("busy", status, **{"Retry-After": "0.2"}), good)
    client, started = answering(app(turns)), time.perf_counter()
    assert ASKING[at](client) == ANSWER
    assert turns.asked == 2
    assert time.perf_counter() - started >= 0.2


def test_a_stream_is_begun_again(answering: Answering) -> None:
    events = [event.to_dict() for event in of_answer(ANSWER)]
    turns = Turns(
        lambda: failure("busy", 503, **{"Retry-After": "0"}),
        lambda: stream(*events),
        lambda: failure("rate_limited", 429, **{"Retry-After": "0"}),
        lambda: stream(*events),
    )
    client = answering(app(turns))
    assert list(client.stream("Q?")) == list(of_answer(ANSWER))
    assert asyncio.run(everything(client)) == list(of_answer(ANSWER))
    assert turns.asked == 4


@pytest.mark.parametrize("code", ["busy", "rate_limited"])
@ask_in_every_way
def test_a_server_that_stays_busy(answering: Answering, code: str, ask: Ask) -> None:
    turns = Turns(lambda: failure(code, 503, **{"Retry-After": "0"}))
    with pytest.raises(BusyError) as raised:
        ask(answering(app(turns)))
    assert raised.value.retry_after == 0
    assert turns.asked == 4


def test_what_is_busy_for_another_reason_says_so(answering: Answering) -> None:
    turns = Turns(lambda: failure("store_locked", 503, **{"Retry-After": "0"}))
    with pytest.raises(StoreLockedError):
        answering(app(turns)).remove("pmid:1")
    assert turns.asked == 4


@pytest.mark.parametrize("header", [{}, {"Retry-After": "Wed, 21 Oct 2026 07:28:00 GMT"}])
def test_who_does_not_say_when_is_not_asked_again(
    answering: Answering, header: dict[str, str]
) -> None:
    turns = Turns(lambda: failure("store_damaged", 503, **header))
    with pytest.raises(errors.StoreDamagedError):
        answering(app(turns)).ask("Q?")
    assert turns.asked == 1


# -- no servers of ours --------------------------------------------------------------------------


@ask_in_every_way
def test_nothing_there(ask: Ask) -> None:
    with listening() as at:
        url = f"http://127.0.0.1:{at.getsockname()[1]}"
        with qa.connect(url) as client, pytest.raises(RemoteError) as raised:
            ask(client)
    assert f"nothing answers at {url}" in str(raised.value)
    assert "abstractqa serve" in str(raised.value)
    assert "\n" not in str(raised.value)


OTHERS: list[Callable[[], Response]] = [
    lambda: PlainTextResponse("hello"),
    lambda: JSONResponse([1, 2]),
    lambda: JSONResponse({"answer": "yes"}),
    lambda: RedirectResponse("http://127.0.0.1:1/elsewhere"),
    lambda: PlainTextResponse("<h1>Bad gateway</h1>", 502),
    lambda: JSONResponse({"error": "no"}, 500),
    lambda: JSONResponse({"error": {"code": 7, "message": None}}, 500),
    lambda: Response(b"\xff\xfe\x00", 200),
]


@pytest.mark.parametrize("number", range(len(OTHERS)))
@ask_in_every_way
def test_another_kind_of_server(answering: Answering, number: int, ask: Ask) -> None:
    client = answering(app(lambda _: OTHERS[number]()))
    with pytest.raises(RemoteError) as raised:
        ask(client)
    assert client.url in str(raised.value)


@ask_in_every_way
def test_a_server_that_says_nothing(answering: Answering, ask: Ask) -> None:
    async def slow(request: Request) -> Response:
        await asyncio.sleep(1.5)
        return good()

    url = answering(app(slow)).url
    with (
        qa.connect(url, timeout=0.2) as client,
        pytest.raises(AnswerTimeoutError, match=r"said nothing for 0\.2 seconds"),
    ):
        ask(client)


@pytest.mark.parametrize(
    "url",
    ["", "127.0.0.1:7860", "ftp://a.example", "http://", "http://a:b@c.example", "http://a/?q=1"],
)
def test_no_address(url: str) -> None:
    with pytest.raises(SettingsError, match="Give one as http") as raised:
        qa.connect(url)
    assert "a:b" not in str(raised.value)


@pytest.mark.parametrize("key", ["", "a b", "ä", "a\r\nX: y"])
def test_no_key(key: str) -> None:
    with pytest.raises(SettingsError, match="the key has characters") as raised:
        qa.connect("http://127.0.0.1", key=key)
    assert key == "" or key not in str(raised.value)


@pytest.mark.parametrize("timeout", [0, -1, float("nan"), float("inf")])
def test_no_timeout(timeout: float) -> None:
    with pytest.raises(SettingsError, match="the timeout cannot be"):
        qa.connect("http://127.0.0.1", timeout=timeout)


# -- other versions ------------------------------------------------------------------------------


def test_an_older_and_a_newer_server(answering: Answering) -> None:
    older = {name: value for name, value in ANSWER.to_dict().items() if name != "references"}
    assert answering(app(lambda _: JSONResponse(older))).ask("Q?") == ANSWER
    newer = {**ANSWER.to_dict(), "mood": "cheerful"}
    assert answering(app(lambda _: JSONResponse(newer))).ask("Q?") == ANSWER


# -- streams -------------------------------------------------------------------------------------

NOTICE = Notice("One article did not fit.\u2028\x85 Really.")


@pytest.mark.parametrize("ask", ASKING[2:], ids=["stream", "astream"])
def test_an_error_in_mid_stream(answering: Answering, ask: Ask) -> None:
    error = {"event": "error", "error": {"code": "model", "message": "It went away. Ask again"}}
    client = answering(app(lambda _: stream(NOTICE.to_dict(), error)))
    with pytest.raises(ModelError, match=r"^It went away\. Ask again$"):
        ask(client)


@pytest.mark.parametrize("ask", ASKING[2:], ids=["stream", "astream"])
def test_lines_of_other_kinds_are_text(answering: Answering, ask: Ask) -> None:
    client = answering(app(lambda _: stream(NOTICE.to_dict(), Done(ANSWER).to_dict())))
    assert ask(client) == [NOTICE, Done(ANSWER)]


BROKEN: list[dict[str, Any]] = [
    {"event": "notice", "text": "and that was all"},
    {"event": "song", "text": "la"},
    {"event": "notice"},
    {"event": "done", "answer": {"question": 1}},
    {"event": "error"},
]


@pytest.mark.parametrize("number", range(len(BROKEN)))
@pytest.mark.parametrize("ask", ASKING[2:], ids=["stream", "astream"])
def test_a_stream_that_is_none(answering: Answering, number: int, ask: Ask) -> None:
    with pytest.raises(RemoteError):
        ask(answering(app(lambda _: stream(BROKEN[number]))))


class Endless:
    """Begins an answer and never ends it; `gone` once its reader has left."""

    def __init__(self) -> None:
        self.gone = False

    def __call__(self, request: Request) -> Response:
        async def told() -> AsyncIterator[ServerSentEvent]:
            try:
                while True:
                    yield ServerSentEvent(json.dumps(NOTICE.to_dict()), event="notice", sep="\n")
                    await asyncio.sleep(0.02)
            finally:
                self.gone = True

        return EventSourceResponse(told(), sep="\n")


def soon(look: Callable[[], bool]) -> bool:
    end = time.monotonic() + 5
    while not look() and time.monotonic() < end:
        time.sleep(0.01)
    return look()


def test_closing_the_iterator_stops_the_server(answering: Answering) -> None:
    endless = Endless()
    events = answering(app(endless)).stream("Q?")
    assert next(events) == NOTICE
    assert not endless.gone
    events.close()
    assert soon(lambda: endless.gone)


def test_cancelling_the_task_stops_the_server(answering: Answering) -> None:
    endless = Endless()
    client = answering(app(endless))

    async def cancelled() -> None:
        task = asyncio.create_task(everything(client))
        await asyncio.sleep(0.3)
        assert not endless.gone
        task.cancel()
        await asyncio.wait([task])
        assert task.cancelled()

    asyncio.run(cancelled())
    assert soon(lambda: endless.gone)
