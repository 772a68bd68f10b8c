"""Several stores open on one folder in one process, as by a notebook cell that is run twice."""

import os
import shutil
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Thread

import pytest
from invented import WordHashEmbedder

from index.build import build
from index.errors import StoreError
from index.progress import Silent
from index.store import Store

HERE = Path(__file__).parent
_ELSEWHERE = """
import sys
from pathlib import Path
from invented import WordHashEmbedder
from index.build import build
from index.progress import Silent
from index.store import Store

with Store.open(Path(sys.argv[1]), WordHashEmbedder()) as store:
    build(store, sys.argv[2:], Silent())
"""


def _written(path: Path, pmid: str, word: str) -> str:
    file = path / f"{pmid}.jsonl"
    file.write_text(f'{{"pmid": "{pmid}", "title": "{word}.", "abstract": "{word} helped."}}\n')
    return str(file)


def _indexed_elsewhere(store: Store, file: str) -> None:
    path = {"PYTHONPATH": f"{HERE}:{HERE.parent}"}
    command = [sys.executable, "-c", _ELSEWHERE, str(store.path), file]
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
