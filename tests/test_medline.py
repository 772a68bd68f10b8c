"""MEDLINE display format and .nbib. All records here are invented."""

import io
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.records import Author, Failure, MeshQualifier, MeshTerm, Notice, Record
from index.sources import medline
from index.sources.files import open_source

SAMPLES = Path(__file__).parents[2] / "shared/data/pubmed_samples"

WHOLE = """
PMID- 99000001
OWN - NLM
STAT- MEDLINE
VI  - 12
IP  - 3 Suppl
DP  - 2003 Nov-Dec
TI  - [Invented drug for invented
      gout].
PG  - 101-9
LID - S0000-0000(03)00001-1 [pii]
LID - 10.9999/Inv.2003.1 [doi]
AB  - BACKGROUND: Gout hurts at 3-
      and 6-month visits. METHODS: We gave drug A. CONCLUSION: It helped. (ABSTRACT
      TRUNCATED AT 250 WORDS)
OAB - Publisher: Hintergrund.
OABL- ger
CI  - Copyright (c) 2003 Nobody.
FAU - van der Berg, Anna Maria
AU  - van der Berg AM
AD  - Department of Nothing, Nowhere.
FAU - Plato
AU  - Plato
CN  - Invented Gout
      Study Group
LA  - ger
LA  - eng
PT  - Journal Article
PT  - Retracted Publication
TT  - Erfundenes Mittel.
RIN - Inv Med. 2005 Jan;1(1):7. PMID:
      99000009
EIN - Inv Med. 2004 Feb;1(2):8
CIN - Inv Med. 2004 Mar;1(3):9. doi: 10.9999/x. PMID: 99000008
TA  - Inv Med
JT  - Inventions in medicine
MH  - *Gout
MH  - Uric Acid/blood/*metabolism
MH  - Humans
OTO - NOTNLM
OT  - *gout
OT  - drug
      A
PMC - PMC9900001
AID - 10.9999/Inv.2003.1 [doi]
XYZ - kept
SO  - Inv Med. 2003 Nov-Dec;12(3 Suppl):101-9.
"""


def read(text: str | bytes) -> list[object]:
    data = text.encode() if isinstance(text, str) else text
    return list(medline.read(io.BytesIO(data), "some.nbib"))


def one(text: str | bytes) -> Record:
    (record,) = read(text)
    assert isinstance(record, Record)
    return record


def test_every_field_of_a_record() -> None:
    record = one(WHOLE)
    assert record.origin.format == "medline"
    assert record.origin.record == "record 1 (PMID 99000001)"
    assert record.title == "[Invented drug for invented gout]."
    assert record.vernacular_title == "Erfundenes Mittel."
    assert (record.pmid, record.doi, record.pmcid) == (
        "99000001", "10.9999/inv.2003.1", "PMC9900001",
    )  # fmt: skip
    assert (record.journal, record.journal_abbreviation) == ("Inventions in medicine", "Inv Med")
    assert (record.volume, record.issue, record.pages) == ("12", "3 Suppl", "101-9")
    assert (record.published, record.year) == ("2003 Nov-Dec", 2003)
    assert record.authors == (
        Author("van der Berg", "Anna Maria", "AM"),
        Author("Plato"),
        Author("Invented Gout Study Group", collective=True),
    )
    assert record.mesh == (
        MeshTerm("Gout", major=True),
        MeshTerm("Uric Acid", False, (MeshQualifier("blood"), MeshQualifier("metabolism", True))),
        MeshTerm("Humans"),
    )
    assert record.keywords == ("gout", "drug A")
    assert record.languages == ("ger", "eng")
    assert record.publication_types == ("Journal Article", "Retracted Publication")
    assert record.extra["other_abstracts"] == [
        {"text": "Publisher: Hintergrund.", "language": "ger"}
    ]
    assert record.extra["tags"] == {"XYZ": ["kept"]}


def test_abstract_is_unwrapped_split_and_its_truncation_noted() -> None:
    record = one(WHOLE)
    assert record.truncated
    assert [(part.label, part.text) for part in record.parts] == [
        ("BACKGROUND", "Gout hurts at 3- and 6-month visits."),
        ("METHODS", "We gave drug A."),
        ("CONCLUSION", "It helped."),
    ]


def test_notices_keep_retraction_erratum_and_comment_apart() -> None:
    assert one(WHOLE).notices == (
        Notice("RetractionIn", "Inv Med. 2005 Jan;1(1):7.", "99000009"),
        Notice("ErratumIn", "Inv Med. 2004 Feb;1(2):8", None),
        Notice("CommentIn", "Inv Med. 2004 Mar;1(3):9. doi: 10.9999/x.", "99000008"),
    )


@pytest.mark.parametrize(
    "variant",
    [
        WHOLE.replace("\n", "\r\n").encode(),
        b"\xef\xbb\xbf" + WHOLE.encode(),
        WHOLE.encode("utf-16"),
        b"Exported on Tuesday\n\n\n" + WHOLE.encode(),
        WHOLE.replace("\n", " \n").encode(),
    ],
    ids=["crlf", "bom", "utf-16", "stray text first", "trailing spaces"],
)
def test_same_record_however_the_file_was_written(variant: bytes) -> None:
    assert one(variant) == one(WHOLE)


@pytest.mark.parametrize(
    ("text", "titles"),
    [
        ("PMID- 1\nTI  - A\n\nPMID- 2\nTI  - B\n", ["A", "B"]),
        ("PMID- 1\nTI  - A\nPMID- 2\nTI  - B", ["A", "B"]),
        ("OWN - ERIC\nTI  - A\nOWN - ERIC\nTI  - B", ["A", "B"]),
        ("TI  - A\n\n\n\nTI  - B\n\nProse in between.\n\nTI  - C", ["A", "B", "C"]),
        ("PMID-1\nTI-A: x\nTI  -B", ["B"]),
        ("PMID- 1\nTI  - A\nAB  - One.\n\n      Two.\nTA  - J", ["A"]),
        ("PMID- 1\nTI  - First:\nTI  - second.", ["First: second."]),
    ],
)
def test_where_records_begin(text: str, titles: list[str]) -> None:
    assert [event.title for event in read(text) if isinstance(event, Record)] == titles


def test_eric_record_without_pmid_has_its_own_id_and_doi() -> None:
    record = one(
        "OWN - ERIC\nTI  - A test of tests\nAU  - Doe, Jane M.\nAID - http://dx.doi.org/10.9999/AB\n"
        "OID - EJ0000001\nDP  - Apr 1990\nAB  - Purpose: To test. Findings: It was one.\n"
    )
    assert (record.pmid, record.doi, record.own_id) == (None, "10.9999/ab", "EJ0000001")
    assert record.authors == (Author("Doe", "Jane M.", "JM"),)
    assert record.year == 1990
    assert [part.category for part in record.parts] == ["OBJECTIVE", "RESULTS"]


@pytest.mark.parametrize(
    ("lines", "doi"),
    [
        ("AID - 10.9999/pii-like [pii]", None),
        ("LID - 10.9999/pii-like [pii]\nAID - 10.9999/own [doi]", "10.9999/own"),
        ("AID - doi:10.9999/own", "10.9999/own"),
        ("AID - http://example.org/10.9999/other", None),
        ("SO  - Inv Med. 2003;1:2. doi: \n      10.9999/own.", "10.9999/own"),
    ],
)
def test_doi_is_only_what_says_it_is_one(lines: str, doi: str | None) -> None:
    assert one(f"TI  - A\n{lines}\n").doi == doi


def test_book_chapter_and_book() -> None:
    chapter = one("PMID- 9\nTI  - Chapter\nBTI - Book\nAB  - Text.\nAID - NBK1 [bookaccession]")
    assert (chapter.title, chapter.journal, chapter.own_id) == ("Chapter", "Book", "NBK1")
    book = one("PMID- 9\nBTI - Book")
    assert (book.title, book.journal, book.parts) == ("Book", "", ())


def test_two_abstracts_are_both_kept() -> None:
    texts = [part.text for part in one("TI  - A\nAB  - Old text.\nAB  - New text.").parts]
    assert texts == ["Old text.", "New text."]


def test_damaged_records_are_named_and_the_rest_goes_on() -> None:
    events = read("PMID- 1\nTI  - A\n\nPMID- 2\nDP  - 2001\n\nPMID- 0000\nTI  - C\nTAG  broken\n")
    assert [type(event) for event in events] == [Record, Failure, Record]
    failure, last = events[1], events[2]
    assert isinstance(failure, Failure)
    assert isinstance(last, Record)
    assert (failure.path, failure.record) == ("some.nbib", "record 2 (PMID 2)")
    assert "PMID, DP" in failure.reason
    assert last.pmid is None
    assert last.extra["pmid_as_given"] == "0000"
    assert last.extra["tags"] == {"unread": ["TAG broken"]}


@pytest.mark.parametrize("text", ["", "\n\n", "Only prose.\nNo tag."])
def test_a_file_without_records_says_so(text: str) -> None:
    (failure,) = read(text)
    assert isinstance(failure, Failure)
    assert failure.record == ""


@given(st.binary(max_size=200) | st.text("PMIDTABU- \n:.19x", max_size=200).map(str.encode))
def test_any_bytes_give_records_or_failures(data: bytes) -> None:
    for event in read(data):
        assert isinstance(event, Record | Failure)


def test_records_are_read_as_they_come() -> None:
    class Endless(io.RawIOBase):
        def readable(self) -> bool:
            return True

        def readinto(self, buffer) -> int:  # type: ignore[no-untyped-def] # a buffer has no public type in 3.11
            line = b"PMID- 7\nTI  - Again\n\n"
            buffer[: len(line)] = line
            return len(line)

    event = next(medline.read(io.BufferedReader(Endless()), "pipe"))
    assert isinstance(event, Record)
    assert event.pmid == "7"


@pytest.mark.skipif(not SAMPLES.exists(), reason="needs ../shared/data/pubmed_samples")
@pytest.mark.parametrize(
    ("file", "records", "with_abstract", "with_doi"),
    [
        ("nbib/revtools_restoration_pubmed.nbib", 104, 96, 104),
        ("nbib/jabref_NbibImporterTest.nbib", 1, 1, 1),
        ("nbib/colrev_eric_nbib.nbib", 1, 1, 1),
        ("nbib_zotero/zotero_01.nbib", 2, 2, 0),
        ("nbib_zotero/zotero_06.nbib", 4, 4, 1),
        ("nbib_zotero/zotero_07.nbib", 2, 2, 0),
        ("nbib_zotero/zotero_08.nbib", 1, 1, 1),
        ("medline_txt/biopython_pubmed_result1.txt", 1, 1, 0),
        ("medline_txt/biopython_pubmed_result2.txt", 4, 4, 3),
        ("medline_txt/biopython_pubmed_result3.txt", 1, 1, 1),
        ("medline_txt/jabref_MedlinePlainImporterTestMultipleEntries.txt", 3, 2, 0),
    ],
)
def test_real_exports(file: str, records: int, with_abstract: int, with_doi: int) -> None:
    with open_source(str(SAMPLES / file)) as stream:
        found = [event for event in medline.read(stream, file) if isinstance(event, Record)]
    assert len(found) == records
    assert sum(bool(record.parts) for record in found) == with_abstract
    assert sum(bool(record.doi) for record in found) == with_doi
