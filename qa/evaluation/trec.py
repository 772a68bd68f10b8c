"""Runs in TREC's format: `query Q0 article rank score tag`, one article a line."""

import math
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from urllib.parse import quote, unquote

from index.errors import SourceError
from index.records import Failure
from index.sources.files import open_source, open_text

Ranking = tuple[tuple[str, float], ...]
_COLUMNS = 6
# White space parts the columns, so within a name it is percent-encoded.
_PLAIN = "".join(chr(c) for c in range(33, 127) if chr(c) != "%")


def write_run(rankings: Iterable[tuple[str, Sequence[tuple[str, float]]]]) -> str:
    """The lines of a run: each question's id with its articles, best first."""
    lines = [
        f"{_encode(query)} Q0 {_encode(key)} {rank} {score:.6f} abstractqa\n"
        for query, ranking in rankings
        for rank, (key, score) in enumerate(ranking, start=1)
    ]
    return "".join(lines)


def read_run(path: Path) -> tuple[Mapping[str, Ranking], tuple[Failure, ...]]:
    """Each question's articles, best first, and the lines that are none of a run.

    The score decides the order, the article's name where two score the same (the later in the
    alphabet first), and the rank is not looked at: so does trec_eval. Raises SourceError if the
    file cannot be opened or no line of it can be read.
    """
    scores: dict[str, dict[str, float]] = {}
    failures = []
    with open_source(str(path)) as stream:
        for number, line in enumerate(open_text(stream), start=1):
            columns = line.split()
            score = _score(columns)
            if columns and score is None:
                failures.append(_failure(path, number, line, "is no line of a TREC run"))
            elif score is not None:
                found, key = scores.setdefault(unquote(columns[0]), {}), unquote(columns[2])
                if key in found:
                    failures.append(_failure(path, number, line, "names an article again"))
                else:
                    found[key] = score
    if not scores:
        raise SourceError(f"{str(path)!r} holds no line of a TREC run", _REMEDY)
    return {query: _ordered(found) for query, found in scores.items()}, tuple(failures)


def _ordered(scores: Mapping[str, float]) -> Ranking:
    by_name = sorted(scores.items(), reverse=True)
    return tuple(sorted(by_name, key=lambda one: -one[1]))


def _score(columns: Sequence[str]) -> float | None:
    if len(columns) != _COLUMNS:
        return None
    try:
        score = float(columns[4])
    except ValueError:
        return None
    return score if math.isfinite(score) else None


_REMEDY = "A line is: query Q0 article rank score tag"


def _failure(path: Path, number: int, line: str, fault: str) -> Failure:
    shown = " ".join(line.split())[:80]
    return Failure(str(path), f"line {number}", f"{shown!r} {fault}. {_REMEDY}.")


def _encode(name: str) -> str:
    return quote(name, safe=_PLAIN)
