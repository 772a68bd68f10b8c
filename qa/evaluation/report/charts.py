"""Which plots an evaluation has, and the same in words and numbers for who cannot see them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import isfinite

from qa.evaluation.evaluation import Evaluation
from qa.evaluation.figures import Figure
from qa.evaluation.measures import GROUPS, MEASURES, Measure
from qa.evaluation.measures.refusal import Point, calibration, risk_coverage
from qa.evaluation.outcome import Scored
from qa.evaluation.report import plots
from qa.evaluation.report.svg import inline
from qa.evaluation.report.wording import interval_of, number, percent

# Rows of the table beside a curve.
_STEPS = 10


@dataclass(frozen=True, slots=True)
class Chart:
    """A plot as an SVG element, what it shows in a sentence or two, and its numbers as a table.

    `ways` are the ways of `Measure.better` among the measures of a group; a curve has none.
    """

    key: str
    title: str
    says: str
    svg: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    ways: frozenset[int] = frozenset()


def charts(evaluation: Evaluation) -> tuple[Chart, ...]:
    """Curves first, then the groups of measures; one with nothing to show is left out."""
    answered = [one for one in evaluation.scored if one.outcome.answered]
    curves = (_risk(answered), _reliability(answered), _latency(evaluation, answered))
    return (*(curve for curve in curves if curve is not None), *_groups(evaluation))


def _groups(evaluation: Evaluation) -> Iterator[Chart]:
    for place, group in enumerate(GROUPS):
        shown = [
            (measure, evaluation.figures[name])
            for name, measure in MEASURES.items()
            if measure.group == group and measure.share and name in evaluation.figures
        ]
        shown = [(measure, figure) for measure, figure in shown if isfinite(figure.value)]
        if shown:
            yield _group(f"group-{place}", group, shown)


def _group(key: str, name: str, shown: Sequence[tuple[Measure, Figure]]) -> Chart:
    says = "; ".join(f"{measure.name} {number(figure.value)}" for measure, figure in shown)
    rows = tuple(
        (measure.name, number(figure.value), interval_of(figure), f"{figure.questions:,}")
        for measure, figure in shown
    )
    return Chart(
        key=key,
        title=name,
        says=says,
        svg=inline(plots.bars(shown), key, name, says),
        columns=("measure", "value", "95% interval", "n"),
        rows=rows,
        ways=frozenset(measure.better for measure, _ in shown),
    )


def _risk(answered: Sequence[Scored]) -> Chart | None:
    points = risk_coverage(answered)
    if len(points) < 2:
        return None
    ran = _as_it_ran(answered)
    title = "What caution would buy"
    half = _at(points, 0.5)
    says = (
        f"Of the surest half of the questions {percent(half.risk)} are wrong, of all "
        f"{percent(points[-1].risk)}. A question that was refused counts as wrong."
    )
    if ran is not None:
        says += (
            f" As it ran, it answered {percent(ran.coverage)}, of these {percent(ran.risk)} wrong."
        )
    steps = dict.fromkeys(_at(points, step / _STEPS) for step in range(1, _STEPS + 1))
    return Chart(
        key="risk",
        title=title,
        says=says,
        svg=inline(plots.risk(points, ran), "risk", title, says),
        columns=("answered", "wrong"),
        rows=tuple((percent(point.coverage), percent(point.risk)) for point in steps),
    )


def _at(points: Sequence[Point], coverage: float) -> Point:
    """The first point that covers so much."""
    return next((p for p in points if p.coverage >= coverage - 1e-9), points[-1])


def _as_it_ran(answered: Sequence[Scored]) -> Point | None:
    """Of the questions on the curve, the share that was not refused, and how many were wrong."""
    judged = [s for s in answered if s.outcome.answerability is not None and s.right is not None]
    given = [one for one in judged if not one.outcome.refused]
    if not given:
        return None
    return Point(len(given) / len(judged), sum(not one.right for one in given) / len(given))


def _reliability(answered: Sequence[Scored]) -> Chart | None:
    bins = calibration(answered)
    if not bins:
        return None
    title = "Is a citation's score its chance?"
    over = sum(one.count for one in bins if one.predicted > one.observed)
    total = sum(one.count for one in bins)
    says = (
        f"On the dashed line a score says how often such a citation is gold; below it, it says too "
        f"much, as for {over:,} of {total:,} citations."
    )
    return Chart(
        key="calibration",
        title=title,
        says=says,
        svg=inline(plots.reliability(bins), "calibration", title, says),
        columns=("mean chance given", "share gold", "citations"),
        rows=tuple((number(b.predicted), number(b.observed), f"{b.count:,}") for b in bins),
    )


def _latency(evaluation: Evaluation, answered: Sequence[Scored]) -> Chart | None:
    seconds = [s.outcome.seconds for s in answered if s.outcome.seconds is not None]
    if len(seconds) < 2:
        return None
    marks = [
        (name.removeprefix("seconds-"), evaluation.figures[name].value)
        for name in ("seconds-p50", "seconds-p95")
        if name in evaluation.figures
    ]
    title = "How long a question took"
    says = f"{len(seconds):,} questions, the fastest in {number(min(seconds))} s, the slowest in "
    says += f"{number(max(seconds))} s."
    extremes = [("fastest", min(seconds)), *marks, ("slowest", max(seconds))]
    return Chart(
        key="latency",
        title=title,
        says=says,
        svg=inline(plots.latency(seconds, marks), "latency", title, says),
        columns=("question", "seconds"),
        rows=tuple((name, number(value)) for name, value in extremes),
    )
