"""How well sentences carry a statement."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any


class Grade(StrEnum):
    """How well a statement's citations carry it, best first."""

    VERBATIM = "verbatim"
    SUPPORTED = "supported"
    PARTIAL = "partial"
    UNSUPPORTED = "unsupported"

    @property
    def holds(self) -> bool:
        """Whether all of the statement is carried."""
        return self in (Grade.VERBATIM, Grade.SUPPORTED)


class Fault(StrEnum):
    """What is wrong with an unsupported statement: another sentence shown says it, or none."""

    MISATTRIBUTED = "misattributed"
    FABRICATED = "fabricated"


@dataclass(frozen=True, slots=True)
class Support:
    """How well some sentences carry a statement: the class, why not better, and the parts of the
    statement that they do not carry, as they stand in it."""

    grade: Grade
    reasons: tuple[str, ...] = ()
    uncovered: tuple[str, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """As `abstractqa check --json` writes it."""
        return {
            "class": self.grade,
            "reasons": list(self.reasons),
            "uncovered": list(self.uncovered),
        }
