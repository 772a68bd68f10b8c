"""CSV and TSV with a header, PubMed's own CSV, which has no abstracts, and JSON Lines."""

import csv
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import chain
from typing import BinaryIO

from index.records import Event, Failure, Origin, Skipped
from index.sources.columns import field_of
from index.sources.files import open_text
from index.sources.jsonl import read_jsonl
from index.sources.rows import event_of

__all__ = ["read_csv", "read_jsonl", "read_pubmed_csv"]

DELIMITERS = ",\t;|"
_PUBMED_COLUMNS = frozenset(("PMID", "Citation", "First Author", "Journal/Book", "Create Date"))

Row = tuple[int, list[str] | csv.Error]
"""A row's first line, and its cells or why it cannot be cut into cells."""


def read_csv(stream: BinaryIO, path: str) -> Iterator[Event]:
    """A Record for each row, or a Failure for a row that is torn or has an unusable value.

    The header tells the delimiter (comma, tab, semicolon, bar). A header without a column for
    title or abstract is one Failure for the file, PubMed's own export one Skipped.
    """
    lines = iter(open_text(stream))
    first = next((line for line in lines if line.strip()), "")
    delimiter = _delimiter(first)
    rows = _rows(chain([first], lines), delimiter)
    header = next((cells for _, cells in rows if isinstance(cells, list)), [])
    columns = [column.strip() for column in header]
    problem = _problem(columns)
    if set(columns) >= _PUBMED_COLUMNS and "abstract" not in map(field_of, columns):
        yield _no_abstracts(path, sum(1 for _ in rows))
    elif problem:
        yield Failure(path, "", f"{path!r} cannot be read as a table: {problem}")
    else:
        for line, cells in rows:
            yield _event(columns, cells, Origin(path, "csv", f"line {line}"))


def read_pubmed_csv(stream: BinaryIO, path: str) -> Iterator[Event]:
    """One Skipped for the file: PubMed's CSV export gives titles and PMIDs but no abstracts."""
    rows = sum(1 for _ in _rows(iter(open_text(stream)), ","))
    yield _no_abstracts(path, max(rows - 1, 0))


def _no_abstracts(path: str, rows: int) -> Skipped:
    articles = f"{rows:,} article" + ("" if rows == 1 else "s")
    return Skipped(
        path,
        "",
        f"{path!r} is PubMed's CSV export ({articles}), which has no abstracts. In PubMed use Save "
        "with Format: PubMed or Abstract (text), or fetch XML for these PMIDs with E-utilities.",
    )


def _delimiter(header: str) -> str:
    """The sign that cuts a header into the most known columns, then into the most cells."""

    def known(sign: str) -> tuple[int, int]:
        cells = next(csv.reader([header[:100_000]], delimiter=sign), [])
        return sum(field_of(cell) is not None for cell in cells), len(cells)

    return max(DELIMITERS, key=known)


def _problem(columns: list[str]) -> str:
    named = [column for column in columns if column]
    if not {"title", "abstract"} & set(map(field_of, columns)):
        return (
            f"its header names {', '.join(named[:8]) or 'no column'}, but neither `title` nor "
            "`abstract`. Name them in the first line."
        )
    twice = sorted(column for column, count in Counter(named).items() if count > 1)
    return f"its header names {twice[0]!r} twice. Rename one of the two." if twice else ""


def _rows(lines: Iterable[str], delimiter: str) -> Iterator[Row]:
    """The rows that are not blank, with the lines they begin at."""
    # Strict: else a quote left open would swallow the following rows into one abstract.
    reader = csv.reader(
        (line.replace("\0", "") for line in lines), strict=True, delimiter=delimiter
    )
    while True:
        line = reader.line_num + 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            yield line, error
            continue
        if any(cell.strip() for cell in cells):
            yield line, cells


def _event(columns: list[str], cells: list[str] | csv.Error, origin: Origin) -> Event:
    if isinstance(cells, csv.Error):
        reason = f"the row cannot be cut into cells ({cells})"
    elif len(cells) != len(columns):
        reason = (
            f"{len(cells)} cells where the header names {len(columns)} columns: {cells[0]!r:.60}"
        )
    else:
        named = dict(zip(columns, cells, strict=True))
        return event_of({name: cell for name, cell in named.items() if name or cell}, origin)
    remedy = "Put quotes around cells with line breaks or delimiters, and double quotes in them."
    return Failure(origin.path, origin.record, f"{reason}. {remedy}")
