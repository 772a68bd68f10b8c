"""The gold sets that figures are made on, and gold found in a store."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import qa
from index.article import Article
from index.embedder import Vectors
from index.store import Store
from qa.evaluation import GoldQuestion, Outcome, Scored, load_set
from qa.evaluation.locate import unscored

SHARED = Path(
    os.environ.get("BENCHMARK_DATA", Path(__file__).resolve().parents[2] / "shared" / "data")
)
CORPUS = SHARED / "corpus" / "abstracts_27k.jsonl.gz"
SAMPLE = Path(__file__).resolve().parents[1] / "examples" / "sample"
SAMPLE_QUESTIONS = f"gold:{SAMPLE / 'questions.jsonl'}"
EVIDENCE_INFERENCE = (
    f"evidence-inference:{SHARED / 'evidence_inference' / 'prompts_train_val.jsonl.gz'}"
)
PUBMEDQA = f"pubmedqa:{SHARED / 'pubmedqa' / 'ori_pqal_train.json'}"
BIOASQ = f"bioasq:{SHARED / 'bioasq' / 'golden_7b-12b.json.gz'}"
QUESTIONS = Path(__file__).parent / "questions"
OWN = {half: f"gold:{QUESTIONS / f'{half}.jsonl'}" for half in ("dev", "test")}


@contextmanager
def with_sample(path: Path | str) -> Iterator[tuple[Store, Store]]:
    """The store at `path`, and the bundled sample in one made for it and dropped afterwards."""
    with (
        qa.open(path) as large,
        tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder,
        qa.open(folder, create=True) as small,
    ):
        small.index([SAMPLE / "articles"])
        yield large.store, small.store


def questions(spec: str, split: str | None = None) -> tuple[GoldQuestion, ...]:
    """The questions of a gold set."""
    return load_set(spec, split).questions


def located(gold: GoldQuestion, store: Store) -> Scored:
    """A question with its gold sentences found in a store."""
    return unscored(gold, Outcome(), store)


def rows_of(article: Article, store: Store) -> Vectors:
    """The vectors of an article's title and sentences."""
    return store.vectors.sentences({article.key: len(article.sentences)})[article.key]
