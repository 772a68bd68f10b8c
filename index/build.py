"""Index sources into a store: read and place every record, then embed what is new.

Two passes, so that the second knows how much there is to do. Both commit as they go: a run that
is stopped is taken up by the next one, which finds read records unchanged and goes on embedding.
"""

import time
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any, Generic, TypeVar

import numpy as np
from pydantic import TypeAdapter

from index import sources
from index.article import Article
from index.embedder import Vectors
from index.errors import EmbedderError
from index.ingest import Ingest, Outcome
from index.progress import Progress
from index.records import Deletion, Event, Failure, Record, Skipped
from index.removing import carry_out_removals
from index.sources.files import expand
from index.store import Store

RECORD_CHARACTERS = 1_000_000
"""The longest record that is read, with all its fields: a hundred times the longest there is."""

T = TypeVar("T")
NAMED = 1000
"""How many skipped records a report names, and how many failed ones; the rest are counted."""

_records = TypeAdapter(Record)


@dataclass(frozen=True, slots=True)
class IndexReport:
    """What an indexing run did. `read` = added + updated + unchanged; `seconds` is wall time.

    `skipped` and `failed` are the first of their kind, NAMED at most; `more_skipped` and
    `more_failed` count the others. `deletions` are PMIDs that update files withdraw; they are
    reported, not yet acted on.
    """

    read: int
    added: int
    updated: int
    unchanged: int
    skipped: tuple[Skipped, ...]
    failed: tuple[Failure, ...]
    deletions: tuple[str, ...]
    seconds: float
    more_skipped: int = 0
    more_failed: int = 0

    def to_dict(self) -> dict[str, Any]:
        """The report as JSON-ready values."""
        return {
            **asdict(self),
            "skipped": [_told(event) for event in self.skipped],
            "failed": [_told(event) for event in self.failed],
            "seconds": round(self.seconds, 3),
        }


def build(
    store: Store,
    arguments: Sequence[str],
    progress: Progress,
    window: int = 1024,
    names: Mapping[str, str] | None = None,
) -> IndexReport:
    """Index files, folders, patterns or `-` (standard input) into the store.

    `names` says what files are called where that is not their path, as uploads are.
    A record or file that cannot be read is reported, the rest goes on. Raises SourceError if an
    argument names nothing, StoreLockedError if something else is writing. Whatever `progress`
    raises stops it between two records; what was done by then is kept, as when it is killed.
    """
    started = time.perf_counter()
    paths = list(expand(arguments))
    with store.writing():
        tally = _place(store, _events(paths, names or {}), progress, window)
        embed_pending(store, progress, window)
    return IndexReport(**tally, seconds=time.perf_counter() - started)


def rebuild(store: Store, progress: Progress, window: int = 1024) -> int:
    """Make vectors and lexical index anew from the catalogue; returns the number of articles."""
    with store.writing():
        store.sign()
        store.make_folders()
        store.vectors.clear()
        store.lexical.clear()
        store.catalogue.backlog.forget_indexing()
        store.note_written()
        store.catalogue.commit()
        return embed_pending(store, progress, window)


def embed_pending(store: Store, progress: Progress, window: int) -> int:
    """Write vectors and words of every article that waits for them; returns how many."""
    total = store.catalogue.backlog.count_pending()
    carry_out_removals(store)
    if not total:
        return 0
    store.sign()
    with progress.track("embedding", "abstract", total) as advance:
        while batch := store.catalogue.backlog.pending(window):
            articles = [article for article, _ in batch]
            written = {article.key: count for article, count in batch}
            store.vectors.write(_embed(store, articles), written)
            store.lexical.write(((a.key, a.words) for a in articles), ())
            store.catalogue.backlog.confirm(a.key for a in articles)
            store.note_written()
            store.catalogue.commit()
            advance(len(articles))
    return total


def _told(event: Failure | Skipped) -> dict[str, str]:
    return {"file": event.path, "record": event.record, "reason": event.reason}


def _events(paths: Iterable[str], names: Mapping[str, str]) -> Iterator[Event]:
    for path in paths:
        for event in sources.read(path):
            told = _bounded(event)
            yield _called(told, path, names[path]) if path in names else told


def _bounded(event: Event) -> Event:
    """The event; a record that is no article's is skipped, since whatever reads an article holds
    all of it, today and at every later run."""
    if not isinstance(event, Record):
        return event
    # As it is kept: a million names of one letter are as much as a million letters, and more.
    kept = _records.dump_json(event)
    if len(kept) <= RECORD_CHARACTERS or (length := len(kept.decode())) <= RECORD_CHARACTERS:
        return event
    reason = f"it has {length:,} characters, and {RECORD_CHARACTERS:,} are read at most"
    return Skipped(event.origin.path, event.origin.record, reason)


def _called(event: Event, path: str, name: str) -> Event:
    """The event as one of a file of this name."""
    if isinstance(event, Record):
        origin = replace(event.origin, path=event.origin.path.replace(path, name, 1))
        return replace(event, origin=origin)
    shown = event.path.replace(path, name, 1)
    if isinstance(event, Deletion):
        return replace(event, path=shown)
    return replace(event, path=shown, reason=event.reason.replace(path, name))


def _place(
    store: Store, events: Iterable[Event], progress: Progress, window: int
) -> dict[str, Any]:
    ingest, outcomes = Ingest(store.catalogue), Counter[Outcome]()
    skipped, failed = _First[Skipped](), _First[Failure]()
    deletions: list[str] = []
    with progress.track("reading", "record", None) as advance:
        for event in events:
            match event:
                case Record():
                    outcomes[ingest.place(event)] += 1
                    advance(1)
                    if outcomes.total() % window == 0:
                        store.catalogue.commit()
                case Skipped():
                    skipped.add(event)
                case Failure():
                    failed.add(event)
                case Deletion():
                    deletions += event.pmids
    store.catalogue.commit()
    counts = {outcome.value: outcomes[outcome] for outcome in Outcome}
    return {
        "read": outcomes.total(),
        **counts,
        "skipped": tuple(skipped.named),
        "failed": tuple(failed.named),
        "more_skipped": skipped.more,
        "more_failed": failed.more,
        "deletions": tuple(dict.fromkeys(deletions)),
    }


class _First(Generic[T]):
    """The first of many, and how many more there were: a file may have no end of them."""

    def __init__(self) -> None:
        self.named: list[T] = []
        self.more = 0

    def add(self, one: T) -> None:
        if len(self.named) < NAMED:
            self.named.append(one)
        else:
            self.more += 1


def _embed(store: Store, articles: Sequence[Article]) -> dict[str, Vectors]:
    texts = [text for article in articles for text in article.texts]
    rows = store.embedder.documents(texts)
    wanted = (len(texts), store.embedder.dimensions)
    if rows.shape != wanted or not np.isfinite(rows).all():
        raise EmbedderError(
            f"the embedder {store.embedder.name!r} gave an array of shape {rows.shape} for "
            f"{wanted[0]} texts in {wanted[1]} dimensions, or numbers that are not finite",
            "Check the model: verify it on a short text, or use another --embedder",
        )
    vectors, start = {}, 0
    for article in articles:
        end = start + len(article.texts)
        vectors[article.key] = rows[start:end]
        start = end
    return vectors
