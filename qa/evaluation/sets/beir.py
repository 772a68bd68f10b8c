"""BEIR (`queries.jsonl`, `qrels/test.tsv`): queries, and which articles are relevant to them."""

import io
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from pydantic import Field

from index.errors import SettingsError, SourceError
from index.records import Failure
from index.sources.files import open_text
from qa.evaluation.gold import GoldQuestion
from qa.evaluation.sets.files import File, files_in, lines, printable, read_file, splits_of
from qa.evaluation.sets.reading import Event, LeftOut, Reading, events_of, no_such_split
from qa.evaluation.sets.rows import HIGHEST_GRADE, Given, Id, Row, shown

_QRELS = re.compile(r"([\w.-]+)\.tsv(?:\.gz)?")
_SCORE = re.compile(r"-?[0-9]{1,9}")
_HEADER = ("query-id", "corpus-id", "score")


@dataclass(frozen=True, slots=True)
class _Judgement:
    record: str
    query: str
    article: str
    score: int


class _Query(Row):
    id: Id = Field(alias="_id")
    text: Given


def parts_of(folder: str) -> tuple[str | None, dict[str, str]]:
    """A BEIR folder's file of queries and its qrels by split, each empty if it is not there.

    Raises SourceError if the folder cannot be listed.
    """
    files = files_in(folder)
    qrels = splits_of(files_in(str(Path(folder, "qrels"))), _QRELS)
    return files.get("queries.jsonl") or files.get("queries.jsonl.gz"), qrels


def read(path: str, split: str | None) -> Reading:
    """The queries judged in a split (default: test, else the only one there).

    Raises SourceError if the folder lacks queries or qrels, SettingsError for a split that is
    not there.
    """
    queries, qrels = parts_of(path)
    if queries is None or not qrels:
        raise SourceError(
            f"{printable(path)!r} holds no queries.jsonl and qrels/SPLIT.tsv",
            "Name the folder that holds both.",
        )
    split = split or _default(path, qrels)
    if split not in qrels:
        raise no_such_split(path, split, list(qrels))
    files = read_file(queries), read_file(qrels[split])
    return Reading(_events(*files), files, split, "beir")


def _default(path: str, qrels: Mapping[str, str]) -> str:
    if "test" in qrels or len(qrels) == 1:
        return "test" if "test" in qrels else next(iter(qrels))
    raise SettingsError(
        f"{printable(path)!r} has no split test", f"Choose one of {', '.join(qrels)}."
    )


def _events(queries: File, qrels: File) -> Iterator[Event]:
    judged: dict[str, dict[str, int]] = {}
    first: dict[str, str] = {}
    for found in _judgements(qrels):
        if isinstance(found, Failure):
            yield found
            continue
        scores = judged.setdefault(found.query, {})
        first.setdefault(found.query, found.record)
        if scores.setdefault(found.article, found.score) != found.score:
            yield _bad(qrels, found.record, f"{shown(found.article)} is judged twice, differently")
    read_row = partial(_row, judged=judged, unseen=first)
    yield from events_of(queries.path, lines(queries), read_row)
    for query, record in first.items():
        yield _bad(qrels, record, f"the query {shown(query)} is not in {queries.path!r}")


def _row(
    value: Any, judged: Mapping[str, Mapping[str, int]], unseen: dict[str, str]
) -> Iterator[GoldQuestion | LeftOut]:
    query = _Query.model_validate(value)
    if query.id not in judged:
        return  # of another split
    unseen.pop(query.id, None)
    relevance = {f"beir:{key}": score for key, score in judged[query.id].items() if score > 0}
    if not relevance:
        yield LeftOut("no article is judged relevant")
        return
    yield GoldQuestion(query.id, query.text, kind="query", relevance=relevance)


def _judgements(file: File) -> Iterator[_Judgement | Failure]:
    for number, line in enumerate(open_text(io.BytesIO(file.data)), 1):
        cells = [cell.strip() for cell in line.split("\t")]
        if not line.strip() or (number == 1 and _is_header(cells)):
            continue
        record = f"line {number}"
        if len(cells) != len(_HEADER) or not all(cells):
            yield _bad(file, record, f"{shown(line)} is not {', '.join(_HEADER)}, parted by tabs")
        elif not _SCORE.fullmatch(cells[2]):
            yield _bad(file, record, f"the score {shown(cells[2])} is no whole number")
        elif int(cells[2]) > HIGHEST_GRADE:
            yield _bad(file, record, f"the score {shown(cells[2])} is above {HIGHEST_GRADE}")
        else:
            yield _Judgement(record, cells[0], cells[1], int(cells[2]))


def _is_header(cells: list[str]) -> bool:
    return cells[-1].lower() == _HEADER[-1]


def _bad(file: File, record: str, problem: str) -> Failure:
    return Failure(file.path, record, f"{problem}. Correct it, or take the line out.")
