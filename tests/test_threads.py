"""One store, many threads: some ask while others write."""

import contextlib
import itertools
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from threading import Barrier, Event
from typing import Any

import pytest
from invented import WordHashEmbedder, trials, write_jsonl

from index.build import build
from index.errors import StoreError, StoreLockedError
from index.facets import Filters
from index.progress import Advance, Silent
from index.removing import remove
from index.sentence_transformer import SentenceTransformerEmbedder
from index.store import Store
from index.verify import verify
from qa import Library, Settings

READERS, INDEXED, REMOVED = 8, 300, 20
QUESTIONS = (
    "Does arbol reduce attacks of gout?",
    "By how many percent did attacks of migraine fall with cedrin?",
    "Were harms of quillax rare?",
    "ulvaprid in eczema",
)


def test_many_ask_while_one_indexes_and_another_removes(
    tmp_path: Path, builtin: SentenceTransformerEmbedder
) -> None:
    first = write_jsonl(tmp_path / "first.jsonl", *trials(40))
    more = write_jsonl(tmp_path / "more.jsonl", *trials(INDEXED, first=101))
    settings = Settings(store=tmp_path / "store", window=40)
    # What a removed article said is known here, so that citations of it can be checked too.
    abstracts = {f"pmid:{row['pmid']}": row["abstract"] for row in trials(500)}
    done, start = Event(), Barrier(READERS + 2)
    with Library(Store.create(tmp_path / "store", builtin), settings) as library:
        library.index([first])

        def ask(number: int) -> int:
            start.wait()
            for asked, text in enumerate(
                itertools.islice(itertools.cycle(QUESTIONS), number, None)
            ):
                if done.is_set() and asked:
                    return asked
                answer = library.ask(text)
                for citation in answer.citations:
                    abstract = abstracts[citation.key]
                    assert abstract[citation.start : citation.end] == citation.text
                if number % 2:
                    assert library.search(text).hits
                    years = Filters(years=(1990, None))
                    assert library.store.catalogue.keys_where(years) == frozenset()
                    assert library.store.catalogue.facets(5).articles >= 40 - REMOVED
            raise AssertionError

        def in_turn(write: Callable[[], Any]) -> Any:
            """As soon as nothing else writes."""
            while True:
                with contextlib.suppress(StoreLockedError):
                    return write()
                done.wait(0.02)

        def index() -> int:
            start.wait()
            return int(in_turn(lambda: library.index([more]).added))

        def remove_some() -> None:
            start.wait()
            for pmid in map(str, range(1, REMOVED + 1)):
                in_turn(partial(remove, library.store, pmid))

        with ThreadPoolExecutor(READERS + 2) as pool:
            readers = [pool.submit(ask, number) for number in range(READERS)]
            indexing, removing = pool.submit(index), pool.submit(remove_some)
            try:
                added = indexing.result(timeout=240)
                removing.result(timeout=60)
            finally:
                done.set()
            asked = [reader.result(timeout=60) for reader in readers]
        assert added == INDEXED
        assert min(asked) >= 1
        assert len(library.store.catalogue) == 40 - REMOVED + INDEXED
        assert verify(library.store).problems == ()


def test_nobody_sees_what_is_not_committed(store: Store, tmp_path: Path) -> None:
    build(store, [write_jsonl(tmp_path / "a.jsonl", *trials(3))], Silent())
    with ThreadPoolExecutor(1) as other, store.writing():
        store.catalogue.remove("pmid:1")
        assert len(store.catalogue) == 2, "whoever writes sees what it has written"
        assert other.submit(lambda: len(store.catalogue)).result() == 3
        assert other.submit(store.catalogue.find, "pmid:1").result() is not None
        store.catalogue.commit()
        assert other.submit(lambda: len(store.catalogue)).result() == 2


def test_a_reader_in_the_middle_is_not_disturbed(store: Store, tmp_path: Path) -> None:
    build(store, [write_jsonl(tmp_path / "a.jsonl", *trials(30))], Silent())
    articles = iter(store.catalogue)
    seen = [next(articles).key]
    with ThreadPoolExecutor(1) as other:
        for pmid in range(2, 30):
            other.submit(remove, store, str(pmid)).result()
    seen += [one.key for one in articles]
    assert len(seen) == 30, "as it was when the reading began"
    assert len(store.catalogue) == 2


def test_a_second_thread_may_not_write(store: Store, tmp_path: Path) -> None:
    source = write_jsonl(tmp_path / "a.jsonl", *trials(3))
    with ThreadPoolExecutor(1) as other, store.writing(), pytest.raises(StoreLockedError):
        other.submit(build, store, [source], Silent()).result()
    assert build(store, [source], Silent()).added == 3


def test_a_store_closed_while_it_is_read(tmp_path: Path) -> None:
    with Store.create(tmp_path / "store", WordHashEmbedder()) as store:
        build(store, [write_jsonl(tmp_path / "a.jsonl", *trials(3))], Silent())
        articles = iter(store.catalogue)
        next(articles)
    assert len(list(articles)) == 2, "what has begun is read to its end"
    with pytest.raises(StoreError, match="closed"):
        len(store.catalogue)


def test_a_catalogue_that_has_gone_is_not_made_anew(store: Store, tmp_path: Path) -> None:
    build(store, [write_jsonl(tmp_path / "a.jsonl", *trials(3))], Silent())
    path, catalogue = store.path / "catalogue.sqlite", store.catalogue
    path.unlink()
    # Each is read from a connection of its own, and these run out.
    begun = [iter(catalogue) for _ in range(20)]
    with pytest.raises(StoreError, match="unable to open"):
        for articles in begun:
            next(articles)
    assert not path.exists()


class StoppedError(Exception):
    """What a server raises in the thread that indexes, to end it."""


class Stopping:
    """Progress that is told to stop: after so many steps of the work named."""

    def __init__(self, what: str, after: int) -> None:
        self._what, self._after = what, after

    @contextlib.contextmanager
    def track(self, what: str, unit: str, total: int | None) -> Iterator[Advance]:
        del unit, total
        yield self._advance if what == self._what else lambda _: None

    def _advance(self, count: int) -> None:
        self._after -= count
        if self._after < 0:
            raise StoppedError


@pytest.mark.parametrize("what", ["reading", "embedding"])
@pytest.mark.parametrize("after", [0, 25, 55])
def test_indexing_is_stopped_and_taken_up(
    store: Store, tmp_path: Path, what: str, after: int
) -> None:
    source = write_jsonl(tmp_path / "a.jsonl", *trials(60))
    with ThreadPoolExecutor(1) as server, pytest.raises(StoppedError):
        server.submit(build, store, [source], Stopping(what, after), 20).result()
    committed = len(store.catalogue)
    assert committed == (after // 20 * 20 if what == "reading" else 60)
    indexed = store.catalogue.backlog.count_indexed()
    assert indexed == (0 if what == "reading" else (after // 20 + 1) * 20)
    assert len(store.vectors.abstract_keys()) == indexed
    again = build(store, [source], Silent(), 20)
    assert (again.added, again.unchanged) == (60 - committed, committed)
    assert verify(store).problems == ()
    assert store.catalogue.backlog.count_indexed() == 60
