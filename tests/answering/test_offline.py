"""The command as installed reaches no network: not to index, not to ask, not to search.

An audit hook sees every connection and every name looked up from Python, in every thread, cannot
be taken off again, and stands in `sitecustomize`, before anything else is imported.
"""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from answering.helpers import SAMPLE

GUARD = """
import os, sys

def _guard(event, arguments):
    if event in ("socket.connect", "socket.sendto", "socket.sendmsg"):
        address = arguments[1]
        if isinstance(address, (str, bytes)) or address is None:
            return  # a Unix socket, or one that is connected already
        where = address[0]
    elif event in ("socket.getaddrinfo", "socket.gethostbyname", "socket.gethostbyaddr"):
        where = arguments[0]
    else:
        return
    if where in ("127.0.0.1", "::1", "localhost", None, ""):
        return
    with open(os.environ["GUARD_LOG"], "a") as log:
        log.write(f"{event} {where}\\n")
    raise OSError(f"the guard refuses {event} to {where}")

sys.addaudithook(_guard)
"""
COMMAND = Path(sys.executable).parent / "abstractqa"
QUESTION = "Is brovelukast good value for money in childhood asthma?"


class Guarded:
    """Runs programs that the guard watches; `attempts` are what it refused."""

    def __init__(self, folder: Path) -> None:
        self._log = folder / "attempts"
        (folder / "guard").mkdir()
        (folder / "guard" / "sitecustomize.py").write_text(GUARD)
        self._environment = {
            **{k: v for k, v in os.environ.items() if not k.startswith(("HF_", "TRANSFORMERS_"))},
            "PYTHONPATH": str(folder / "guard"),
            "GUARD_LOG": str(self._log),
            "HOME": str(folder),  # no model of a hub lies ready in its cache
            "HF_HOME": str(folder / "hub"),
        }
        assert "HF_HUB_OFFLINE" not in self._environment

    @property
    def attempts(self) -> list[str]:
        return self._log.read_text().splitlines() if self._log.exists() else []

    def run(self, *arguments: str | Path) -> subprocess.CompletedProcess[str]:
        # Only programs of this environment, with arguments of this file.
        return subprocess.run(  # noqa: S603
            list(map(str, arguments)),
            env=self._environment,
            capture_output=True,
            encoding="utf-8",
            check=False,
            timeout=120,
        )


@pytest.fixture
def guarded(tmp_path: Path) -> Guarded:
    return Guarded(tmp_path)


@pytest.mark.parametrize(
    "code",
    [
        "socket.create_connection(('192.0.2.1', 80), 1)",
        "socket.socket().connect_ex(('192.0.2.1', 80))",
        "socket.socket(socket.AF_INET6).connect(('2001:db8::1', 80))",
        "socket.socket(socket.AF_INET, socket.SOCK_DGRAM).sendto(b'x', ('192.0.2.1', 53))",
        "socket.getaddrinfo('example.org', 80)",
        "socket.gethostbyname('example.org')",
        "urllib.request.urlopen('http://example.org')",
        "t = threading.Thread(target=socket.getaddrinfo, args=('example.org', 80)); "
        "t.start(); t.join(); sys.exit(1)",
    ],
)
def test_the_guard_refuses(guarded: Guarded, code: str) -> None:
    done = guarded.run(
        sys.executable, "-c", f"import socket, sys, threading, urllib.request; {code}"
    )
    assert done.returncode == 1
    assert "the guard refuses" in done.stderr
    assert len(guarded.attempts) == 1


def test_the_guard_allows_this_machine(guarded: Guarded) -> None:
    code = (
        "import socket; s = socket.create_server(('127.0.0.1', 0)); "
        "socket.create_connection(s.getsockname()).close(); socket.getaddrinfo('localhost', 80)"
    )
    done = guarded.run(sys.executable, "-c", code)
    assert (done.returncode, done.stderr) == (0, "")
    assert guarded.attempts == []


def test_index_ask_and_search_work_without_a_network(guarded: Guarded, tmp_path: Path) -> None:
    store = ("--store", tmp_path / "store")
    indexed = guarded.run(COMMAND, "index", SAMPLE / "articles", *store)
    assert (indexed.returncode, indexed.stderr) == (0, "")
    assert "47 added" in indexed.stdout
    asked = guarded.run(COMMAND, "ask", QUESTION, "--json", *store)
    assert (asked.returncode, asked.stderr) == (0, "")
    assert json.loads(asked.stdout)["citations"][0]["pmid"] == "99000036"
    searched = guarded.run(COMMAND, "search", "mannovirin", *store)
    assert (searched.returncode, searched.stderr) == (0, "")
    assert "PMID: 99000007" in searched.stdout
    assert guarded.attempts == []


def test_the_installed_command_says_errors_in_one_line(guarded: Guarded, tmp_path: Path) -> None:
    done = guarded.run(COMMAND, "stats", "--store", tmp_path / "none")
    assert (done.returncode, done.stdout) == (2, "")
    [line] = done.stderr.splitlines()
    assert line.startswith("abstractqa: there is no store at")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="/dev/full is a device of Linux")
def test_a_full_disk_is_one_line(guarded: Guarded, sample_store: Path) -> None:
    code = (
        "import os, subprocess, sys; "
        "sys.exit(subprocess.call(sys.argv[1:], stdout=open('/dev/full', 'w')))"
    )
    done = guarded.run(sys.executable, "-c", code, COMMAND, "stats", "--store", sample_store)
    assert done.returncode == 2
    [line] = done.stderr.splitlines()
    assert "No space left on device" in line
