"""The report as Markdown (GitHub's), for a terminal, a commit or a chat."""

import re
from collections.abc import Iterator, Sequence

from qa.evaluation.report.cases import Case, Sort
from qa.evaluation.report.view import Group, Row, View

# What would be markup within a line (GitHub's: formulas and bare addresses too). An underscore
# between letters is none, and what opens a block does so only where a line begins: no data does.
_MARKUP = re.compile(r"[\\`*\[\]~|$]|(?<![^\W_])_|_(?![^\W_])|:(?=//)|(?<=www)\.", re.IGNORECASE)
_ENTITIES = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;"})
_COLUMNS = ("measure", "value", "95% interval", "n")


def summary(view: View) -> str:
    """Notes and figures, then failures and the worst questions as lists."""
    blocks = [
        f"# Evaluation: {text(view.name)}",
        _lead(view),
        *_notes(view),
        *_headlines(view),
        *(block for group in view.groups for block in _group(group)),
        *_unread(view),
        *_worst(view.sorts),
        *_about(view),
    ]
    return "\n\n".join(blocks) + "\n"


def text(data: str) -> str:
    """One line of data as text: nothing in it is markup, a cell's end or an element."""
    return _MARKUP.sub(r"\\\g<0>", data).translate(_ENTITIES)


def _lead(view: View) -> str:
    parts = [text(view.system), text(view.asked), text(view.made)]
    parts += [f"fingerprint {text(view.fingerprint)}"] if view.fingerprint else []
    return " · ".join(part for part in parts if part)


def _notes(view: View) -> Iterator[str]:
    if view.notes:
        yield "## To know before reading"
        yield "\n".join(f"- Note: {text(note)}" for note in view.notes)


def _headlines(view: View) -> Iterator[str]:
    if not view.cards:
        yield "No figure applies."
        return
    yield "## Summary"
    rows = (row for card in view.cards for row in (card.row, card.beside) if row is not None)
    yield _table(_COLUMNS, (_cells(row) for row in rows))


def _group(group: Group) -> Iterator[str]:
    yield f"## {group.name}"
    cells = ((*_cells(row), _says(row)) for row in group.rows)
    yield _table((*_COLUMNS, "what it says"), cells)


def _cells(row: Row) -> tuple[str, ...]:
    return row.name, row.value, row.interval, f"{row.questions:,}"


def _says(row: Row) -> str:
    source = f"{text(row.source)}." if row.source else ""
    return " ".join(part for part in (text(row.says), row.better, source) if part)


def _unread(view: View) -> Iterator[str]:
    if not view.failures and not view.left_out:
        return
    yield "## Not in these figures"
    lines = [f"- {count:,} left out: {text(what)}" for what, count in view.left_out]
    lines += [
        f"- Not read: {text(one.path)}, {text(one.record) or 'the whole file'}: {text(one.reason)}"
        for one in view.failures
    ]
    lines += [f"- and {view.more_failures:,} more that were not read"] if view.more_failures else []
    yield "\n".join(lines)


def _worst(sorts: Sequence[Sort]) -> Iterator[str]:
    if sorts:
        yield "## Worst questions"
    for sort in sorts:
        shown = f", {len(sort.cases)} shown" if len(sort.cases) < sort.count else ""
        yield f"**{sort.name}** ({sort.count:,} in all{shown}; {sort.order}). {sort.says}".rstrip()
        yield "\n".join(_case(case) for case in sort.cases)


def _case(case: Case) -> str:
    facts = "; ".join(f"{name}: {text(value)}" for name, value in case.facts)
    # Where nothing was cited, why not.
    why = "" if case.right.items else text(" ".join((f"{case.right.title}:", *case.right.remarks)))
    parts = (f"Question {text(case.id)}:", text(case.question), f"({facts})" if facts else "", why)
    return "- " + " ".join(part for part in parts if part)


def _about(view: View) -> Iterator[str]:
    yield "## How it was made"
    yield _table(("item", "value"), ((text(name), text(value)) for name, value in view.about))


def _table(columns: Sequence[str], rows: Iterator[tuple[str, ...]]) -> str:
    lines = [columns, ["---"] * len(columns), *rows]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in lines)
