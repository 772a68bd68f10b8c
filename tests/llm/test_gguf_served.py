"""How a model in this process is spoken to: its server is one of these tests' own."""

import logging
import os

import pytest

from llm.calling import SCHEMA, Caller
from llm.servers import Server
from llm.steps import says, speaks
from llm.wires import OpenAI
from qa.llm import models
from qa.llm.gguf import Served, past_proxies
from qa.llm.models import open_writer
from qa.llm.named import Named
from qa.llm.speaking import LangChainWriter

KEY = "made-for-this-process"
WINDOW = 2048
# Nobody listens there.
PROXY = "http://127.0.0.1:9"


@pytest.fixture
def proxied(monkeypatch: pytest.MonkeyPatch) -> None:
    """A proxy for everything, as offices have it."""
    monkeypatch.setenv("NO_PROXY", "")
    monkeypatch.setenv("no_proxy", "")
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"):
        monkeypatch.setenv(name, PROXY)
    past_proxies()


def opened(monkeypatch: pytest.MonkeyPatch, server: Server) -> LangChainWriter:
    served = Served(server.url.removesuffix("/v1"), WINDOW, KEY, None)
    monkeypatch.setattr(models, "served_file", lambda *_: served)
    return open_writer(Named("gguf:/m.gguf", "gguf", "/m.gguf", None, 5.0, None, None))


def test_what_it_is_asked(
    monkeypatch: pytest.MonkeyPatch,
    caller: Caller,
    proxied: None,
    caplog: pytest.LogCaptureFixture,
) -> None:
    with Server(OpenAI(), [speaks("{}")]) as server:
        model = opened(monkeypatch, server)
        heard = caller.hear(model)
    assert (heard.error, heard.text) == (None, "{}")
    assert not [one for one in caplog.records if one.levelno >= logging.WARNING]
    assert (model.name, model.window, model.reply) == ("gguf:/m.gguf", WINDOW, 256)
    [asked] = server.requests
    assert OpenAI().key_in(asked.headers) == KEY
    assert OpenAI().schema_in(asked.body) == SCHEMA
    assert asked.body["max_tokens"] == model.reply
    assert asked.body["repeat_penalty"] == 1.1
    assert asked.body["temperature"] == 0


def test_its_own_count(monkeypatch: pytest.MonkeyPatch, proxied: None) -> None:
    with Server(OpenAI(), [says(b'{"tokens": [1, 2, 3]}', "application/json")]) as server:
        assert opened(monkeypatch, server).count("a b c") == 3
    [asked] = server.requests
    assert (asked.path, asked.body) == ("/tokenize", {"content": "a b c"})
    assert OpenAI().key_in(asked.headers) == KEY


@pytest.mark.parametrize(
    ("held", "then"),
    [
        ("", "127.0.0.1"),
        ("corp.example", "corp.example,127.0.0.1"),
        ("*", "*"),
        ("127.0.0.1,corp.example", "127.0.0.1,corp.example"),
    ],
)
def test_proxies_are_passed(monkeypatch: pytest.MonkeyPatch, held: str, then: str) -> None:
    monkeypatch.setenv("no_proxy", held)
    monkeypatch.setenv("NO_PROXY", held)
    past_proxies()
    past_proxies()
    assert os.environ["no_proxy"] == then
