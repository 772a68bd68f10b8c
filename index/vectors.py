"""The vectors: Chroma, embedded and on disk; imported here only.

Two collections, cosine space. `sentences` has one vector for each title (`KEY#t`) and sentence
(`KEY#0`, `KEY#1`, …). `abstracts` has one for each article (`KEY`): the mean of those, which
needs no pass of its own. Chroma keeps no text and no metadata: the catalogue is the truth, and
writing vectors alone is twice as fast.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from threading import Condition
from typing import Any, TypeVar, cast

import chromadb
import numpy as np
from chromadb.api.client import Client
from chromadb.api.models.Collection import Collection as Chroma
from chromadb.config import Settings
from chromadb.errors import ChromaError, InternalError, InvalidArgumentError, NotFoundError

from index.embedder import Vectors
from index.errors import DiskFullError, EmbedderMismatchError, StoreDamagedError

T = TypeVar("T")
TITLE = "t"
# Chroma's own, in the folder.
DATABASE = "chroma.sqlite3"
SENTENCES, ABSTRACTS = "sentences", "abstracts"
# Links a node keeps and candidates weighed when it is added or searched: chosen by measurement
# (docs/speed.md) for recall@100 above 0.99 at two thirds of the default's build time.
_HNSW = {
    "space": "cosine",
    "max_neighbors": 12,
    "ef_construction": 60,
    "ef_search": 200,
    "sync_threshold": 50_000,
}
# Vectors written in one go.
_AT_ONCE = 512


@dataclass(frozen=True, slots=True)
class VectorHit:
    """A vector near the question: its article, its sentence (None: the title), cosine."""

    key: str
    sentence: int | None
    cosine: float


class VectorIndex:
    """Vectors by article and sentence."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._turn = Condition()
        self._users, self._reopening = 0, False
        with self._readable():
            folder.mkdir(parents=True, exist_ok=True)
            self._client = _client(folder)
            self._open_collections()
            self._batch = self._client.get_max_batch_size()

    def close(self) -> None:
        """Release the files; Chroma would else keep them open for the life of the process."""
        with self._turn:
            self._turn.wait_for(lambda: not self._users)
            self._client.close()

    # -- what another process has written ----------------------------------------------------

    def _asked(self, name: str, ask: Callable[[Chroma], T]) -> T:
        """What a collection says; asked again, opened anew, where another process writes to it."""
        with self._readable():
            try:
                with self._used() as collections:
                    return ask(collections[name])
            except (InternalError, NotFoundError):  # The latter where it makes them anew.
                self._reopen(collections)
                with self._used() as collections:
                    return ask(collections[name])

    @contextmanager
    def _used(self) -> Iterator[Mapping[str, Chroma]]:
        """The collections, which nobody closes meanwhile."""
        with self._turn:
            self._turn.wait_for(lambda: not self._reopening)
            self._users += 1
        try:
            yield self._collections
        finally:
            with self._turn:
                self._users -= 1
                self._turn.notify_all()

    def reopen(self) -> None:
        """Forget what is remembered: Chroma keeps in memory what it read, whoever writes since."""
        with self._readable():
            self._reopen(self._collections)

    def _reopen(self, stale: Mapping[str, Chroma]) -> None:
        """Open the folder anew once nobody uses it, unless somebody else has."""
        with self._turn:
            self._turn.wait_for(lambda: not self._reopening)
            if self._collections is not stale:
                return
            self._reopening = True
            try:
                self._turn.wait_for(lambda: not self._users)
                self._client.close()
                self._folder.mkdir(parents=True, exist_ok=True)
                self._client = _client(self._folder)
                self._open_collections()
            finally:
                self._reopening = False
                self._turn.notify_all()

    @contextmanager
    def _readable(self) -> Iterator[None]:
        try:
            yield
        except InvalidArgumentError as error:
            raise EmbedderMismatchError(
                f"the vectors in {self._folder} are of another size than the embedder's ({error})",
                "Use the model the store was built with, or index again into another --store",
            ) from error
        except (ChromaError, OSError, ValueError) as error:
            if "disk is full" in str(error):
                raise DiskFullError(
                    f"the disk has no room for {self._folder}", "Free some, and try again"
                ) from error
            raise StoreDamagedError(
                f"the vectors in {self._folder} cannot be read ({error})",
                "Delete that folder and run `abstractqa index --rebuild`",
            ) from error

    def _open_collections(self) -> None:
        self._collections = {name: self._collection(name) for name in (SENTENCES, ABSTRACTS)}

    def _collection(self, name: str) -> Chroma:
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
        self._upsert(SENTENCES, list(expected_ids(counts)), np.concatenate(list(vectors.values())))
        self._upsert(ABSTRACTS, list(vectors), np.stack([mean(m) for m in vectors.values()]))
        self._delete(
            SENTENCES,
            [f"{key}#{i}" for key, n in counts.items() for i in range(n, written.get(key, 0))],
        )

    def remove(self, counts: Mapping[str, int]) -> None:
        """Drop articles' vectors: `counts` says how many sentences each may have on disk."""
        self._delete(SENTENCES, list(expected_ids(counts)))
        self._delete(ABSTRACTS, list(counts))

    def _upsert(self, name: str, ids: Sequence[str], rows: Vectors) -> None:
        # Whoever searches waits while vectors are written: not for long at a time.
        for start in range(0, len(ids), _AT_ONCE):
            end = start + _AT_ONCE
            with self._readable(), self._used() as collections:
                collections[name].upsert(ids=list(ids[start:end]), embeddings=rows[start:end])

    def _delete(self, name: str, ids: Sequence[str]) -> None:
        for start in range(0, len(ids), self._batch):
            with self._readable(), self._used() as collections:
                collections[name].delete(ids=list(ids[start : start + self._batch]))

    def clear(self) -> None:
        """Drop every vector."""
        with self._readable():
            for name in (SENTENCES, ABSTRACTS):
                self._client.delete_collection(name)
            self._open_collections()

    # -- reading -----------------------------------------------------------------------------

    def nearest_sentences(
        self, query: Vectors, limit: int, among: Mapping[str, int] | None = None
    ) -> list[VectorHit]:
        """Titles and sentences nearest a question, nearest first.

        With `among`, those of these articles alone; it says how many sentences each has.
        """
        ids = None if among is None else list(expected_ids(among))
        near = self._near(SENTENCES, query, limit, ids)
        return [VectorHit(*_split(name), cosine) for name, cosine in near]

    def nearest_abstracts(
        self, query: Vectors, limit: int, among: Collection[str] | None = None
    ) -> list[tuple[str, float]]:
        """Articles whose mean vector is nearest a question, with the cosine, nearest first; with
        `among`, of these alone."""
        return self._near(ABSTRACTS, query, limit, None if among is None else list(among))

    def abstracts(self, keys: Sequence[str]) -> dict[str, Vectors]:
        """The mean vectors of those of `keys` that have one."""
        return self._get(ABSTRACTS, keys)

    def sentences(self, counts: Mapping[str, int]) -> dict[str, Vectors]:
        """Each article's rows (title, then `counts[key]` sentences); missing rows are zero."""
        found = self._get(SENTENCES, [i for key, n in counts.items() for i in _ids(key, n)])
        if not found:
            return {}
        zero = np.zeros_like(next(iter(found.values())))
        return {
            key: np.stack([found.get(name, zero) for name in _ids(key, n)])
            for key, n in counts.items()
        }

    def _near(
        self, name: str, query: Vectors, limit: int, ids: list[str] | None
    ) -> list[tuple[str, float]]:
        if ids is not None and not ids:
            return []
        # Asking for more than there are gives what there is; counting first would cost 25 ms.
        found = self._asked(
            name,
            lambda collection: collection.query(
                query_embeddings=cast(Any, [query]),
                n_results=limit,
                ids=ids,
                include=["distances"],
            ),
        )
        distances = found["distances"] or [[]]
        return [(n, 1.0 - d) for n, d in zip(found["ids"][0], distances[0], strict=True)]

    def _get(self, name: str, ids: Sequence[str]) -> dict[str, Vectors]:
        rows: dict[str, Vectors] = {}
        # More ids than SQLite takes variables in one statement are refused.
        for start in range(0, len(ids), self._batch):
            some = list(ids[start : start + self._batch])
            found = self._asked(name, partial(Chroma.get, ids=some, include=["embeddings"]))
            matrix = np.asarray(found["embeddings"], dtype=np.float32)
            rows.update(zip(found["ids"], matrix, strict=True))
        return rows

    def sentence_ids(self) -> set[str]:
        """Every id in `sentences`."""
        return self._all_ids(SENTENCES)

    def abstract_keys(self) -> set[str]:
        """Every id in `abstracts`."""
        return self._all_ids(ABSTRACTS)

    def count(self) -> int:
        """How many title and sentence vectors are stored."""
        return int(self._asked(SENTENCES, Chroma.count))

    def _all_ids(self, name: str) -> set[str]:
        ids: set[str] = set()
        for start in range(0, self._asked(name, Chroma.count), self._batch):
            some = partial(Chroma.get, limit=self._batch, offset=start, include=[])
            ids.update(self._asked(name, some)["ids"])
        return ids


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


def _client(folder: Path) -> Client:
    settings = Settings(anonymized_telemetry=False)
    try:
        client = chromadb.PersistentClient(str(folder), settings)
    except AttributeError:
        # Chroma remembers that this process failed to open the folder, and says so once.
        client = chromadb.PersistentClient(str(folder), settings)
    return cast(Client, client)  # What it returns is one, and can be closed.
