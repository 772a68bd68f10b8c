"""All the real samples, in one store: everything readable is in it, everything broken is named."""

import json
from pathlib import Path
from typing import Any

import pytest
from invented import WordHashEmbedder

from index.build import IndexReport, build
from index.progress import Silent
from index.store import Store
from index.verify import verify

_HERE = Path(__file__).parent
_SAMPLES = _HERE.parent.parent / "shared" / "data" / "pubmed_samples"
_EXPECTED: list[dict[str, Any]] = json.loads((_HERE / "sample_fields.json").read_text("utf-8"))

pytestmark = pytest.mark.skipif(
    not _SAMPLES.is_dir(), reason=f"the real samples are not at {_SAMPLES}"
)
# What cannot be read in the folder, by file; each was looked at by a person.
_BROKEN = {
    "CURATED.tsv": 1,
    "MANIFEST.json": 1,
    "biopython_pubmed3.html": 1,
    "metapub_non_english_pmids_reference.json": 1,
    "jabref_MedlinePlainImporterTestDOI.txt": 1,
    "jabref_MedlinePlainImporterTestInproceeding.txt": 1,
    "jabref_MedlinePlainImporterTestMultipleEntries.txt": 4,
    "jabref_RisImporterCorrupted.ris": 1,
    "jabref_RisImporterTest1.ris": 1,
    "jabref_RisImporterTestDoiAndJournalTitle.ris": 1,
    "MedlineImporterTestBookArticleSet.xml": 1,
    "MedlineImporterTestMalformedEntry.xml": 1,
    "MedlineImporterTestMinimalEntry.xml": 1,
    "MedlinePlainImporterTestInvalidFormat.xml": 1,
}


@pytest.fixture(scope="module")
def indexed(tmp_path_factory: pytest.TempPathFactory) -> tuple[Store, IndexReport]:
    store = Store.create(tmp_path_factory.mktemp("samples") / "store", WordHashEmbedder())
    return store, build(store, [str(_SAMPLES)], Silent())


def test_every_broken_file_and_record_is_named(indexed: tuple[Store, IndexReport]) -> None:
    failures: dict[str, int] = {}
    for failure in indexed[1].failed:
        name = Path(failure.path).name
        failures[name] = failures.get(name, 0) + 1
        assert failure.reason
    assert failures == _BROKEN


def test_the_store_is_consistent(indexed: tuple[Store, IndexReport]) -> None:
    store, report = indexed
    assert verify(store).problems == ()
    assert len(store.catalogue) == report.added


@pytest.mark.parametrize(
    "row", [row for row in _EXPECTED if "key" in row and "title" in row], ids=lambda row: row["key"]
)
def test_an_article_is_stored_with_its_identifiers(
    indexed: tuple[Store, IndexReport], row: dict[str, Any]
) -> None:
    article = indexed[0].article(row["key"])
    # Several samples hold the same article; what each alone says is in test_sample_fields.
    assert article.key == row["key"]
    assert any(origin.path.endswith(row["file"]) for origin in article.origins)
    assert set(row.get("statuses", ())) <= set(article.statuses)
    for name in ("pmid", "doi"):
        assert getattr(article, name) == row[name] if row.get(name) else True


def test_the_same_run_again_adds_nothing(indexed: tuple[Store, IndexReport]) -> None:
    store, first = indexed
    again = build(store, [str(_SAMPLES)], Silent())
    assert (again.read, again.added, again.updated) == (first.read, 0, 0)
    assert again.failed == first.failed
