"""What a check of a statement against its sentences gives back."""

from dataclasses import dataclass
from enum import StrEnum


class FindingKind(StrEnum):
    """In what a statement goes beyond the sentences it cites."""

    NUMBER = "number"
    NEGATION = "negation"
    DIRECTION = "direction"
    ARMS = "arms"
    SPLICE = "splice"
    HEDGE = "hedge"
    NAME = "name"
    POPULATION = "population"
    UNRELATED = "unrelated"
    CAUSE = "cause"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing in which a statement goes beyond its sentences: `statement[start:end]` is the part
    at fault, `reason` says why in words for a reader."""

    kind: FindingKind
    reason: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Doubt:
    """Log-odds that `statement[start:end]`, a word or a part of one, goes beyond the sentences."""

    start: int
    end: int
    log_odds: float


@dataclass(frozen=True, slots=True)
class Reading:
    """What a network makes of a statement beside its sentences: log-odds that it goes beyond them,
    of the whole and of each word."""

    log_odds: float
    doubts: tuple[Doubt, ...]
