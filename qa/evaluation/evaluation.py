"""One evaluation, whole: what was asked, what came of it, and the figures."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from qa.evaluation.figures import Figure
from qa.evaluation.gold import GoldSet
from qa.evaluation.outcome import Scored

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True, slots=True)
class Evaluation:
    """A gold set, the system that answered it, every question scored, and the figures by name.

    `system` says how the answers were made; `fingerprint` is that of the whole evaluation: the
    same one means the same questions put to the same system over the same articles. `notes` are
    what a reader of the figures must know. `seed` drew the questions, if not all were asked, and
    the resamples. `made` is the day, `folder` where it is kept.
    """

    gold: GoldSet
    system: Mapping[str, str | None]
    fingerprint: str
    scored: tuple[Scored, ...]
    figures: Mapping[str, Figure]
    notes: tuple[str, ...] = ()
    seed: int = 0
    made: str = ""
    folder: Path | None = None

    def to_dict(self) -> dict[str, Any]:
        """The figures and what they are of, as JSON-ready values; `to_frame` has the questions."""
        failures = [asdict(failure) for failure in self.gold.failures]
        return {
            "set": self.gold.name,
            "split": self.gold.split,
            "set_digest": self.gold.digest,
            "set_questions": len(self.gold.questions),
            "left_out": dict(self.gold.left_out),
            "failures": failures,
            "questions": len(self.scored),
            "seed": self.seed,
            "made": self.made,
            "fingerprint": self.fingerprint,
            "system": dict(self.system),
            "notes": list(self.notes),
            "figures": {name: asdict(figure) for name, figure in self.figures.items()},
        }

    def to_frame(self) -> "pd.DataFrame":
        """One row a question, its measures in columns; empty where one does not apply."""
        from qa.evaluation.frame import of_questions  # noqa: PLC0415  (pandas, only when wanted)

        return of_questions(self.scored)

    def figures_frame(self) -> "pd.DataFrame":
        """One row a measure: group, value, low, high, questions."""
        from qa.evaluation.frame import of_figures  # noqa: PLC0415  (pandas, only when wanted)

        return of_figures(self.figures)
