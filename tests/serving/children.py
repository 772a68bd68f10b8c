"""A server in a process of its own, as the command starts it."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import httpx

from qa.serving.run import address
from serving.running import PATIENCE

_COMMAND = Path(sys.executable).with_name("abstractqa")
# Starting takes seconds: Python, torch, the models.
_START = 90.0


@dataclass
class Child:
    """A server in a process of its own."""

    process: "subprocess.Popen[str]"
    client: httpx.Client

    def connected(self) -> socket.socket:
        """A connection on which nothing is said."""
        url = self.client.base_url
        return socket.create_connection((url.host, url.port or 80), timeout=PATIENCE)

    def kill(self) -> None:
        """As `kill -9` does."""
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()

    def ready(self) -> None:
        """Wait until it can answer; with keys, whether it is asked is nobody's secret."""
        end = time.monotonic() + _START
        while True:
            assert self.process.poll() is None, "it has stopped"
            with suppress(httpx.TransportError):
                if self.client.get("/readyz").status_code == 200:
                    return
            assert time.monotonic() < end
            time.sleep(0.2)


def _asked_at(host: str) -> str:
    """Where a server that listens everywhere is asked."""
    return {"::": "::1", "0.0.0.0": "127.0.0.1"}.get(host, host)  # noqa: S104


@contextmanager
def child(store: Path, *more: str, host: str = "127.0.0.1", **environment: str) -> Iterator[Child]:
    """`abstractqa serve` over a store, with these options and variables."""
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as at:
        at.bind((host, 0))
        port = at.getsockname()[1]
    command = [str(_COMMAND), "serve", "--store", str(store), "--port", str(port)]
    command += ["--host", host]
    variables = {**os.environ, **environment}
    with (
        (store.parent / "log").open("a") as log,
        subprocess.Popen(  # noqa: S603
            [*command, *more], stdout=log, stderr=log, text=True, env=variables
        ) as process,
        httpx.Client(base_url=address(_asked_at(host), port), timeout=PATIENCE) as client,
    ):
        made = Child(process, client)
        try:
            made.ready()
            yield made
        finally:
            process.kill()
