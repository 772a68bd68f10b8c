"""Placing records: one article from many, two that only look like one, and nothing done twice."""

from itertools import permutations
from pathlib import Path

import pytest
from invented import record

from index.article import RETRACTED
from index.assemble import key_of
from index.catalogue import Catalogue
from index.ingest import Ingest, Outcome
from index.records import Notice, Record

ADDED, UPDATED, UNCHANGED = Outcome.ADDED, Outcome.UPDATED, Outcome.UNCHANGED


@pytest.fixture
def catalogue(tmp_path: Path) -> Catalogue:
    return Catalogue(tmp_path / "catalogue.sqlite")


def place(catalogue: Catalogue, *records: Record) -> list[Outcome]:
    """One run over these records."""
    run = Ingest(catalogue)
    return [run.place(one) for one in records]


def keys(catalogue: Catalogue) -> list[str]:
    return [article.key for article in catalogue]


@pytest.mark.parametrize("order", list(permutations(["doi", "both", "pmid"])))
def test_identifiers_lead_to_one_article_in_any_order(
    catalogue: Catalogue, order: tuple[str, ...]
) -> None:
    sources = {
        "doi": record(doi="10.1234/x", path="doi.ris"),
        "both": record(pmid="1", doi="10.1234/x", path="both.jsonl"),
        "pmid": record(pmid="1", path="pmid.csv"),
    }
    records = [sources[name] for name in order]
    place(catalogue, *records)
    assert keys(catalogue) == ["pmid:1"]
    for name in ("pmid:1", "doi:10.1234/x", "1", "PMID: 1", "https://doi.org/10.1234/X"):
        assert catalogue.get(name).key == "pmid:1"
    paths = {origin.path for origin in catalogue.get("1").origins}
    assert paths == {"doi.ris", "both.jsonl", "pmid.csv"}
    assert place(catalogue, *records) == [UNCHANGED] * 3


def test_a_third_record_joins_two_articles(catalogue: Catalogue) -> None:
    by_doi, by_pmcid = record(doi="10.1234/x", path="a"), record(pmcid="PMC7", path="b")
    assert place(catalogue, by_doi, by_pmcid) == [ADDED, ADDED]
    both = record(doi="10.1234/x", pmcid="PMC7", path="c")
    assert place(catalogue, both) == [UPDATED]
    assert keys(catalogue) == ["doi:10.1234/x"]
    assert catalogue.get(key_of(by_pmcid)).key == catalogue.get("PMC7").key == "doi:10.1234/x"
    assert list(catalogue.backlog.removals()) == [key_of(by_pmcid)]
    assert place(catalogue, by_doi, by_pmcid, both) == [UNCHANGED] * 3


def test_two_pmids_with_one_doi_stay_two(catalogue: Catalogue) -> None:
    pair = [record(pmid="1", doi="10.1234/x"), record(pmid="2", doi="10.1234/x", title="Reply.")]
    assert place(catalogue, *pair) == [ADDED, ADDED]
    assert keys(catalogue) == ["pmid:1", "pmid:2"]
    assert place(catalogue, *pair) == [UNCHANGED, UNCHANGED]


def test_no_record_joins_articles_of_two_pmids(catalogue: Catalogue) -> None:
    records = [
        record(pmid="1", doi="10.1234/x", title="One."),
        record(pmid="2", pmcid="PMC7", title="Two."),
        record(doi="10.1234/x", pmcid="PMC7", title="Which?"),
    ]
    assert place(catalogue, *records) == [ADDED, ADDED, UPDATED]
    assert keys(catalogue) == ["pmid:1", "pmid:2"]
    assert catalogue.get("2").title == "Two."
    assert place(catalogue, *records) == [UNCHANGED] * 3


def test_the_same_own_id_in_two_files_means_two_articles(catalogue: Catalogue) -> None:
    here, there = record(own_id="1", path="a"), record(own_id="1", path="b", title="Coffee.")
    assert place(catalogue, here, there) == [ADDED, ADDED]
    assert catalogue.get("1").title == "Tea and sleep."
    assert {article.title for article in catalogue} == {"Tea and sleep.", "Coffee."}
    assert place(catalogue, here, there) == [UNCHANGED, UNCHANGED]


def test_the_same_own_id_and_title_in_two_files_is_one_article(catalogue: Catalogue) -> None:
    here, there = record(own_id="1", path="a"), record(own_id="1", path="b", title="TEA AND SLEEP")
    assert place(catalogue, here, there) == [ADDED, UPDATED]
    assert keys(catalogue) == ["1"]


def test_an_own_id_given_up_for_a_pmid_is_not_taken_by_another(catalogue: Catalogue) -> None:
    records = [
        record(own_id="1", pmcid="PMC7", path="a"),
        record(pmid="5", pmcid="PMC7", path="b"),
        record(own_id="1", title="Coffee.", path="c"),
    ]
    assert place(catalogue, *records) == [ADDED, UPDATED, ADDED]
    assert catalogue.get("1").key == "pmid:5"
    assert place(catalogue, *records) == [UNCHANGED] * 3


def test_a_doi_that_was_corrected_still_leads_to_its_article(catalogue: Catalogue) -> None:
    records = [
        record(pmid="1", doi="10.1234/wrong", path="a"),
        record(pmid="1", doi="10.1234/right", path="b"),
        record(doi="10.1234/wrong", title="Tea.", path="c"),
    ]
    place(catalogue, *records)
    assert keys(catalogue) == ["pmid:1"]
    assert place(catalogue, *records) == [UNCHANGED] * 3


@pytest.mark.parametrize("path", ["a.jsonl", "b.jsonl"])
def test_two_that_become_one_in_one_file_are_settled_at_once(
    catalogue: Catalogue, path: str
) -> None:
    records = [
        record(doi="10.1234/x", title="As read by a scanner."),
        record(pmid="1", doi="10.1234/x", title="As printed.", path=path),
    ]
    assert place(catalogue, *records) == [ADDED, UPDATED]
    assert place(catalogue, *records) == [UNCHANGED, UNCHANGED]
    assert catalogue.get("1").title == "As printed."


def test_two_versions_in_one_file_are_settled_at_once(catalogue: Catalogue) -> None:
    versions = [
        record(pmid="1", version=number, title=f"Version {number}.", reader="pubmed-xml")
        for number in (2, 1, 3)
    ]
    place(catalogue, *versions)
    assert catalogue.get("1").title == "Version 3."
    assert place(catalogue, *versions) == [UNCHANGED] * 3


def test_only_what_is_embedded_asks_for_embedding(catalogue: Catalogue) -> None:
    place(catalogue, record(pmid="1"))
    catalogue.backlog.confirm(["pmid:1"])
    assert place(catalogue, record(pmid="1", journal="J Inv", year=2001)) == [UPDATED]
    assert catalogue.backlog.count_pending() == 0
    assert place(catalogue, record(pmid="1", text="Sleep was long.")) == [UPDATED]
    assert catalogue.backlog.count_pending() == 1


def test_saying_the_same_elsewhere_changes_nothing_but_the_origins(catalogue: Catalogue) -> None:
    assert place(catalogue, record(pmid="1"), record(pmid="1", path="b")) == [ADDED, UNCHANGED]
    assert [origin.path for origin in catalogue.get("1").origins] == ["a.jsonl", "b"]


def test_a_source_may_take_back_what_it_said(catalogue: Catalogue) -> None:
    for title in ("Tea.", "Coffee.", "Tea."):
        place(catalogue, record(pmid="1", title=title))
        assert catalogue.get("1").title == title


def test_a_retraction_survives_a_poorer_later_source(catalogue: Catalogue) -> None:
    place(
        catalogue,
        record(pmid="1", reader="pubmed-xml", notices=(Notice("RetractionIn"),)),
        record(pmid="1", reader="csv", path="b"),
        record(pmid="1", reader="pubmed-xml", path="c"),
    )
    assert catalogue.get("1").status == RETRACTED
