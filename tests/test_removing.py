"""Removing an article: nothing of it is left, and its source can bring it back."""

import signal
import subprocess
import sys
from pathlib import Path

import pytest
from invented import WordHashEmbedder, trials, write_jsonl

from index.build import build
from index.errors import ArticleNotFoundError, StoreLockedError
from index.facets import Filters
from index.progress import Silent
from index.removing import remove
from index.store import Store
from index.verify import verify

_KILLED_REMOVAL = """
import os, signal, sys
from pathlib import Path
from invented import WordHashEmbedder
from index.removing import remove
from index.store import Store

def kill(*given, **named):
    os.kill(os.getpid(), signal.SIGKILL)

folder, moment = sys.argv[1:]
store = Store.open(Path(folder), WordHashEmbedder())
if moment == "taken out":
    store.catalogue.commit = kill
elif moment == "before the vectors":
    store.vectors.remove = kill
elif moment == "before the words":
    store.lexical.write = kill
elif moment == "before it is noted":
    store.catalogue.backlog.confirm_removals = kill
remove(store, "2")
"""


@pytest.fixture
def source(store: Store, tmp_path: Path) -> str:
    rows = [{**row, "doi": f"10.1234/{row['pmid']}", "year": 2001} for row in trials(5)]
    path = write_jsonl(tmp_path / "a.jsonl", *rows)
    assert build(store, [path], Silent()).added == 5
    return path


def left(store: Store, key: str) -> list[str]:
    """Where anything of an article still is."""
    places = {
        "article": store.catalogue.find(key),
        "identifiers": store.catalogue.resolve([key, f"doi:10.1234/{key[5:]}"]),
        "facets": key in store.catalogue.keys_where(Filters(years=(2001, 2001))),
        "sentences": [one for one in store.vectors.sentence_ids() if one.startswith(f"{key}#")],
        "abstract": key in store.vectors.abstract_keys(),
        "words": store.lexical.keys() & {key},
    }
    return [place for place, found in places.items() if found]


@pytest.mark.parametrize("name", ["pmid:2", "2", "PMID: 2", "https://doi.org/10.1234/2"])
def test_nothing_is_left_of_it(store: Store, source: str, name: str) -> None:
    assert len(left(store, "pmid:2")) == 6
    removed = remove(store, name)
    assert (removed.key, len(removed.sentences)) == ("pmid:2", 3)
    assert left(store, "pmid:2") == []
    assert len(left(store, "pmid:3")) == 6
    assert verify(store).problems == ()
    with pytest.raises(ArticleNotFoundError, match="'2'"):
        remove(store, "2")


def test_its_source_brings_it_back(store: Store, source: str) -> None:
    before = store.article("2")
    remove(store, "2")
    again = build(store, [source], Silent())
    assert (again.added, again.unchanged) == (1, 4)
    assert store.article("10.1234/2") == before
    assert len(left(store, "pmid:2")) == 6
    assert verify(store).problems == ()


def test_an_article_that_has_changed_its_key(store: Store, tmp_path: Path) -> None:
    row = trials(1)[0]
    without = {name: value for name, value in row.items() if name != "pmid"}
    first = write_jsonl(tmp_path / "doi.jsonl", {**without, "doi": "10.1234/x"})
    second = write_jsonl(tmp_path / "pmid.jsonl", {**row, "doi": "10.1234/x"})
    build(store, [first, second], Silent())
    assert remove(store, "doi:10.1234/x").key == "pmid:1"
    assert store.catalogue.resolve(["doi:10.1234/x", "pmid:1"]) == []
    assert build(store, [first], Silent()).added == 1, "what either said is forgotten"
    assert build(store, [second], Silent()).updated == 1
    assert [one.key for one in store.catalogue] == ["pmid:1"]
    assert verify(store).problems == ()


def test_what_is_not_there_is_named_and_nothing_is_lost(store: Store, source: str) -> None:
    with pytest.raises(ArticleNotFoundError, match="99"):
        remove(store, "99")
    assert len(store.catalogue) == 5
    assert remove(store, "1").key == "pmid:1", "the lock is free again"


def test_nothing_is_removed_while_something_else_writes(store: Store, source: str) -> None:
    with store.writing(), pytest.raises(StoreLockedError):
        remove(store, "2")
    assert len(left(store, "pmid:2")) == 6


@pytest.mark.parametrize(
    "moment", ["taken out", "before the vectors", "before the words", "before it is noted"]
)
@pytest.mark.parametrize("then", ["index the same", "index another", "remove another"])
def test_a_killed_removal_is_carried_on(
    store: Store, source: str, tmp_path: Path, moment: str, then: str
) -> None:
    store.close()
    killed = subprocess.run(  # noqa: S603  (this interpreter, the script above)
        [sys.executable, "-c", _KILLED_REMOVAL, str(store.path), moment],
        env={"PYTHONPATH": f"{Path(__file__).parent}:{Path(__file__).parents[1]}"},
        timeout=60,
        check=False,
    )
    assert killed.returncode == -signal.SIGKILL
    with Store.open(store.path, WordHashEmbedder()) as opened:
        removed = opened.catalogue.find("pmid:2") is None
        assert removed == (moment != "taken out")
        if then == "index the same":
            assert build(opened, [source], Silent()).added == removed
            assert len(left(opened, "pmid:2")) == 6
        elif then == "index another":
            other = write_jsonl(tmp_path / "b.jsonl", *trials(1, first=9))
            assert build(opened, [other], Silent()).added == 1
            assert len(left(opened, "pmid:2")) == (0 if removed else 6)
        else:
            remove(opened, "3")
            assert len(left(opened, "pmid:2")) == (0 if removed else 6)
        assert verify(opened).problems == ()
