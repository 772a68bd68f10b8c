"""Several stores open on one folder in one process, as by a notebook cell that is run twice."""

import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Event, Thread

import pytest
from invented import WordHashEmbedder

from index.build import build, rebuild
from index.embedder import Vectors
from index.errors import (
    ArticleNotFoundError,
    EmbedderMismatchError,
    StoreDamagedError,
    StoreError,
    StoreMissingError,
)
from index.progress import Silent
from index.stats import count
from index.store import Store
from index.verify import verify

HERE = Path(__file__).parent
_ELSEWHERE = """
import sys
from pathlib import Path
from invented import WordHashEmbedder
from index.build import build
from index.progress import Silent
from index.store import Store

with Store.create(Path(sys.argv[1]), WordHashEmbedder()) as store:
    build(store, sys.argv[2:], Silent())
"""

_CLEARED = """
import sys
from pathlib import Path
from invented import WordHashEmbedder
from index.store import Store

with Store.open(Path(sys.argv[1]), WordHashEmbedder()) as store:
    store.vectors.clear()
"""


def _written(path: Path, pmid: str, word: str) -> str:
    file = path / f"{pmid}.jsonl"
    file.write_text(f'{{"pmid": "{pmid}", "title": "{word}.", "abstract": "{word} helped."}}\n')
    return str(file)


def _indexed_elsewhere(store: Store, file: str) -> None:
    _elsewhere(_ELSEWHERE, store, file)


def _elsewhere(does: str, store: Store, *arguments: str) -> None:
    path = {"PYTHONPATH": f"{HERE}:{HERE.parent}"}
    command = [sys.executable, "-c", does, str(store.path), *arguments]
    subprocess.run(command, check=True, env={**os.environ, **path})  # noqa: S603


def _nearest(store: Store, word: str) -> str:
    asked = WordHashEmbedder().query(f"{word} helped.")
    return store.vectors.nearest_abstracts(asked, 9)[0][0]


def test_every_thread_finds_what_another_process_wrote(store: Store, tmp_path: Path) -> None:
    """As somebody indexes by the command while a server has the store open."""
    for pmid, word in (("1", "Diet"), ("2", "Newts"), ("3", "Tea"), ("4", "Rain")):
        _indexed_elsewhere(store, _written(tmp_path, pmid, word))
        with ThreadPoolExecutor(4) as threads:
            found = list(threads.map(lambda s: _nearest(s, word), [store] * 4))  # noqa: B023
        assert found == [f"pmid:{pmid}"] * 4
        assert len(store.vectors.abstract_keys()) == int(pmid)


def test_both_find_what_another_process_wrote(store: Store, tmp_path: Path) -> None:
    build(store, [_written(tmp_path, "1", "Gout")], Silent())
    with Store.open(store.path, WordHashEmbedder()) as second:
        assert _nearest(store, "Gout") == _nearest(second, "Gout") == "pmid:1"
        for pmid, word in (("2", "Newts"), ("3", "Tea"), ("4", "Rain")):
            _indexed_elsewhere(store, _written(tmp_path, pmid, word))
            with ThreadPoolExecutor(4) as threads:
                found = list(threads.map(lambda s: _nearest(s, word), [store, second] * 4))  # noqa: B023
            assert found == [f"pmid:{pmid}"] * 8


def test_one_finds_what_the_other_wrote(store: Store, tmp_path: Path) -> None:
    build(store, [_written(tmp_path, "1", "Gout")], Silent())
    with Store.open(store.path, WordHashEmbedder()) as second:
        assert _nearest(second, "Gout") == "pmid:1"
        build(store, [_written(tmp_path, "2", "Newts")], Silent())
        assert _nearest(second, "Newts") == "pmid:2"


def test_one_goes_on_when_the_other_is_closed_twice(store: Store, tmp_path: Path) -> None:
    build(store, [_written(tmp_path, "1", "Gout")], Silent())
    second = Store.open(store.path, WordHashEmbedder())
    assert _nearest(second, "Gout") == "pmid:1"
    second.close()
    second.close()
    assert _nearest(store, "Gout") == "pmid:1"
    with pytest.raises(StoreError, match=r"the store at .* is closed\. Open it again"):
        _nearest(second, "Gout")


def test_a_store_that_was_deleted_and_made_again(store: Store, tmp_path: Path) -> None:
    build(store, [_written(tmp_path, "1", "Gout")], Silent())
    assert _nearest(store, "Gout") == "pmid:1"
    shutil.rmtree(store.path)
    with Store.create(store.path, WordHashEmbedder()) as again:
        build(again, [_written(tmp_path, "2", "Newts")], Silent())
        assert _nearest(again, "Gout") == "pmid:2"


def test_closing_waits_for_whoever_is_searching(store: Store, tmp_path: Path) -> None:
    build(store, [_written(tmp_path, "1", "Gout")], Silent())
    ended: list[Exception] = []

    def ask() -> None:
        try:
            while True:
                _nearest(store, "Gout")
        except StoreError as error:
            ended.append(error)

    threads = [Thread(target=ask) for _ in range(4)]
    for thread in threads:
        thread.start()
    store.close()
    for thread in threads:
        thread.join(30)
    assert ["is closed. Open it again" in str(error) for error in ended] == [True] * 4


def test_another_process_rebuilds_and_has_cleared_the_vectors(store: Store, tmp_path: Path) -> None:
    """Between that and what it says of it in the catalogue nothing is damaged, only not there."""
    build(store, [_written(tmp_path, "1", "Gout")], Silent())
    assert _nearest(store, "Gout") == "pmid:1"
    _elsewhere(_CLEARED, store)
    asked = WordHashEmbedder().query("Gout helped.")
    assert store.vectors.nearest_abstracts(asked, 9) == []
    assert store.vectors.nearest_sentences(asked, 9) == []
    rebuild(store, Silent())
    assert _nearest(store, "Gout") == "pmid:1"
    assert verify(store).problems == ()


def _deleted_and_made_again(store: Store, *files: str) -> None:
    shutil.rmtree(store.path)
    for file in files:
        _indexed_elsewhere(store, file)


def _keys(store: Store) -> list[str]:
    return [article.key for article in store.catalogue]


def test_another_process_deletes_the_store_and_makes_it_again(store: Store, tmp_path: Path) -> None:
    build(store, [_written(tmp_path, "1", "Gout")], Silent())
    assert _nearest(store, "Gout") == "pmid:1"
    for pmid, word in (("2", "Newts"), ("3", "Tea")):
        _deleted_and_made_again(store, _written(tmp_path, pmid, word))
        assert count(store).articles == 1
        assert _nearest(store, "Gout") == f"pmid:{pmid}"
        assert store.lexical.keys() == {f"pmid:{pmid}"}
        assert store.lexical.search(store.lexical.terms("gout"), 9) == []
        with pytest.raises(ArticleNotFoundError):
            store.article("1")
    assert build(store, [_written(tmp_path, "4", "Rain")], Silent()).added == 1
    assert _nearest(store, "Rain") == "pmid:4"
    with Store.open(store.path, WordHashEmbedder()) as again:
        assert verify(again).problems == verify(store).problems == ()
        assert _keys(again) == ["pmid:3", "pmid:4"]


def test_a_copy_is_put_back(store: Store, tmp_path: Path) -> None:
    """As from a backup: what was indexed since is gone, and nothing else."""
    build(store, [_written(tmp_path, "1", "Gout")], Silent())
    shutil.copytree(store.path, tmp_path / "copy")
    build(store, [_written(tmp_path, "2", "Newts")], Silent())
    assert _nearest(store, "Newts") == "pmid:2"
    shutil.rmtree(store.path)
    shutil.copytree(tmp_path / "copy", store.path)
    assert _nearest(store, "Newts") == "pmid:1"
    assert verify(store).problems == ()
    assert build(store, [_written(tmp_path, "2", "Newts")], Silent()).added == 1
    assert _nearest(store, "Newts") == "pmid:2"


def test_a_store_that_is_gone_while_it_is_open(store: Store, tmp_path: Path) -> None:
    source = _written(tmp_path, "1", "Gout")
    build(store, [source], Silent())
    assert _nearest(store, "Gout") == "pmid:1"
    shutil.rmtree(store.path)
    for use in (
        lambda: store.article("1"),
        lambda: store.vectors,
        lambda: store.lexical,
        store.check_manifest,
        store.check_writable,
        lambda: build(store, [source], Silent()),
        lambda: rebuild(store, Silent()),
    ):
        with pytest.raises(StoreMissingError, match="there is no store at"):
            use()
    assert not store.path.exists(), "nothing was made anew by looking"
    _indexed_elsewhere(store, source)
    assert _nearest(store, "Gout") == "pmid:1"


def test_a_copy_that_is_not_all_there_is_left_alone(store: Store, tmp_path: Path) -> None:
    build(store, [_written(tmp_path, "1", "Gout")], Silent())
    shutil.copytree(store.path, tmp_path / "copy")
    whole = (tmp_path / "copy" / "catalogue.sqlite").read_bytes()
    shutil.rmtree(store.path)
    store.path.mkdir()
    for there in (0, 4096, len(whole) // 2):
        (store.path / "catalogue.sqlite").write_bytes(whole[:there])
        with pytest.raises(StoreError, match=r"was replaced .* Try again") as caught:
            _keys(store)
        assert not isinstance(caught.value, StoreDamagedError)
        assert [file.name for file in store.path.iterdir()] == ["catalogue.sqlite"]
        assert (store.path / "catalogue.sqlite").read_bytes() == whole[:there]
    shutil.copytree(tmp_path / "copy", store.path, dirs_exist_ok=True)
    assert _nearest(store, "Gout") == "pmid:1"


def test_a_store_of_another_embedder_is_put_in_its_place(store: Store, tmp_path: Path) -> None:
    build(store, [_written(tmp_path, "1", "Gout")], Silent())
    shutil.rmtree(store.path)
    with Store.create(store.path, WordHashEmbedder("other")) as other:
        build(other, [_written(tmp_path, "2", "Newts")], Silent())
    for _ in range(2):
        with pytest.raises(EmbedderMismatchError, match="'other', not 'word-hash'"):
            store.article("2")


def test_a_store_that_is_replaced_while_it_is_written_to(store: Store, tmp_path: Path) -> None:
    build(store, [_written(tmp_path, "1", "Gout")], Silent())
    others = _written(tmp_path, "2", "Newts")
    embed = store.embedder.documents

    def documents(texts: Sequence[str]) -> Vectors:
        _deleted_and_made_again(store, others)
        return embed(texts)

    store.embedder.documents = documents  # type: ignore[method-assign]
    with pytest.raises(StoreError, match="was replaced while it was written to"):
        build(store, [_written(tmp_path, "3", "Tea")], Silent())
    store.embedder.documents = embed  # type: ignore[method-assign]
    assert _keys(store) == ["pmid:2"]
    assert verify(store).problems == ()
    assert build(store, [_written(tmp_path, "3", "Tea")], Silent()).added == 1


def test_threads_read_on_while_the_store_is_replaced(store: Store, tmp_path: Path) -> None:
    build(store, [_written(tmp_path, "1", "Gout")], Silent())
    over, wrong = Event(), list[BaseException]()

    def read() -> None:
        while not over.is_set():
            try:
                _nearest(store, "Gout")
                store.lexical.search(store.lexical.terms("gout"), 9)
                _keys(store)
            except (StoreError, IndexError):
                pass  # Between the old and the new there is none, or an empty one.
            except BaseException as error:
                wrong.append(error)
                raise

    threads = [Thread(target=read) for _ in range(4)]
    for thread in threads:
        thread.start()
    for pmid in ("2", "3", "4"):
        put = tmp_path / f"made{pmid}"
        with Store.create(put, WordHashEmbedder()) as made:
            build(made, [_written(tmp_path, pmid, "Tea")], Silent())
        shutil.move(store.path, tmp_path / f"old{pmid}")
        shutil.move(put, store.path)
    over.set()
    for thread in threads:
        thread.join(30)
    assert wrong == []
    assert _nearest(store, "Gout") == "pmid:4"
    assert verify(store).problems == ()
