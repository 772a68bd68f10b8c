"""A reader in other people's chains: documents in, the same documents out in a better order."""

from collections.abc import Sequence

import numpy as np
import pytest
from langchain_core.documents import Document
from pydantic import ValidationError

from index.errors import SettingsError
from qa import Library
from qa.choosing import Chooser
from qa.rerank.compressor import Reranked
from qa.rerank.contract import Passage, Scores

DOCUMENTS = [
    Document(page_content="Tea was cheap. Nobody slept.", metadata={"source": "a"}),
    Document(page_content=""),
    Document(page_content="Sleep came late. Tea made sleep come an hour later.", id="b"),
]


class Later:
    """A reader for which the word "later" is the answer."""

    def scores(self, question: str, passages: Sequence[Passage]) -> list[Scores]:
        return [np.array([float("later" in s) for s in p.sentences]) for p in passages]


def test_the_document_that_answers_comes_first() -> None:
    first, second = Reranked(reader=Later()).compress_documents(DOCUMENTS, "When does sleep come?")
    assert (first.id, second.metadata["source"]) == ("b", "a")
    found = first.metadata
    assert found["relevance_score"] == 1.0
    text = first.page_content[found["sentence_start"] : found["sentence_end"]]
    assert text == "Tea made sleep come an hour later."
    assert DOCUMENTS[2].metadata == {}


def test_no_more_than_the_limit() -> None:
    assert len(Reranked(reader=Later(), limit=1).compress_documents(DOCUMENTS, "When?")) == 1
    assert Reranked(reader=Later()).compress_documents([], "When?") == []
    with pytest.raises(ValidationError):
        Reranked(reader=Later(), limit=0)


def test_without_a_reranker_there_is_nothing_to_serve() -> None:
    with pytest.raises(SettingsError, match="--reranker"):
        _ = Chooser("none", "all-MiniLM-L6-v2").reader


def test_behind_the_librarys_own_retriever(library: Library) -> None:
    question = "Does lumetripant prevent migraine?"
    found = library.retriever().invoke(question)
    ranked = list(library.compressor(3).compress_documents(found, question))
    scores = [one.metadata["relevance_score"] for one in ranked]
    assert scores == sorted(scores, reverse=True)
    assert ranked[0].metadata["key"] == library.ask(question).citations[0].key
