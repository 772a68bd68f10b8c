"""A store's folder: made, opened, refused, locked, and damaged in each of its parts."""

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from invented import DIMENSIONS, WordHashEmbedder, trials, write_jsonl

from index.build import build, rebuild
from index.errors import (
    ArticleNotFoundError,
    EmbedderMismatchError,
    StoreDamagedError,
    StoreError,
    StoreLockedError,
    StoreMissingError,
)
from index.progress import Silent
from index.store import Manifest, Store
from index.verify import verify

_HOLD_THE_LOCK = """
import sys
from pathlib import Path
from invented import WordHashEmbedder
from index.store import Store
with Store.open(Path(sys.argv[1]), WordHashEmbedder()).writing():
    print("held", flush=True)
    sys.stdin.readline()
"""


@pytest.fixture
def filled(tmp_path: Path, store: Store) -> Path:
    """The folder of a store with 12 articles, closed."""
    build(store, [write_jsonl(tmp_path / "a.jsonl", *trials(12))], Silent())
    store.close()
    return store.path


def test_an_empty_store_searches_to_nothing(store: Store) -> None:
    question = store.embedder.query("Does tea shorten sleep?")
    assert store.manifest is None
    assert store.vectors.nearest_sentences(question, 5) == []
    assert store.vectors.nearest_abstracts(question, 5) == []
    assert store.lexical.search(store.lexical.terms("tea"), 5) == []
    assert verify(store).problems == ()
    assert rebuild(store, Silent()) == 0
    with pytest.raises(ArticleNotFoundError):
        store.article("1")


def test_how_it_was_built_is_saved(filled: Path, embedder: WordHashEmbedder) -> None:
    with Store.open(filled, embedder) as store:
        assert store.manifest == Manifest("word-hash", DIMENSIONS)
        assert store.article("3").pmid == "3"
        assert store.vectors.nearest_sentences(embedder.query("gout"), 1)


def test_there_is_no_store(tmp_path: Path, embedder: WordHashEmbedder) -> None:
    for path in (tmp_path, tmp_path / "none"):
        with pytest.raises(StoreMissingError) as caught:
            Store.open(path, embedder)
        assert str(path) in str(caught.value)
        assert "abstractqa index" in str(caught.value)
    assert list(tmp_path.iterdir()) == []


def test_a_store_cannot_be_made_in_a_file(tmp_path: Path, embedder: WordHashEmbedder) -> None:
    file = tmp_path / "file"
    file.touch()
    for path in (file, file / "store"):
        with pytest.raises(StoreError) as caught:
            Store.create(path, embedder)
        assert str(path) in str(caught.value)


def test_a_closed_store_says_so_and_how_to_go_on(store: Store, tmp_path: Path) -> None:
    source = write_jsonl(tmp_path / "a.jsonl", *trials(1))
    store.close()
    for use in (
        lambda: len(store.catalogue),
        lambda: store.vectors,
        lambda: build(store, [source], Silent()),
        lambda: rebuild(store, Silent()),
    ):
        with pytest.raises(StoreError, match=r"store at .* is closed\. Open it again") as caught:
            use()
        assert str(store.path) in str(caught.value)
        assert "disk" not in str(caught.value)


@pytest.mark.parametrize("way_in", [Store.open, Store.create])
def test_another_embedder_is_refused(filled: Path, way_in: type[Store]) -> None:
    with pytest.raises(EmbedderMismatchError) as caught:
        way_in(filled, WordHashEmbedder("other"))
    for named in (str(filled), "'word-hash'", "'other'", "--embedder word-hash", "--store"):
        assert named in str(caught.value)


def test_other_dimensions_are_refused(filled: Path, tmp_path: Path) -> None:
    write_jsonl(tmp_path / "a.jsonl", *trials(13))  # One more: without it nothing is embedded.
    with Store.open(filled, WordHashEmbedder(dimensions=32)) as store:
        for write in (
            lambda: build(store, [str(tmp_path / "a.jsonl")], Silent()),
            lambda: rebuild(store, Silent()),
        ):
            with pytest.raises(EmbedderMismatchError, match=r"256 dimensions.* makes 32"):
                write()
        with pytest.raises(EmbedderMismatchError):
            store.vectors.nearest_sentences(store.embedder.query("gout"), 1)


@pytest.mark.parametrize(
    "changed", [{"schema_version": 99}, {"recipe": "other"}, {"unknown": 1}, {"embedder": None}]
)
def test_a_store_of_another_version_is_refused(
    filled: Path, embedder: WordHashEmbedder, changed: dict[str, object]
) -> None:
    with Store.open(filled, embedder) as store:
        saved = json.loads(store.catalogue.fact("manifest") or "")
        store.catalogue.set_fact("manifest", json.dumps({**saved, **changed}))
        store.catalogue.commit()
    with pytest.raises(StoreError) as caught:
        Store.open(filled, embedder)
    assert str(filled) in str(caught.value)


def test_only_one_process_may_write(filled: Path, embedder: WordHashEmbedder) -> None:
    source = write_jsonl(filled.parent / "b.jsonl", *trials(1, first=50))
    holder = subprocess.Popen(  # noqa: S603  (this interpreter, the script above)
        [sys.executable, "-c", _HOLD_THE_LOCK, str(filled)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env={"PYTHONPATH": f"{Path(__file__).parent}:{Path(__file__).parents[1]}"},
    )
    with holder, Store.open(filled, embedder) as store:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "held\n"
        for write in (
            lambda: build(store, [source], Silent()),
            lambda: rebuild(store, Silent()),
        ):
            with pytest.raises(StoreLockedError) as caught:
                write()
            assert str(filled) in str(caught.value)
        assert store.article("3").pmid == "3", "reading needs no lock"
        holder.communicate("\n", timeout=20)
        assert holder.returncode == 0
        assert build(store, [source], Silent()).added == 1


def test_a_damaged_catalogue(filled: Path, embedder: WordHashEmbedder) -> None:
    (filled / "catalogue.sqlite").write_bytes(b"\xee" * 9999)
    with pytest.raises(StoreDamagedError) as caught:
        Store.open(filled, embedder)
    assert str(filled) in str(caught.value)


@pytest.mark.parametrize(
    ("folder", "file"), [("vectors", "chroma.sqlite3"), ("lexical", "meta.json")]
)
def test_a_damaged_index_is_named_and_made_anew(
    filled: Path, embedder: WordHashEmbedder, folder: str, file: str
) -> None:
    (filled / folder / file).write_bytes(b"\xee" * 9999)
    with Store.open(filled, embedder) as store:
        with pytest.raises(StoreDamagedError) as caught:
            verify(store)
        assert str(filled / folder) in str(caught.value)
        assert "--rebuild" in str(caught.value)
        # As the message says, in the same process or another.
        shutil.rmtree(filled / folder)
        assert rebuild(store, Silent()) == 12
        assert verify(store).problems == ()
    with Store.open(filled, embedder) as again:
        assert verify(again).vectors == 12 * 4
        assert verify(again).problems == ()


@pytest.mark.parametrize("opened", [False, True])
@pytest.mark.parametrize("torn", ["x" * 9999, '{"segments": 5}', ""])
def test_a_torn_file_is_named_and_not_repeated(
    filled: Path, embedder: WordHashEmbedder, torn: str, opened: bool
) -> None:
    """As a disk that was full leaves it, and also under a store that has been read from."""
    with Store.open(filled, embedder) as store:
        if opened:
            assert len(store.lexical) == 12
        (filled / "lexical" / "meta.json").write_text(torn)
        with pytest.raises(StoreDamagedError, match=r"lexical.*meta\.json.*--rebuild") as caught:
            len(store.lexical)
    assert len(str(caught.value)) < 300 + len(str(filled))
    assert not torn or torn not in str(caught.value)


@pytest.mark.parametrize("folder", ["vectors", "lexical"])
def test_an_index_that_is_gone_is_noticed_and_made_anew(
    filled: Path, embedder: WordHashEmbedder, folder: str
) -> None:
    shutil.rmtree(filled / folder)
    with Store.open(filled, embedder) as store:
        with pytest.raises(StoreDamagedError, match=f"lost its folder {folder}.*--rebuild"):
            getattr(store, folder)
        rebuild(store, Silent())
        assert verify(store).problems == ()
