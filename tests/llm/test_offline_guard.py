"""ABSTRACTQA_OFFLINE: no call leaves this machine, whichever library makes it."""

import socket
import subprocess
import sys
import traceback
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from answering.helpers import with_settings

from index.errors import OfflineError
from llm.calling import KEY, Caller, no_key_in, writer
from llm.servers import Server
from llm.steps import speaks
from llm.wires import Wire
from qa import Library, Settings
from qa.configure import settings_from
from qa.llm.models import open_writer
from qa.llm.named import Named
from qa.offline import enforce, is_local

# Documentation's own addresses: nothing answers there.
THERE, THERE_6 = ("192.0.2.1", 80), ("2001:db8::1", 80)


@pytest.fixture
def offline() -> Iterator[None]:
    enforce()
    yield
    enforce(False)


def _socket(family: int = socket.AF_INET, kind: int = socket.SOCK_STREAM) -> socket.socket:
    made = socket.socket(family, kind)
    made.settimeout(1)
    return made


def _with(made: socket.socket, call: Callable[[socket.socket], object]) -> None:
    with made:
        call(made)


CALLS: dict[str, Callable[[], object]] = {
    "connect": lambda: _with(_socket(), lambda s: s.connect(THERE)),
    "connect_ex": lambda: _with(_socket(), lambda s: s.connect_ex(THERE)),
    "ipv6": lambda: _with(_socket(socket.AF_INET6), lambda s: s.connect(THERE_6)),
    "sendto": lambda: _with(_socket(kind=socket.SOCK_DGRAM), lambda s: s.sendto(b"x", THERE)),
    "sendmsg": lambda: _with(
        _socket(kind=socket.SOCK_DGRAM), lambda s: s.sendmsg([b"x"], [], 0, THERE)
    ),
    "getaddrinfo": lambda: socket.getaddrinfo("example.org", 80),
    "bytes": lambda: socket.getaddrinfo(b"example.org", 80),
    "gethostbyname": lambda: socket.gethostbyname("example.org"),
    "gethostbyaddr": lambda: socket.gethostbyaddr("192.0.2.1"),
    "urlopen": lambda: urllib.request.urlopen("http://example.org"),
}


@pytest.mark.parametrize("call", CALLS.values(), ids=CALLS.keys())
def test_no_call_leaves(offline: None, call: Callable[[], object]) -> None:
    with pytest.raises(OfflineError, match="is not allowed, since ABSTRACTQA_OFFLINE is set"):
        call()


def test_loopback_goes_through(offline: None) -> None:
    with socket.create_server(("127.0.0.1", 0)) as there:
        socket.create_connection(there.getsockname()).close()
    assert socket.getaddrinfo("localhost", 80)
    assert socket.getaddrinfo(None, 80)
    one, other = socket.socketpair()
    with one, other:
        one.sendmsg([b"x"])
        assert other.recv(1) == b"x"


def test_a_socket_file_goes_through(offline: None, tmp_path: Path) -> None:
    with socket.socket(socket.AF_UNIX) as there, socket.socket(socket.AF_UNIX) as here:
        there.bind(str(tmp_path / "s"))
        there.listen()
        here.connect(str(tmp_path / "s"))


def test_it_can_be_lifted(offline: None) -> None:
    enforce(False)
    with _socket(kind=socket.SOCK_DGRAM) as one, socket.create_server(("127.0.0.1", 0)) as there:
        one.connect(there.getsockname())
    enforce()
    with pytest.raises(OfflineError):
        socket.getaddrinfo("example.org", 80)


@pytest.mark.parametrize(
    ("host", "local"),
    [
        ("localhost", True),
        ("LOCALHOST", True),
        ("127.0.0.1", True),
        ("127.8.9.1", True),
        ("::1", True),
        ("::1%lo", True),
        ("", True),
        ("localhost.example.org", False),
        ("127.0.0.1.example.org", False),
        ("10.0.0.1", False),
        ("169.254.169.254", False),
        ("::ffff:192.0.2.1", False),
        ("api.openai.com", False),
        ("2130706433", False),
    ],
)
def test_what_is_this_machine(host: str, local: bool) -> None:
    assert is_local(host) is local


@pytest.mark.parametrize("provider", ["openai", "anthropic", "ollama"])
def test_a_model_elsewhere_is_not_called(
    offline: None, caller: Caller, pauses: list[float], provider: str
) -> None:
    where = "http://ollama.example.org:11434" if provider == "ollama" else None
    model = open_writer(Named(f"{provider}:m", provider, "m", where, 5.0, None, KEY))
    error = caller.hear(model).error
    assert isinstance(error, OfflineError)
    hosts = ("api.openai.com", "api.anthropic.com", "ollama.example.org")
    assert any(f"a call to {host} is not allowed" in str(error) for host in hosts)
    assert pauses == []


def test_a_model_here_is(offline: None, wire: Wire, caller: Caller) -> None:
    with Server(wire, [speaks("{}")]) as server:
        heard = caller.hear(writer(server))
    assert (heard.error, heard.text) == (None, "{}")


def test_the_setting(monkeypatch: pytest.MonkeyPatch) -> None:
    assert not Settings().offline
    monkeypatch.setenv("ABSTRACTQA_OFFLINE", "1")
    assert Settings().offline
    assert not settings_from(offline=False).offline
    assert Settings().fingerprint() == settings_from(offline=False).fingerprint()


def test_a_question_to_a_model_elsewhere_is_an_error(offline: None, small: Library) -> None:
    """Not an answer without the model: whoever forbids calls wants to know of one."""
    asked = with_settings(small, reranker="none", llm="openai:gpt-4o", llm_key=KEY)
    with pytest.raises(OfflineError, match=r"api\.openai\.com") as error:
        asked.ask("Does cedrin lessen attacks in adults with migraine?")
    no_key_in("".join(traceback.format_exception(error.value)))


PROGRAM = """
import socket
from index.errors import OfflineError, StoreError
from qa.library import open_library
from qa.settings import Settings
try:
    open_library(Settings())
except StoreError:
    pass
try:
    socket.getaddrinfo("example.org", 80)
except OfflineError as error:
    print(error)
"""


def test_the_variable_alone_is_enough(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("ABSTRACTQA_OFFLINE", "1")
    monkeypatch.setenv("ABSTRACTQA_STORE", str(tmp_path / "none"))
    done = subprocess.run(  # noqa: S603  (this interpreter, with a program of this file)
        [sys.executable, "-c", PROGRAM],
        capture_output=True,
        encoding="utf-8",
        check=False,
        timeout=60,
    )
    assert done.stderr == ""
    assert "a call to example.org is not allowed" in done.stdout
