"""The vectors: Chroma, embedded and on disk; imported here only.

Two collections, cosine space. `sentences` has one vector for each title (`KEY#t`) and sentence
(`KEY#0`, `KEY#1`, …). `abstracts` has one for each article (`KEY`): the mean of those, which
needs no pass of its own. Chroma keeps no text and no metadata: the catalogue is the truth, and
writing vectors alone is twice as fast.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

import chromadb
import numpy as np
from chromadb.api import ClientAPI
from chromadb.api.models.Collection import Collection
from chromadb.config import Settings
from chromadb.errors import ChromaError

from index.embedder import Vectors
from index.errors import StoreDamagedError

TITLE = "t"
# Links a node keeps and candidates weighed when it is added or searched: chosen by measurement
# (docs/speed.md) for recall@100 above 0.99 at two thirds of the default's build time.
_HNSW = {
    "space": "cosine",
    "max_neighbors": 12,
    "ef_construction": 60,
    "ef_search": 200,
    "sync_threshold": 50_000,
}


@dataclass(frozen=True, slots=True)
class VectorHit:
    """A vector near the question: its article, its sentence (None: the title), cosine."""

    key: str
    sentence: int | None
    cosine: float


class VectorIndex:
    """Vectors by article and sentence."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        try:
            self._client: ClientAPI = chromadb.PersistentClient(
                path=str(folder), settings=Settings(anonymized_telemetry=False)
            )
            self._open_collections()
        except (ChromaError, ValueError) as error:
            raise StoreDamagedError(
                f"the vectors in {folder} cannot be opened ({error})",
                "Delete that folder and run `abstractqa index --rebuild`",
            ) from error
        self._batch = self._client.get_max_batch_size()

    def _open_collections(self) -> None:
        self._sentences = self._collection("sentences")
        self._abstracts = self._collection("abstracts")

    def _collection(self, name: str) -> Collection:
        return self._client.get_or_create_collection(
            name, embedding_function=None, configuration=cast(Any, {"hnsw": _HNSW})
        )

    # -- writing -----------------------------------------------------------------------------

    def write(self, vectors: Mapping[str, Vectors], written: Mapping[str, int]) -> None:
        """Store each article's rows: title first, then its sentences, unit length.

        `written[key]` is the number of sentences that may be on disk from an earlier version.
        """
        if not vectors:
            return
        counts = {key: len(matrix) - 1 for key, matrix in vectors.items()}
        self._upsert(
            self._sentences, list(expected_ids(counts)), np.concatenate(list(vectors.values()))
        )
        self._upsert(self._abstracts, list(vectors), np.stack([mean(m) for m in vectors.values()]))
        self._delete(
            self._sentences,
            [f"{key}#{i}" for key, n in counts.items() for i in range(n, written.get(key, 0))],
        )

    def remove(self, counts: Mapping[str, int]) -> None:
        """Drop articles' vectors: `counts` says how many sentences each may have on disk."""
        self._delete(self._sentences, list(expected_ids(counts)))
        self._delete(self._abstracts, list(counts))

    def _upsert(self, collection: Collection, ids: Sequence[str], rows: Vectors) -> None:
        for start in range(0, len(ids), self._batch):
            end = start + self._batch
            collection.upsert(ids=list(ids[start:end]), embeddings=rows[start:end])

    def _delete(self, collection: Collection, ids: Sequence[str]) -> None:
        for start in range(0, len(ids), self._batch):
            collection.delete(ids=list(ids[start : start + self._batch]))

    def clear(self) -> None:
        """Drop every vector."""
        for name in ("sentences", "abstracts"):
            self._client.delete_collection(name)
        self._open_collections()

    # -- reading -----------------------------------------------------------------------------

    def nearest_sentences(self, query: Vectors, limit: int) -> list[VectorHit]:
        """Titles and sentences nearest a question, nearest first."""
        near = _near(self._sentences, query, limit)
        return [VectorHit(*_split(name), cosine) for name, cosine in near]

    def nearest_abstracts(self, query: Vectors, limit: int) -> list[tuple[str, float]]:
        """Articles whose mean vector is nearest a question, with the cosine, nearest first."""
        return _near(self._abstracts, query, limit)

    def abstracts(self, keys: Sequence[str]) -> dict[str, Vectors]:
        """The mean vectors of those of `keys` that have one."""
        return _get(self._abstracts, keys)

    def sentences(self, counts: Mapping[str, int]) -> dict[str, Vectors]:
        """Each article's rows (title, then `counts[key]` sentences); missing rows are zero."""
        found = _get(self._sentences, [i for key, n in counts.items() for i in _ids(key, n)])
        if not found:
            return {}
        zero = np.zeros_like(next(iter(found.values())))
        return {
            key: np.stack([found.get(name, zero) for name in _ids(key, n)])
            for key, n in counts.items()
        }

    def sentence_ids(self) -> set[str]:
        """Every id in `sentences`."""
        return _all_ids(self._sentences, self._batch)

    def abstract_keys(self) -> set[str]:
        """Every id in `abstracts`."""
        return _all_ids(self._abstracts, self._batch)

    def count(self) -> int:
        """How many title and sentence vectors are stored."""
        return int(self._sentences.count())


def mean(rows: Vectors) -> Vectors:
    """The unit vector in the direction of the rows' mean (zero if they cancel out)."""
    total = rows.sum(axis=0)
    return cast(Vectors, total / (np.linalg.norm(total) or 1.0))


def expected_ids(counts: Mapping[str, int]) -> Iterable[str]:
    """The ids that articles with these numbers of sentences have."""
    return (name for key, count in counts.items() for name in _ids(key, count))


def _ids(key: str, count: int) -> list[str]:
    return [f"{key}#{TITLE}", *(f"{key}#{index}" for index in range(count))]


def _split(name: str) -> tuple[str, int | None]:
    key, _, place = name.rpartition("#")
    return key, None if place == TITLE else int(place)


def _near(collection: Collection, query: Vectors, limit: int) -> list[tuple[str, float]]:
    # Asking for more than there are gives what there is; counting first would cost 25 ms.
    found = collection.query(
        query_embeddings=cast(Any, [query]), n_results=limit, include=["distances"]
    )
    distances = found["distances"] or [[]]
    return [(n, 1.0 - d) for n, d in zip(found["ids"][0], distances[0], strict=True)]


def _get(collection: Collection, ids: Sequence[str]) -> dict[str, Vectors]:
    if not ids:
        return {}
    found = collection.get(ids=list(ids), include=["embeddings"])
    rows = np.asarray(found["embeddings"], dtype=np.float32)
    return dict(zip(found["ids"], rows, strict=True))


def _all_ids(collection: Collection, page: int) -> set[str]:
    ids: set[str] = set()
    for start in range(0, collection.count(), page):
        ids.update(collection.get(limit=page, offset=start, include=[])["ids"])
    return ids
