"""The shape of `--json`, key by key: what scripts rely on."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from answering.helpers import SAMPLE, run

ANSWER = {
    "question", "answer", "refused", "reason", "statements", "citations", "articles",
    "answerability", "settings", "timings_ms", "asked", "verdict", "notices", "usage",
    "references",
}  # fmt: skip
STATEMENT = {
    "text", "citations", "support", "reasons", "uncovered", "fault", "instead", "against",
}  # fmt: skip
CITATION = {
    "number", "key", "pmid", "doi", "title", "journal", "year", "section", "category", "sentence",
    "start", "end", "text", "score", "status", "url",
}  # fmt: skip
ARTICLE = {
    "key", "pmid", "doi", "title", "journal", "year", "score", "status", "url", "sentences",
}  # fmt: skip
REFERENCE = {
    "key", "pmid", "doi", "pmcid", "title", "authors", "journal", "journal_abbreviation", "year",
    "published", "volume", "issue", "pages", "publication_types", "languages", "statuses",
    "notices", "url", "abstract", "sections",
}  # fmt: skip
SENTENCE = {"sentence", "start", "end", "section", "category", "text", "score"}
RECORD = {
    "origin", "title", "parts", "pmid", "doi", "pmcid", "own_id", "version", "journal",
    "journal_abbreviation", "volume", "issue", "pages", "published", "year", "authors", "mesh",
    "keywords", "publication_types", "languages", "vernacular_title", "notices", "truncated",
    "extra",
}  # fmt: skip

pytestmark = pytest.mark.usefixtures("shared_model")


def keys(rows: list[Mapping[str, Any]]) -> set[frozenset[str]]:
    """The one set of keys that all of the rows have, if they agree; at least one row."""
    assert rows
    return {frozenset(row) for row in rows}


@pytest.fixture
def where(sample_store: Path) -> tuple[str, ...]:
    return ("--json", "--store", str(sample_store))


def test_ask(where: tuple[str, ...]) -> None:
    shown = run("ask", "Does lumetripant prevent migraine?", *where).json
    assert set(shown) == ANSWER
    assert keys(shown["statements"]) == {frozenset(STATEMENT)}
    assert keys(shown["citations"]) == {frozenset(CITATION)}
    assert keys(shown["references"]) == {frozenset(REFERENCE)}
    assert keys(shown["articles"]) == {frozenset(ARTICLE)}
    assert keys(shown["articles"][0]["sentences"]) == {frozenset(SENTENCE)}
    assert set(shown["settings"]) == {"embedder", "reranker", "model", "prompt", "fingerprint"}
    assert set(shown["timings_ms"]) == {"question", "retrieval", "choice", "answer", "total"}
    assert (shown["refused"], shown["reason"]) == (False, None)


def test_a_refusal_has_the_same_shape_and_exit_status_0(where: tuple[str, ...]) -> None:
    done = run("ask", "What is the capital of Australia?", *where)
    assert done.status == 0
    assert set(done.json) == ANSWER
    assert done.json["refused"] is True
    assert done.json["reason"] == done.json["answer"] != ""
    assert (done.json["statements"], done.json["citations"]) == ([], [])
    assert keys(done.json["articles"]) == {frozenset(ARTICLE)}


def test_search(where: tuple[str, ...]) -> None:
    shown = run("search", "migraine", *where).json
    assert set(shown) == {"query", "hits", "reason"}
    assert keys(shown["hits"]) == {frozenset(ARTICLE)}
    assert keys(shown["hits"][0]["sentences"]) == {frozenset(SENTENCE)}


def test_show(where: tuple[str, ...]) -> None:
    shown = run("show", "99000001", *where).json
    assert set(shown) == {
        "key", "record", "abstract", "sections", "sentences", "origins", "status", "statuses",
    }  # fmt: skip
    assert set(shown["record"]) == RECORD
    assert keys(shown["sections"]) == {frozenset({"label", "category", "start", "end"})}
    assert keys(shown["sentences"]) == {frozenset({"index", "start", "end", "section", "text"})}
    assert keys(shown["origins"]) == {frozenset({"path", "format", "record"})}
    for row in shown["sentences"]:
        assert shown["abstract"][row["start"] : row["end"]] == row["text"]


def test_stats(where: tuple[str, ...]) -> None:
    shown = run("stats", *where).json
    assert set(shown) == {
        "articles", "abstracts", "sentences", "pending", "years", "formats", "statuses",
        "embedder", "dimensions",
    }  # fmt: skip
    assert (shown["articles"], shown["abstracts"], shown["pending"]) == (47, 46, 0)


def test_verify(where: tuple[str, ...]) -> None:
    shown = run("verify", *where).json
    assert set(shown) == {"articles", "sentences", "vectors", "problems"}
    assert shown["problems"] == []


def test_index(tmp_path: Path) -> None:
    bad = tmp_path / "bad.jsonl"
    bad.write_text('{"pmid": "99100001", "title": "Tea.", "abstract": "Tea."}\n{"pmid": oops}\n')
    (tmp_path / "prose.txt").write_text("Dear reader, this is a letter and no export.\n")
    store = ("--json", "--store", str(tmp_path / "store"))
    done = run("index", str(bad), str(tmp_path / "prose.txt"), *store)
    assert done.status == 1
    assert set(done.json) == {
        "read", "added", "updated", "unchanged", "skipped", "failed", "more_skipped",
        "more_failed", "deletions", "seconds",
    }  # fmt: skip
    assert (done.json["read"], done.json["added"]) == (1, 1)
    assert keys(done.json["failed"]) == {frozenset({"file", "record", "reason"})}
    assert {Path(row["file"]).name for row in done.json["failed"]} == {"bad.jsonl", "prose.txt"}
    assert all(row["reason"] for row in done.json["failed"])


def test_index_again_changes_nothing(tmp_path: Path) -> None:
    source = str(SAMPLE / "articles" / "table.csv")
    store = ("--json", "--store", str(tmp_path / "store"))
    first, second = run("index", source, *store).json, run("index", source, *store).json
    assert (first["added"], first["unchanged"]) == (3, 0)
    assert (second["added"], second["updated"], second["unchanged"]) == (0, 0, 3)
