"""Fit how the check weighs its rules and its network: writes qa/checking/judgement.json.

    python -m benchmarks.checker.fit --store STORE --sample STORE

The rules: a logistic curve over their features, on train statements. Then how much these and the
network count: on statements of articles from which neither has learned, and on dev; `test` is not
opened. The threshold lets through 90% of the faithful among these, those of which a rule speaks
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
from qa.checking.features import FEATURES, features
from qa.checking.findings import findings
from qa.checking.judgement import FILE
from qa.checking.network import Doubter

# Of the faithful, so many may be flagged.
_FLAGGED = 0.10
# As much as keeps cross-validated figures from falling; found among 0.01, 0.03, 0.1, 0.3.
_STRENGTH = 0.03
# Statements that the rules' curve is fitted on: more change nothing.
_ENOUGH = 7000

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Seen:
    """Statements as the rules see them: features, shape (statements, features); whether a rule
    speaks; which are wrong."""

    lines: Sequence[Line]
    table: Floats
    spoke: NDArray[np.bool_]
    wrong: NDArray[np.bool_]

    @classmethod
    def of(cls, lines: Sequence[Line]) -> "Seen":
        """On as many processes as there are cores."""
        with ProcessPoolExecutor() as pool:
            rows, spoke = zip(*pool.map(_seen, lines, chunksize=32), strict=True)
        wrong = [not one.faithful for one in lines]
        return cls(lines, np.array(rows), np.array(spoke), np.array(wrong))


def _seen(line: Line) -> tuple[tuple[float, ...], bool]:
    found = findings(line.statement, line.sentences)
    return features(line.statement, line.sentences), bool(found)


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
    fitted = fit(Seen.of(shown[:_ENOUGH]), Seen.of(unseen))
    FILE.write_text(json.dumps(fitted, indent=1) + "\n", encoding="utf-8")


def fit(shown: Seen, unseen: Seen) -> dict[str, object]:
    """The curve, and what it makes of the statements not learned from."""
    centres, spread = shown.table.mean(axis=0), shown.table.std(axis=0)
    spread[spread == 0] = 1.0
    rules = LogisticRegression(C=_STRENGTH, max_iter=5000)
    rules.fit((shown.table - centres) / spread, shown.wrong)
    weights = rules.coef_[0] / spread
    doubter = Doubter.load(WEIGHTS)
    read_by_network = [doubter(one.statement, one.sentences).log_odds for one in unseen.lines]
    both = np.column_stack([(unseen.table - centres) @ weights, read_by_network])
    mixed = LogisticRegression(max_iter=5000).fit(both, unseen.wrong)
    chances = mixed.predict_proba(both)[:, 1]
    threshold = _threshold(chances[~unseen.wrong], unseen.spoke[~unseen.wrong])
    decided = unseen.spoke | (chances > threshold)
    print(f"{len(unseen.lines)} statements, AUROC {roc_auc_score(unseen.wrong, chances):.3f}")
    for kind, share in shares(unseen.lines, list(decided)).items():
        print(f"{kind}: {share:.2f} flagged")
    of_rules, of_network = mixed.coef_[0]
    return {
        "names": list(FEATURES),
        "weights": [round(float(w), 5) for w in weights * of_rules],
        "centres": [round(float(c), 5) for c in centres],
        "network": round(float(of_network), 5),
        "bias": round(float(mixed.intercept_[0]), 5),
        "threshold": round(threshold, 4),
    }


def _threshold(chances: Floats, flagged: NDArray[np.bool_]) -> float:
    """Above which, with what is flagged anyway, a tenth of the faithful lie."""
    for threshold in np.sort(chances)[::-1]:
        if np.mean(flagged | (chances > threshold)) > _FLAGGED:
            return float(threshold) + 1e-4
    return 0.0


if __name__ == "__main__":
    main()
