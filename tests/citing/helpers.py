"""Invented references, and any others that a source could give."""

import string
from typing import Any

from hypothesis import strategies as st

from index.article import Section
from index.records import Author, Notice
from qa.answer import Reference

SMITH = Author("Smith", "Jane Anne", "JA")
MUELLER = Author("Müller", "Hans-Peter", "HP")
CRUZ = Author("de la Cruz", "Ana Jr", "A Jr")
GROUP = Author("Invented Study Group", collective=True)


def reference(**changes: Any) -> Reference:
    """An invented article by Smith and Müller, changed as a test needs."""
    fields: dict[str, Any] = {
        "key": "pmid:99000001",
        "pmid": "99000001",
        "doi": "10.1000/x.1",
        "pmcid": "PMC9900001",
        "title": "Effect of mRNA-1 on invented pain.",
        "authors": (SMITH, MUELLER),
        "journal": "Invented journal of pain medicine",
        "journal_abbreviation": "Inv J Pain Med",
        "year": 2020,
        "published": "2020 Mar 4",
        "volume": "12",
        "issue": "3",
        "pages": "637-41",
        "publication_types": ("Journal Article",),
        "languages": ("eng",),
        "statuses": (),
        "notices": (),
        "url": "https://pubmed.ncbi.nlm.nih.gov/99000001/",
        "abstract": "We did it.",
        "sections": (),
    }
    return Reference(**(fields | changes))


_HOSTILE = st.sampled_from(
    (
        "<script>alert(1)</script>",
        '<span class="nocase">x</span>',
        "[Translated title].",
        "100% & $5 #1 a_b ~ ^ \\alpha",
        "{unclosed",
        "closed} {first",
        "line\nbreak\r\nand\ttab",
        "ER  - ",
        "TY  - JOUR",
        "PMID- 1",
        "@article{x,",
        "\"quoted\" ``so'' -- --- ?` << >>",
        "😀 naïve café α-synuclein",
        "a and b",
        "Is it?",
    )
)
_LETTERS = st.characters(categories=("L", "N", "P", "S", "Zs", "Cc"))
_TEXT = st.one_of(st.text(_LETTERS, max_size=60), _HOSTILE, st.text(string.printable, max_size=120))
_FILLED = st.builds(lambda text: f"A {text} b", _TEXT)
# No source gives a comma within a part of a name: it is what parts them.
_NAME = st.from_regex(r"\A[A-ZÀ-ÖØ][\wÀ-ÿ'’.&%$#_-]{0,8}( (and|von|[A-Z]\w{1,5}))?\Z").filter(
    lambda name: not name.lower().rstrip(".").endswith(("jr", "sr", " and", "iii"))
)
_INITIALS = st.text(string.ascii_uppercase, min_size=1, max_size=3)
_AUTHORS = st.one_of(
    st.builds(Author, _NAME, _NAME, _INITIALS),
    st.builds(Author, _NAME, st.just(""), _INITIALS),
    st.builds(lambda name: Author(f"{name} Study Group", collective=True), _NAME),
)
_WORD = st.text(string.ascii_letters + string.digits, max_size=6)
_DOI = st.text(string.ascii_lowercase + string.digits + "_()<>;:/.-[]#%&{}\"'~", min_size=1).map(
    lambda suffix: f"10.1000/{suffix}"
)


@st.composite
def references(draw: st.DrawFn) -> Reference:
    """Any reference, its text as wild as a source can make it."""
    pmid = draw(st.integers(1, 99_999_999))
    label, methods, results = (
        draw(st.sampled_from(("METHODS", "Methods & %"))),
        "We did.",
        "It did.",
    )
    year = draw(st.one_of(st.none(), st.integers(1850, 2030)))
    text = draw(_FILLED)
    abstract = f"{methods}\n{text}\n{results}"
    middle = len(methods) + 1
    end = middle + len(text)
    sections = (
        Section(label, "METHODS", 0, len(methods)),
        Section(None, None, middle, end),
        Section("RESULTS", "RESULTS", end + 1, len(abstract)),
    )
    full = draw(st.booleans())
    return reference(
        key=f"pmid:{pmid}",
        pmid=str(pmid),
        doi=draw(st.one_of(st.none(), _DOI)),
        pmcid=draw(st.one_of(st.none(), st.integers(1, 9_999_999).map(lambda n: f"PMC{n}"))),
        title=draw(_FILLED),
        authors=tuple(draw(st.lists(_AUTHORS, max_size=4))),
        journal=draw(_FILLED),
        journal_abbreviation=draw(st.sampled_from(("", "Inv J Pain Med"))),
        year=year,
        published=f"{year} {draw(st.sampled_from(DATES))}".strip() if year else "",
        volume=draw(_WORD),
        issue=draw(st.one_of(_WORD, st.just("Pt 2 & 3"))),
        pages=draw(st.one_of(_WORD, st.from_regex(r"\A[eS]?[1-9]\d{0,3}-[eS]?[1-9]\d{0,3}\Z"))),
        publication_types=tuple(draw(st.lists(st.sampled_from(TYPES), unique=True))),
        languages=draw(st.sampled_from(((), ("eng",), ("fre", "ger")))),
        statuses=draw(
            st.sampled_from(((), ("retracted",), ("retracted", "erratum"), ("erratum",)))
        ),
        notices=draw(st.sampled_from(NOTICES)),
        url=f"https://pubmed.ncbi.nlm.nih.gov/{pmid}/",
        abstract=abstract if full else "",
        sections=sections if full else (),
    )


NOTICES = (
    (),
    (Notice("RetractionIn", "Inv J Pain Med. 2021 May 1;13(5):700.", "99000077"),),
    (Notice("ErratumIn", "Inv J Pain Med. 2021;13(6):801", None), Notice("UpdateIn", "", "9900")),
)
DATES = ("", "Mar", "Mar 4", "Nov-Dec", "Jan 3-10", "Winter", "1st Quart")
TYPES = ("Journal Article", "Randomized Controlled Trial", "Review")
