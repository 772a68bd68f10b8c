"""Runs in TREC's format: `query Q0 article rank score tag`, one article a line."""

import hashlib
import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote, unquote

import numpy as np

from index.errors import SourceError
from index.records import Failure
from index.sources.files import open_source, open_text

Ranking = tuple[tuple[str, float], ...]
_COLUMNS = 6
# The last column of our own runs, in whose names white space is percent-encoded, since it parts
# the columns; in a run made elsewhere a percent sign is a percent sign.
_OURS = "abstractqa"
_PLAIN = "".join(chr(c) for c in range(33, 127) if chr(c) != "%")


def write_run(rankings: Iterable[tuple[str, Sequence[tuple[str, float]]]]) -> str:
    """The lines of a run: each question's id with its articles, best first."""
    lines = [
        f"{_encode(query)} Q0 {_encode(key)} {rank} {float(score)!r} {_OURS}\n"
        for query, ranking in rankings
        for rank, (key, score) in enumerate(ranking, start=1)
    ]
    return "".join(lines)


@dataclass(frozen=True, slots=True)
class Run:
    """A run as read: each question's articles, best first, and the lines that are none of a run.

    `digest` is a hash of the lines.
    """

    rankings: Mapping[str, Ranking]
    failures: tuple[Failure, ...]
    digest: str


def read_run(path: Path | str) -> Run:
    """The run in a file (or `-`, standard input).

    The score decides the order, the article's name where two score the same (the later in the
    alphabet first), and the rank is not looked at: so does trec_eval. Raises SourceError if the
    file cannot be opened or no line of it can be read.
    """
    scores: dict[str, dict[str, float]] = {}
    failures, digest = [], hashlib.sha256()
    with open_source(str(path)) as stream:
        for number, line in enumerate(open_text(stream), start=1):
            digest.update(line.encode())
            fault = _take(line.split(), scores)
            if fault:
                shown = " ".join(line.split())[:80]
                reason = f"{shown!r} {fault}. {_REMEDY}."
                failures.append(Failure(str(path), f"line {number}", reason))
        if stream.damage is not None:
            failures.append(Failure(str(path), "", stream.damage))
    if not scores:
        raise SourceError(f"{str(path)!r} holds no line of a TREC run", _REMEDY)
    rankings = {query: _ordered(found) for query, found in scores.items()}
    return Run(rankings, tuple(failures), digest.hexdigest()[:16])


def _take(columns: Sequence[str], scores: dict[str, dict[str, float]]) -> str | None:
    """Add a line's article; what is wrong with it if it has none."""
    if not columns:
        return None
    score = _score(columns)
    if score is None:
        return "is no line of a TREC run"
    query, key = columns[0], columns[2]
    if columns[5] == _OURS:
        query, key = unquote(query), unquote(key)
    found = scores.setdefault(query, {})
    if key in found:
        return "names an article again"
    found[key] = score
    return None


def _ordered(scores: Mapping[str, float]) -> Ranking:
    by_name = sorted(scores.items(), reverse=True)
    # In single precision, in which trec_eval holds scores.
    return tuple(sorted(by_name, key=lambda one: -np.float32(one[1])))


def _score(columns: Sequence[str]) -> float | None:
    if len(columns) != _COLUMNS:
        return None
    try:
        score = float(columns[4])
    except ValueError:
        return None
    return score if math.isfinite(score) else None


_REMEDY = "A line is: query Q0 article rank score tag"


def _encode(name: str) -> str:
    return quote(name, safe=_PLAIN)
