"""Identifiers as people and programs write them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.identity import clean_doi, clean_pmcid, clean_pmid, make_key


@pytest.mark.parametrize(
    ("text", "pmid"),
    [
        ("12345678", "12345678"),
        ("PMID: 12345678", "12345678"),
        ("pmid:007", "7"),
        (" 42 ", "42"),
        ("1234 [pmid]", "1234"),
        ("1234[pmid]", "1234"),
        ("0", None),
        ("1234567890", None),
        ("12.5", None),
        ("PMC12", None),
        ("", None),
        (None, None),
    ],
)
def test_pmid(text: str | None, pmid: str | None) -> None:
    assert clean_pmid(text) == pmid


@pytest.mark.parametrize(
    ("text", "doi"),
    [
        ("10.1234/ABC.5", "10.1234/abc.5"),
        ("https://doi.org/10.1234/abc.", "10.1234/abc"),
        ("doi: 10.1234/abc;", "10.1234/abc"),
        ("10.1016/S0140-6736(05)1", "10.1016/s0140-6736(05)1"),
        ("10.1016/S0140-6736(05)", "10.1016/s0140-6736(05)"),
        ("(doi 10.1234/abc)", "10.1234/abc"),
        (
            "10.1002/(SICI)1(1996)1<1::AID-1>3.0.CO;2-A",
            "10.1002/(sici)1(1996)1<1::aid-1>3.0.co;2-a",
        ),
        ("10.12/abc", None),
        ("10.1234/", None),
        ("", None),
        (None, None),
    ],
)
def test_doi(text: str | None, doi: str | None) -> None:
    assert clean_doi(text) == doi


@pytest.mark.parametrize(
    ("text", "pmcid"),
    [
        ("PMC123", "PMC123"),
        ("pmc123", "PMC123"),
        ("PMCID: PMC123.2", "PMC123"),
        ("123", None),
        ("PMC", None),
        (None, None),
    ],
)
def test_pmcid(text: str | None, pmcid: str | None) -> None:
    assert clean_pmcid(text) == pmcid


@given(st.text())
def test_cleaning_is_steady(text: str) -> None:
    for clean in (clean_pmid, clean_doi, clean_pmcid):
        once = clean(text)
        assert once is None or clean(once) == once


@pytest.mark.parametrize(
    ("pmid", "doi", "own_id", "key"),
    [
        ("1", "10.1234/x", "ref1", "pmid:1"),
        (None, "10.1234/x", "ref1", "doi:10.1234/x"),
        (None, None, "ref1", "ref1"),
    ],
)
def test_the_best_identifier_is_the_key(
    pmid: str | None, doi: str | None, own_id: str | None, key: str
) -> None:
    assert make_key(pmid, doi, own_id, "content") == key


def test_without_identifiers_the_content_is_the_key() -> None:
    key = make_key(None, None, None, "Tea and sleep.")
    assert key.startswith("id:")
    assert key == make_key(None, None, None, "Tea and sleep.")
    assert key != make_key(None, None, None, "Tea and sleep?")
