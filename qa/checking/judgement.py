"""All that is known of a statement and its sentences, weighed together: does it go beyond them?

A logistic curve over the features of the rules and the network's log-odds, fitted by
`python -m benchmarks.checker.fit`; `judgement.json` holds it.
"""

import json
import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from qa.checking.contract import Finding, FindingKind

FILE = Path(__file__).with_name("judgement.json")
WEIGHED = frozenset({FindingKind.DIRECTION, FindingKind.ARMS})
"""Findings that flag a statement only where the curve does so too: their rules are wrong so often
that to follow them always would use up what may be flagged of the faithful."""


@dataclass(frozen=True, slots=True)
class Judgement:
    """`weights` of the features `names`, in that order; `threshold` is the chance above which a
    statement does not pass."""

    names: tuple[str, ...]
    weights: tuple[float, ...]
    network: float
    bias: float
    threshold: float

    def chance(self, features: Sequence[float], log_odds: float) -> float:
        """That the statement goes beyond its sentences, 0-1."""
        total = self.bias + self.network * log_odds
        for weight, value in zip(self.weights, features, strict=True):
            total += weight * value
        return 1 / (1 + math.exp(-max(-30.0, min(30.0, total))))

    def passes(self, chance: float, found: Iterable[Finding]) -> bool:
        """Whether a statement of that chance, with these findings, may be called supported."""
        return chance <= self.threshold and not settled(found)


def settled(found: Iterable[Finding]) -> bool:
    """Whether a finding flags a statement whatever the curve makes of it."""
    return any(one.kind not in WEIGHED for one in found)


@cache
def judgement() -> Judgement:
    """The one that ships with the package."""
    held: dict[str, Any] = json.loads(FILE.read_text(encoding="utf-8"))
    return Judgement(
        names=tuple(held["weights"]),
        weights=tuple(held["weights"].values()),
        network=held["network"],
        bias=held["bias"],
        threshold=held["threshold"],
    )
