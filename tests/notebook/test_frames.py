"""Answers and findings as frames."""

import pandas as pd
import pytest
from showing.invented import answer, refusal

from qa import Library, SearchResult


def test_an_answer_has_a_row_for_each_statement_and_citation() -> None:
    frame = answer().to_frame()
    assert list(frame.columns) == [
        "statement", "text", "support", "reasons", "fault", "relation", "number", "key", "pmid",
        "doi", "title", "journal", "year", "section", "category", "sentence", "start", "end",
        "score", "status", "url", "cited",
    ]  # fmt: skip
    seen = frame[["statement", "support", "relation", "number"]].astype(object)
    assert seen.where(seen.notna(), None).to_numpy().tolist() == [
        [0, "verbatim", "cites", 1],
        [1, "supported", "cites", 1],
        [2, "partial", "cites", 1],
        [2, "partial", "against", 2],
        [3, "unsupported", "cites", 1],
        [3, "unsupported", "instead", 2],
        [4, "unsupported", None, None],
    ]
    assert frame["cited"].iloc[5] == "Two felt sick."
    assert frame["fault"].iloc[4] == "misattributed"
    assert frame["year"].dtype == "Int64"


def test_a_refusal_has_no_row_and_the_same_columns() -> None:
    frame = refusal().to_frame()
    assert len(frame) == 0
    assert list(frame.columns) == list(answer().to_frame().columns)


def test_every_sentence_of_a_real_answer_is_where_its_row_says(library: Library) -> None:
    frame = library.ask("Does lumetripant prevent migraine?").to_frame()
    assert len(frame) > 0
    for row in frame.to_dict("records"):
        abstract = library.article(str(row["key"])).abstract
        assert abstract[int(row["start"]) : int(row["end"])] == row["cited"]


def test_findings_have_a_row_for_each_article(library: Library) -> None:
    found = library.search("migraine")
    frame = found.to_frame()
    assert frame["rank"].tolist() == list(range(1, len(found.hits) + 1))
    assert frame["key"].tolist() == [hit.key for hit in found.hits]
    best = [hit.sentences[0].text if hit.sentences else None for hit in found.hits]
    assert [None if pd.isna(text) else text for text in frame["sentence"]] == best


@pytest.mark.parametrize("result", [SearchResult("moon", (), "Nothing is about it.")])
def test_nothing_found_is_a_frame_too(result: SearchResult) -> None:
    assert result.to_frame().empty
