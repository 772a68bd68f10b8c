"""`--fail-under ndcg@10=0.7,citation-f1=0.4`: figures that must not fall below a value."""

from collections.abc import Mapping
from dataclasses import dataclass

from index.errors import SettingsError
from qa.evaluation.figures import Figure
from qa.evaluation.measures import MEASURES


@dataclass(frozen=True, slots=True)
class Shortfall:
    """A figure on the wrong side of its threshold; `value` is None where there is no figure."""

    measure: str
    value: float | None
    threshold: float

    def __str__(self) -> str:
        if self.value is None:
            return f"{self.measure}: no figure, {self.threshold:g} wanted"
        side = "over" if MEASURES[self.measure].better < 0 else "under"
        return f"{self.measure}: {self.value:.4f} is {side} {self.threshold:g}"


def parse_thresholds(text: str) -> dict[str, float]:
    """Names with values; raises SettingsError for a measure or a number that is none."""
    found: dict[str, float] = {}
    for part in filter(None, (piece.strip() for piece in text.split(","))):
        name, _, value = part.partition("=")
        name, value = name.strip(), value.strip()
        if name not in MEASURES:
            raise SettingsError(
                f"--fail-under names {name!r}, which is no measure",
                f"Measures: {', '.join(MEASURES)}",
            )
        if name in found:
            raise SettingsError(f"--fail-under names {name} twice", "Name it once")
        try:
            found[name] = float(value)
        except ValueError as error:
            raise SettingsError(
                f"--fail-under wants a number for {name}, not {value!r}",
                "Write it as ndcg@10=0.7,citation-f1=0.4",
            ) from error
    if not found:
        # A variable that is not set must not pass for a check that holds.
        raise SettingsError("--fail-under names no measure", "Write it as ndcg@10=0.7")
    return found


def shortfalls(figures: Mapping[str, Figure], thresholds: Mapping[str, float]) -> list[Shortfall]:
    """Which figures miss their threshold; for measures of which less is better, those over it.

    A figure that is not there is missed: the set may have lost what it was made from.
    """
    missed = []
    for name, threshold in thresholds.items():
        figure = figures.get(name)
        sign = -1 if MEASURES[name].better < 0 else 1
        # "Not at least", so that a figure that is no number is missed as well.
        if figure is None or not sign * figure.value >= sign * threshold:
            missed.append(Shortfall(name, figure.value if figure else None, threshold))
    return missed
