"""A conversation leaves as Markdown and HTML: everything in it, and all of the data as text."""

import re
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from lxml import html as lxml_html
from markdown_it import MarkdownIt

from index.errors import SettingsError
from qa import Answer, Fault, Grade, Library, Statement, Verdict
from qa.conversations import Conversation, Exchange, State, to_html, to_markdown

ASKED = datetime(2026, 3, 4, 5, 6, tzinfo=UTC)
EVIL = "<script>alert(1)</script> [x](javascript:alert(1)) *a* <img src=x onerror=alert(1)> &amp;"
RENDER = MarkdownIt("commonmark")


def conversation_of(*exchanges: Exchange, title: str = "Migraine") -> Conversation:
    return Conversation("id", "ada", title, ASKED, ASKED, exchanges)


def done(answer: Answer, number: int = 0) -> Exchange:
    asked = answer.asked or answer.question
    return Exchange(asked, answer, ASKED, {}, State.DONE, number=number)


def every(page: str, path: str) -> list[Any]:
    """What an XPath finds in a page."""
    found = lxml_html.document_fromstring(page).xpath(path)
    assert isinstance(found, list)
    return found


def text_of(page: str) -> str:
    """What a reader sees of HTML."""
    return " ".join("".join(every(page, "//text()[not(parent::style)]")).split())


@pytest.fixture(params=["markdown", "html"])
def shown(request: pytest.FixtureRequest) -> "Shown":
    return Shown(request.param)


class Shown:
    """Exports to one form, as its reader sees them."""

    def __init__(self, form: str) -> None:
        self.export = {"markdown": to_markdown, "html": to_html}[form]
        self.is_html = form == "html"

    def page(self, conversation: Conversation, style: str = "vancouver") -> str:
        made = self.export(conversation, style)
        return made if self.is_html else f"<html><body>{RENDER.render(made)}</body></html>"

    def text(self, conversation: Conversation, style: str = "vancouver") -> str:
        return text_of(self.page(conversation, style))


def test_question_statements_sentences_and_references(
    shown: Shown, library: Library, answer: Answer
) -> None:
    follow_up = library.ask("How large was the trial?", [answer.question])
    assert follow_up.asked
    text = shown.text(conversation_of(done(answer), done(follow_up, 1)))
    assert answer.question in text
    assert follow_up.asked in text
    assert follow_up.question in text
    for statement in answer.statements:
        assert statement.text in text
        assert "".join(f"[{n}]" for n in statement.citations) in text
    for citation in answer.citations:
        assert citation.text in text
        assert f"[{citation.number}]" in text
    for printed in answer.bibliography("vancouver"):
        assert " ".join(printed.split()) in text
    assert "2026-03-04 05:06 UTC" in text
    assert str(answer.settings["fingerprint"]) in text
    assert "For research; not medical advice." in text


def test_each_statement_shows_its_class(answer: Answer) -> None:
    graded = [
        Statement("It helps.", (1,), Grade.SUPPORTED),
        Statement("It may help.", (1,), Grade.PARTIAL, ("left out: may",)),
        Statement("It cures.", (1,), Grade.UNSUPPORTED, fault=Fault.FABRICATED),
        Statement(answer.citations[0].text, (1,), Grade.VERBATIM, against=(1,)),
    ]
    mixed = replace(
        answer,
        statements=tuple(graded),
        verdict=Verdict.MAYBE,
        notices=("One article did not fit.",),
    )
    made = to_markdown(conversation_of(done(mixed)))
    lines = [line for line in made.splitlines() if line.startswith(("- ", "  - "))]
    assert lines[:4] == [
        r"- It helps. \[1\] – *supported*",
        r"- It may help. \[1\] (supported in part) – *partial*",
        "  - left out: may",
        r"- It cures. \[1\] (not supported) – *unsupported*",
    ]
    assert lines[4].endswith(r"\[1\] (but \[1\] says otherwise) – *verbatim*")
    assert "One article did not fit." in made
    assert "maybe" in made
    page = to_html(conversation_of(done(mixed)))
    assert re.findall(r'class="aqa-statement aqa-(\w+)', page) == [s.support for s in graded]


def test_other_styles(shown: Shown, answer: Answer) -> None:
    vancouver, apa = answer.bibliography("vancouver")[0], answer.bibliography("apa")[0]
    assert vancouver != apa
    assert " ".join(apa.split()) in shown.text(conversation_of(done(answer)), "apa")
    with pytest.raises(SettingsError, match="no reference style"):
        shown.export(conversation_of(done(answer)), "nonsense")


def test_a_refusal_says_why(shown: Shown, library: Library) -> None:
    refused = library.ask("What is the capital of France?")
    assert refused.refused
    text = shown.text(conversation_of(done(refused)))
    assert " ".join((refused.reason or "").split()) in text


def test_what_broke_off(shown: Shown) -> None:
    text = shown.text(
        conversation_of(
            Exchange("One?", None, ASKED, {}, State.INTERRUPTED, "It had *40*. [1]"),
            Exchange("Two?", None, ASKED, {}, State.FAILED, error="the model went <away>"),
            Exchange("Three?", None, ASKED, {}, State.STOPPED),
            Exchange("Four?", None, ASKED, {}, State.ASKING),
            title="",
        )
    )
    for told in ("It had *40*. [1]", "the model went <away>", "Interrupted", "Stopped", "Four?"):
        assert told in text


@pytest.mark.parametrize("state", [State.STOPPED, State.FAILED, State.INTERRUPTED])
def test_what_broke_off_leads_to_what_it_cites(shown: Shown, answer: Answer, state: State) -> None:
    first = replace(
        answer,
        statements=answer.statements[:1],
        citations=answer.citations[:1],
        references=answer.references[:1],
    )
    broken = Exchange(answer.question, None, ASKED, {}, state, "words alone", "why", 0, first)
    text = shown.text(conversation_of(broken))
    assert "words alone" not in text
    assert answer.statements[0].text in text
    assert " ".join(answer.bibliography()[0].split()) in text
    told = {"failed": "why", "stopped": "Stopped", "interrupted": "Interrupted"}[state]
    assert told in text
    assert answer.statements[1].text not in to_markdown(conversation_of(broken))


def test_an_answer_of_an_older_program_has_no_references(shown: Shown, answer: Answer) -> None:
    text = shown.text(conversation_of(done(replace(answer, references=()))))
    assert answer.citations[0].text in text
    assert answer.citations[0].title.rstrip(".") in text


def test_markup_in_the_data_stays_text(shown: Shown, answer: Answer) -> None:
    citation = replace(answer.citations[0], text=EVIL, title=EVIL, journal=EVIL, section=EVIL)
    reference = replace(
        answer.references[0], title=EVIL, journal=EVIL, journal_abbreviation=EVIL, abstract=EVIL
    )
    evil = replace(
        answer,
        question=EVIL,
        asked=EVIL,
        answer=EVIL,
        statements=(Statement(EVIL, (1,), Grade.UNSUPPORTED, (EVIL,), (EVIL,)),),
        citations=(replace(citation, start=0, end=len(EVIL)),),
        references=(replace(reference, sections=()),),
        notices=(EVIL,),
        settings={"fingerprint": EVIL},
    )
    broken = Exchange(EVIL, None, ASKED, {}, State.FAILED, EVIL, EVIL, 1)
    page = shown.page(conversation_of(done(evil), broken, title=EVIL))
    assert not every(page, "//script | //img | //*[@onerror] | //iframe")
    assert all(one.startswith(("https://", "#")) for one in every(page, "//a/@href"))
    assert text_of(page).count("<script>alert(1)</script> [x](javascript:alert(1)) *a*") >= 8


def test_a_bad_address_stays_within_its_link(answer: Answer) -> None:
    odd = replace(answer.citations[0], url="https://a.example/x>) <b>\n[y](z) \\")
    page = RENDER.render(to_markdown(conversation_of(done(replace(answer, citations=(odd,))))))
    assert "<b>" not in page
    assert 'href="https://a.example/x%3E)%20%3Cb%3E%0A%5By%5D(z)%20%5C"' in page


def test_the_page_asks_for_nothing(answer: Answer) -> None:
    page = to_html(conversation_of(done(answer)))
    assert not every(page, "//@src")
    assert every(page, "//link/@href") == ["data:,"]
    [policy] = every(page, "//meta[@http-equiv]/@content")
    assert policy.startswith("default-src 'none'")
    names = every(page, "//@id")
    assert len(names) == len(set(names))
    assert {one[1:] for one in every(page, "//a/@href[starts-with(., '#')]")} <= set(names)
