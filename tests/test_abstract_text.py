"""PubMed's "Abstract (text)" export. All records here are invented, in the true layout."""

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.records import Author, Failure, Notice, Record
from index.sources import abstract_text
from index.sources.citation_line import parse_citation, rejoin

LABELLED = """\
1. J Invent Med. 2016 Jun;49(2 Suppl 1):e290. doi: 10.9999/jim.2016.143. Epub 2016\x20
May 1.

An invented drug against invented gout: a randomised, double-
blind trial.

Doe J(1), van der Berg AM(1)(2), Ångström Ö Jr(3); Invented Gout Study Group.

Author information:
(1)Department of Nothing, University of Nowhere, 1 Null Street, Nowhere.\x20
Electronic address: doe@example.org.
(2)Second Institute.

(3)Third Institute, set apart.

Comment in
    Inv Lancet. 2016 Aug 6;388(10044):545. doi: 10.9999/S0140-6736(16)1.
    Inv Nurs. 2017 Jan;20(1):24. PMID: 99000008.

Erratum in
    J Invent Med. 2016 Dec;49(6):e999.

BACKGROUND: Gout hurts pre-\x20
and post-treatment, 3-
to 6-fold.
METHODS: We gave drug A in a double-
blind way (n=10)
RESULTS: It helped.
CONCLUSIONS: It helps. TRIAL REGISTRATION: NCT00000000.

Copyright © 2016 Nobody. Published by Nobody Ltd. All rights reserved.

DOI: 10.9999/jim.2016.143
PMCID: PMC9900001
PMID: 99000001 [Indexed for MEDLINE]

Conflict of interest statement: The authors declare none.

BACKGROUND: not this.
"""

NUMBERED_LIST = """\
2. Br J Invent. 1988;12:1-5.

Effects of nothing on rats.

Doe J.

1. Rats were given nothing.

2. They did not change. 3000 of them were seen.

3. We conclude nothing. 1988 was a long year.

PMID: 99000002  [PubMed - indexed for MEDLINE]
"""

GERMAN = """\
3. Inv Wochenschr. 2003 Nov-Dec;(38):12-7.

[An invented title in brackets].

[Article in German; Abstract available in German from the publisher]

Müller H, Schmidt-Kurz A.

It was invented. (ABSTRACT TRUNCATED AT 250 WORDS)

Publisher: Es war erfunden.

Noch mehr.

PMID: 99000003
"""

NO_ABSTRACT = """\
4. J Invent Med. 2019 Jan 24. doi: 10.9999/jim.4. [Epub ahead of print]

Invented correspondence.

Doe J(1).

Author information:
(1)Nowhere.

© 2019 Nobody.

DOI: 10.9999/jim.4
PMID: 99000004
"""

BOOK = """\
5. Invented Gout.

Doe J(1), Roe R(2).

In: InventPearls [Internet]. Nowhere (NW): InventPearls Publishing; 2023\x20
Jan–.
2023 Jul 24.

Author information:
(1)Nowhere.

Invented gout is a disease that we made up.

Copyright © 2023, InventPearls Publishing LLC.

PMID: 99000005
"""

OLD_BOOK = """\
6. GeneInventions [Internet]. Nowhere (NW): University of Nowhere; 1993-.

Invented syndrome.

Doe J.

CLINICAL CHARACTERISTICS: None known.

PMID: 99000006
"""

GROUP_AUTHOR = """\
7. Invent Lancet. 2001 May 5-11;357(9266):1-9. doi: 10.9999/S0140-6736(00)04000-1.

Nothing for everyone.

Collaborative Nothing Study Group.

PURPOSE: To do nothing.

PMID: 99000007
"""

RETRACTED = """\
8. J Invent Med. 2009;Suppl:7.

RETRACTED: A false invention.

Doe J.

Retraction in
    J Invent Med. 2010 Feb;1(1):7. doi: 10.9999/r. PMID: 99000018.

It was said to work.

Collaborators: Smith A, Jones B, Miller C.

DOI: 10.9999/jim.8
PMID: 99000008
"""

NO_AUTHORS = """\
9. Invent Letter. 1999 Jan 1;41(1):1-2.

Nothing new.

[No authors listed]

Nothing new was found.

PMID: 99000009
"""

KEYWORDS = """\
10. J Invent Med. 2014;5:10.

Keys and words.

Doe J(1).

Author information:\x20
(1)Nowhere.

Words were keyed.

© 2014 Nobody.

KEYWORDS: invention; gout, acute; RNA-seq.

PMID: 99000010
"""

ELECTRONIC = """\
11. J Invent Med. 2019 Jan 23;20(3). pii: ijim20030478. doi: 10.9999/ijim20030478.

Only electronic.

Doe J.

It has no pages.

PMID: 99000011
"""

RIGHTS_LAST = """\
12. J Invent Med. 2020 Oct 7:S1080-6032(20)00139-9. doi: 10.9999/jim.2020.07.008.\x20
Online ahead of print.

Rights come last.

Doe J(1).

Author information:
(1)Nowhere.

We hold that © marks are used. This line is abstract.

Georg Thieme Verlag KG Nowhere · Elsewhere.

DOI: 10.9999/jim.2020.07.008
PMID: 99000012
"""

ALL = [
    LABELLED, NUMBERED_LIST, GERMAN, NO_ABSTRACT, BOOK, OLD_BOOK, GROUP_AUTHOR, RETRACTED,
    NO_AUTHORS, KEYWORDS, ELECTRONIC, RIGHTS_LAST,
]  # fmt: skip


def read(text: str | bytes) -> list[object]:
    data = text.encode() if isinstance(text, str) else text
    return list(abstract_text.read(io.BytesIO(data), "export.txt"))


def one(text: str | bytes) -> Record:
    (record,) = read(text)
    assert isinstance(record, Record)
    return record


def abstract(record: Record) -> list[tuple[str | None, str]]:
    return [(part.label, part.text) for part in record.parts]


def test_every_field_of_a_record() -> None:
    record = one(LABELLED)
    assert (record.origin.format, record.origin.record) == (
        "pubmed-text", "record 1 (PMID 99000001)",
    )  # fmt: skip
    assert record.title == (
        "An invented drug against invented gout: a randomised, double-blind trial."
    )
    assert (record.pmid, record.doi, record.pmcid) == (
        "99000001", "10.9999/jim.2016.143", "PMC9900001",
    )  # fmt: skip
    assert (record.journal, record.published, record.year) == ("J Invent Med", "2016 Jun", 2016)
    assert (record.volume, record.issue, record.pages) == ("49", "2 Suppl 1", "e290")
    assert record.authors == (
        Author("Doe", initials="J"),
        Author("van der Berg", initials="AM"),
        Author("Ångström", initials="Ö Jr"),
        Author("Invented Gout Study Group", collective=True),
    )
    assert record.extra["copyright"].startswith("Copyright © 2016 Nobody.")


def test_abstract_is_rejoined_and_split_without_what_stands_around_it() -> None:
    assert abstract(one(LABELLED)) == [
        ("BACKGROUND", "Gout hurts pre- and post-treatment, 3- to 6-fold."),
        ("METHODS", "We gave drug A in a double-blind way (n=10)"),
        ("RESULTS", "It helped."),
        ("CONCLUSIONS", "It helps."),
        ("TRIAL REGISTRATION", "NCT00000000."),
    ]


def test_notices() -> None:
    assert one(LABELLED).notices == (
        Notice("CommentIn", "Inv Lancet. 2016 Aug 6;388(10044):545. doi: 10.9999/S0140-6736(16)1."),
        Notice("CommentIn", "Inv Nurs. 2017 Jan;20(1):24.", "99000008"),
        Notice("ErratumIn", "J Invent Med. 2016 Dec;49(6):e999."),
    )
    assert [(n.kind, n.pmid) for n in one(RETRACTED).notices] == [("RetractionIn", "99000018")]


def test_many_records_in_one_file_are_the_same_as_one_by_one() -> None:
    together = [event for event in read("\n\n".join(ALL)) if isinstance(event, Record)]
    assert [record.pmid for record in together] == [f"990000{n:02}" for n in range(1, 13)]
    assert together == [one(text) for text in ALL]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (NUMBERED_LIST,
         [(None, "1. Rats were given nothing. 2. They did not change. 3000 of them were seen. "
                 "3. We conclude nothing. 1988 was a long year.")]),
        (GERMAN, [(None, "It was invented.")]),
        (NO_ABSTRACT, []),
        (BOOK, [(None, "Invented gout is a disease that we made up.")]),
        (GROUP_AUTHOR, [("PURPOSE", "To do nothing.")]),
        (RETRACTED, [(None, "It was said to work.")]),
        (NO_AUTHORS, [(None, "Nothing new was found.")]),
        (KEYWORDS, [(None, "Words were keyed.")]),
        (ELECTRONIC, [(None, "It has no pages.")]),
        (RIGHTS_LAST, [(None, "We hold that © marks are used. This line is abstract.")]),
    ],
)  # fmt: skip
def test_abstract_alone(text: str, expected: list[tuple[str | None, str]]) -> None:
    assert abstract(one(text)) == expected


def test_translated_title_language_truncation_and_other_abstract() -> None:
    record = one(GERMAN)
    assert record.title == "[An invented title in brackets]."
    assert record.languages == ("ger",)
    assert record.truncated
    assert (record.volume, record.issue, record.pages) == ("", "38", "12-7")
    assert record.extra["other_abstracts"] == [
        {"text": "Es war erfunden.\nNoch mehr.", "language": ""}
    ]


def test_books() -> None:
    record = one(BOOK)
    assert record.title == "Invented Gout."
    assert record.journal == "InventPearls [Internet]"
    assert [author.display for author in record.authors] == ["Doe J", "Roe R"]
    assert record.year == 2023
    assert one(OLD_BOOK).title == "Invented syndrome."
    assert one(OLD_BOOK).journal == "GeneInventions [Internet]"


def test_group_author_and_no_author() -> None:
    assert one(GROUP_AUTHOR).authors == (
        Author("Collaborative Nothing Study Group", collective=True),
    )
    assert one(NO_AUTHORS).authors == ()


def test_keywords() -> None:
    assert one(KEYWORDS).keywords == ("invention", "gout, acute", "RNA-seq")


@pytest.mark.parametrize(
    "variant",
    [
        LABELLED.replace("\n", "\r\n").encode(),
        b"\xef\xbb\xbf\n\n" + LABELLED.encode(),
        LABELLED.encode("utf-16"),
    ],
    ids=["crlf", "bom and empty lines", "utf-16"],
)
def test_same_record_however_the_file_was_written(variant: bytes) -> None:
    assert one(variant) == one(LABELLED)


def test_record_without_title_is_named_and_the_rest_goes_on() -> None:
    broken = "1. J Invent Med. 2016;1:1.\n\nPMID: 99000099\n\n\n"
    failure, record = read(broken + NUMBERED_LIST)
    assert isinstance(failure, Failure)
    assert failure.record == "record 1 (PMID 99000099)"
    assert isinstance(record, Record)
    assert record.pmid == "99000002"


def test_record_without_citation_is_no_record() -> None:
    failure, record = read("1. Anything.\n\nText.\n\nPMID: 99000099\n\n\n" + NUMBERED_LIST)
    assert isinstance(failure, Failure)
    assert "'Anything.'" in failure.reason
    assert isinstance(record, Record)


def test_a_file_without_records_says_so() -> None:
    (failure,) = read("Only prose.\n")
    assert isinstance(failure, Failure)
    assert failure.record == ""


@given(st.lists(st.sampled_from([*"".join(ALL).split("\n"), "", "1. x"]), max_size=40))
def test_any_order_of_lines_gives_records_or_failures(lines: list[str]) -> None:
    for event in read("\n".join(lines)):
        assert isinstance(event, Record | Failure)


@pytest.mark.parametrize(
    ("line", "fields"),
    [
        ("J Inv. 2017 Feb 3;49(2):e290. doi: 10.9999/a.1.",
         ("J Inv", "2017 Feb 3", "49", "2", "e290", "10.9999/a.1")),
        ("Inventions (Oxford, England). 2006 Mar 1;22(5):616-7. Epub 2005 Dec 23.",
         ("Inventions (Oxford, England)", "2006 Mar 1", "22", "5", "616-7", None)),
        ("J Inv. 2004 Dec 27-2005 Jan 2;12 Suppl 1:S1-5.",
         ("J Inv", "2004 Dec 27-2005 Jan 2", "12 Suppl 1", "", "S1-5", None)),
        ("J Inv. 2019 Winter;59(1 Pt 2):59-69.",
         ("J Inv", "2019 Winter", "59", "1 Pt 2", "59-69", None)),
        ("J Inv. 2000 Oct;56 ( Pt 10):1247-50.",
         ("J Inv", "2000 Oct", "56", "Pt 10", "1247-50", None)),
        ("J Inv. 1947-1948;59 (1 vol.):136-55.",
         ("J Inv", "1947-1948", "59", "1 vol.", "136-55", None)),
        ("J Inv. 1998-1999;7:1.", ("J Inv", "1998-1999", "7", "", "1", None)),
        ("J Inv. 2019 Jan 24. doi: 10.9999/(b)2. [Epub ahead of print]",
         ("J Inv", "2019 Jan 24", "", "", "", "10.9999/(b)2")),
        ("J Inv. 2019 Jan 25:e01858. doi: 10.9999/c.",
         ("J Inv", "2019 Jan 25", "", "", "e01858", "10.9999/c")),
    ],
)  # fmt: skip
def test_citation_line(line: str, fields: tuple[str | None, ...]) -> None:
    found = parse_citation(line)
    assert found is not None
    assert fields == (
        found.journal, found.published, found.volume, found.issue, found.pages, found.doi,
    )  # fmt: skip


@pytest.mark.parametrize(
    "line", ["Rats were fed. 2000 cells were counted.", "In 2003 nothing happened.", ""]
)
def test_prose_is_no_citation(line: str) -> None:
    assert parse_citation(line) is None


@pytest.mark.parametrize(
    ("lines", "text"),
    [
        (["double-", "blind"], "double-blind"),
        (["double- ", "blind"], "double- blind"),
        (["pre-", "and post"], "pre- and post"),
        (["through-", "and-through"], "through-and-through"),
        (["89 +/-", "1.9"], "89 +/- 1.9"),
        (["one", "  two"], "one two"),
    ],
)
def test_wrapped_lines_are_rejoined(lines: list[str], text: str) -> None:
    assert rejoin(lines) == text
