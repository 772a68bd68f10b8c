"""Questions with known answers, tied to the articles of a store by key and characters.

Gold is a span of characters in the stored abstract. A sentence counts as gold when it and a gold
span share more than half of the shorter of the two.
"""

import gzip
import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from index.article import Article, Sentence
from index.store import Store

SHARED = Path(__file__).resolve().parents[2] / "shared" / "data"
QUESTIONS = Path(__file__).parent / "questions"
CORPUS = SHARED / "corpus" / "abstracts_27k.jsonl.gz"
EVIDENCE_INFERENCE = SHARED / "evidence_inference" / "prompts_train_val.jsonl.gz"


@dataclass(frozen=True, slots=True)
class Gold:
    """A question, the key of the article that answers it (None: nothing does), gold spans."""

    id: str
    split: str
    question: str
    key: str | None
    spans: tuple[tuple[int, int], ...] = ()


def is_gold(gold: Gold, sentence: Sentence) -> bool:
    """Whether a sentence of the gold article overlaps the gold evidence enough."""
    return any(_overlap((sentence.start, sentence.end), span) for span in gold.spans)


def evidence_inference(store: Store) -> list[Gold]:
    """Evidence Inference's questions whose evidence stands word for word in a stored abstract."""
    found = []
    for row in _lines(EVIDENCE_INFERENCE):
        if not row["answerable_from_abstract"]:
            continue
        key = f"pmid:{row['pmid']}" if row["pmid"] else f"pmc:{row['pmcid']}"
        article = store.catalogue.find(key)
        texts = [e["text"] for e in row["evidence"] if e["in_abstract"]]
        spans = tuple(_find(article, texts)) if article else ()
        if spans:
            found.append(Gold(row["id"], row["split"], row["question"], key, spans))
    return found


def own_questions(name: str, store: Store) -> list[Gold]:
    """Our own questions in `benchmarks/questions/NAME.jsonl`, gold spans found in the store."""
    rows = list(_lines(QUESTIONS / f"{name}.jsonl"))
    wanted = {row["keys"][0] for row in rows if row["answerable"]}
    printed = _printed(wanted) if wanted else {}
    return [_own(row, name, printed, store) for row in rows]


def _own(row: dict[str, Any], name: str, printed: dict[str, str], store: Store) -> Gold:
    if not row["answerable"]:
        return Gold(row["id"], name, row["question"], None)
    key = row["keys"][0]
    article = store.catalogue.find(key)
    # The gold sentence begins at an offset of the corpus's own text; its first words lead to it.
    starts = [row["sentence_start"], *row["also"]]
    texts = [printed[key][start : start + 60] for start in starts]
    spans = tuple(_sentence_spans(article, texts)) if article else ()
    return Gold(row["id"], name, row["question"], key, spans)


def _printed(keys: set[str]) -> dict[str, str]:
    rows = _lines(CORPUS)
    return {row["doc_id"]: row["abstract"] for row in rows if row["doc_id"] in keys}


def _sentence_spans(article: Article, texts: Sequence[str]) -> Iterator[tuple[int, int]]:
    for start, _ in _find(article, texts):
        for sentence in article.sentences:
            if sentence.start <= start < sentence.end:
                yield sentence.start, sentence.end


def _find(article: Article, texts: Sequence[str]) -> Iterator[tuple[int, int]]:
    for text in texts:
        found = re.search(r"\s+".join(map(re.escape, text.split())), article.abstract)
        if found:
            yield found.span()


def _overlap(one: tuple[int, int], other: tuple[int, int]) -> bool:
    shared = min(one[1], other[1]) - max(one[0], other[0])
    return shared > 0.5 * min(one[1] - one[0], other[1] - other[0])


def _lines(path: Path) -> Iterator[dict[str, Any]]:
    opener = gzip.open if path.suffix == ".gz" else open
    with opener(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            yield json.loads(line)
