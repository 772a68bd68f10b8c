"""What each kind of example is worth: the reader trained with it and without.

    python -m benchmarks.ranker.ablation --store DIR [--work DIR] [--part 0.5] [--epochs 1]

Every row is a reader trained on the examples of a part of the articles, the same part for all,
with one kind left out or put in; two at a time, a core each. Figures are those of held-out
questions: ours, whether they answer, and Evidence Inference's validation half. What is made is
kept in --work and not made again.
"""

import argparse
import json
import random
from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import ProcessPoolExecutor
from dataclasses import asdict, dataclass, replace
from functools import partial
from multiprocessing import get_context
from pathlib import Path

import torch

import qa
from benchmarks.ranker import data
from benchmarks.ranker.__main__ import READER, kept
from benchmarks.ranker.examples import Example
from benchmarks.ranker.fitting import Examples
from benchmarks.ranker.reader import learned

# Which shares make up a kind, in the reader's mix and, for those it lacks, when put in.
_KINDS: Mapping[str, Mapping[str, float]] = {
    "own": {"own": 1.0},
    "plain": {"plain": 1.0},
    "near misses": {"own near": 1.0, "plain near": 1.0},
    "articles found": {"own found": 0.18, "ei found": 0.06},
    "Evidence Inference": {"ei": 0.5, "ei found": 0.06},
    "PubMedQA": {"pubmedqa": 0.5},
    "BioASQ snippets": {"bioasq": 0.5},
    "aims": {"aims": 0.1},
    "titles": {"titles": 0.5},
    "numbers": {"numbers": 0.1},
    "sections": {"sections": 0.1},
}


@dataclass(frozen=True, slots=True)
class Trial:
    """One row: its name, and the shares of the examples."""

    name: str
    shares: Mapping[str, float]


def main() -> None:
    """Train what is not there yet, and print the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--store", required=True)
    parser.add_argument("--work", type=Path, default=Path(".venv/ranker"))
    parser.add_argument("--part", type=float, default=0.5)
    parser.add_argument("--epochs", type=int, default=1)
    chosen = parser.parse_args()
    folder = chosen.work / "ablation"
    folder.mkdir(parents=True, exist_ok=True)
    with qa.open(chosen.store) as library:
        made_from = data.made_from(library.store)
        every = kept(
            chosen.work / "examples.pickle", made_from, lambda: data.examples(library.store)
        )
    drawn = (*made_from, chosen.part)
    partly = kept(folder / "examples.pickle", drawn, lambda: _part(every, chosen.part))
    print(f"examples: {len(partly.shown)}")
    spawn = get_context("spawn")
    with ProcessPoolExecutor(2, spawn, torch.set_num_threads, (1,)) as pool:
        runs = pool.map(partial(_run, folder, drawn, chosen.epochs), trials(READER.shares))
        _print(runs)


def trials(shares: Mapping[str, float]) -> Iterator[Trial]:
    """The mix as it is, without each kind that is in it, with each that is not."""
    yield Trial("as shipped", dict(shares))
    for kind, own in _KINDS.items():
        if own.keys() & shares.keys():
            yield Trial(f"without {kind}", {n: s for n, s in shares.items() if n not in own})
        else:
            yield Trial(f"with {kind}", {**shares, **own})


def _part(every: Examples, part: float) -> Examples:
    rng = random.Random(0)
    drawn = {key for key in sorted({one.key for one in every.shown}) if rng.random() < part}
    return replace(every, shown=[one for one in every.shown if one.key in drawn])


def _run(
    folder: Path, drawn: object, epochs: int, trial: Trial
) -> tuple[str, dict[str, dict[str, float]]]:
    path = folder / f"{trial.name}.json"
    training = replace(READER, shares=trial.shares, epochs=epochs)
    made_with = json.loads(json.dumps({"training": asdict(training), "drawn": drawn}))
    told = json.loads(path.read_text(encoding="utf-8")) if path.is_file() else {}
    if {name: told.get(name) for name in made_with} != made_with:
        examples: Examples = kept(folder / "examples.pickle", drawn, _absent)
        curves = learned(examples, training, report=lambda _: None)["curves"]
        counts = _counts(examples.shown, trial.shares)
        told = {**made_with, "counts": counts, **curves}
        path.write_text(json.dumps(told), encoding="utf-8")
    return trial.name, told["held_out"][-1]


def _absent() -> Examples:
    raise FileNotFoundError("the examples were there when the trial was begun")


def _counts(shown: Iterable[Example], shares: Mapping[str, float]) -> dict[str, float]:
    sources = [one.source for one in shown]
    return {name: round(sources.count(name) * share) for name, share in shares.items()}


def _print(runs: Iterable[tuple[str, dict[str, dict[str, float]]]]) -> None:
    columns = ("own first", "in three", "AUROC", "plain first", "AUROC", "EI first")
    print(f"| | {' | '.join(columns)} |\n|{'---|' * (1 + len(columns))}")
    for name, held in runs:
        own, plain, ei = held["held"], held["held-plain"], held["ei-validation"]
        cells = [own["first"], own["in_three"], own["auroc"]]
        cells += [plain["first"], plain["auroc"], ei["first"]]
        print(f"| {name} | {' | '.join(f'{cell:.3f}' for cell in cells)} |", flush=True)


if __name__ == "__main__":
    main()
