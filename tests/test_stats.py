"""The counts over a store: kept, and never those of another state of it."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from invented import WordHashEmbedder, trials, write_jsonl

from index import stats
from index.article import Article
from index.build import build
from index.progress import Silent
from index.removing import remove
from index.stats import Counts
from index.store import Store


def test_the_counts_follow_every_change(store: Store, tmp_path: Path) -> None:
    counts = Counts(store)
    assert counts.now() == stats.count(store)
    some = write_jsonl(tmp_path / "some.jsonl", *trials(5))
    build(store, [some], Silent())
    assert counts.now() == stats.count(store)
    assert (counts.now().articles, counts.now().pending, counts.now().dimensions) == (
        5,
        0,
        store.embedder.dimensions,
    )
    # The same from another file changes where it is from, and nothing else.
    (tmp_path / "more.nbib").write_text("PMID- 3\nTI  - On newts.\nPT  - Retracted Publication\n")
    build(store, [str(tmp_path / "more.nbib")], Silent())
    assert counts.now() == stats.count(store)
    assert counts.now().formats["medline"] == 1
    remove(store, "pmid:2")
    assert counts.now() == stats.count(store)
    store.catalogue.backlog.forget_indexing()
    store.catalogue.commit()
    assert counts.now() == stats.count(store)
    assert counts.now().pending == counts.now().articles
    with Store.open(store.path, WordHashEmbedder()) as other:
        remove(other, "pmid:1")
    assert counts.now() == stats.count(store)


def test_a_store_that_has_not_changed_is_not_read_again(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    build(store, [write_jsonl(tmp_path / "some.jsonl", *trials(5))], Silent())
    counts = Counts(store)
    first = counts.now()

    def unread(_: object) -> Iterator[Article]:
        raise AssertionError("it is read")

    monkeypatch.setattr(type(store.catalogue), "__iter__", unread)
    assert counts.now() == first
    with pytest.raises(AssertionError, match="it is read"):
        stats.count(store)
