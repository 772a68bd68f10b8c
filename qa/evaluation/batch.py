"""Many questions searched at once: a file of them in, a TREC run out."""

import json
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from index.errors import SourceError
from index.progress import Progress
from index.records import Failure
from qa.answer import SearchResult
from qa.evaluation.sets.files import lines, read_file
from qa.evaluation.sets.own import id_for
from qa.evaluation.sets.rows import brief
from qa.evaluation.trec import write_run
from qa.library import Library

# BEIR writes `_id` and `text`; our own gold sets `id` and `question`.
_ID, _TEXT = ("id", "_id", "query_id", "qid"), ("question", "text", "query", "claim", "body")
_REMEDY = 'Write one JSON object a line: {"id": "1", "question": "…"}'

Found = tuple[str, SearchResult]


def read_questions(path: Path) -> tuple[dict[str, str], tuple[Failure, ...]]:
    """Questions by id (one without has the id that a gold set would give it), and lines that are
    none.

    Raises SourceError if the file cannot be opened or holds no question.
    """
    file = read_file(str(path))
    questions: dict[str, str] = {}
    failures = []
    for item in lines(file):
        if isinstance(item, Failure):
            failures.append(item)
            continue
        problem = _take(item.value, questions)
        if problem:
            failures.append(Failure(file.path, item.record, f"{problem}. {_REMEDY}."))
    if file.damage:
        failures.append(Failure(file.path, "", file.damage))
    if not questions:
        first = f" (the first line that is none: {failures[0].record})" if failures else ""
        raise SourceError(f"{file.path!r} holds no question{first}", _REMEDY)
    return questions, tuple(failures)


def _take(row: Any, questions: dict[str, str]) -> str | None:
    """Add a line's question; what is wrong with it if it has none."""
    text = _first(row, _TEXT) if isinstance(row, dict) else None
    if not isinstance(text, str) or not text.strip():
        return f"{brief(json.dumps(row, ensure_ascii=False))!r} has no question"
    given = _first(row, _ID)
    key = id_for(text.strip()) if given is None else str(given).strip()
    if not key or key in questions:
        return f"the id {key!r} is empty or stands there before"
    questions[key] = text.strip()
    return None


def _first(row: dict[str, Any], names: Sequence[str]) -> Any:
    return next((row[name] for name in names if row.get(name) is not None), None)


def search_all(library: Library, questions: dict[str, str], progress: Progress) -> Iterator[Found]:
    """Each question's id and articles, in the file's order."""
    with progress.track("searching", "question", len(questions)) as advance:
        for key, text in questions.items():
            yield key, library.search(text)
            advance(1)


def as_run(results: Iterable[Found]) -> str:
    """The lines of a TREC run."""
    return write_run((key, [(h.key, h.score) for h in result.hits]) for key, result in results)


def as_line(key: str, result: SearchResult) -> str:
    """One question's articles as a line of JSON."""
    return json.dumps({"id": key, **result.to_dict()}) + "\n"
