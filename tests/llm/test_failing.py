"""What is said of a failure, to whom, and what is never said."""

import json
import logging
import traceback

import httpx
import pytest
from answering.helpers import with_settings

from index.errors import ModelError, OfflineError
from llm.calling import KEY, Caller, named, no_key_in, writer
from llm.servers import Server
from llm.steps import fails, speaks
from llm.wires import OpenAI, Wire
from qa import Library
from qa.configure import settings_from
from qa.llm.failing import can_help, causes, explained, rejects_schema
from qa.llm.hiding import Secrets
from qa.llm.named import NO_KEY, Named

LOCAL = Named("openai:m", "openai", "m", None, 60.0, None, KEY)


class StatusError(Exception):
    """An error as providers' libraries raise them."""

    def __init__(self, status: int, said: str = "") -> None:
        super().__init__(said)
        self.status_code = status


@pytest.fixture
def everything_logged(caplog: pytest.LogCaptureFixture) -> pytest.LogCaptureFixture:
    """All that any library says of its work."""
    for name in ("", "openai", "anthropic", "httpx", "httpx2", "httpcore", "httpcore2"):
        caplog.set_level(logging.DEBUG, logger=name)
    return caplog


@pytest.mark.parametrize("status", [401, 400, 429, 500])
def test_a_key_that_a_server_echoes_is_shown_nowhere(
    wire: Wire, caller: Caller, everything_logged: pytest.LogCaptureFixture, status: int
) -> None:
    with Server(wire, [fails(status, f"Incorrect API key provided: {KEY}.")]) as server:
        heard = caller.hear(writer(server))
    assert wire.key_in(server.requests[0].headers) == KEY
    assert isinstance(heard.error, ModelError)
    assert "Incorrect API key provided: [key]" in str(heard.error)
    no_key_in(str(heard.error), repr(heard.error), heard.error.problem, heard.error.remedy)
    no_key_in("".join(traceback.format_exception(heard.error)))
    assert everything_logged.records
    formatted = logging.Formatter("%(message)s").format
    no_key_in(*(formatted(one) for one in everything_logged.records))
    no_key_in(*(str(vars(one)) for one in everything_logged.records))


def test_a_key_refused_names_its_variable(wire: Wire, caller: Caller) -> None:
    with Server(wire, [fails(401, "who are you?")]) as server:
        said = caller.fail(writer(server))
    assert said.startswith(f"{wire.provider}:m was refused its key (")
    assert said.endswith("Check ABSTRACTQA_LLM_KEY")
    assert len(server.requests) == 1


def test_a_key_starred_out_is_hidden_too(caller: Caller) -> None:
    with Server(OpenAI(), [fails(401, "Incorrect key: abcd*****wxyz, or sk-ab***yz")]) as server:
        said = caller.fail(writer(server))
    assert "Incorrect key: [key], or [key]" in said


def test_no_key_in_what_is_shown_of_the_settings() -> None:
    settings = settings_from(llm="openai:m", llm_key=KEY, llm_base_url="http://localhost:1/v1")
    no_key_in(repr(settings), str(settings), settings.model_dump_json(), str(settings.described))
    no_key_in(repr(LOCAL), str(LOCAL))


def test_no_key_in_an_answer(small: Library) -> None:
    """A model that is refused leaves the answer that there is without it, and says why."""
    with Server(OpenAI(), [fails(401, f"Incorrect API key provided: {KEY}")]) as server:
        asked = with_settings(
            small,
            reranker="none",
            llm="openai:m",
            llm_base_url=server.url,
            llm_key=KEY,
            llm_window=8192,
        )
        answer = asked.ask("Does cedrin lessen attacks in adults with migraine?")
    assert OpenAI().key_in(server.requests[0].headers) == KEY
    assert "refused its key" in " ".join(answer.notices)
    assert answer.statements
    no_key_in(json.dumps(answer.to_dict()), repr(answer), str(asked.described))


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ("bad key kjh234kjh234", "bad key [key]"),
        ("Bearer abcdefgh12345", "[key]"),
        ("sk-proj-abc_def-123456789", "[key]"),
        ("gsk_abcdef123456 and hf_abcdef123456", "[key] and [key]"),
        ("the token another-held-secret", "the token [key]"),
        ("the risk-benefit ratio, 4 * 4", "the risk-benefit ratio, 4 * 4"),
        ("none of these", "none of these"),
    ],
)
def test_secrets_are_hidden(monkeypatch: pytest.MonkeyPatch, said: str, shown: str) -> None:
    monkeypatch.setenv("SOME_TOKEN", "another-held-secret")
    one = Named("m", "openai", "m", None, 60.0, None, "kjh234kjh234")
    assert Secrets(one).hidden(said) == shown
    unkeyed = Named("m", "openai", "m", "http://localhost", 60.0, None, NO_KEY)
    assert Secrets(unkeyed).hidden("none of these") == "none of these"


def test_half_a_key_is_not_shown_where_the_message_is_cut() -> None:
    error = ValueError("x" * 290 + " " + KEY)
    no_key_in(str(explained(error, LOCAL, Secrets(LOCAL), started=False)))


def test_a_failure_is_said_in_a_line() -> None:
    said = str(explained(RuntimeError("a\nb" * 500), LOCAL, Secrets(LOCAL), started=False))
    assert said == "openai:m failed (a). Check the model and its settings"
    long = str(explained(RuntimeError("a" * 5000), LOCAL, Secrets(LOCAL), started=False))
    assert len(long) < 400


def test_the_guards_word_stands() -> None:
    guard = OfflineError("no calls", "")
    outer = RuntimeError("Connection error.")
    outer.__cause__ = guard
    assert explained(outer, LOCAL, Secrets(LOCAL), started=False) is guard
    assert not can_help(outer)


def test_errors_in_a_circle_come_to_an_end() -> None:
    one, other = ValueError("one"), ValueError("other")
    one.__cause__, other.__cause__ = other, one
    assert 1 < len(list(causes(one))) <= 12
    assert not can_help(one)


@pytest.mark.parametrize(
    ("error", "helps"),
    [
        (StatusError(429), True),
        (StatusError(500), True),
        (StatusError(529), True),
        (StatusError(400), False),
        (StatusError(401), False),
        (StatusError(200), False),
        (httpx.ConnectError("refused"), True),
        (httpx.RemoteProtocolError("gone"), True),
        (ConnectionResetError("gone"), True),
        (httpx.ReadTimeout("slow"), False),
        (ValueError("no JSON"), False),
        (ModelError("declined"), False),
    ],
)
def test_when_trying_again_helps(error: Exception, helps: bool) -> None:
    assert can_help(error) is helps


@pytest.mark.parametrize(
    ("error", "rejects"),
    [
        (StatusError(400, "Invalid parameter: 'response_format'"), True),
        (StatusError(422, "json_schema: extra inputs are not permitted"), True),
        (StatusError(400, "output_config.format: not supported by this model"), True),
        (StatusError(400, "the prompt is too long"), False),
        (StatusError(500, "response_format"), False),
        (ValueError("response_format"), False),
    ],
)
def test_when_a_schema_is_refused(error: Exception, rejects: bool) -> None:
    assert rejects_schema(error) is rejects


def test_a_whole_reply_logs_no_key(
    wire: Wire, caller: Caller, everything_logged: pytest.LogCaptureFixture
) -> None:
    with Server(wire, [speaks("{}")]) as server:
        assert caller.hear(writer(server)).text == "{}"
    no_key_in(*(str(vars(one)) for one in everything_logged.records))
    no_key_in(everything_logged.text, repr(named(server)))
