"""Corpora in a store: which source wins, sentences that stay, stores from before. All invented."""

import json
import sqlite3
from contextlib import closing
from itertools import permutations
from pathlib import Path

import pytest
from invented import WordHashEmbedder, record, write_xml

from index.article import Article
from index.assemble import assemble
from index.build import build
from index.catalogue import Catalogue
from index.ingest import Ingest, Outcome
from index.merge import merge
from index.progress import Silent
from index.records import Part, Record
from index.sources import CORPORA, expand, read
from index.sources.abstracts import clean
from index.sources.files import open_source
from index.sources.jsonl import objects
from index.store import Store
from index.verify import check_offsets, verify

_DATA = Path(__file__).parents[2] / "shared" / "data"
_GIVEN = Part("Tea was drunk. Sleep was short.", spans=((0, 3), (4, 31)))


def scifact(folder: Path, *rows: tuple[int, str, list[str]]) -> str:
    folder.mkdir(exist_ok=True)
    lines = [json.dumps({"doc_id": n, "title": t, "abstract": a}) for n, t, a in rows]
    (folder / "corpus.jsonl").write_text("\n".join(lines), "utf-8")
    return f"scifact:{folder}"


def bioasq(file: Path, pmid: str, *texts: str) -> str:
    snippets = [
        {
            "document": f"http://www.ncbi.nlm.nih.gov/pubmed/{pmid}",
            "text": text,
            "beginSection": "abstract",
            "endSection": "abstract",
            "offsetInBeginSection": number * 100,
            "offsetInEndSection": number * 100 + len(text),
        }
        for number, text in enumerate(texts)
    ]
    file.write_text(json.dumps({"questions": [{"id": "q", "snippets": snippets}]}), "utf-8")
    return f"bioasq:{file}"


def texts(article: Article) -> list[str]:
    return [article.text(sentence) for sentence in article.sentences]


@pytest.mark.parametrize("poorer", sorted(CORPORA))
@pytest.mark.parametrize("better", ["pubmed-xml", "saved-page", "ris", "csv", "jsonl"])
def test_every_other_source_wins_in_either_order(better: str, poorer: str) -> None:
    good = record(title="Good.", text="Whole.", reader=better)
    poor = record(title="Poor.", text="Who", reader=poorer, journal="J Inv")
    for merged in (merge(good, poor), merge(poor, good)):
        assert (merged.title, merged.journal, merged.parts) == ("Good.", "J Inv", (Part("Whole."),))


def test_given_sentences_stay_where_another_source_says_the_same() -> None:
    given = record(text=[_GIVEN], reader="scifact")
    for other in (record(), record(reader="scifact"), record(text="", reader="csv")):
        for merged in (merge(given, other), merge(other, given)):
            assert texts(assemble(merged, ())) == ["Tea", "was drunk. Sleep was short."]
    other = record(text="Tea was cold. Sleep was short.")
    assert texts(assemble(merge(given, other), ())) == ["Tea was cold.", "Sleep was short."]


@pytest.mark.parametrize("order", list(permutations(["pieces", "xml", "more"])))
def test_a_whole_abstract_wins_over_pieces_whatever_comes_first(
    tmp_path: Path, store: Store, order: tuple[str, ...]
) -> None:
    article = {"pmid": "12", "title": "On newts.", "abstract": "Newts swim. Newts dive. Or not."}
    sources = {
        "pieces": bioasq(tmp_path / "a.json", "12", "Newts dive."),
        "more": bioasq(tmp_path / "b.json", "12", "Or not.", "Newts dive."),
        "xml": write_xml(tmp_path / "c.xml", article),
    }
    for name in order:
        build(store, [sources[name]], Silent())
    found = store.article("12")
    assert found.abstract == article["abstract"]
    assert (found.title, found.record.truncated, len(found.origins)) == ("On newts.", False, 3)
    assert verify(store).problems == ()


def test_pieces_alone_are_an_article_without_title(tmp_path: Path, store: Store) -> None:
    source = bioasq(tmp_path / "a.json", "12", "Newts dive. They", "rise.")
    report = build(store, [source], Silent())
    assert (report.added, report.failed) == (1, ())
    found = store.article("12")
    assert (found.title, found.record.truncated) == ("", True)
    assert texts(found) == ["Newts dive.", "They", "rise."]
    assert verify(store).problems == ()
    assert build(store, [source], Silent()).unchanged == 1


def test_a_store_of_scifact_is_stored_as_given_and_read_once(
    tmp_path: Path, store: Store, embedder: WordHashEmbedder
) -> None:
    rows = [(1, "On newts.", ["Newts", "swim. They dive."]), (2, "On frogs.", ["Frogs swim."])]
    source = scifact(tmp_path / "pond", *rows)
    assert build(store, [source], Silent()).added == 2
    assert texts(store.article("scifact:1")) == ["Newts", "swim. They dive."]
    assert "swim. They dive." in embedder.texts
    assert verify(store).problems == ()
    calls = len(embedder.calls)
    assert build(store, [source], Silent()).unchanged == 2
    assert len(embedder.calls) == calls
    # Other boundaries in the same words are another reading of the article.
    moved = scifact(tmp_path / "pond", (1, "On newts.", ["Newts swim.", "They dive."]), rows[1])
    report = build(store, [moved], Silent())
    assert (report.updated, report.unchanged) == (1, 1)
    assert texts(store.article("scifact:1")) == ["Newts swim.", "They dive."]


def test_one_id_for_two_articles_loses_neither(tmp_path: Path, store: Store) -> None:
    rows = [(1, "On newts.", ["Newts swim."]), (1, "On frogs.", ["Frogs swim."])]
    source = scifact(tmp_path / "pond", *rows)
    assert build(store, [source], Silent()).added == 2
    assert {article.title for article in store.catalogue} == {"On newts.", "On frogs."}


def test_a_catalogue_from_before_given_sentences_is_read(tmp_path: Path) -> None:
    path = tmp_path / "catalogue.sqlite"
    catalogue = Catalogue(path)
    one = record(pmid="1")
    assert Ingest(catalogue).place(one) == Outcome.ADDED
    stored = catalogue.get("1")
    catalogue.commit()
    with closing(sqlite3.connect(path)) as db:
        db.execute("UPDATE articles SET article = replace(article, ',\"spans\":[]', '')")
        db.commit()
        assert "spans" not in db.execute("SELECT article FROM articles").fetchone()[0]
    assert catalogue.get("1") == stored
    assert Ingest(catalogue).place(one) == Outcome.UNCHANGED


def test_only_given_sentences_change_what_a_source_is_remembered_by(tmp_path: Path) -> None:
    catalogue = Catalogue(tmp_path / "catalogue.sqlite")
    said = []
    for part in (Part(_GIVEN.text), _GIVEN):
        Ingest(catalogue).place(record(text=[part], pmid="1"))
        said.append(catalogue.provenance.contributed("a.jsonl", "pmid:1"))
    assert said[0] != said[1]
    # As version 0.1.0 says it, before there were any: its stores are not read anew.
    assert said[0] == "841dcd1714367b7fd77f3cb8c18430d841d735399390491f1d8c22b76eb3ee09"


@pytest.mark.skipif(not _DATA.is_dir(), reason=f"the real files are not at {_DATA}")
class TestRealFiles:
    def records(self, argument: str) -> list[Record]:
        found = [event for source in expand([argument]) for event in read(source)]
        assert all(isinstance(event, Record) for event in found)
        records = [event for event in found if isinstance(event, Record)]
        for one in records:
            assert list(check_offsets(assemble(one, ()))) == []
        return records

    def test_pubmedqa(self) -> None:
        records = self.records(f"pubmedqa:{_DATA / 'pubmedqa' / 'ori_pqal_train.json'}")
        assert len({one.pmid for one in records}) == len(records) == 500
        assert all(one.parts[-1].label == "CONCLUSIONS" for one in records)
        assert sum(one.year is not None for one in records) == 464
        assert not any(one.truncated for one in records)

    def test_bioasq(self) -> None:
        records = self.records(f"bioasq:{_DATA / 'bioasq' / 'golden_7b-12b.json.gz'}")
        assert len({one.pmid for one in records}) == len(records) == 18_687
        assert all(one.truncated == bool(one.parts) for one in records)

    def test_scifact(self, tmp_path: Path) -> None:
        corpus = _DATA / "corpus" / "abstracts_27k.jsonl.gz"
        with open_source(str(corpus)) as stream:
            found = [one for one in objects(stream, corpus.name, "") if isinstance(one, tuple)]
        given = [row for _, row in found if row["set"] == "scifact"]
        source = scifact(
            tmp_path / "corpus",
            *((int(row["doc_id"][8:]), row["title"], row["sentences"]) for row in given),
        )
        records = self.records(source)
        assert len(records) == 5_183
        for one, row in zip(records, given, strict=True):
            article = assemble(one, ())
            assert article.key == row["doc_id"]
            assert texts(article) == [clean(text) for text in row["sentences"]]
