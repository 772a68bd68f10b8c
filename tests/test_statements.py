"""Statements for measuring checks: each cites whole sentences of the sample, of one half only."""

import json
from pathlib import Path

import pytest

from qa import Library

FOLDER = Path(__file__).resolve().parents[1] / "benchmarks" / "statements"
KINDS = {
    *("faithful", "number", "negation", "direction", "arms"),
    *("hedge", "population", "wrong-sentence", "invented"),
}


def lines(half: str) -> list[dict[str, object]]:
    return [json.loads(line) for line in (FOLDER / f"{half}.jsonl").read_text().splitlines()]


def spans(line: dict[str, object]) -> list[tuple[str, int, int]]:
    cited = line["spans"]
    assert isinstance(cited, list)
    return [(key, start, end) for key, start, end in cited]


@pytest.mark.parametrize("half", ["dev", "test"])
def test_every_span_is_a_sentence_of_the_sample(half: str, library: Library) -> None:
    for line in lines(half):
        assert line["kind"] in KINDS
        assert str(line["statement"]).strip()
        for key, start, end in spans(line):
            article = library.store.catalogue.find(key)
            assert article is not None
            assert (start, end) in {(s.start, s.end) for s in article.sentences}


def test_no_article_is_in_both_halves() -> None:
    dev, test = (
        {key for line in lines(half) for key, _, _ in spans(line)} for half in ("dev", "test")
    )
    assert dev
    assert test
    assert dev.isdisjoint(test)


def test_every_kind_is_there_often_enough_to_measure() -> None:
    for half in ("dev", "test"):
        kinds = [line["kind"] for line in lines(half)]
        assert min(kinds.count(kind) for kind in KINDS) >= 10
