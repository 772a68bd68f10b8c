"""Telling formats apart by content. All text is invented; real files are read from ../shared."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.errors import UnknownFormatError
from index.sources.detect import FORMATS, detect
from index.sources.files import open_source

DATA = Path(__file__).parents[2] / "shared" / "data"

PUBMED_TEXT = """
1. Ann Newts. 2017 Feb 3;49(2):e290. doi: 10.1000/newt.1.

On newts.

Roe A(1), Smith JA.

Newts swim.

PMID: 123
"""
SAVED_PAGE = """Send to

Choose Destination
Ann Newts. 2017 Feb 3;49(2):e290. doi: 10.1000/newt.1.

On newts.

Author information

Newts swim.
"""
NEW_PAGE = """Full text links
Cite
. 2017 Feb 3;49(2):e290.
On newts
Affiliations
PMID: 123
Newts swim.
"""


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('<?xml version="1.0"?>\n<PubmedArticleSet>', "pubmed-xml"),
        ("<PubmedArticle>", "pubmed-xml"),
        ("\ufeff<?xml version='1.0'?><!-- a <b> --><PubmedBookArticleSet>", "pubmed-xml"),
        ('<!DOCTYPE PubmedArticleSet PUBLIC "a" "b">', "pubmed-xml"),
        ("<?xml version='1.0'?><MedlineCitationSet>", "pubmed-xml"),
        ("<!DOCTYPE lol [<!ENTITY a 'b'>]><lol>", "pubmed-xml"),
        ("\nPMID- 123\nOWN - NLM\nTI  - On newts.\n", "medline"),
        ("PMID-123\r\nTI- On newts\r\n", "medline"),
        ("OWN - ERIC\nTI  - On newts.\nAB  - Newts swim.\n", "medline"),
        ("TY  - JOUR\nTI  - On newts.\nER  - \n", "ris"),
        (" \ufeff\r\nTY  - JOUR\r\nT1  - On newts.\r\n", "ris"),
        ("JF  - Newts\nT1  - On newts.\nVL  - 3\n", "ris"),
        (PUBMED_TEXT, "pubmed-text"),
        ("1. In: Newts [Internet]. Oxford: Pond; 2024 Jan–.\n\nTails.\n\nPMID: 1", "pubmed-text"),
        (SAVED_PAGE, "saved-page"),
        (NEW_PAGE, "saved-page"),
        ('"PMID","Title","Authors","Citation","First Author"\n', "pubmed-csv"),
        ("\ufeffPMID,Title,Authors,Citation,Journal/Book\r\n", "pubmed-csv"),
        ("PMID,Title,Authors,Citation,Abstract\n", "csv"),
        ("id;article_title;Abstract Note\n1;On newts;Newts swim\n", "csv"),
        ("doc_id\ttitle\tabstract\n", "csv"),
        ('{"title": "On newts"}\n', "jsonl"),
        ('[\n  {"title": "On newts"}\n]', "jsonl"),
    ],
)
def test_format_by_content(text: str, expected: str) -> None:
    assert detect(text.encode(), "misnamed.bin") == expected


def test_utf16_is_recognised() -> None:
    assert detect("TY  - JOUR\nTI  - On newts.\n".encode("utf-16"), "x") == "ris"


@pytest.mark.parametrize(
    ("name", "expected"),
    [("newts.ris", "ris"), ("newts.nbib", "medline"), ("newts.RIS.gz", "ris")],
)
def test_the_name_breaks_a_tie(name: str, expected: str) -> None:
    assert detect(b"TI  - On newts.\nAB  - Newts swim.\n", name) == expected


def test_a_single_column_is_a_table_only_by_name() -> None:
    assert detect(b"abstract\nNewts swim.\n", "newts.csv") == "csv"
    with pytest.raises(UnknownFormatError):
        detect(b"abstract\nNewts swim.\n", "newts.txt")


@pytest.mark.parametrize(
    ("head", "looks_like"),
    [
        (b"<!DOCTYPE html><html>", "an HTML page"),
        (b"<html><head><title>502</title>", "an HTML page"),
        (b'<?xml version="1.0"?><!DOCTYPE html PUBLIC "x"><html>', "an HTML page"),
        (b'<?xml version="1.0"?><eFetchResult>', "the root <eFetchResult>"),
        (b"%PDF-1.7\n", "a PDF"),
        (b"PK\x03\x04abc", "a zip archive"),
        (b"\x1f\x8b\x08", "gzip inside gzip"),
        (b"", "an empty file"),
        (b"\xef\xbb\xbf\r\n", "an empty file"),
        (b"\x00\x01\x02\x03", "binary data"),
        (b"@article{roe2017, title={On newts}}", "BibTeX"),
        (b"28154370\n12345678\r\n", "a list of PMIDs"),
        (b"1: Roe A. On newts. Ann Newts. 2017;49:1. PMID: 123.", "Summary export"),
        (b"Newts swim, and in this abstract, they dive.", "text in no known format"),
        (b"# A pond\n\nNewts swim there.\n", "text in no known format"),
    ],
)
def test_other_content_is_named_with_a_remedy(head: bytes, looks_like: str) -> None:
    with pytest.raises(UnknownFormatError) as caught:
        detect(head, "pond/newts")
    assert "'pond/newts'" in caught.value.problem
    assert looks_like in caught.value.problem
    assert caught.value.remedy.endswith(".")


@pytest.mark.parametrize(
    ("head", "name", "found"),
    [
        (b"name,text\nTea,It helps\n", "tea.csv", "name, text"),
        (b"name\ttext\nTea\tIt helps\n", "tea.tsv.gz", "name, text"),
        (b";".join(b"c%d" % number for number in range(20)), "tea.CSV", "c6, c7 and 12 more"),
        (b"|||\n", "tea.csv", "no column"),
    ],
)
def test_a_table_of_something_else_says_which_columns_it_has_and_which_it_needs(
    head: bytes, name: str, found: str
) -> None:
    with pytest.raises(UnknownFormatError) as caught:
        detect(head, name)
    assert f"{found}, but neither `title` nor `abstract`" in caught.value.problem
    assert "Name the columns `title` and `abstract`" in caught.value.remedy


@given(st.binary(max_size=300), st.sampled_from(["a.xml", "b.csv", "c.ris", "d"]))
def test_any_bytes_have_a_format_or_an_explanation(head: bytes, name: str) -> None:
    try:
        assert detect(head, name) in FORMATS
    except UnknownFormatError as error:
        assert name in error.problem and error.remedy


REAL = [
    ("seed/*", "saved-page"),
    ("pubmed_samples/csv/*", "pubmed-csv"),
    ("pubmed_samples/medline_txt/*", "medline"),
    ("pubmed_samples/nbib*/*", "medline"),
    ("pubmed_samples/ris/*", "ris"),
    ("pubmed_samples/other/asreview*", "ris"),
    ("pubmed_samples/xml*/[!M]*", "pubmed-xml"),
    ("pubmed_samples/xml_jabref/MedlineImporter*", "pubmed-xml"),
    ("corpus/*", "jsonl"),
]


@pytest.mark.skipif(not DATA.is_dir(), reason="../shared/data is not here")
@pytest.mark.parametrize(("pattern", "expected"), REAL, ids=[pattern for pattern, _ in REAL])
def test_real_files(pattern: str, expected: str) -> None:
    found = {}
    for path in DATA.glob(pattern):
        with open_source(str(path)) as stream:
            found[path.name] = detect(stream.head(), str(path))
    assert set(found.values()) == {expected}, found


def test_beir_queries_are_no_articles() -> None:
    """A folder indexed without its prefix must not make articles of its questions."""
    head = b'{"_id": "1", "text": "Does tea help?", "metadata": {}}\n'
    with pytest.raises(UnknownFormatError, match=r"BEIR's queries.*beir:FOLDER"):
        detect(head, "queries.jsonl")
    corpus = b'{"_id": "1", "title": "Tea.", "text": "Tea helps."}\n'
    assert detect(corpus, "corpus.jsonl") == "jsonl"
