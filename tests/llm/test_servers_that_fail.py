"""Servers that fail, fall silent or break off, and how often each is asked."""

import pytest

from llm.calling import Caller, writer
from llm.servers import Server
from llm.steps import endless, fails, says, sends, silent, speaks, speaks_slowly, stops
from llm.wires import Ollama, Wire

# Seconds that a test gives a server to notice something.
SOON = 3.0


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


WORDLESS = {
    "nothing": lambda of: [of.text("")],
    "spaces": lambda of: [of.text(" ")],
    "thoughts": lambda of: [of.thinking("hm")],
}


@pytest.mark.parametrize("before", [(), ("{",)])
@pytest.mark.parametrize("goes_on", WORDLESS)
def test_a_server_that_goes_on_without_a_word(
    wire: Wire, caller: Caller, goes_on: str, before: tuple[str, ...]
) -> None:
    """Its stream never falls silent, yet says nothing."""
    with Server(wire, [endless(*before, then=WORDLESS[goes_on])]) as server:
        heard = caller.hear(writer(server, timeout=0.3))
        assert server.left.wait(SOON)
    assert heard.text.strip() == "".join(before)
    assert str(heard.error).startswith(f"{wire.provider}:m said nothing for 0.3 s")
    assert len(server.requests) == 1


def test_who_reads_slowly_is_no_silent_model(wire: Wire, caller: Caller) -> None:
    """Only the wait for the model counts."""
    with Server(wire, [speaks("a", " ", "", "b")]) as server:
        heard = caller.hear(writer(server, timeout=1), pause=0.6)
    assert (heard.error, heard.text) == (None, "a b")


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


def test_the_clock_starts_anew_with_every_piece(
    wire: Wire, caller: Caller, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LANGCHAIN_OPENAI_STREAM_CHUNK_TIMEOUT_S", "0.05")
    # A busy machine may take half a second to begin.
    with Server(wire, [speaks_slowly("a", "b", "c", pause=0.8)]) as server:
        heard = caller.hear(writer(server, timeout=2))
    assert (heard.error, heard.text) == (None, "abc")
