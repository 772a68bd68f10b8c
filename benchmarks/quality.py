"""The tables of docs/quality.md: the product beside BM25, vectors and the plain recipe.

    python -m benchmarks.quality [--large DIR] [--snippets DIR] [--out DIR] [SET …]

Each system is scored on each set by `qa.evaluation` into a folder of its own under --out; one that
is there already is read, not made again. --large is a store of the 27k corpus, --snippets one of
BioASQ's snippets (`abstractqa index bioasq:…`), where a question's own snippets stand among those
of all the others.
"""

import argparse
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import qa
from benchmarks.sets import BIOASQ, EVIDENCE_INFERENCE, OWN, PUBMEDQA
from benchmarks.systems import NAMES, make
from index.errors import SourceError
from index.progress import Bars
from qa.evaluation import Comparison, Kept, Scored, compare, evaluate, load_set, read_folder
from qa.evaluation.figures import figures
from qa.evaluation.measures import MEASURES

_COLUMNS = (
    "ndcg@10", "recall@10", "first-citation", "citation@3", "citation-f1", "answer-words",
    "named-first", "rouge-l", "similarity", "verdict-accuracy", "verdict-macro-f1",
    "majority-accuracy", "auroc", "refusal-recall", "answerable-refused", "risk-area",
    "calibration-error", "seconds-p50",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Row:
    """One gold set and the store it is asked of."""

    title: str
    spec: str
    split: str | None
    store: str


ROWS = {
    "pubmedqa": Row(
        "PubMedQA, train half",
        PUBMEDQA,
        None,
        "large",
    ),
    "bioasq": Row("BioASQ 7b–12b, among all its snippets", BIOASQ, None, "snippets"),
    "ei-train": Row("Evidence Inference, train", EVIDENCE_INFERENCE, "train", "large"),
    "ei-validation": Row(
        "Evidence Inference, validation", EVIDENCE_INFERENCE, "validation", "large"
    ),
    "own-dev": Row("own questions, dev", OWN["dev"], None, "large"),
    "own-test": Row("own questions, test", OWN["test"], None, "large"),
}


def main() -> None:
    """Score what is not scored yet, and print a table for each set."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("sets", nargs="*", default=list(ROWS), metavar="SET")
    parser.add_argument("--large", type=Path, default=Path(".venv/bench-store"))
    parser.add_argument("--snippets", type=Path, default=Path(".venv/bioasq-store"))
    parser.add_argument("--out", type=Path, default=Path("out/quality"))
    chosen = parser.parse_args()
    stores = {"large": chosen.large, "snippets": chosen.snippets}
    for name in chosen.sets:
        row = ROWS[name]
        with qa.open(stores[row.store]) as library:
            scored = {
                system: _scored(row, system, library, chosen.out / f"{name}-{system}")
                for system in NAMES
            }
        _print_table(row, scored)


def _scored(row: Row, system: str, library: qa.Library, folder: Path) -> tuple[Scored, ...]:
    try:
        return read_folder(folder)[1]
    except SourceError:
        gold = load_set(row.spec, row.split)
        chunks = library.store.path.with_name(f"{library.store.path.name}-plain-chunks")
        asked = make(system, library, chunks)
        return evaluate(gold, asked, library.store, kept=Kept(folder), progress=Bars()).scored


def _print_table(row: Row, scored: Mapping[str, Sequence[Scored]]) -> None:
    found = {system: figures(rows) for system, rows in scored.items()}
    columns = [name for name in _COLUMNS if name in found["ours"]]
    print(f"\n### {row.title} ({len(scored['ours'])} questions)\n")
    print(f"| | {' | '.join(found)} |\n|---|{'---|' * len(found)}")
    for name in columns:
        cells = [_cell(f[name].value, f[name].low, f[name].high) if name in f else "–"
                 for f in found.values()]  # fmt: skip
        print(f"| {name} | {' | '.join(cells)} |")
    for other in NAMES[:-1]:
        print(f"\n{_said(other, compare(scored[other], scored['ours']))}")


def _cell(value: float, low: float | None, high: float | None) -> str:
    if value > 1:
        return f"{value:.0f}"
    return f"{value:.3f}" if low is None or high is None else f"{value:.3f} ({low:.2f}–{high:.2f})"


def _said(other: str, found: Comparison) -> str:
    """Where the product is ahead of another system, behind it, or not to be told apart."""
    said = {"B is better": "ahead in", "A is better": "behind in", "within noise": "within noise"}
    by_result = {
        words: [
            d.measure
            for d in found.deltas
            if d.says == result and d.measure in _COLUMNS and MEASURES[d.measure].better
        ]
        for result, words in said.items()
    }
    told = [f"{words}: {', '.join(names)}" for words, names in by_result.items() if names]
    return f"ours against {other}, {'; '.join(told)}."


if __name__ == "__main__":
    main()
