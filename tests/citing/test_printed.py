"""Printed references: PubMed's form to the letter, and each style against one written by hand."""

from dataclasses import replace

import pytest

from citing.helpers import CRUZ, GROUP, MUELLER, SMITH, reference
from index.errors import SettingsError
from index.records import Author
from qa.answer import Answer, Reference
from qa.citing import STYLES, cite

NINE = tuple(Author(f"Name{letter}", "Carl Bo", "CB") for letter in "abcdefghi")
TWENTY_ONE = tuple(Author(f"Name{letter}", "Di", "D") for letter in "abcdefghijklmnopqrstu")
START = "Smith JA, Müller HP. Effect of mRNA-1 on invented pain. Inv J Pain Med."
END = "doi: 10.1000/x.1. PMID: 99000001; PMCID: PMC9900001."


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, f"{START} 2020 Mar 4;12(3):637-41. {END}"),
        ({"published": "2003 Nov-Dec"}, f"{START} 2003 Nov-Dec;12(3):637-41. {END}"),
        ({"published": "1976 Fall"}, f"{START} 1976 Fall;12(3):637-41. {END}"),
        (
            {"published": "1998 Dec-1999 Jan"},
            f"{START} 1998 Dec-1999 Jan;12(3):637-41. {END}",
        ),
        ({"published": "2020-03-04"}, f"{START} 2020 Mar 4;12(3):637-41. {END}"),
        ({"published": ""}, f"{START} 2020;12(3):637-41. {END}"),
        ({"published": "", "year": None}, f"{START} 12(3):637-41. {END}"),
        ({"volume": ""}, f"{START} 2020 Mar 4;(3):637-41. {END}"),
        ({"issue": ""}, f"{START} 2020 Mar 4;12:637-41. {END}"),
        ({"pages": ""}, f"{START} 2020 Mar 4;12(3). {END}"),
        ({"volume": "", "issue": ""}, f"{START} 2020 Mar 4:637-41. {END}"),
        ({"volume": "", "issue": "", "pages": ""}, f"{START} 2020 Mar 4. {END}"),
        (
            {"pages": "1475-6; author reply 1475-6", "issue": "5 Pt 1"},
            f"{START} 2020 Mar 4;12(5 Pt 1):1475-6; author reply 1475-6. {END}",
        ),
        ({"journal_abbreviation": "Inv. J. Pain Med."}, f"{START} 2020 Mar 4;12(3):637-41. {END}"),
        ({"languages": ("ger",)}, f"{START} 2020 Mar 4;12(3):637-41. German. {END}"),
        (
            {"doi": None, "pmcid": None},
            f"{START} 2020 Mar 4;12(3):637-41. PMID: 99000001.",
        ),
        ({"pmid": None, "pmcid": None}, f"{START} 2020 Mar 4;12(3):637-41. doi: 10.1000/x.1."),
        (
            {"statuses": ("retracted", "erratum")},
            f"{START} 2020 Mar 4;12(3):637-41. {END} [Retracted; erratum]",
        ),
    ],
)
def test_pubmeds_form(changes: dict[str, object], expected: str) -> None:
    assert cite([reference(**changes)]) == (expected,)


@pytest.mark.parametrize(
    ("authors", "printed"),
    [
        ((), "Effect"),
        ((GROUP,), "Invented Study Group. Effect"),
        ((SMITH, MUELLER, GROUP), "Smith JA, Müller HP; Invented Study Group. Effect"),
        ((GROUP, SMITH, MUELLER), "Invented Study Group; Smith JA, Müller HP. Effect"),
        ((CRUZ, Author("Aristotle")), "de la Cruz A Jr, Aristotle. Effect"),
        (NINE, "".join(f"Name{letter} CB, " for letter in "abcdefgh") + "Namei CB. Effect"),
    ],
)
def test_authors_as_pubmed_has_them(authors: tuple[Author, ...], printed: str) -> None:
    assert cite([reference(authors=authors)])[0].startswith(printed)


@pytest.mark.parametrize(
    ("title", "printed"),
    [
        ("[Invented pain].", "[Invented pain]. Inv J"),
        ("Is it pain?", "Is it pain? Inv J"),
        ("Stop!", "Stop! Inv J"),
        ("Pain in the U.S.", "Pain in the U.S. Inv J"),
        ("<script>alert(1)</script> & <i>x</i>", "<script>alert(1)</script> & <i>x</i>. Inv J"),
        ('<span class="nocase">A</span>', '<span class="nocase">A</span>. Inv J'),
        ("mRNA of\n α-Synuclein 😀 {p53}", "mRNA of α-Synuclein 😀 {p53}. Inv J"),
    ],
)
def test_titles(title: str, printed: str) -> None:
    assert f"Müller HP. {printed}" in cite([reference(title=title)])[0]


# Written by hand from each style's own guide.
BY_HAND = {
    "vancouver": f"{START} 2020 Mar 4;12(3):637-41. {END}",
    "icmje": f"{START} 2020 Mar 4;12(3):637-41. {END}",
    "ama": "Smith JA, Müller HP. Effect of mRNA-1 on invented pain. Inv J Pain Med. "
    "2020;12(3):637-641. doi:10.1000/x.1",
    "apa": "Smith, J. A., & Müller, H.-P. (2020). Effect of mRNA-1 on invented pain. Invented "
    "journal of pain medicine, 12(3), 637–641. https://doi.org/10.1000/x.1",
    "bmj": "Smith JA, Müller H-P. Effect of mRNA-1 on invented pain. Inv J Pain Med. "
    "2020;12:637–41. doi: 10.1000/x.1",
    "cell": "Smith, J.A., and Müller, H.-P. (2020). Effect of mRNA-1 on invented pain. Inv. J. "
    "Pain Med. 12, 637–641. https://doi.org/10.1000/x.1.",
    "harvard": "Smith, J.A. and Müller, H.-P. (2020) ‘Effect of mRNA-1 on invented pain’, Invented "
    "journal of pain medicine, 12(3), pp. 637–641. Available at: https://doi.org/10.1000/x.1.",
    "lancet": "Smith JA, Müller H-P. Effect of mRNA-1 on invented pain. Inv J Pain Med 2020; 12: "
    "637–41.",
    "nature": "Smith, J. A. & Müller, H.-P. Effect of mRNA-1 on invented pain. Inv. J. Pain Med. "
    "12, 637–641 (2020).",
    "nejm": "Smith JA, Müller H-P. Effect of mRNA-1 on invented pain. Inv J Pain Med "
    "2020;12(3):637–41.",
    "plos": "Smith JA, Müller H-P. Effect of mRNA-1 on invented pain. Inv J Pain Med. 2020;12: "
    "637–641. doi:10.1000/x.1",
}
# Nine authors, or twenty-one for APA: how many each style prints.
MANY = {
    "vancouver": "Namee CB, Namef CB, Nameg CB, Nameh CB, Namei CB. Effect",
    "icmje": "Namee CB, Namef CB, et al. Effect",
    "ama": "Nameb CB, Namec CB, et al. Effect",
    "apa": "Names, D., … Nameu, D. (2020)",
    "bmj": "Nameb CB, Namec CB, et al. Effect",
    "cell": "Nameh, C.B., and Namei, C.B. (2020)",
    "harvard": "Namea, C.B. et al. (2020)",
    "lancet": "Nameb CB, Namec CB, et al. Effect",
    "nature": "Namea, C. B. et al. Effect",
    "nejm": "Nameb CB, Namec CB, et al. Effect",
    "plos": "Namee CB, Namef CB, et al. Effect",
}


@pytest.mark.parametrize("style", STYLES)
def test_every_style(style: str) -> None:
    assert cite([reference()], style) == (BY_HAND[style],)


@pytest.mark.parametrize("style", STYLES)
def test_many_authors(style: str) -> None:
    authors = TWENTY_ONE if style == "apa" else NINE
    assert MANY[style] in cite([reference(authors=authors)], style)[0]


@pytest.mark.parametrize("style", STYLES)
def test_what_every_style_must_print(style: str) -> None:
    wild = reference(
        title="Is <b>5%</b> & {x} a “cure”?",
        authors=(CRUZ, GROUP),
        statuses=("retracted",),
        published="2003 Nov-Dec",
        year=2003,
    )
    text = cite([wild], style)[0]
    assert "Is <b>5%</b> & {x} a “cure”?" in text
    assert "?." not in text
    assert "2003" in text
    assert "Invented Study Group" in text or "et al" in text
    assert text.endswith("[Retracted]")


@pytest.mark.parametrize("style", STYLES)
def test_next_to_nothing_known(style: str) -> None:
    bare = reference(
        authors=(),
        year=None,
        published="",
        volume="",
        issue="",
        pages="",
        doi=None,
        pmid=None,
        pmcid=None,
        url=None,
        journal="",
        journal_abbreviation="",
        languages=(),
    )
    assert "Effect of mRNA-1 on invented pain" in cite([bare], style)[0]
    (untitled,) = cite([replace(bare, title="")], style)
    assert untitled


def test_one_text_for_each_in_order_and_again() -> None:
    first, second = reference(), reference(key="pmid:2", authors=(CRUZ,))
    texts = cite([first, second, first], "apa")
    assert texts == (*cite([first], "apa"), *cite([second], "apa"), *cite([first], "apa"))
    assert cite([]) == ()


def test_an_unknown_style_is_told_the_others() -> None:
    with pytest.raises(SettingsError, match=r"'mla' is no reference style here.*vancouver"):
        cite([reference()], "mla")


def test_an_answers_bibliography() -> None:
    answer = _answer(reference())
    assert answer.bibliography() == cite([reference()])
    assert answer.bibliography("nature") == cite([reference()], "nature")


def _answer(*references: Reference) -> Answer:
    return Answer(
        question="Is it?",
        answer="Yes. [1]",
        refused=False,
        reason=None,
        statements=(),
        citations=(),
        articles=(),
        answerability=1.0,
        references=references,
    )
