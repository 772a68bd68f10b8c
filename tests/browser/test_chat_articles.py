"""Articles found on their tab of the chat page, unfolded, and told from those that hardly match."""

import pytest
from playwright.sync_api import expect

from browser.chat import SAMPLE_QUESTION, Chat
from browser.conftest import Visit
from qa import Library

pytestmark = pytest.mark.browser


def test_an_article_unfolds_as_a_card(sample_page: str, visit: Visit, library: Library) -> None:
    chat = Chat(visit(sample_page))
    hit = chat.find("lumetripant chronic migraine").locator("li").first
    card = hit.locator(".aqa-card")
    expect(card).to_be_hidden()
    hit.locator("summary").press("Enter")
    expect(card).to_be_visible()
    expect(card).to_contain_text("Invented Journal of Headache Medicine (2021)")
    expect(card).to_contain_text("Randomized Controlled Trial")
    expect(card.get_by_role("link", name="PMID: 99000001")).to_be_visible()
    expect(card.locator(".aqa-label").first).to_have_text("BACKGROUND")
    pieces = card.locator(".aqa-section bdi").evaluate_all("all => all.map(one => one.textContent)")
    assert "".join(pieces) == library.article("99000001").abstract
    expect(card.locator(".aqa-reference")).to_contain_text("Okonmere AJ, Estrafeld MS")
    hit.locator("summary").press("Enter")
    expect(card).to_be_hidden()


def test_what_is_known_against_it_stands_on_its_card(sample_page: str, visit: Visit) -> None:
    chat = Chat(visit(sample_page))
    found = chat.find("expression of concern erratum lumetripant brovelukast sopiradine")
    found.locator("li").first.wait_for()
    badged = found.locator("li").filter(has=chat.page.locator(".found-about .aqa-badge")).first
    badge = badged.locator(".found-about .aqa-badge").first.inner_text()
    badged.locator("summary").click()
    expect(badged.locator(".aqa-card .aqa-badge").first).to_have_text(badge)


def test_the_reference_is_in_the_style_that_is_chosen(sample_page: str, visit: Visit) -> None:
    chat = Chat(visit(sample_page))
    chat.ask(SAMPLE_QUESTION)
    reference = chat.find("lumetripant chronic migraine").locator(".aqa-reference").first
    expect(reference).to_contain_text("Okonmere AJ, Estrafeld MS")
    chat.tab("Ask")
    chat.page.get_by_label("Reference style").click()
    chat.page.get_by_role("option", name="APA").click()
    chat.tab("Articles")
    expect(reference).to_contain_text("Okonmere, A. J., Estrafeld, M. S.")


def test_what_hardly_matches_says_so(sample_page: str, visit: Visit) -> None:
    chat = Chat(visit(sample_page))
    found = chat.find("migraine")
    expect(found.locator("li").first).to_contain_text("migraine")
    expect(found).not_to_contain_text("may hardly bear on your words")
    for hit in found.locator("li").all():
        words = (hit.text_content() or "").split("None of your words")[0].lower()
        near = hit.get_by_text("None of your words stand in it")
        expect(near).to_have_count(0 if "migraine" in words else 1)
    chat.find("capital of Mongolia")
    expect(found).to_contain_text("These articles may hardly bear on your words.")
    expect(found).to_contain_text("Nothing in the store is about “capital”, “Mongolia”")
    expect(found.locator("li.near")).to_have_count(found.locator("li").count())
