"""The page's HTML: whatever the texts, they stay texts."""

import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import html

from qa import Library
from qa.conversations import State
from qa.page.drawing import copied, evidence_pane_html, hints_html, talk_html
from qa.page.shown import Shown

MARKUP = "<img src=x onerror=alert(1)>\"'&lt;<script>alert(2)</script>{{ 7*7 }}${7*7}"
wild = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=60)


def tree(made: str) -> Any:
    """The HTML as a browser would build it."""
    return html.fromstring(made)


def shown(library: Library, question: str = "Does lumetripant prevent migraine?") -> Shown:
    return Shown(question, State.DONE, library.ask(question))


@given(wild, wild, wild, wild)
def test_no_text_becomes_markup(question: str, options: str, note: str, said: str) -> None:
    made = talk_html([Shown(question, State.STOPPED, None, options, note, said)], "c", "vancouver")
    page = tree(made)
    assert {one.tag for one in page.iter()} <= {
        *("section", "h2", "h3", "div", "article", "span", "bdi", "p", "button")
    }
    [asked] = page.xpath("//h3[@class='asked']/bdi")
    assert asked.text_content().split() == question.split()


def test_markup_is_shown_as_it_is(library: Library) -> None:
    one = Shown(MARKUP, State.FAILED, library.ask("migraine"), MARKUP, MARKUP, MARKUP)
    for made in (
        talk_html([one], MARKUP, "vancouver"),
        evidence_pane_html([one], "vancouver"),
        hints_html([MARKUP], True),
    ):
        assert MARKUP in tree(made).text_content()
        assert not re.search(r"<(?:img|script)", made)


def test_every_mark_of_an_answer_has_its_sentence_and_every_id_is_there_once(
    library: Library,
) -> None:
    exchanges = [shown(library), shown(library, "Does sopiradine prevent delirium?")]
    page = tree(
        f"<main>{talk_html(exchanges, 'c', 'vancouver')}"
        f"{evidence_pane_html(exchanges, 'vancouver')}</main>"
    )
    ids = page.xpath("//@id")
    assert len(ids) == len(set(ids))
    targets = page.xpath("//button/@data-target")
    assert len(targets) >= 6
    assert set(targets) <= set(ids)


def test_the_evidence_of_the_last_answer_is_in_view(library: Library) -> None:
    exchanges = [shown(library), shown(library, "Does sopiradine prevent delirium?")]
    page = tree(evidence_pane_html(exchanges, "vancouver"))
    sets = page.xpath("//div[contains(@class, 'cards')]")
    assert ["hidden" in one.attrib for one in sets] == [True, False]


@pytest.mark.parametrize("style", ["vancouver", "apa"])
def test_a_copy_names_every_citation(library: Library, style: str) -> None:
    answer = library.ask("Does lumetripant prevent migraine?")
    text, _, references = copied(answer, style).partition("\n\n")
    assert text.replace("\n", " ") == answer.answer
    numbers = [int(n) for n in re.findall(r"\[(\d+)\]", references)]
    assert sorted(numbers) == [citation.number for citation in answer.citations]
