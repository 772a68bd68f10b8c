"""What the reranker adds to a cold command: seconds to the first answer, and memory.

    python -m benchmarks.cold_start --store DIR [--rounds 5]

`abstractqa ask` in a new process each time, without a reranker and with the built-in one in turn.
Memory is the most that the process held (resident).
"""

import argparse
import os
import statistics
import subprocess
import sys
import time
from pathlib import Path

from qa.settings import BUILTIN_RERANKER, NO_RERANKER

_COMMAND = Path(sys.executable).with_name("abstractqa")
_QUESTION = "Does metformin delay the onset of diabetes?"


def main() -> None:
    """Print seconds and megabytes, medians and all rounds, with and without."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--store", required=True)
    parser.add_argument("--rounds", type=int, default=5)
    chosen = parser.parse_args()
    found: dict[str, list[tuple[float, float]]] = {NO_RERANKER: [], BUILTIN_RERANKER: []}
    for _ in range(chosen.rounds):
        for reranker, rounds in found.items():
            rounds.append(_asked(chosen.store, reranker))
    for reranker, rounds in found.items():
        for unit, values in zip(("s", "MB"), zip(*rounds, strict=True), strict=True):
            each = ", ".join(f"{value:.1f}" for value in values)
            print(f"{reranker:<8} {statistics.median(values):8.1f} {unit:<3} ({each})")


def _asked(store: str, reranker: str) -> tuple[float, float]:
    command = [str(_COMMAND), "ask", _QUESTION, "--store", store, "--reranker", reranker]
    started = time.perf_counter()
    with subprocess.Popen(command, stdout=subprocess.DEVNULL) as process:  # noqa: S603  (ours)
        # Of this child alone: `RUSAGE_CHILDREN` keeps the most of all there were.
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    seconds = time.perf_counter() - started
    if process.returncode:
        raise SystemExit(f"{' '.join(command)}: exit {process.returncode}")
    return seconds, used.ru_maxrss / 1024


if __name__ == "__main__":
    main()
