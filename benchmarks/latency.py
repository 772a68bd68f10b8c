"""How long a search and an answer take, warm, in one process.

    python -m benchmarks.latency --store DIR [--questions 200]

The questions are Evidence Inference's and our own answerable ones; all are asked once before any
is timed twice, so that no answer comes from a cache of ours (there is none).
"""

import argparse
import time
from collections.abc import Callable, Sequence

import numpy as np

import qa
from benchmarks.sets import EVIDENCE_INFERENCE, OWN, questions


def main() -> None:
    """Time searches and answers and print p50 and p95 in milliseconds."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--store", required=True)
    parser.add_argument("--questions", type=int, default=200)
    chosen = parser.parse_args()
    with qa.open(chosen.store) as library:
        golds = [*questions(OWN["dev"])[:60], *questions(EVIDENCE_INFERENCE)]
        asked = [one.question for one in golds][: chosen.questions]
        library.ask(asked[0])
        print(f"{len(library.store.catalogue)} articles, {len(asked)} questions, milliseconds")
        for name, run in (("search", library.search), ("ask", library.ask)):
            spent = _spent(run, asked)
            p50, p95 = np.percentile(spent, [50, 95])
            print(f"{name:<8} p50 {p50:6.1f}   p95 {p95:6.1f}   max {max(spent):6.1f}")


def _spent(run: Callable[[str], object], questions: Sequence[str]) -> list[float]:
    spent = []
    for question in questions:
        started = time.perf_counter()
        run(question)
        spent.append(1000 * (time.perf_counter() - started))
    return spent


if __name__ == "__main__":
    main()
