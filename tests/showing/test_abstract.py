"""The abstract in a card is the stored one, character for character, and what is highlighted in it
is what is cited, however citations lie."""

from dataclasses import replace
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st
from lxml.html import HtmlElement

from index.article import Section
from qa.answer import Citation
from qa.showing import evidence_html
from showing.invented import citation, reference
from showing.tree import found, ids, of_class, parsed, texts

# Letters, markup, white space, what is wide, joined, invisible, or goes the other way.
CHARACTERS = st.sampled_from(
    [*"ab.9<>&\"'/ \n[]{}%", "&amp;", "<b>", "</p>", "</mark>", "<!--", "é", "β", "中", "😀",
     "👩\u200d🔬", "\u200b", "\u200c", "\ufeff", "\u00ad", "\u00a0", "א", "ب", "\u200f", "\u202e",
     "\u2066", "\u2069"]
)  # fmt: skip
# What HTML has no place for, and what it would read as another character.
UNHELD = st.sampled_from(["\x00", "\x1b", "\x9b", "\ud800", "\ufffe", "\U0001ffff", "\r", "\x85"])


@st.composite
def cited_abstracts(draw: st.DrawFn) -> tuple[str, list[Section], list[tuple[int, int]]]:
    """An abstract, its sections, and the places of some citations, which may lie anyhow."""
    text = "".join(draw(st.lists(CHARACTERS, min_size=1, max_size=60)))
    cuts = sorted(draw(st.sets(st.integers(0, len(text)), max_size=4)))
    sections = [
        Section(draw(st.sampled_from([None, "RESULTS", "<i>&"])), None, start, end)
        for start, end in pairwise([*cuts, len(text)])
    ]
    place = st.tuples(st.integers(0, len(text) - 1), st.integers(1, len(text)))
    places = draw(st.lists(place.filter(lambda at: at[0] < at[1]), max_size=5))
    return text, sections, places


def card(text: str, sections: list[Section], places: list[tuple[int, int]]) -> HtmlElement:
    """The card of an article with this abstract, as a browser's tree, without the way back."""
    of = reference(abstract=text, sections=tuple(sections))
    cited = [citation(n, text[a:b], of, a) for n, (a, b) in enumerate(places, start=1)]
    tree = parsed(evidence_html([of], cited, "x"))
    for button in of_class(tree, "aqa-back"):
        button.drop_tree()
    return tree


def abstract(tree: HtmlElement) -> str:
    return "".join(section.text_content() for section in of_class(tree, "aqa-section"))


def highlighted(tree: HtmlElement, number: int) -> str:
    """All that is highlighted for a citation."""
    marks = found(tree, f"//mark[@data-number={number}]")
    return "".join(mark.text_content() for mark in marks)


@given(cited_abstracts())
def test_nothing_of_the_abstract_is_lost_or_added(
    given: tuple[str, list[Section], list[tuple[int, int]]],
) -> None:
    text, _, places = given
    tree = card(*given)
    assert abstract(tree) == text
    for number, (start, end) in enumerate(places, start=1):
        assert highlighted(tree, number) == text[start:end]
        assert ids(tree).count(f"x-c{number}") == 1


@given(cited_abstracts())
def test_what_is_not_cited_is_plain(
    given: tuple[str, list[Section], list[tuple[int, int]]],
) -> None:
    text, _, places = given
    tree = card(*given)
    for mark in found(tree, "//mark[not(parent::mark)]"):
        mark.drop_tree()
    covered = {at for start, end in places for at in range(start, end)}
    assert abstract(tree) == "".join(c for at, c in enumerate(text) if at not in covered)


@given(st.lists(CHARACTERS | UNHELD))
def test_what_html_cannot_hold_is_replaced_one_for_one(characters: list[str]) -> None:
    text = "".join(characters) + "end"
    tree = card(text, [], [(len(text) - 3, len(text))])
    assert len(abstract(tree)) == len(text)
    assert highlighted(tree, 1) == "end"
    assert all(
        shown in (kept, " ", "\ufffd") for shown, kept in zip(abstract(tree), text, strict=True)
    )


def test_sections_bear_their_labels_as_printed() -> None:
    tree = parsed(evidence_html([reference()], [], "x"))
    assert texts(tree, "aqa-label") == ["BACKGROUND", "RESULTS"]


def test_a_citation_that_the_abstract_does_not_bear_out_is_highlighted_nowhere_in_it() -> None:
    """As an answer may come from elsewhere: an invented quote must not look like a found one."""
    moved: Citation = replace(citation(1, "Two felt sick."), start=3, end=17)
    tree = parsed(evidence_html([reference()], [moved], "x"))
    assert found(tree, "//*[@class='aqa-abstract']//mark") == []
    (quote,) = texts(tree, "aqa-quote")
    assert "Two felt sick." in quote
    assert "not here to check it by" in quote
