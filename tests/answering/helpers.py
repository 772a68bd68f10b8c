"""What the tests of answers share. All articles written out in these tests are invented."""

import contextlib
import io
import json
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from unittest import mock

import pytest

import qa
from index.article import Article
from index.assemble import assemble
from index.embedder import Embedder
from index.records import Origin, Part, Record
from index.store import Store
from qa import Library, Settings, cli
from qa.configure import settings_from

ROOT = Path(__file__).parents[2]
SAMPLE = ROOT / "examples" / "sample"
QUESTIONS: list[dict[str, Any]] = [
    json.loads(line) for line in (SAMPLE / "questions.jsonl").read_text("utf-8").splitlines()
]


@dataclass(frozen=True)
class Finished:
    """What a run of the command left behind."""

    status: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)


def run(*arguments: str, stdin: bytes = b"") -> Finished:
    """`abstractqa ARGUMENTS` within this process."""
    out, err = io.StringIO(), io.StringIO()
    with (
        mock.patch.object(sys, "argv", ["abstractqa", *arguments]),
        mock.patch.object(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin))),
        contextlib.redirect_stdout(out),
        contextlib.redirect_stderr(err),
        pytest.raises(SystemExit) as ended,
    ):
        cli.main()
    status = ended.value.code
    assert isinstance(status, int)
    return Finished(status, out.getvalue(), err.getvalue())


def an_article(*parts: Part, pmid: str = "99100001") -> Article:
    """An article whose abstract is these parts."""
    origin = Origin("a.jsonl", "jsonl", "line 1")
    return assemble(Record(origin, "Tea and sleep.", parts, pmid=pmid), (origin,))


def make_library(folder: Path, embedder: Embedder, *rows: Mapping[str, Any]) -> Library:
    """A library of its own over these rows of JSON Lines."""
    source = folder / "rows.jsonl"
    source.parent.mkdir(parents=True, exist_ok=True)
    source.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    made = Library(Store.create(folder / "store", embedder), Settings(store=folder / "store"))
    done = made.index([source])
    assert (done.added, done.failed) == (len(rows), ())
    return made


def with_settings(library: Library, **values: Any) -> Library:
    """The same store, asked with other settings."""
    return Library(library.store, settings_from(store=library.settings.store, **values))


def cited(answer: qa.Answer) -> list[tuple[str, int]]:
    """Key and sentence number of each citation, in order."""
    return [(citation.key, citation.sentence) for citation in answer.citations]
