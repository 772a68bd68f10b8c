"""A server under load: many clients at once, an upload being indexed meanwhile, and its memory.

    python -m benchmarks.load --store DIR [--clients 32] [--seconds 60] [--upload FILE]
    python -m benchmarks.load --store DIR --requests 10000

`abstractqa serve` in a process of its own on loopback, extractive, every client asking as fast as
it gets answers. Prints errors, requests a second, p50 and p95 in seconds, and what the server's
process holds (resident) at the start and at the end. The store is copied first: an upload
changes it.
"""

import argparse
import asyncio
import itertools
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import httpx
import numpy as np

from benchmarks.sets import EVIDENCE_INFERENCE, OWN, questions

_COMMAND = Path(sys.executable).with_name("abstractqa")
# Waiting this long for an answer is a failure.
_PATIENCE = 120.0
# Memory is looked at this often in a run of many requests.
_LOOKS = 20


@dataclass
class Tally:
    """What the clients saw: seconds of each answer, and everything that was no answer."""

    seconds: list[float] = field(default_factory=list)
    problems: Counter[str] = field(default_factory=Counter)


def main() -> None:
    """Print one line for the load, one for the load beside an upload, or one for the memory."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--store", required=True, type=Path)
    parser.add_argument("--clients", type=int, default=32)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--upload", type=Path, help="indexed while the clients ask")
    parser.add_argument("--requests", type=int, help="so many in place of a time: is memory flat?")
    chosen = parser.parse_args()
    golds = [*questions(OWN["dev"])[:60], *questions(EVIDENCE_INFERENCE)]
    asked = [one.question for one in golds]
    with served(chosen.store, chosen.clients) as (url, pid):
        if chosen.requests:
            asyncio.run(_memory(url, pid, asked, chosen.clients, chosen.requests))
            return
        asyncio.run(_load(url, pid, asked, chosen.clients, chosen.seconds, chosen.upload))


@contextmanager
def served(store: Path, clients: int) -> Iterator[tuple[str, int]]:
    """A server on a copy of the store: its address and process id; stopped at the end."""
    with tempfile.TemporaryDirectory() as folder:
        copy = shutil.copytree(store, Path(folder) / "store")
        port = _free_port()
        limits = {
            "ABSTRACTQA_SERVE_RATE": "1000000/minute",
            "ABSTRACTQA_SERVE_QUEUE": str(2 * clients),
        }
        command = [str(_COMMAND), "serve", "--store", str(copy), "--port", str(port)]
        with subprocess.Popen(  # noqa: S603  (ours)
            command, env={**os.environ, **limits}, stderr=subprocess.DEVNULL
        ) as process:
            url = f"http://127.0.0.1:{port}"
            _await_ready(url, process)
            yield url, process.pid
            process.terminate()


def _free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


def _await_ready(url: str, process: "subprocess.Popen[bytes]") -> None:
    for _ in range(600):
        if process.poll() is not None:
            raise SystemExit(f"the server ended with status {process.returncode}")
        try:
            if httpx.get(f"{url}/readyz").status_code == httpx.codes.OK:
                return
        except httpx.TransportError:
            pass  # It does not listen yet.
        time.sleep(0.2)
    raise SystemExit("the server was not ready within two minutes")


async def _load(  # noqa: PLR0913, PLR0917  (what a run is made of)
    url: str, pid: int, asked: list[str], clients: int, seconds: float, upload: Path | None
) -> None:
    tally, before, started = Tally(), resident(pid), time.perf_counter()
    supply = itertools.cycle(asked)
    async with httpx.AsyncClient(base_url=url, timeout=_PATIENCE) as client:
        job = await _upload(client, upload) if upload else ""
        end = started + seconds
        await asyncio.gather(*(_client(url, supply, tally, end) for _ in range(clients)))
        spent = time.perf_counter() - started
        state = (await client.get(job)).json() if job else {}
    _print(tally, clients, spent)
    print(f"memory {before:.0f} MB before, {resident(pid):.0f} MB after")
    if state:
        print(f"upload: {state['state']}, {state['done']} of {state['total']} ({state['stage']})")


async def _upload(client: httpx.AsyncClient, file: Path) -> str:
    with file.open("rb") as handle:
        reply = await client.post("/v1/articles", files={"files": (file.name, handle)})
    reply.raise_for_status()
    return reply.headers["location"]


async def _client(url: str, supply: Iterator[str], tally: Tally, end: float) -> None:
    async with httpx.AsyncClient(base_url=url, timeout=_PATIENCE) as client:
        while time.perf_counter() < end:
            await _ask(client, next(supply), tally)


async def _ask(client: httpx.AsyncClient, question: str, tally: Tally) -> None:
    started = time.perf_counter()
    try:
        reply = await client.post("/v1/ask", json={"question": question})
    except httpx.TransportError as error:
        tally.problems[type(error).__name__] += 1
        return
    if reply.status_code == httpx.codes.OK:
        tally.seconds.append(time.perf_counter() - started)
    else:
        tally.problems[str(reply.status_code)] += 1


async def _memory(url: str, pid: int, asked: list[str], clients: int, requests: int) -> None:
    """Resident memory after each twentieth of so many requests."""
    tally, supply, started = Tally(), itertools.cycle(asked), time.perf_counter()
    for look in range(_LOOKS):
        share = requests // _LOOKS
        left = iter(range(share))

        async def some(left: Iterator[int] = left) -> None:
            async with httpx.AsyncClient(base_url=url, timeout=_PATIENCE) as client:
                for _ in left:
                    await _ask(client, next(supply), tally)

        await asyncio.gather(*(some() for _ in range(clients)))
        print(f"{(look + 1) * share:>6} requests: {resident(pid):.0f} MB", flush=True)
    _print(tally, clients, time.perf_counter() - started)


def _print(tally: Tally, clients: int, seconds: float) -> None:
    p50, p95 = np.percentile(tally.seconds or [0.0], [50, 95])
    print(
        f"{clients} clients, {seconds:.0f} s: {len(tally.seconds)} answers, "
        f"{len(tally.seconds) / seconds:.1f} a second, p50 {p50:.2f} s, p95 {p95:.2f} s, "
        f"errors {dict(tally.problems) or 'none'}"
    )


def resident(pid: int) -> float:
    """Megabytes that a process holds in memory."""
    status = Path(f"/proc/{pid}/status").read_text(encoding="ascii")
    line = next(line for line in status.splitlines() if line.startswith("VmRSS"))
    return int(line.split()[1]) / 1024


if __name__ == "__main__":
    main()
