"""The text of saved PubMed pages. All pages here are invented, in the layouts of the site."""

import io
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.records import Author, Failure, Notice, Part, Record
from index.sources import saved_page
from index.sources.files import open_source

SEED = Path(__file__).parents[2] / "shared/data/seed/emm.2016.143.txt"

# The layout of the seed page: no authors, no heading over the abstract.
OLDER_BARE = """\
Send to

Choose Destination
Inv Mol Med. 2017 Feb 3;49(2):e290. doi: 10.9999/imm.2016.143.

Effect of an invented drug in experimental models of invented gout.

Author information

Department of Nothing, University of Nowhere, Nowhere.
Second Group, Null Hospital 12, Nowhere.


Invented gout was studied in a university hospital. We conclude that drug A may help.

[Indexed for MEDLINE]
Free PMC Article

Supplemental Content

Full text links

Icon for Nowhere Publishing Group Icon for PubMed Central
Loading ...
Support Center
"""

OLDER_FULL = """\
Format: Abstract
Send to

Create alert
Inv Mol Med. 2018 Dec;49(2):11-19. doi: 10.9999/imm.2. Epub 2018 Nov 1.

Labelled sections on an older page.

Doe J1, van der Berg AM1,2; Invented Study Group.

Author information

1
    Department of Nothing, University of Nowhere.
2
    Null Institute. Electronic address: x@example.org.

Comment in
Inv Nurs. 2019 Jan;20(1):24. PMID: 99000077.

Abstract

BACKGROUND:

Gout hurts.
METHODS:

We gave drug A.

RESULTS: It helped.

KEYWORDS:

gout; invention

© 2018 Nobody. All rights reserved.

PMID: 99000001 PMCID: PMC9900001 DOI: 10.9999/imm.2 [Indexed for MEDLINE]

Similar articles

Another article. Roe R. Inv Med. 2001. PMID: 99000055
doi: 10.9999/other
"""

NEWER = """\
Skip to main page content
An official website of the United States government
Save
Email
Send to
Display options
Full text links
Actions
Cite
Share
Page navigation
Title & authors
Abstract
Similar articles
Cited by
Randomized Controlled Trial
Inv Mol Med
Actions
. 2021 Feb 3;49(2):e290.
 doi: 10.9999/imm.3.
Online ahead of print.
A newer page about nothing
Jane Anne Doe 1 2, Anna van der Berg 1
Affiliations expand
PMID: 99000002 PMCID: PMC9900002 DOI: 10.9999/imm.3
Free PMC article
Item in Clipboard

Display options
Format
Abstract
PubMed
PMID

Abstract
Background: Gout hurts.

Methods: We gave drug A in one hospital.

Results: It helped.

Conclusions: It helps.

Keywords: gout; invention.

© 2021. The Author(s).

PubMed Disclaimer

Conflict of interest statement
None.

Similar articles
Another one.
Roe R. Inv Med. 2001 Jan;1(1):1. doi: 10.9999/other. PMID: 99000055
Cited by
A third. PMID: 99000066
"""


def read(text: str | bytes) -> list[object]:
    data = text.encode() if isinstance(text, str) else text
    return list(saved_page.read(io.BytesIO(data), "page.txt"))


def one(text: str | bytes) -> Record:
    (record,) = read(text)
    assert isinstance(record, Record), record
    return record


def abstract(record: Record) -> list[tuple[str | None, str]]:
    return [(part.label, part.text) for part in record.parts]


def test_older_page_without_authors_or_headings() -> None:
    record = one(OLDER_BARE)
    assert (record.origin.format, record.origin.record) == (
        "saved-page", "page (DOI 10.9999/imm.2016.143)",
    )  # fmt: skip
    assert record.title == "Effect of an invented drug in experimental models of invented gout."
    assert record.parts == (
        Part(
            "Invented gout was studied in a university hospital. We conclude that drug A may help."
        ),
    )
    assert (record.journal, record.published, record.year) == ("Inv Mol Med", "2017 Feb 3", 2017)
    assert (record.volume, record.issue, record.pages) == ("49", "2", "e290")
    assert (record.doi, record.pmid, record.pmcid) == ("10.9999/imm.2016.143", None, None)
    assert record.authors == ()


def test_older_page_with_all_its_headings() -> None:
    record = one(OLDER_FULL)
    assert record.title == "Labelled sections on an older page."
    assert abstract(record) == [
        ("BACKGROUND", "Gout hurts."),
        ("METHODS", "We gave drug A."),
        ("RESULTS", "It helped."),
    ]
    assert (record.pmid, record.pmcid, record.doi) == ("99000001", "PMC9900001", "10.9999/imm.2")
    assert record.authors == (
        Author("Doe", initials="J"),
        Author("van der Berg", initials="AM"),
        Author("Invented Study Group", collective=True),
    )
    assert record.keywords == ("gout", "invention")
    assert record.notices == (Notice("CommentIn", "Inv Nurs. 2019 Jan;20(1):24.", "99000077"),)


def test_newer_page() -> None:
    record = one(NEWER)
    assert record.title == "A newer page about nothing"
    assert abstract(record) == [
        ("Background", "Gout hurts."),
        ("Methods", "We gave drug A in one hospital."),
        ("Results", "It helped."),
        ("Conclusions", "It helps."),
    ]
    assert (record.journal, record.published) == ("Inv Mol Med", "2021 Feb 3")
    assert (record.volume, record.issue, record.pages) == ("49", "2", "e290")
    assert (record.pmid, record.pmcid, record.doi) == ("99000002", "PMC9900002", "10.9999/imm.3")
    assert record.authors == (
        Author("Doe", "Jane Anne", "JA"),
        Author("van der Berg", "Anna", "A"),
    )
    assert record.keywords == ("gout", "invention")


def test_identifiers_of_similar_articles_are_never_taken() -> None:
    page = NEWER.replace("PMID: 99000002 PMCID: PMC9900002 DOI: 10.9999/imm.3\n", "").replace(
        " doi: 10.9999/imm.3.\n", ""
    )
    record = one(page)
    assert (record.pmid, record.pmcid, record.doi) == (None, None, None)


def test_addresses_and_abstract_without_an_empty_line_between() -> None:
    record = one(
        "Inv Mol Med. 2017;1:2.\n\nA title.\n\nAuthor information\n"
        "Department of Nothing, Nowhere.\nNull Institute.\n"
        "We did nothing. It helped in one hospital. So we stopped.\n"
    )
    assert abstract(record) == [
        (None, "We did nothing. It helped in one hospital. So we stopped."),
    ]


def test_wrapped_title_and_abstract_are_rejoined() -> None:
    record = one(
        "Inv Mol Med. 2017;1:2.\n\nA title that is long and was\nwrapped.\n\nDoe J, Roe R.\n\n"
        "We did nothing, in a double-\nblind way.\n"
    )
    assert record.title == "A title that is long and was wrapped."
    assert abstract(record) == [(None, "We did nothing, in a double-blind way.")]
    assert [author.display for author in record.authors] == ["Doe J", "Roe R"]


@pytest.mark.parametrize(
    ("page", "reason"),
    [
        ("", "no citation"),
        ("Send to\nSome text without a citation.\n", "no citation"),
        (
            "Inv Mol Med. 2017;1:2.\n\nA title.\n\nDoe J.\n\nSimilar articles\nText.\n",
            "no abstract",
        ),
        ("Inv Mol Med. 2017;1:2.\n\nAbstract\n\nWe did nothing.\n", "no title"),
        ("Inv Mol Med. 2017;1:2.\n\nSimilar articles\nText.\n", "no title"),
    ],
)
def test_a_page_that_lacks_something_says_what(page: str, reason: str) -> None:
    (failure,) = read(page)
    assert isinstance(failure, Failure)
    assert failure.reason.startswith(reason)


@pytest.mark.parametrize(
    "variant",
    [NEWER.replace("\n", "\r\n").encode(), b"\xef\xbb\xbf" + NEWER.encode()],
    ids=["crlf", "bom"],
)
def test_same_record_however_the_file_was_written(variant: bytes) -> None:
    assert one(variant) == one(NEWER)


PAGE_LINES = [*OLDER_BARE.split("\n"), *OLDER_FULL.split("\n"), *NEWER.split("\n")]


@given(st.lists(st.sampled_from(PAGE_LINES), max_size=40))
def test_any_order_of_lines_gives_one_record_or_failure(lines: list[str]) -> None:
    (event,) = read("\n".join(lines))
    assert isinstance(event, Record | Failure)


@pytest.mark.skipif(not SEED.exists(), reason="needs ../shared/data/seed")
def test_seed_page() -> None:
    with open_source(str(SEED)) as stream:
        (record,) = saved_page.read(stream, str(SEED))
    assert isinstance(record, Record)
    assert record.title == (
        "Therapeutic effect of the immunomodulatory drug lenalidomide, but not pomalidomide, in "
        "experimental models of rheumatoid arthritis and inflammatory bowel disease."
    )
    assert (record.doi, record.pmid) == ("10.1038/emm.2016.143", None)
    assert (record.journal, record.published, record.year) == ("Exp Mol Med", "2017 Feb 3", 2017)
    assert (record.volume, record.issue, record.pages) == ("49", "2", "e290")
    longest_line = max(SEED.read_text(encoding="utf-8").splitlines(), key=len)
    assert [part.text for part in record.parts] == [longest_line]
