"""The three protocols through LangChain, each against a server that speaks it."""

import asyncio
from contextlib import aclosing, closing

import pytest

from llm.calling import KEY, MESSAGES, SCHEMA, Caller, writer
from llm.servers import Server
from llm.steps import fails, sends, silent, speaks, speaks_when_let, speaks_without_schema
from llm.wires import TOKENS_IN, TOKENS_OUT, OpenAI, Wire
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
        assert "it declined to answer, or thought too long" in caller.fail(writer(server))


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
