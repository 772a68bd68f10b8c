"""What the page and the Markdown show, as text ready to print: nothing is computed after this."""

from collections.abc import Mapping
from dataclasses import dataclass
from math import isfinite

from qa.evaluation.evaluation import Evaluation
from qa.evaluation.figures import Figure
from qa.evaluation.measures import GROUPS, MEASURES, Measure
from qa.evaluation.report.cases import Sort, sorts
from qa.evaluation.report.wording import NOTHING, better, interval_of, plain, value_of

# What the summary shows, in this order, each with the figure that it must be read beside.
_HEADLINES = (
    ("ndcg@10", ""),
    ("recall@10", ""),
    ("first-citation", ""),
    ("citation-f1", ""),
    ("verdict-accuracy", "majority-accuracy"),
    ("auroc", ""),
    ("refusal-recall", "answerable-refused"),
    ("rouge-l", ""),
    ("seconds-p50", "seconds-p95"),
)
_FAILURES = 50


@dataclass(frozen=True, slots=True)
class Row:
    """One figure in print. `low`, `at` and `high` are percents of the way from 0 to 1, for a
    measure that is a share and has an interval."""

    name: str
    value: str
    interval: str
    questions: int
    says: str
    source: str
    better: str
    span: tuple[float, float, float] | None


@dataclass(frozen=True, slots=True)
class Card:
    """A headline figure, and the one to read it beside."""

    row: Row
    beside: Row | None


@dataclass(frozen=True, slots=True)
class Group:
    name: str
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Unread:
    """A record of the gold set that could not be read, and why."""

    path: str
    record: str
    reason: str


@dataclass(frozen=True, slots=True)
class View:
    """The report. `asked` is how many questions of how many; `more_failures` are not listed."""

    name: str
    system: str
    asked: str
    made: str
    fingerprint: str
    about: tuple[tuple[str, str], ...]
    notes: tuple[str, ...]
    left_out: tuple[tuple[str, int], ...]
    failures: tuple[Unread, ...]
    more_failures: int
    cards: tuple[Card, ...]
    groups: tuple[Group, ...]
    sorts: tuple[Sort, ...]
    answers: bool


def view(evaluation: Evaluation) -> View:
    """The evaluation in print, each text of the data made one printable line."""
    gold = evaluation.gold
    rows = {
        name: _row(measure, evaluation.figures[name])
        for name, measure in MEASURES.items()
        if name in evaluation.figures
    }
    return View(
        name=plain(gold.title),
        system=_system(evaluation),
        asked=_asked(evaluation),
        made=plain(evaluation.made),
        fingerprint=plain(evaluation.fingerprint),
        about=_about(evaluation),
        notes=tuple(plain(note) for note in evaluation.notes),
        left_out=tuple((plain(what), count) for what, count in gold.left_out.items()),
        failures=tuple(
            Unread(plain(one.path), plain(one.record), plain(one.reason))
            for one in gold.failures[:_FAILURES]
        ),
        more_failures=max(0, len(gold.failures) - _FAILURES),
        cards=tuple(
            Card(rows[name], rows.get(beside)) for name, beside in _HEADLINES if name in rows
        ),
        groups=_groups(rows),
        sorts=sorts(evaluation.scored),
        answers=any(one.outcome.answered for one in evaluation.scored),
    )


def _system(evaluation: Evaluation) -> str:
    known = (evaluation.system.get(name) for name in ("system", "version"))
    return plain(" ".join(value for value in known if value))


def _asked(evaluation: Evaluation) -> str:
    asked, known = len(evaluation.scored), len(evaluation.gold.questions)
    questions = "1 question" if known == 1 else f"{known:,} questions"
    return questions if asked == known else f"{asked:,} of {questions}"


def _about(evaluation: Evaluation) -> tuple[tuple[str, str], ...]:
    """What identifies the run: the whole's own items before the system's of the same name."""
    drawn = len(evaluation.scored) != len(evaluation.gold.questions)
    items: dict[str, str | None] = {
        "made": evaluation.made,
        "fingerprint": evaluation.fingerprint,
        "gold digest": evaluation.gold.digest,
        "drawn with seed" if drawn else "seed": str(evaluation.seed),
        **{_apart(name): value for name, value in evaluation.system.items()},
    }
    return tuple((plain(name), plain(value or "") or NOTHING) for name, value in items.items())


def _apart(name: str) -> str:
    return f"system {name}" if name in ("made", "fingerprint", "gold digest", "seed") else name


def _row(measure: Measure, figure: Figure) -> Row:
    return Row(
        name=measure.name,
        value=value_of(measure, figure),
        interval=interval_of(figure),
        questions=figure.questions,
        says=measure.says,
        source=measure.source,
        better=better(measure),
        span=_span(figure) if measure.share else None,
    )


def _span(figure: Figure) -> tuple[float, float, float] | None:
    if figure.low is None or figure.high is None or not isfinite(figure.value):
        return None
    low, at, high = (
        round(100 * min(max(value, 0.0), 1.0), 1)
        for value in (figure.low, figure.value, figure.high)
    )
    return low, at, high


def _groups(rows: Mapping[str, Row]) -> tuple[Group, ...]:
    filled = (
        Group(name, tuple(row for row in rows.values() if MEASURES[row.name].group == name))
        for name in GROUPS
    )
    return tuple(group for group in filled if group.rows)
