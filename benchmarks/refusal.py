"""Does it answer what it can, and refuse what it cannot?

    python -m benchmarks.refusal --store DIR

Our own questions (`benchmarks/questions/`) against a store of the 27k corpus: 50 that it answers
and 50 that it does not (20 from other fields, 30 biomedical, 8 of them near misses), twice. The
weights were fitted on the dev half; the test half was not looked at.
"""

import argparse
from collections.abc import Sequence

import numpy as np

import qa
from benchmarks.gold import own_questions
from qa.question import prepare
from qa.refusal import THRESHOLD, answerability
from qa.retrieval import retrieve


def main() -> None:
    """Print, for each half, the share refused and the area under the ROC curve."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--store", required=True)
    parser.add_argument("--misses", action="store_true", help="List the questions judged wrong.")
    chosen = parser.parse_args()
    with qa.open(chosen.store) as library:
        for half in ("dev", "test"):
            answerable = _chances(library, f"answerable-{half}")
            unanswerable = _chances(library, f"unanswerable-{half}")
            print(
                f"{half}: refused {_refused(unanswerable):.0%} of {len(unanswerable)} unanswerable "
                f"and {_refused(answerable):.0%} of {len(answerable)} answerable; "
                f"AUROC {_auroc(answerable, unanswerable):.3f}"
            )
            if chosen.misses:
                _print_misses(answerable, unanswerable)


def _chances(library: qa.Library, name: str) -> dict[str, float]:
    found = {}
    for gold in own_questions(name, library.store):
        retrieval = retrieve(
            prepare(gold.question, library.store), library.store, library.settings.articles
        )
        found[gold.question] = answerability(retrieval, library.store)
    return found


def _refused(chances: dict[str, float]) -> float:
    return float(np.mean([chance < THRESHOLD for chance in chances.values()]))


def _auroc(answerable: dict[str, float], unanswerable: dict[str, float]) -> float:
    """Chance that an answerable question scores above an unanswerable one (Mann-Whitney U)."""
    high, low = np.array([*answerable.values()]), np.array([*unanswerable.values()])
    above = high[:, None] > low
    return float(np.mean(above + 0.5 * (high[:, None] == low)))


def _print_misses(answerable: dict[str, float], unanswerable: dict[str, float]) -> None:
    wrong: Sequence[tuple[float, str, str]] = [
        *((c, "refused", q) for q, c in answerable.items() if c < THRESHOLD),
        *((c, "answered", q) for q, c in unanswerable.items() if c >= THRESHOLD),
    ]
    for chance, what, question in sorted(wrong):
        print(f"  {what} at {chance:.2f}: {question}")


if __name__ == "__main__":
    main()
