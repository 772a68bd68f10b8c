"""A store served on loopback by a process of its own, as `abstractqa serve` does it."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import httpx

# Seconds within which a server must be ready, or gone.
PATIENCE = 90.0


@contextmanager
def served(
    store: Path, data: Path, env: Mapping[str, str] | None = None, *, kill: bool = False
) -> Iterator[str]:
    """The URL at which a store is served, with conversations in the folder `data`; an empty store
    where there is none. At the end the server stops, or with `kill` is killed."""
    port = _free_port()
    settings = {
        "HF_HUB_OFFLINE": "1",
        "ABSTRACTQA_SERVE_DATA": str(data),
        "ABSTRACTQA_SERVE_RATE": "none",
        **(env or {}),
    }
    data.mkdir(parents=True, exist_ok=True)
    code = "from qa.cli import main; main()"
    command = [sys.executable, "-c", code, "serve", "--store", str(store), "--port", str(port)]
    with (data / "server.log").open("ab") as log:
        child = subprocess.Popen(  # noqa: S603  (ours)
            command, env={**os.environ, **settings}, stdout=log, stderr=log
        )
        try:
            yield _ready(f"http://127.0.0.1:{port}", child, data / "server.log")
        finally:
            child.send_signal(signal.SIGKILL if kill else signal.SIGTERM)
            child.wait(PATIENCE)


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as found:
        return int(found.getsockname()[1])


def _ready(url: str, child: "subprocess.Popen[bytes]", log: Path) -> str:
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        assert child.poll() is None, log.read_text("utf-8", "replace")
        try:
            if httpx.get(f"{url}/readyz", trust_env=False).is_success:
                return url
        except httpx.TransportError:
            pass
        time.sleep(0.1)
    raise AssertionError(f"no server in {PATIENCE:g} s: {log.read_text('utf-8', 'replace')}")
