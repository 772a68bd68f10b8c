"""Indexing runs: nothing done twice, nothing lost when stopped, nothing stale left behind."""

import signal
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from invented import WordHashEmbedder, trials, write_jsonl, write_xml
from test_catalogue import HOSTILE_KEYS

from index.article import RETRACTED
from index.build import IndexReport, build, rebuild
from index.embedder import Vectors
from index.errors import EmbedderError, SourceError
from index.progress import Silent
from index.store import Store
from index.verify import verify

_KILLED_RUN = """
import os, signal, sys
from pathlib import Path
from invented import WordHashEmbedder
from index.build import build
from index.progress import Silent
from index.store import Store

def after(calls, function):
    def counted(*given, **named):
        nonlocal calls
        calls -= 1
        if calls < 0:
            os.kill(os.getpid(), signal.SIGKILL)
        return function(*given, **named)
    return counted

folder, source, moment = sys.argv[1:]
store = Store.create(Path(folder), WordHashEmbedder())
if moment == "reading":
    store.catalogue.put = after(70, store.catalogue.put)
elif moment == "embedding":
    store.embedder.documents = after(2, store.embedder.documents)
elif moment == "vectors written":
    store.lexical.write = after(2, store.lexical.write)
elif moment == "words written":
    store.catalogue.backlog.confirm = after(2, store.catalogue.backlog.confirm)
build(store, [source], Silent(), window=20)
"""


def run(store: Store, *sources: str, window: int = 20) -> IndexReport:
    return build(store, sources, Silent(), window)


def counts(report: IndexReport) -> tuple[int, int, int]:
    return report.added, report.updated, report.unchanged


def nearest(store: Store, text: str) -> tuple[str, int | None]:
    hit = store.vectors.nearest_sentences(store.embedder.query(text), 1)[0]
    return hit.key, hit.sentence


def test_what_is_indexed_is_found(store: Store, tmp_path: Path) -> None:
    report = run(store, write_jsonl(tmp_path / "a.jsonl", *trials(50)))
    assert (report.read, counts(report)) == (50, (50, 0, 0))
    assert verify(store).problems == ()
    assert nearest(store, "Ulvaprid in insomnia, trial 19.") == ("pmid:19", None)
    assert nearest(store, "We gave cedrin to 31 adults with eczema.") == ("pmid:11", 0)
    terms = store.lexical.terms("Did cedrin help 31 adults with eczema?")
    assert store.lexical.search(terms, 1)[0][0] == "pmid:11"


def test_indexing_a_folder_again_adds_and_embeds_nothing(
    store: Store, tmp_path: Path, embedder: WordHashEmbedder
) -> None:
    folder = tmp_path / "exports"
    write_jsonl(folder / "a.jsonl", *trials(30))
    write_xml(folder / "deep" / "b.xml", {"pmid": "5", "title": "Five.", "abstract": "It is."})
    assert counts(run(store, str(folder))) == (30, 1, 0)
    embedded = len(embedder.texts)
    for _ in range(2):
        assert counts(run(store, str(folder))) == (0, 0, 31)
        assert counts(run(store, str(folder / "a.jsonl"), str(folder / "a.jsonl"))) == (0, 0, 60)
    assert len(embedder.texts) == embedded
    assert verify(store).problems == ()


def test_a_changed_abstract_is_updated_and_its_old_vectors_are_gone(
    store: Store, tmp_path: Path, embedder: WordHashEmbedder
) -> None:
    rows = trials(5)
    source = write_jsonl(tmp_path / "a.jsonl", *rows)
    run(store, source)
    embedder.calls.clear()
    rows[2]["abstract"] = "Only water was given."
    write_jsonl(tmp_path / "a.jsonl", *rows)
    assert counts(run(store, source)) == (0, 1, 4)
    assert embedder.texts == [rows[2]["title"], "Only water was given."]
    assert nearest(store, "Only water was given.") == ("pmid:3", 0)
    assert "pmid:3#1" not in store.vectors.sentence_ids()
    harms = store.lexical.scores(store.lexical.terms("harms"), ["pmid:2", "pmid:3"])
    assert harms.keys() == {"pmid:2"}
    assert verify(store).problems == ()


def test_a_change_of_metadata_embeds_nothing(
    store: Store, tmp_path: Path, embedder: WordHashEmbedder
) -> None:
    article = {"pmid": "1", "title": "Tea.", "abstract": "Tea is. It was."}
    source = write_xml(tmp_path / "a.xml", article)
    run(store, source)
    embedder.calls.clear()
    write_xml(tmp_path / "a.xml", {**article, "type": "Retracted Publication"})
    assert counts(run(store, source)) == (0, 1, 0)
    assert (embedder.calls, store.article("1").status) == ([], RETRACTED)
    assert verify(store).problems == ()


def test_a_file_with_two_versions_is_settled_at_once(
    store: Store, tmp_path: Path, embedder: WordHashEmbedder
) -> None:
    versions = [
        {"pmid": "1", "version": n, "title": "Tea.", "abstract": f"It is version {n}. End."}
        for n in ("2", "1")
    ]
    source = write_xml(tmp_path / "a.xml", *versions)
    run(store, source)
    assert store.article("1").abstract == "It is version 2. End."
    embedded = len(embedder.texts)
    assert counts(run(store, source)) == (0, 0, 2)
    assert len(embedder.texts) == embedded


def test_joined_articles_leave_nothing_behind(store: Store, tmp_path: Path) -> None:
    row = {"title": "Tea.", "abstract": "Tea is. It was. It will be."}
    run(store, write_jsonl(tmp_path / "a.jsonl", {**row, "doi": "10.1234/x"}))
    run(store, write_jsonl(tmp_path / "b.jsonl", {**row, "pmid": "1", "doi": "10.1234/x"}))
    assert store.vectors.abstract_keys() == store.lexical.keys() == {"pmid:1"}
    assert store.article("doi:10.1234/x").key == "pmid:1"
    assert verify(store).problems == ()


def test_any_own_id_will_do(store: Store, tmp_path: Path) -> None:
    rows = [
        {"id": key, "title": f"Title {n}.", "abstract": f"Sentence {n}. End."}
        for n, key in enumerate(HOSTILE_KEYS)
    ]
    source = write_jsonl(tmp_path / "a.jsonl", *rows)
    assert counts(run(store, source)) == (len(rows), 0, 0)
    assert counts(run(store, source)) == (0, 0, len(rows))
    assert verify(store).problems == ()
    assert {article.title for article in store.catalogue} == {row["title"] for row in rows}
    for n in range(len(rows)):
        key, _ = nearest(store, f"Title {n}.")
        assert store.article(key).title == f"Title {n}."


def test_a_missing_source_is_named_and_nothing_is_done(store: Store, tmp_path: Path) -> None:
    good = write_jsonl(tmp_path / "a.jsonl", *trials(2))
    with pytest.raises(SourceError, match=r"nowhere\.xml"):
        run(store, good, str(tmp_path / "nowhere.xml"))
    assert len(store.catalogue) == 0


def test_what_cannot_be_read_is_reported_and_the_rest_is_stored(
    store: Store, tmp_path: Path
) -> None:
    source = tmp_path / "a.jsonl"
    write_jsonl(source, *trials(2))
    with source.open("a") as file:
        file.write('{"pmid": "9", "title": \n')
    report = run(store, str(source))
    assert (report.added, [failure.record for failure in report.failed]) == (2, ["line 3"])
    assert report.to_dict()["failed"][0]["file"] == str(source)


@pytest.mark.parametrize("stop_at", [1, 2, 5])
def test_an_interrupted_run_is_taken_up_by_the_next(
    store: Store, tmp_path: Path, embedder: WordHashEmbedder, stop_at: int
) -> None:
    source = write_jsonl(tmp_path / "a.jsonl", *trials(100))
    embedder.stop_at = stop_at
    with pytest.raises(KeyboardInterrupt):
        run(store, source)
    assert store.catalogue.backlog.count_pending() == 100 - 20 * (stop_at - 1)
    (waiting,) = verify(store).problems
    assert "run the same `abstractqa index` again" in waiting
    embedder.calls.clear()
    embedder.stop_at = 0
    assert counts(run(store, source)) == (0, 0, 100)
    assert len(embedder.calls) == 6 - stop_at
    assert verify(store).problems == ()


def test_half_a_placed_record_is_never_committed(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Stopped after the old key was given up and before the new one was stored."""
    run(store, write_jsonl(tmp_path / "a.jsonl", {"doi": "10.1234/x", "title": "Tea."}))
    joining = write_jsonl(tmp_path / "b.jsonl", {"pmid": "1", "doi": "10.1234/x", "title": "Tea."})
    with monkeypatch.context() as patch:
        patch.setattr(store.catalogue, "put", _interrupt)
        with pytest.raises(KeyboardInterrupt):
            run(store, joining)
    run(store, write_jsonl(tmp_path / "c.jsonl", *trials(1, first=9)))
    assert [article.key for article in store.catalogue] == ["doi:10.1234/x", "pmid:9"]
    run(store, joining)
    assert [article.key for article in store.catalogue] == ["pmid:1", "pmid:9"]
    assert verify(store).problems == ()


def test_vectors_of_a_stopped_run_do_not_outlive_their_sentences(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Stopped after vectors were written; then the file changes to fewer sentences."""
    source = write_jsonl(tmp_path / "a.jsonl", *trials(1))
    with monkeypatch.context() as patch:
        patch.setattr(store.catalogue.backlog, "confirm", _interrupt)
        with pytest.raises(KeyboardInterrupt):
            run(store, source)
    assert len(store.vectors.sentence_ids()) == 4
    write_jsonl(tmp_path / "a.jsonl", {**trials(1)[0], "abstract": "One."})
    run(store, source)
    assert store.vectors.sentence_ids() == {"pmid:1#t", "pmid:1#0"}
    assert verify(store).problems == ()


@pytest.mark.parametrize("moment", ["reading", "embedding", "vectors written", "words written"])
def test_a_killed_run_is_taken_up_by_the_next(tmp_path: Path, moment: str) -> None:
    source = write_jsonl(tmp_path / "a.jsonl", *trials(100))
    killed = subprocess.run(  # noqa: S603  (this interpreter, the script above)
        [sys.executable, "-c", _KILLED_RUN, str(tmp_path / "store"), source, moment],
        env={"PYTHONPATH": f"{Path(__file__).parent}:{Path(__file__).parents[1]}"},
        timeout=60,
        check=False,
    )
    assert killed.returncode == -signal.SIGKILL
    with Store.open(tmp_path / "store", WordHashEmbedder()) as store:
        committed = len(store.catalogue)
        assert committed == (60 if moment == "reading" else 100)
        assert store.catalogue.backlog.count_pending() == 60
        assert counts(run(store, source)) == (100 - committed, 0, committed)
        assert verify(store).problems == ()
        assert verify(store).vectors == 400


def test_rebuilding_gives_the_same_store(
    store: Store, tmp_path: Path, embedder: WordHashEmbedder
) -> None:
    run(store, write_jsonl(tmp_path / "a.jsonl", *trials(30)))
    before = store.vectors.sentence_ids(), store.lexical.keys(), list(store.catalogue)
    embedder.calls.clear()
    assert rebuild(store, Silent(), 20) == 30
    assert len(embedder.texts) == 120
    assert (store.vectors.sentence_ids(), store.lexical.keys(), list(store.catalogue)) == before
    assert verify(store).problems == ()


def test_a_rebuild_that_is_stopped_is_taken_up_by_the_next_run(
    store: Store, tmp_path: Path, embedder: WordHashEmbedder
) -> None:
    source = write_jsonl(tmp_path / "a.jsonl", *trials(50))
    run(store, source)
    embedder.stop_at = len(embedder.calls) + 2
    with pytest.raises(KeyboardInterrupt):
        rebuild(store, Silent(), 20)
    assert counts(run(store, source)) == (0, 0, 50)
    assert verify(store).problems == ()


class BrokenEmbedder(WordHashEmbedder):
    """Answers nonsense in the way its name says."""

    def documents(self, texts: Sequence[str]) -> Vectors:
        rows = super().documents(texts)
        match self.name:
            case "a row short":
                return rows[1:]
            case "a column short":
                return rows[:, 1:]
            case _:
                return rows * np.float32("nan")


@pytest.mark.parametrize("name", ["a row short", "a column short", "not a number"])
def test_an_embedder_that_answers_nonsense_is_named(tmp_path: Path, name: str) -> None:
    with Store.create(tmp_path / "store", BrokenEmbedder(name)) as store:
        with pytest.raises(EmbedderError, match=name):
            run(store, write_jsonl(tmp_path / "a.jsonl", *trials(3)))
        assert store.vectors.count() == 0


def _interrupt(*_given: object, **_named: object) -> None:
    raise KeyboardInterrupt
