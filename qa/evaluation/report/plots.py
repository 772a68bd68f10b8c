"""Plots as SVG, 360 wide each, so that a phone shows them at the size they are drawn in.

The only file that knows matplotlib. Nothing global stays changed, no setting of the machine's user
has a say, and of the data nothing but numbers is drawn.
"""

import io
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any, cast

import matplotlib as mpl
import numpy as np
from matplotlib.axes import Axes
from matplotlib.backends.backend_svg import FigureCanvasSVG
from matplotlib.figure import Figure as Sheet
from matplotlib.ticker import FuncFormatter, LogLocator, MaxNLocator, NullLocator, PercentFormatter
from numpy.typing import NDArray

from qa.evaluation.figures import Figure
from qa.evaluation.measures import Measure
from qa.evaluation.measures.refusal import Bin, Point
from qa.evaluation.report.svg import COLOURS
from qa.evaluation.report.wording import NOTHING, interval_of, number

_WIDTH, _CURVE, _TYPE = 360, 300, 11
# Of the sheet's units: what stands left and right of a plot, above it and below.
_LEFT, _RIGHT, _ABOVE, _BELOW = 40, 14, 30, 42
_ROW, _BAR, _SCALE = 38, 8, 20
_BINS = 24
# A fill for each way of `Measure.better`.
_FILLS = {1: "bar", -1: "less", 0: "plain"}
_SETTINGS = {
    # Text stays text; and what would be named at random is named after its content.
    "svg.fonttype": "none",
    "svg.hashsalt": "abstractqa",
    "font.family": "DejaVu Sans",
    "font.size": _TYPE,
    "text.color": COLOURS["ink"],
    "axes.edgecolor": COLOURS["rule"],
    "axes.labelcolor": COLOURS["muted"],
    "axes.facecolor": "none",
    "axes.axisbelow": True,
    "axes.grid": True,
    "axes.spines.left": False,
    "axes.spines.right": False,
    "axes.spines.top": False,
    "figure.facecolor": "none",
    "grid.color": COLOURS["rule"],
    "xtick.labelcolor": COLOURS["muted"],
    "ytick.labelcolor": COLOURS["muted"],
    "xtick.major.size": 0,
    "xtick.major.pad": 6,
    "ytick.major.size": 0,
}


def bars(figures: Sequence[tuple[Measure, Figure]]) -> str:
    """Shares as bars from 0 to 1, each with its interval as a whisker."""
    rows = _ROW * len(figures)
    with _sheet(rows + _SCALE) as sheet:
        share = rows / (rows + _SCALE)
        axes = sheet.add_axes((2 / _WIDTH, 1 - share, 1 - 8 / _WIDTH, share))
        # From above to below in the sheet's own units.
        axes.set(xlim=(0, 1), ylim=(rows, 0), yticks=[])
        axes.set_xticks([0, 0.25, 0.5, 0.75, 1], ["0", ".25", ".5", ".75", "1"])
        axes.spines["bottom"].set_visible(False)
        axes.grid(visible=False)
        for place, (measure, figure) in enumerate(figures):
            _bar(axes, _ROW * place + 22, measure, figure)
        return _written(sheet)


def risk(points: Sequence[Point], ran: Point | None) -> str:
    """The share wrong over the share answered; `ran` is where the system itself stopped."""
    coverage, risks = [p.coverage for p in points], [p.risk for p in points]
    with _sheet(_CURVE) as sheet:
        axes = _axes(sheet, "share wrong")
        top = min(1.0, max(0.1, 1.25 * max(*risks, ran.risk if ran else 0.0)))
        axes.set(xlim=(0, 1), ylim=(0, top), xlabel="share answered, the most certain first")
        axes.xaxis.set_major_formatter(PercentFormatter(1))
        axes.yaxis.set_major_formatter(PercentFormatter(1, decimals=0))
        axes.yaxis.set_major_locator(MaxNLocator(5))
        axes.fill_between(coverage, risks, color=COLOURS["tint"], linewidth=0)
        axes.plot(coverage, risks, color=COLOURS["accent"], linewidth=2, clip_on=False)
        if ran is not None:
            _dots(axes, [ran.coverage], [ran.risk], "warm")
            axes.annotate(
                "as it ran",
                (ran.coverage, ran.risk),
                (10 if ran.coverage > 0.85 else 0, -20 if ran.risk > top / 4 else 10),
                textcoords="offset points",
                ha="right" if ran.coverage > 0.85 else "center",
            )
        return _written(sheet)


def reliability(bins: Sequence[Bin]) -> str:
    """The share that is gold over the chance given, and how many citations were given it."""
    predicted, observed = [b.predicted for b in bins], [b.observed for b in bins]
    strip = 74
    with _sheet(_CURVE) as sheet:
        axes = _axes(sheet, "share that is gold", below=_BELOW + strip)
        axes.set(xlim=(0, 1), ylim=(0, 1))
        axes.tick_params(labelbottom=False)
        axes.yaxis.set_major_formatter(PercentFormatter(1))
        axes.plot([0, 1], [0, 1], "--", color=COLOURS["muted"], linewidth=1)
        axes.vlines(predicted, predicted, observed, color=COLOURS["warm"], linewidth=2)
        _dots(axes, predicted, observed, "accent")
        _counts(_axes(sheet, "citations", above=_CURVE - _BELOW - strip + _ABOVE), bins)
        return _written(sheet)


def latency(seconds: Sequence[float], marks: Sequence[tuple[str, float]]) -> str:
    """How many questions took how long; `marks` are names of percentiles and their seconds."""
    counts, edges = np.histogram(seconds, bins=_edges(seconds))
    with _sheet(_CURVE) as sheet:
        axes = _axes(sheet, "questions")
        top = 1.4 * float(counts.max())
        axes.stairs(counts, edges, fill=True, color=COLOURS["bar"])
        axes.set(xlim=(edges[0], edges[-1]), ylim=(0, top), xlabel="seconds for a question")
        if edges[0] > 0:
            axes.set_xscale("log")
            axes.xaxis.set_major_locator(LogLocator(subs=(1, 2, 5)))
            axes.xaxis.set_minor_locator(NullLocator())
        axes.xaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:g}"))
        axes.yaxis.set_major_locator(MaxNLocator(4, integer=True))
        axes.grid(visible=False, axis="x")
        for place, (name, value) in enumerate(marks):
            _mark(axes, value, f"{name} {number(value)} s", top * (1 - 0.11 * place))
        return _written(sheet)


def _bar(axes: Axes, middle: float, measure: Measure, figure: Figure) -> None:
    """Name and numbers on one line, the bar with its whisker below them."""
    above = middle - 8
    name = measure.name + (" · less is better" if measure.better < 0 else "")
    axes.text(0, above, name, va="baseline")
    interval = interval_of(figure)
    axes.text(0.77, above, number(figure.value), va="baseline", ha="right", weight="bold")
    if interval != NOTHING:
        axes.text(1, above, interval, va="baseline", ha="right", color=COLOURS["muted"])
    axes.barh(middle, 1, _BAR, color=COLOURS["track"])
    axes.barh(middle, figure.value, _BAR, color=COLOURS[_FILLS[measure.better]])
    if figure.low is not None and figure.high is not None:
        ends = [figure.low, figure.high]
        axes.plot(ends, [middle, middle], "-|", color=COLOURS["ink"], markersize=9, clip_on=False)


def _counts(axes: Axes, bins: Sequence[Bin]) -> None:
    highest = max(one.count for one in bins)
    axes.set(xlim=(0, 1), ylim=(0, highest * 1.45), yticks=[], xlabel="chance given to a citation")
    axes.xaxis.set_major_formatter(PercentFormatter(1))
    axes.grid(visible=False)
    for one in bins:
        # A bin is a tenth wide; its mean stands somewhere in it.
        middle = min(int(one.predicted * 10), 9) / 10 + 0.05
        axes.bar(middle, one.count, 0.084, color=COLOURS["plain"])
        axes.text(middle, one.count + highest * 0.08, _short(one.count), ha="center")


def _short(count: int) -> str:
    """A count that fits over a tenth of the width."""
    return (
        f"{count}"
        if count < 1000
        else f"{count / 1000:.2g}k"
        if count < 10_000
        else f"{count // 1000}k"
    )


def _mark(axes: Axes, at: float, name: str, height: float) -> None:
    """A line up to a name that stands on the side where there is room."""
    right = axes.transLimits.transform(axes.transScale.transform((at, 0)))[0] > 0.6
    axes.vlines(at, 0, height, color=COLOURS["ink"], linewidth=1.2)
    axes.annotate(
        name,
        (at, height),
        (-5 if right else 5, -10),
        textcoords="offset points",
        ha="right" if right else "left",
    )


def _dots(axes: Axes, x: Sequence[float], y: Sequence[float], colour: str) -> None:
    axes.plot(
        x,
        y,
        "o",
        color=COLOURS[colour],
        markersize=9,
        markeredgecolor=COLOURS["paper"],
        markeredgewidth=1.5,
        clip_on=False,
        zorder=4,
    )


def _edges(seconds: Sequence[float]) -> NDArray[np.float64]:
    """Equal steps from 0; equal ratios where the slowest took many times as long as the fastest."""
    fastest, slowest = min(seconds), max(seconds)
    if 0 < fastest < slowest / 20:
        return np.geomspace(fastest, slowest, _BINS + 1)
    return np.linspace(0, slowest or 1, _BINS + 1)


def _axes(sheet: Sheet, says: str, above: int = _ABOVE, below: int = _BELOW) -> Axes:
    """Axes in the sheet's margins; what goes up stands over them, to be read without turning."""
    height = sheet.get_figheight() * 72
    width = _WIDTH - _LEFT - _RIGHT
    box = (_LEFT / _WIDTH, below / height, width / _WIDTH, (height - above - below) / height)
    axes = sheet.add_axes(box)
    axes.annotate(
        says, (0, 1), (-_LEFT, 10), "axes fraction", "offset points", color=COLOURS["muted"]
    )
    return axes


@contextmanager
def _sheet(height: float) -> Iterator[Sheet]:
    """An empty sheet whose units are the page's pixels."""
    with mpl.rc_context():
        mpl.rcdefaults()
        mpl.rcParams.update(cast(Any, _SETTINGS))
        sheet = Sheet(figsize=(_WIDTH / 72, height / 72), dpi=72)
        FigureCanvasSVG(sheet)
        yield sheet


def _written(sheet: Sheet) -> str:
    file = io.StringIO()
    # A date would make two runs differ, and the rest says what drew it.
    nothing = dict.fromkeys(("Creator", "Date", "Format", "Type"))
    sheet.savefig(file, format="svg", metadata=nothing)
    return file.getvalue()
