"""Many questions searched at once: a file of them in, a TREC run out."""

import json
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from index.errors import SourceError
from index.progress import Progress
from index.records import Failure
from index.sources.files import open_source, open_text
from qa.answer import SearchResult
from qa.evaluation.sets.own import id_for
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
    questions: dict[str, str] = {}
    failures = []
    with open_source(str(path)) as stream:
        for number, line in enumerate(open_text(stream), start=1):
            if line.strip():
                problem = _take(line, questions)
                if problem:
                    failures.append(Failure(str(path), f"line {number}", f"{problem}. {_REMEDY}."))
        if stream.damage is not None:
            failures.append(Failure(str(path), "", stream.damage))
    if not questions:
        first = f" (the first line that is none: {failures[0].record})" if failures else ""
        raise SourceError(f"{str(path)!r} holds no question{first}", _REMEDY)
    return questions, tuple(failures)


def _take(line: str, questions: dict[str, str]) -> str | None:
    """Add a line's question; what is wrong with it if it has none."""
    try:
        row = json.loads(line)
    except (ValueError, RecursionError) as error:
        return f"cannot be read as JSON ({error})"
    text = _first(row, _TEXT) if isinstance(row, dict) else None
    if not isinstance(text, str) or not text.strip():
        return f"{line.strip()[:80]!r} has no question"
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
