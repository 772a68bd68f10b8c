"""The three protocols through LangChain, each against a server that speaks it."""

import asyncio
from contextlib import aclosing, closing

import pytest

from llm.calling import KEY, MESSAGES, SCHEMA, Caller, writer
from llm.servers import (
    TOKENS_IN,
    TOKENS_OUT,
    Ollama,
    OpenAI,
    Server,
    Wire,
    fails,
    says,
    sends,
    silent,
    speaks,
    speaks_when_let,
    speaks_without_schema,
    stops,
)
from qa.answer import Usage

# Seconds that a test gives a server to notice something.
SOON = 3.0


def test_a_reply_comes_whole_with_its_counts(wire: Wire, caller: Caller) -> None:
    with Server(wire, [speaks('{"said": ', '"ye', 's"}')]) as server:
        heard = caller.hear(writer(server))
    assert heard.error is None
    assert [piece.text for piece in heard.pieces if piece.text] == ['{"said": ', '"ye', 's"}']
    assert heard.usages == [Usage(TOKENS_IN, TOKENS_OUT)]
    assert not heard.cut


def test_what_is_asked(wire: Wire, caller: Caller) -> None:
    with Server(wire, [speaks("{}")]) as server:
        caller.hear(writer(server))
    [asked] = server.requests
    assert asked.path == wire.path
    assert wire.key_in(asked.headers) == KEY
    assert wire.schema_in(asked.body)["properties"] == SCHEMA["properties"]
    assert asked.body["model"] == "m"
    assert asked.body["messages"][-1] == {"role": "user", "content": "Is it?"}
    assert "Be brief." in str(asked.body)


def test_how_much_may_be_written(wire: Wire) -> None:
    with Server(wire, [speaks("{}")]) as server:
        model = writer(server)
        list(model.stream(MESSAGES, None))
    [asked] = server.requests
    body = asked.body.get("options", asked.body)
    assert model.reply == 512
    assert body.get("max_tokens", body.get("num_predict")) == model.reply
    assert body["temperature"] == 0


def test_without_a_schema_none_is_asked_for(wire: Wire, caller: Caller) -> None:
    with Server(wire, [speaks("Yes.")]) as server:
        heard = caller.hear(writer(server), None)
    assert heard.text == "Yes."
    assert heard.usages == [Usage(TOKENS_IN, TOKENS_OUT)]
    assert not wire.schema_in(server.requests[0].body)


def test_the_first_piece_comes_before_the_last_is_sent(wire: Wire) -> None:
    with Server(wire, [speaks_when_let("first", "last")]) as server:
        pieces = writer(server).stream(MESSAGES, SCHEMA)
        assert next(pieces).text == "first"
        assert not server.go_on.is_set()
        server.go_on.set()
        assert "".join(piece.text for piece in pieces) == "last"


def test_the_first_piece_comes_before_the_last_is_sent_async(wire: Wire) -> None:
    async def asked(server: Server) -> str:
        pieces = writer(server).astream(MESSAGES, SCHEMA)
        assert (await anext(pieces)).text == "first"
        server.go_on.set()
        return "".join([piece.text async for piece in pieces])

    with Server(wire, [speaks_when_let("first", "last")]) as server:
        assert asyncio.run(asked(server)) == "last"


@pytest.mark.parametrize("status", [408, 429, 500, 503, 529])
def test_a_failure_that_passes_is_tried_again(wire: Wire, caller: Caller, status: int) -> None:
    with Server(wire, [fails(status), fails(status), speaks("{}")]) as server:
        heard = caller.hear(writer(server))
    assert (heard.error, heard.text, len(server.requests)) == (None, "{}", 3)


def test_a_server_says_how_long_to_wait(wire: Wire, caller: Caller, pauses: list[float]) -> None:
    script = [fails(429, retry_after="3"), fails(503, retry_after="900"), speaks("{}")]
    with Server(wire, script) as server:
        assert caller.hear(writer(server)).text == "{}"
    assert pauses == [3.0, 30.0]


@pytest.mark.parametrize("asked", ["-5", "nan", "Wed, 21 Oct 2099 07:28:00 GMT", "soon"])
def test_a_wait_that_cannot_be_read_is_ours(wire: Wire, pauses: list[float], asked: str) -> None:
    with Server(wire, [fails(429, retry_after=asked), speaks("{}")]) as server:
        assert Caller(False).hear(writer(server)).text == "{}"
    [pause] = pauses
    assert 0.5 <= pause <= 1


def test_a_server_that_stays_broken(wire: Wire, caller: Caller, pauses: list[float]) -> None:
    with Server(wire, [fails(500)]) as server:
        said = caller.fail(writer(server))
    assert said.startswith(f"{wire.provider}:m failed on its server, 3 times (")
    assert said.endswith("Try again later, or another model")
    assert (len(server.requests), len(pauses)) == (3, 2)
    assert pauses[0] < pauses[1] + 0.5


def test_too_many_requests(wire: Wire, caller: Caller) -> None:
    with Server(wire, [fails(429)]) as server:
        said = caller.fail(writer(server))
    assert f"{wire.provider}:m had too many requests, 3 times" in said


@pytest.mark.parametrize(
    ("status", "problem"),
    [
        (400, "refused the request (400)"),
        (403, "was refused its key"),
        (404, "is not known there"),
        (413, "refused the request (413)"),
    ],
)
def test_a_failure_that_stays_is_not_tried_again(
    wire: Wire, caller: Caller, status: int, problem: str
) -> None:
    with Server(wire, [fails(status)]) as server:
        said = caller.fail(writer(server))
    assert said.startswith(f"{wire.provider}:m {problem} (")
    assert len(server.requests) == 1


@pytest.mark.parametrize("before", [(), ("{",)])
def test_a_server_that_says_nothing(wire: Wire, caller: Caller, before: tuple[str, ...]) -> None:
    with Server(wire, [silent(*before)]) as server:
        model = writer(server, timeout=0.2)
        heard = caller.hear(model)
        assert server.left.wait(SOON)
    assert heard.text == "".join(before)
    assert str(heard.error).startswith(f"{wire.provider}:m said nothing for 0.2 s")
    assert str(heard.error).endswith("Give it more time with --llm-timeout")
    assert len(server.requests) == 1


def test_nobody_there(wire: Wire, caller: Caller, pauses: list[float]) -> None:
    with Server(wire, [speaks()]) as server:
        model = writer(server)
    said = caller.fail(model)
    assert said.startswith(f"{wire.provider}:m cannot be reached (")
    assert said.endswith(f"Check that {server.url} is there")
    assert len(pauses) == 2


BODIES = [
    pytest.param(b"<html>Log in first</html>", "text/html", id="page"),
    pytest.param(b'{"hello": 1}', "application/json", id="other-json"),
    pytest.param(b"", "application/json", id="empty"),
    pytest.param(b"\xff\xfe\x00", "application/octet-stream", id="bytes"),
]


@pytest.mark.parametrize(("body", "kind"), BODIES)
def test_a_body_of_another_kind(wire: Wire, caller: Caller, body: bytes, kind: str) -> None:
    with Server(wire, [says(body, kind)]) as server:
        said = caller.fail(writer(server))
    assert said.startswith(f"{wire.provider}:m gave no reply that can be read")
    assert said.endswith(f"Check that {server.url} speaks as {wire.provider}")
    assert len(server.requests) == 1


@pytest.mark.parametrize("ends", ["garbled", "broken", "cut-off", "unfinished"])
def test_a_stream_that_breaks_off(wire: Wire, caller: Caller, ends: str) -> None:
    step = {
        "garbled": sends("{", then=lambda of: [of.garbled()]),
        "broken": sends("{", then=lambda of: [of.broken("overloaded")]),
        "cut-off": stops("{", hang_up=True),
        "unfinished": stops("{", hang_up=False),
    }[ends]
    with Server(wire, [step]) as server:
        heard = caller.hear(writer(server))
    assert heard.text == "{"
    assert str(heard.error).startswith(f"{wire.provider}:m broke off in the middle of its reply")
    assert str(heard.error).endswith("Ask again")
    assert len(server.requests) == 1


def test_a_stream_that_breaks_off_before_its_text_is_tried_again(
    wire: Wire, caller: Caller
) -> None:
    with Server(wire, [stops(hang_up=True), speaks("{}")]) as server:
        assert caller.hear(writer(server)).text == "{}"
    assert len(server.requests) == 2


def test_an_end_told_is_enough(wire: Wire, caller: Caller) -> None:
    """The reason is there, only the last mark is missing."""
    step = sends("{}", then=lambda of: of.ending("stop")[: 1 if isinstance(of, Ollama) else -1])
    with Server(wire, [step]) as server:
        heard = caller.hear(writer(server))
    assert (heard.error, heard.text) == (None, "{}")


def test_a_reply_that_is_cut(wire: Wire, caller: Caller) -> None:
    with Server(wire, [speaks('{"said": "ye', reason=wire.cut)]) as server:
        heard = caller.hear(writer(server))
    assert (heard.error, heard.text) == (None, '{"said": "ye')
    assert heard.cut
    assert heard.usages == [Usage(TOKENS_IN, TOKENS_OUT)]


def test_a_model_that_declines(wire: Wire, caller: Caller) -> None:
    """Ollama's protocol has no word for it."""
    for reason in wire.declining:
        for schema in (SCHEMA, None):
            with Server(wire, [speaks("I ", reason=reason)]) as server:
                said = caller.fail(writer(server), schema)
            assert said == f"the model {wire.provider}:m declined to answer. Ask otherwise"
            assert len(server.requests) == 1


def test_openai_declines_in_words_of_its_own(caller: Caller) -> None:
    wire = OpenAI()
    said = [wire.refusing("I can"), wire.refusing("not."), *wire.ending("stop")]
    with Server(wire, [sends(then=lambda _: said)]) as server:
        assert "declined to answer" in caller.fail(writer(server))


def test_a_schema_refused_is_asked_for_in_words(wire: Wire, caller: Caller) -> None:
    with Server(wire, [speaks_without_schema("{}")]) as server:
        model = writer(server)
        assert caller.hear(model).text == "{}"
        assert caller.hear(model).text == "{}"
    assert [bool(wire.schema_in(one.body)) for one in server.requests] == [True, False, False]


def test_a_schema_is_asked_for_again_where_it_was_not_at_fault(wire: Wire, caller: Caller) -> None:
    with Server(wire, [fails(400, "no such format"), fails(400), speaks("{}")]) as server:
        model = writer(server)
        assert "refused the request (400)" in caller.fail(model)
        assert caller.hear(model).text == "{}"
    assert [bool(wire.schema_in(one.body)) for one in server.requests] == [True, False, True]


def test_closing_early_closes_the_connection(wire: Wire) -> None:
    with Server(wire, [silent("{", "more")]) as server:
        with closing(writer(server).stream(MESSAGES, SCHEMA)) as pieces:
            assert next(pieces).text == "{"
            assert not server.left.is_set()
        assert server.left.wait(SOON)


def test_closing_early_closes_the_connection_async(wire: Wire) -> None:
    async def asked(server: Server) -> bool:
        async with aclosing(writer(server).astream(MESSAGES, SCHEMA)) as pieces:
            assert (await anext(pieces)).text == "{"
            assert not server.left.is_set()
        return await asyncio.to_thread(server.left.wait, SOON)

    with Server(wire, [silent("{", "more")]) as server:
        assert asyncio.run(asked(server))


@pytest.mark.parametrize("before", [(), ("{",)])
def test_cancelling_closes_the_connection(wire: Wire, before: tuple[str, ...]) -> None:
    async def asked(server: Server) -> bool:
        async def listen() -> None:
            async for _ in writer(server).astream(MESSAGES, SCHEMA):
                pass

        task = asyncio.create_task(listen())
        while not server.requests:
            await asyncio.sleep(0.01)
        await asyncio.sleep(0.05)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        return await asyncio.to_thread(server.left.wait, SOON)

    with Server(wire, [silent(*before)]) as server:
        assert asyncio.run(asked(server))
    assert len(server.requests) == 1


def test_each_question_may_have_an_event_loop_of_its_own(wire: Wire) -> None:
    with Server(wire, [speaks("{}")], keeps=True) as server:
        model = writer(server)
        heard = [Caller(True).hear(model) for _ in range(3)]
    assert [one.error for one in heard] == [None] * 3


def test_several_questions_at_once_to_a_server_that_knows_no_schema(wire: Wire) -> None:
    async def asked(server: Server) -> list[str]:
        model = writer(server)

        async def one() -> str:
            return "".join([piece.text async for piece in model.astream(MESSAGES, SCHEMA)])

        return await asyncio.gather(*(one() for _ in range(4)))

    with Server(wire, [speaks_without_schema("{}")]) as server:
        assert asyncio.run(asked(server)) == ["{}"] * 4
