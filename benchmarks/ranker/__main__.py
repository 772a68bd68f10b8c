"""Train the built-in reranker again.

    python -m benchmarks.ranker --store DIR [--work DIR] [--out FILE] [--seed N]

DIR is a store of the 27k corpus (`abstractqa index ../shared/data/corpus/abstracts_27k.jsonl.gz`).
Examples, reader, skimmer and mixes are made one after the other, each kept in --work: stopped, it
goes on with the part it was at, if data and settings are the same. Weights, and beside them the
record of the run, are written at the end. On a GPU where there is one.
"""

import argparse
import json
import pickle
from collections.abc import Callable
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any, TypeVar

import torch

import qa
from benchmarks.ranker import data
from benchmarks.ranker.fitting import Training
from benchmarks.ranker.found import found
from benchmarks.ranker.mixing import cases, fit_mix
from benchmarks.ranker.reader import learned
from benchmarks.ranker.skimming import SkimTraining, fit_skimmer
from qa.choosing import WEIGHTS
from qa.reading import AFTER_PRIORS, AFTER_SKIMMING, Mix, Reading, Skimming
from qa.rerank import builtin, weights
from qa.weighing import Priors

READER = Training(
    shares={
        "own": 1.0,
        "plain": 1.0,
        "own near": 1.0,
        "plain near": 1.0,
        "own found": 0.18,
        "ei": 0.5,
        "ei found": 0.06,
        "sections": 0.1,
        "numbers": 0.1,
    }
)
SKIMMER = SkimTraining(shares={"own": 1.0, "plain": 1.0, "ei": 0.3})
_NO_MIX = Mix((1.0, 1.0, 0.0), (1.0, 0.0))

T = TypeVar("T")


def main() -> None:
    """Train both networks, fit the mixes, write weights and record."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--store", required=True)
    parser.add_argument("--work", type=Path, default=Path(".venv/ranker"))
    parser.add_argument("--out", type=Path, default=WEIGHTS)
    parser.add_argument("--seed", type=int, default=0)
    chosen = parser.parse_args()
    chosen.work.mkdir(parents=True, exist_ok=True)
    with qa.open(chosen.store) as library:
        made = train(library, chosen.work, chosen.seed)
    about = {"mixes": json.dumps(made["mixes"]), "made by": "benchmarks.ranker"}
    weights.write(chosen.out, made.pop("state"), about)
    chosen.out.with_suffix(".json").write_text(json.dumps(made, indent=1), encoding="utf-8")
    print(json.dumps(made["mixes"], indent=1))


def train(library: qa.Library, work: Path, seed: int) -> dict[str, Any]:
    """The weights under `state`, and the record of how they came about."""
    store = library.store
    reading, skimming = replace(READER, seed=seed), replace(SKIMMER, seed=seed)
    made_from = data.made_from(store)
    examples = kept(work / "examples.pickle", made_from, lambda: data.examples(store))
    read = kept(
        work / f"reader-{seed}.pickle", (made_from, reading), lambda: learned(examples, reading)
    )
    looks = kept(work / "looks.pickle", made_from, lambda: data.tables(store))
    skimmer, lines = kept(
        work / f"skimmer-{seed}.pickle",
        (made_from, skimming),
        lambda: fit_skimmer(looks.shown, looks.held_out, skimming),
    )
    both = builtin.Builtin(builtin.reader(read["state"]), skimmer)
    state = {f"reader.{name}": value for name, value in read["state"].items()}
    state |= {f"skimmer.{name}": value for name, value in skimmer.state_dict().items()}
    return {
        "state": state,
        "reader": asdict(reading),
        "reader curves": read["curves"],
        "reader trained on": read["on"],
        "skimmer": asdict(skimming),
        "skimmer curve": lines,
        "mixes": {name: asdict(mix) for name, mix in mixes(library, both).items()},
        "data": data.digests(reading.shares),
        "store": made_from[0],
        "torch": torch.__version__,
    }


def mixes(library: qa.Library, both: builtin.Builtin) -> dict[str, Mix]:
    """How look and reading are mixed after the skimmer, and after priors alone."""
    store, out = library.store, {}
    some = [found(gold, store) for gold in data.mixed_on()]
    for name, look in ((AFTER_SKIMMING, Skimming(both)), (AFTER_PRIORS, Priors())):
        out[name] = fit_mix(cases(some, look, Reading(look, both, _NO_MIX)))
    return out


def kept(path: Path, made_with: object, make: Callable[[], T]) -> T:
    """What is in the file, if it was made with the same; else made and put there."""
    if path.is_file():
        with path.open("rb") as file:
            if pickle.load(file) == made_with:  # noqa: S301  (our own, of an earlier run)
                print(f"{path}: taken as it is")
                kept: T = pickle.load(file)  # noqa: S301
                return kept
    made = make()
    partial = path.with_suffix(".partial")
    with partial.open("wb") as file:
        pickle.dump(made_with, file)
        pickle.dump(made, file)
    partial.rename(path)
    return made


if __name__ == "__main__":
    main()
