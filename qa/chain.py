"""Question to answer as LangChain parts: a retriever and a chain that drop into other chains.

retriever.invoke("…")   articles as Documents, best first
chain.invoke("…")       an Answer; batch, stream, ainvoke, abatch and astream as well
"""

import time
from collections.abc import Awaitable, Callable
from dataclasses import asdict, dataclass, replace
from typing import Any

from langchain_core.callbacks import (
    AsyncCallbackManagerForRetrieverRun,
    CallbackManagerForRetrieverRun,
)
from langchain_core.documents import Document
from langchain_core.retrievers import BaseRetriever
from langchain_core.runnables import Runnable, RunnableLambda, run_in_executor
from pydantic import ConfigDict

from index.facets import Filters
from index.store import SCHEMA_VERSION, TEXT_RECIPE, Store
from prompts import load
from qa.answer import Answer, SearchResult
from qa.choosing import Chooser, version
from qa.evidence import sheets
from qa.extract import Weighed, found_article
from qa.meant import Meant
from qa.question import Question, checked, prepare
from qa.refusal import THRESHOLD, answerability, reason
from qa.retrieval import Retrieval, retrieve
from qa.settings import Settings
from qa.straying import Straying
from qa.weighing import weigh


@dataclass(frozen=True, slots=True)
class Found:
    """What the first step hands to the second: the articles, and when each part was done."""

    meant: Meant
    retrieval: Retrieval
    started: float
    prepared: float
    retrieved: float


@dataclass(frozen=True, slots=True)
class Chosen:
    """What the second step hands to the third: sentences weighed, and when that was done."""

    found: Found
    weighed: Weighed
    chosen: float

    def timings(self, last: str = "answer") -> dict[str, float]:
        """Milliseconds of each step so far, the one that ends now under the name `last`."""
        done, found = time.perf_counter(), self.found
        spans = {
            "question": found.prepared - found.started,
            "retrieval": found.retrieved - found.prepared,
            "choice": self.chosen - found.retrieved,
            last: done - self.chosen,
            "total": done - found.started,
        }
        return {name: round(1000 * seconds, 2) for name, seconds in spans.items()}


class AbstractRetriever(BaseRetriever):
    """Articles for a question as LangChain Documents: `page_content` is the abstract, `metadata`
    the fields of `FoundArticle` (key, pmid, doi, title, journal, year, score 0-1, status, url).

    `limit` articles at most; `invoke(question, limit=3)` sets another number for one question.
    `filters` leave only articles of some years, journals, … (`index.facets.Filters`).
    """

    model_config = ConfigDict(arbitrary_types_allowed=True)

    store: Store
    limit: int = 10
    include_retracted: bool = False
    filters: Filters = Filters()

    def _get_relevant_documents(
        self,
        query: str,
        *,
        run_manager: CallbackManagerForRetrieverRun,
        limit: int | None = None,
    ) -> list[Document]:
        found = retrieve(
            prepare(checked(query), self.store),
            self.store,
            self.limit if limit is None else limit,
            include_retracted=self.include_retracted,
            filters=self.filters,
        )
        return [
            Document(
                id=ranked.article.key,
                page_content=ranked.article.abstract,
                metadata=_metadata(asdict(found_article(ranked, ()))),
            )
            for ranked in found.articles
        ]

    async def _aget_relevant_documents(
        self,
        query: str,
        *,
        run_manager: AsyncCallbackManagerForRetrieverRun,
        limit: int | None = None,
    ) -> list[Document]:
        # The base class does this as well, but hands no `limit` on.
        return await run_in_executor(
            None,
            self._get_relevant_documents,
            query,
            run_manager=run_manager.get_sync(),
            limit=limit,
        )


def build_chain(
    finding: Runnable[str | Meant, Chosen], answering: Runnable[Chosen, Answer]
) -> Runnable[str | Meant, Answer]:
    """The whole way from a question to an answer."""
    return finding | answering


def finding(
    store: Store, settings: Settings, chooser: Chooser, straying: Straying
) -> Runnable[str | Meant, Chosen]:
    """The first two steps: articles retrieved, their sentences weighed."""

    def find(asked: str | Meant) -> Found:
        started = time.perf_counter()
        meant = asked if isinstance(asked, Meant) else Meant(asked, asked)
        question = prepare(checked(meant.question), store)
        prepared = time.perf_counter()
        retrieval = _retrieved(question, store, settings)
        return Found(meant, retrieval, started, prepared, time.perf_counter())

    def weigh_found(found: Found) -> Weighed:
        weighed = _weighed(found.retrieval, store, chooser)
        judged = straying.judged if found.meant.completed else straying.alone
        return judged(found.meant.typed, weighed)

    def choose(found: Found) -> Chosen:
        weighed, otherwise = weigh_found(found), found.meant.otherwise
        if otherwise and weighed.answerability < THRESHOLD:
            # "Did the nurses mind?" seems to stand alone, and nothing alone answers it; or a whole
            # question seemed to go on.
            again = find(Meant(otherwise, found.meant.typed))
            other = weigh_found(again)
            if other.answerability >= THRESHOLD:
                found, weighed = replace(again, started=found.started), other
        return Chosen(found, weighed, time.perf_counter())

    return RunnableLambda(find, name="retrieve") | RunnableLambda(choose, name="choose")


def answering(
    answer: Callable[[Chosen], Answer], aanswer: Callable[[Chosen], Awaitable[Answer]]
) -> Runnable[Chosen, Answer]:
    """The last step, by whoever gives the answer."""
    return RunnableLambda(answer, afunc=aanswer, name="answer")


def search(text: str, store: Store, settings: Settings, chooser: Chooser) -> SearchResult:
    """The best articles for some words, each with its best sentences."""
    words = load("extractive")
    question = prepare(checked(text), store)
    retrieval = _retrieved(question, store, settings)
    evidence = weigh(question, sheets(retrieval, store), chooser)
    hits = tuple(found_article(ranked, evidence) for ranked in retrieval.articles)
    return SearchResult(question.text, hits, None if hits else reason(retrieval, store, words))


def _retrieved(question: Question, store: Store, settings: Settings) -> Retrieval:
    return retrieve(
        question,
        store,
        settings.articles,
        include_retracted=settings.include_retracted,
        filters=settings.filters,
    )


def _weighed(retrieval: Retrieval, store: Store, chooser: Chooser) -> Weighed:
    evidence = tuple(weigh(retrieval.question, sheets(retrieval, store), chooser))
    return Weighed(retrieval, evidence, answerability(retrieval, evidence, store, chooser.curve))


def _metadata(fields: dict[str, Any]) -> dict[str, Any]:
    """Fields of a found article as flat metadata, which every vector store accepts."""
    return {name: value for name, value in fields.items() if name != "sentences"}


def stamp(
    store: Store, settings: Settings, prompt: str = "extractive", *parts: str
) -> dict[str, str | None]:
    """How answers are made with these settings; `fingerprint` changes when any of it does, or of
    `parts`."""
    words = load(prompt)
    known = (
        store.embedder.name,
        version(settings.reranker),
        words.version,
        TEXT_RECIPE,
        str(SCHEMA_VERSION),
    )
    return {
        "embedder": store.embedder.name,
        "reranker": version(settings.reranker),
        "model": settings.llm,
        "prompt": words.version,
        "fingerprint": settings.fingerprint(*known, *parts),
    }
