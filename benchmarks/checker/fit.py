"""Fit how the check weighs its rules and its network: writes qa/checking/judgement.json.

    python -m benchmarks.checker.fit --store STORE --sample STORE

The rules: a logistic curve over their features, on train statements. Then how much these and the
network count: on statements of articles from which neither has learned, and on dev; `test` is not
opened. The threshold lets through 90% of the faithful of either, those that a finding settles
counted as flagged.
"""

import argparse
import json
import random
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score

import qa
from benchmarks.checker.fitting import held_out
from benchmarks.checker.statements import Line, read, shares
from qa.checking.checker import WEIGHTS
from qa.checking.features import FEATURES, measured
from qa.checking.findings import found
from qa.checking.judgement import FILE, settled
from qa.checking.network import Doubter
from qa.checking.pair import pair_of

# Of the faithful, so many may be flagged.
_FLAGGED = 0.10
# As much as keeps cross-validated figures from falling; found among 0.003, 0.02, 0.1.
_STRENGTH = 0.02
# Statements that the rules' curve is fitted on: more change nothing.
_ENOUGH = 7000

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Seen:
    """Statements as the rules see them: features, shape (statements, features); which of them a
    finding settles; which are wrong."""

    lines: Sequence[Line]
    table: Floats
    settled: Bools
    wrong: Bools

    @classmethod
    def of(cls, lines: Sequence[Line]) -> "Seen":
        """On as many processes as there are cores."""
        with ProcessPoolExecutor() as pool:
            rows, flagged = zip(*pool.map(_seen, lines, chunksize=32), strict=True)
        wrong = [not one.faithful for one in lines]
        return cls(lines, np.array(rows), np.array(flagged), np.array(wrong))


def _seen(line: Line) -> tuple[tuple[float, ...], bool]:
    pair = pair_of(line.statement, line.sentences)
    known = found(pair)
    return measured(pair, known), settled(known)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--store", required=True, help="with the 27k corpus in it")
    parser.add_argument("--sample", required=True, help="with the bundled sample in it")
    given = parser.parse_args()
    with qa.open(given.store) as corpus, qa.open(given.sample) as sample:
        train, dev = read("train", corpus.store), read("dev", sample.store)
    shown = [one for one in train if not held_out(one.key)]
    random.Random(0).shuffle(shown)
    unseen = [one for one in train if held_out(one.key)] + dev
    log_odds = doubted(unseen)
    fitted = fit(Seen.of(shown[:_ENOUGH]), Seen.of(unseen), log_odds, len(dev))
    FILE.write_text(json.dumps(fitted, indent=1) + "\n", encoding="utf-8")


def doubted(lines: Sequence[Line]) -> Floats:
    """The network's log-odds, shape (statements,)."""
    doubter = Doubter.load(WEIGHTS)
    return np.array([doubter(one.statement, one.sentences).log_odds for one in lines])


def fit(shown: Seen, unseen: Seen, log_odds: Floats, dev: int) -> dict[str, object]:
    """The curve, and what it makes of the statements not learned from; the last `dev` of these are
    over the sample."""
    centres, spread = shown.table.mean(axis=0), shown.table.std(axis=0)
    spread[spread == 0] = 1.0
    rules = LogisticRegression(C=_STRENGTH, max_iter=5000)
    rules.fit((shown.table - centres) / spread, shown.wrong)
    weights = rules.coef_[0] / spread
    both = np.column_stack([unseen.table @ weights, log_odds])
    mixed = LogisticRegression(max_iter=5000).fit(both, unseen.wrong)
    chances = mixed.predict_proba(both)[:, 1]
    parts = {"real abstracts": slice(None, -dev), "dev": slice(-dev, None)}
    threshold = max(
        _threshold(chances[at][~unseen.wrong[at]], unseen.settled[at][~unseen.wrong[at]])
        for at in parts.values()
    )
    for name, at in parts.items():
        _tell(name, unseen, chances, threshold, at)
    of_rules, of_network = mixed.coef_[0]
    rounded = [round(float(w), 5) for w in weights * of_rules]
    return {
        "weights": dict(zip(FEATURES, rounded, strict=True)),
        "network": round(float(of_network), 5),
        "bias": round(float(mixed.intercept_[0]), 5),
        "threshold": round(threshold, 4),
    }


def _tell(name: str, unseen: Seen, chances: Floats, threshold: float, at: slice) -> None:
    lines, flagged = unseen.lines[at], unseen.settled[at] | (chances[at] > threshold)
    area = roc_auc_score(unseen.wrong[at], chances[at])
    told = ", ".join(f"{kind} {s:.2f}" for kind, s in shares(lines, list(flagged)).items())
    print(f"{name}: {len(lines)} statements, AUROC {area:.3f}, flagged: {told}")


def _threshold(chances: Floats, flagged: Bools) -> float:
    """Above which, with what is flagged anyway, a tenth of the faithful lie."""
    for threshold in np.sort(chances)[::-1]:
        if np.mean(flagged | (chances > threshold)) > _FLAGGED:
            return float(threshold) + 1e-4
    return 0.0


if __name__ == "__main__":
    main()
