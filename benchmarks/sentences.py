"""Compares sentence splitters on the invented table and, where present, on real abstracts.

Run from the repository root: `python benchmarks/sentences.py [corpus.jsonl.gz]`. A library that
is not installed is left out of the table and named below it.
"""

import gzip
import importlib
import importlib.metadata
import json
import sys
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

from sentence_cases import inner_boundaries, load  # noqa: E402

from index.sentences import split  # noqa: E402

CORPUS = ROOT.parent / "shared/data/corpus/abstracts_27k.jsonl.gz"
Splitter = Callable[[str], Iterable[str]]
Gold = tuple[str, frozenset[int]]


@dataclass(frozen=True, slots=True)
class Score:
    """Agreement with true boundaries: texts wholly right, and inner boundaries found."""

    exact: int
    texts: int
    true_positives: int
    predicted: int
    expected: int

    @property
    def exact_share(self) -> float:
        return self.exact / self.texts

    @property
    def f1(self) -> float:
        return 2 * self.true_positives / max(1, self.predicted + self.expected)


def score(splitter: Splitter, golds: Sequence[Gold]) -> Score:
    """Micro-averaged over all texts; a text without inner boundaries still counts for `exact`."""
    exact = hits = predicted = expected = 0
    for text, truth in golds:
        found = inner_boundaries(splitter(text))
        exact += found == truth
        hits += len(found & truth)
        predicted += len(found)
        expected += len(truth)
    return Score(exact, len(golds), hits, predicted, expected)


def ours(text: str) -> list[str]:
    """This project's splitter."""
    return [text[start:end] for start, end in split(text)]


def splitters() -> tuple[dict[str, Splitter], list[str]]:
    """Name and version to splitter, for those that can be imported; and the names of the rest."""
    makers: dict[str, Callable[[Any], Splitter]] = {
        "pysbd": lambda m: m.Segmenter(language="en", clean=False).segment,
        "syntok": lambda m: lambda text: _syntok(m, text),
        "sentencex": lambda m: lambda text: m.segment("en", text),
        "blingfire": lambda m: lambda text: m.text_to_sentences(text).split("\n"),
    }
    found: dict[str, Splitter] = {"index.sentences": ours}
    missing: list[str] = []
    for name, make in makers.items():
        try:
            module = importlib.import_module("syntok.segmenter" if name == "syntok" else name)
        except ImportError:
            missing.append(name)
            continue
        found[f"{name} {importlib.metadata.version(name)}"] = make(module)
    return found, missing


def _syntok(module: Any, text: str) -> list[str]:
    # The tokens' offsets, as syntok rewrites some characters ("n't" becomes "not").
    starts = [sentence[0].offset for part in module.process(text) for sentence in part]
    return [text[a:b] for a, b in zip([0, *starts[1:]], [*starts[1:], len(text)], strict=True)]


def read_corpus(path: Path) -> tuple[list[str], list[Gold]]:
    """1,500 abstracts, evenly spread, and all of SciFact's with its own divisions as golds."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        records = [json.loads(line) for line in lines]
    golds = [
        (" ".join(s.strip() for s in sentences), inner_boundaries(sentences))
        for sentences in (r["sentences"] for r in records if r["set"] == "scifact")
    ]
    step = max(1, len(records) // 1500)
    return [r["abstract"] for r in islice(records, 0, None, step)][:1500], golds


def rate(splitter: Splitter, abstracts: Sequence[str]) -> float:
    """Abstracts a second on one core."""
    began = time.perf_counter()
    for abstract in abstracts:
        list(splitter(abstract))
    return len(abstracts) / (time.perf_counter() - began)


def main(corpus: Path = CORPUS) -> None:
    """Prints a Markdown table."""
    cases = load()
    dev: list[Gold] = [(c.text, c.boundaries) for c in cases if not c.heldout]
    held: list[Gold] = [(c.text, c.boundaries) for c in cases if c.heldout]
    abstracts, scifact = read_corpus(corpus) if corpus.exists() else ([], [])
    found, missing = splitters()
    # SciFact's divisions cut after "+/-" and between the dots of a table of contents.
    sound = [gold for gold in scifact if "+/-" not in gold[0] and ". . ." not in gold[0]]
    print(
        f"{len(dev)} dev cases, {len(held)} held out, SciFact {len(scifact)} ({len(sound)} sound)"
    )
    print("\n| splitter | dev exact | dev F1 | held-out exact | held-out F1 ", end="")
    print("| SciFact F1 | sound | per s |\n" + "|---" * 8 + "|")
    for name, splitter in found.items():
        cells = [name]
        for golds in (dev, held):
            result = score(splitter, golds)
            cells += [f"{result.exact_share:.1%}", f"{result.f1:.3f}"]
        cells += [
            f"{score(splitter, golds).f1:.3f}" if golds else "-" for golds in (scifact, sound)
        ]
        cells.append(f"{rate(splitter, abstracts[:300]):.0f}" if abstracts else "-")
        print("| " + " | ".join(cells) + " |")
    if missing:
        print(f"\nnot installed: {', '.join(missing)}")


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:2]))
