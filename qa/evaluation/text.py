"""Evaluations and comparisons as plain text for a terminal."""

from collections.abc import Mapping, Sequence

from qa.evaluation.compare import Comparison, Delta
from qa.evaluation.evaluation import Evaluation
from qa.evaluation.figures import Figure
from qa.evaluation.measures import GROUPS, MEASURES
from qa.render import safe

System = Mapping[str, str | None]

# Questions that flipped, shown of each kind.
_FLIPS = 10


def figures(done: Evaluation) -> str:
    """Every figure with its interval, the notes, and where the report is."""
    asked = f"{counted(len(done.scored), 'question')} of {done.gold.title}"
    lines = [safe(asked), *map(safe, done.notes)]
    for group in GROUPS:
        named = {n: f for n, f in done.figures.items() if MEASURES[n].group == group}
        if named:
            lines += ["", group, *(_figure(name, figure) for name, figure in named.items())]
    if done.folder:
        lines += ["", f"report: {safe(str(done.folder / 'report.html'))}"]
    return "\n".join(lines)


def _figure(name: str, figure: Figure) -> str:
    interval = "" if figure.low is None else f"{_number(figure.low)}–{_number(figure.high or 0.0)}"
    last = f"n={figure.questions} {MEASURES[name].unit}".rstrip()
    return f"  {name:<22}{_number(figure.value):>9}  {interval:<17}{last}"


def _number(value: float) -> str:
    return f"{value:.3f}" if abs(value) < 100 else f"{value:.0f}"


def comparison(found: Comparison, systems: tuple[System, System] = ({}, {})) -> str:
    """Each measure's difference and what a test says of it, then the questions that flipped.

    `systems` say how each one's answers were made: where they differ is shown.
    """
    asked = counted(found.questions, "question")
    how = f"paired over {asked}" if found.paired else f"different ones, {asked} in all, not paired"
    a, b = systems
    lines = [f"A = {found.a}{_unlike(a, b)}", f"B = {found.b}{_unlike(b, a)}"]
    lines = [*map(safe, lines), how, ""]
    lines.append(f"  {'measure':<22}{'A':>8}{'B':>8}{'B - A':>9}  {'95%':<17}{'p':>6}  ")
    lines += [_delta(delta) for delta in found.deltas]
    real = [delta.measure for delta in found.deltas if delta.real]
    lines += ["", f"Beyond noise: {', '.join(real)}." if real else "No significant difference."]
    for side, other in (("A", "B"), ("B", "A")):
        flipped = [flip for flip in found.flips if flip.right_in == side]
        if flipped:
            many = counted(len(flipped), "question")
            lines += ["", f"{many} right in {side} and not in {other}:"]
            lines += [safe(f"  {flip.id}  {flip.question}") for flip in flipped[:_FLIPS]]
            lines += _more(flipped)
    return "\n".join(lines)


def _unlike(ours: System, theirs: System) -> str:
    """What is set otherwise here than there; fingerprints, which say no more, left out."""
    unlike = [
        f"{name}={value}"
        for name, value in ours.items()
        if value != theirs.get(name) and name != "fingerprint"
    ]
    return f" ({', '.join(unlike)})" if unlike else ""


def counted(number: int, noun: str) -> str:
    """`1 question`, `2 questions`."""
    return f"{number} {noun}{'' if number == 1 else 's'}"


def _more(flipped: Sequence[object]) -> list[str]:
    left = len(flipped) - _FLIPS
    return [f"  and {left} more (--json has all)"] if left > 0 else []


def _delta(delta: Delta) -> str:
    interval = ""
    if delta.low is not None and delta.high is not None:
        interval = f"{_signed(delta.low)} to {_signed(delta.high)}"
    p = "" if delta.p_corrected is None else f"{delta.p_corrected:.3f}"
    values = f"{_number(delta.a):>8}{_number(delta.b):>8}{_signed(delta.delta):>9}"
    return f"  {delta.measure:<22}{values}  {interval:<17}{p:>6}  {delta.says}"


def _signed(value: float) -> str:
    return f"{'-' if value < 0 else '+'}{_number(abs(value))}"
