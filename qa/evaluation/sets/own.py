"""Our own format (`questions.jsonl`): a question a line, with as much gold as its author knows."""

import hashlib
from collections.abc import Iterator
from difflib import get_close_matches
from typing import Annotated, Any

from pydantic import BeforeValidator, Field

from qa.evaluation.gold import GoldEvidence, GoldQuestion
from qa.evaluation.sets.files import lines
from qa.evaluation.sets.reading import Reading, of_one_file
from qa.evaluation.sets.rows import (
    HIGHEST_GRADE,
    Count,
    Given,
    Id,
    Key,
    Many,
    Row,
    Text,
    Texts,
    UnusableRowError,
    Verdict,
    key_of,
    shown,
    texts_within,
)

GOLD_FIELDS = ("answer", "exact", "verdict", "keys", "sentences", "spans", "answerable")
"""The fields that say something of the answer; `evidence` only helps to find it."""
_FIELDS = (*GOLD_FIELDS, "question", "id", "type", "evidence", "note")
# How like a field's name another must be to be taken for a slip of the pen: one letter or two.
_ALIKE = 0.8


def _grades(value: Any) -> dict[str, int]:
    if isinstance(value, dict):
        graded = [(key_of(key), _grade(grade)) for key, grade in value.items()]
    elif isinstance(value, list):
        graded = [(key_of(key), 1) for key in value]
    else:
        graded = [] if value is None else [(key_of(value), 1)]
    # 0, as in qrels: looked at and found not relevant.
    return {key: grade for key, grade in graded if grade}


def _grade(value: Any) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value <= HIGHEST_GRADE:
        raise ValueError(
            f"the grade {shown(value)} should be a whole number from 0 to {HIGHEST_GRADE}"
        )
    return value


def _entities(value: Any) -> tuple[tuple[str, ...], ...]:
    entities = [texts_within(one) for one in (value if isinstance(value, list) else [value])]
    return tuple(entity for entity in entities if entity)


def _as_tuple(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value


_Place = Annotated[tuple[Key, Count], BeforeValidator(_as_tuple)]
_Grades = Annotated[dict[str, int], BeforeValidator(_grades)]
_Span = Annotated[tuple[Key, Count, Count], BeforeValidator(_as_tuple)]


class _Question(Row):
    question: Given
    id: Id | None = None
    type: Text | None = None
    answer: Texts = ()
    exact: Annotated[tuple[tuple[str, ...], ...], BeforeValidator(_entities)] = ()
    verdict: Verdict = None
    grades: _Grades | None = Field(None, alias="keys")
    sentences: Many[_Place] = ()
    spans: Many[_Span] = ()
    evidence: Texts = ()
    answerable: bool | None = None


def read(path: str, split: str | None) -> Reading:
    """The questions of a file in our own format.

    Raises SourceError if the file cannot be opened, SettingsError if a split is given.
    """
    return of_one_file("gold", path, split, lines, _row)


def _row(value: Any) -> Iterator[GoldQuestion]:
    row = _Question.model_validate(value)
    places = [*(key for key, _ in row.sentences), *(key for key, *_ in row.spans)]
    relevance = dict.fromkeys(places, 1) | (row.grades or {})
    evidence = tuple(_evidence(row, relevance))
    _check(row, relevance, list(value))
    yield GoldQuestion(
        id=row.id or id_for(row.question),
        question=row.question,
        kind=row.type or "",
        answerable=row.answerable,
        verdict=row.verdict,
        exact=row.exact,
        references=row.answer,
        relevance=relevance,
        evidence=evidence,
    )


def _evidence(row: _Question, relevance: dict[str, int]) -> Iterator[GoldEvidence]:
    yield from dict.fromkeys(GoldEvidence(key, sentence=number) for key, number in row.sentences)
    for key, start, end in dict.fromkeys(row.spans):
        if start >= end:
            raise UnusableRowError(f"`spans` has {start} to {end}: should end after it begins")
        yield GoldEvidence(key, span=(start, end))
    if not row.sentences and not row.spans and len(relevance) == 1:
        yield from (GoldEvidence(key, text=text) for key in relevance for text in row.evidence)


def _check(row: _Question, relevance: dict[str, int], fields: list[str]) -> None:
    """Raises UnusableRowError for a row that says nothing of its answer, or contradicts itself."""
    slips = [(name, *get_close_matches(name, _FIELDS, 1, _ALIKE)) for name in fields]
    for name, *meant in slips:
        if meant and name not in _FIELDS:
            raise UnusableRowError(f"there is no field {shown(name)}: `{meant[0]}` is meant")
    if row.answerable is False and relevance:
        raise UnusableRowError(
            f"`answerable` is false, yet {shown(next(iter(relevance)))} is named as answering it"
        )
    if row.answerable is False and row.verdict:
        raise UnusableRowError(f"`answerable` is false, yet the verdict is {row.verdict}")
    known = row.answer or row.exact or row.verdict or relevance or row.answerable is not None
    if not known:
        raise UnusableRowError(
            f"nothing is given of the answer: it needs one of {', '.join(GOLD_FIELDS)}, "
            f"and has {', '.join(map(shown, fields[:8]))}"
        )


def id_for(question: str) -> str:
    """The id of a question that has none of its own."""
    # Not the line's number: a line put in before it would make this another question's id.
    return f"q{hashlib.sha256(question.encode()).hexdigest()[:8]}"
