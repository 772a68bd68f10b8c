"""All that is known of a statement and its sentences, weighed together: does it go beyond them?

A logistic curve over the features of the rules and the network's log-odds, fitted by
`python -m benchmarks.checker.fit`; `judgement.json` holds it.
"""

import json
import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

FILE = Path(__file__).with_name("judgement.json")


@dataclass(frozen=True, slots=True)
class Judgement:
    """`weights` of `names`, in that order, each of a feature less its `centre`; `threshold` is the
    chance above which a statement does not pass."""

    names: tuple[str, ...]
    weights: tuple[float, ...]
    centres: tuple[float, ...]
    network: float
    bias: float
    threshold: float

    def chance(self, features: Sequence[float], log_odds: float) -> float:
        """That the statement goes beyond its sentences, 0-1."""
        total = self.bias + self.network * log_odds
        for weight, centre, value in zip(self.weights, self.centres, features, strict=True):
            total += weight * (value - centre)
        return 1 / (1 + math.exp(-max(-30.0, min(30.0, total))))


@cache
def judgement() -> Judgement:
    """The one that ships with the package."""
    held: dict[str, Any] = json.loads(FILE.read_text(encoding="utf-8"))
    return Judgement(
        names=tuple(held["names"]),
        weights=tuple(held["weights"]),
        centres=tuple(held["centres"]),
        network=held["network"],
        bias=held["bias"],
        threshold=held["threshold"],
    )
