"""Articles found on their tab of the chat page, unfolded, and told from those that hardly match."""

import shutil
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import expect

from browser.chat import SAMPLE_QUESTION, Chat
from browser.conftest import Scheme, Visit
from browser.served import served
from browser.test_chat_access import SMALL, faults
from browser.test_chat_races import LATE
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
    expect(found).to_contain_text("No article in the store has “capital”, “Mongolia”")
    expect(found.locator("li.near")).to_have_count(found.locator("li").count())
    chat.find("migraine prophylaxis")
    expect(found.locator("li").first).to_contain_text("Not in it: “prophylaxis”")
    expect(found).not_to_contain_text("may hardly bear on your words")


def test_the_sentence_that_matches_best_is_marked(
    sample_page: str, visit: Visit, library: Library
) -> None:
    chat = Chat(visit(sample_page))
    hit = chat.find("lumetripant chronic migraine").locator("li").first
    sentence = hit.locator(".found-sentence").inner_text()
    hit.locator("summary").click()
    expect(hit.locator("mark bdi")).to_have_text(sentence)
    expect(hit.locator("mark")).to_be_visible()
    assert sentence in library.article("99000001").abstract


def test_an_identifier_finds_its_article_or_says_that_there_is_none(
    sample_page: str, visit: Visit
) -> None:
    chat = Chat(visit(sample_page))
    found = chat.find("https://pubmed.ncbi.nlm.nih.gov/99000013/")
    expect(found).to_contain_text("Found by its identifier: PMID 99000013.")
    expect(found.locator("li")).to_have_count(1)
    expect(found.locator(".aqa-card .aqa-badge").first).to_have_text("Retracted")
    chat.find("doi:10.5555/none")
    expect(found).to_contain_text("No article DOI 10.5555/none in the store.")
    expect(found.locator("li")).to_have_count(0)


@pytest.mark.parametrize("width", [1280, 390])
def test_what_is_in_the_store_is_listed_without_words(
    sample_page: str, visit: Visit, width: int
) -> None:
    chat = Chat(visit(sample_page, width))
    chat.tab("Articles")
    found = chat.page.locator("#found .found")
    expect(found).to_contain_text("47 articles, those added last first: 1–20.")
    first = found.locator("summary").first.inner_text()
    expect(chat.page.locator("#shelf")).to_contain_text("What is in the store")
    assert chat.opened.overflow == 0
    # Gradio draws the list anew with every leaf; who turns by the keyboard goes on from its head.
    chat.page.get_by_role("button", name="Next").press("Enter")
    expect(found).to_contain_text("those added last first: 21–40.")
    expect(chat.page.locator("#found-head")).to_be_focused()
    chat.press("Previous")
    expect(found.locator("summary").first).to_have_text(first)
    chat.find("migraine")
    expect(found).to_contain_text("Nearest first.")
    chat.tab("Ask")
    chat.tab("Articles")
    expect(found).to_contain_text("Nearest first.")
    chat.press("Show all articles")
    expect(found).to_contain_text("those added last first: 1–20.")
    expect(chat.page.get_by_label("Find articles")).to_have_value("")
    assert chat.opened.overflow == 0


def test_an_article_is_removed_once_that_is_confirmed(
    sample_store: Path, visit: Visit, tmp_path: Path
) -> None:
    store = shutil.copytree(sample_store, tmp_path / "store")
    with served(store, tmp_path / "data") as url:
        chat = Chat(visit(url))
        page, found = chat.page, chat.find("lumetripant chronic migraine")
        title = "Lumetripant 40 mg once daily"
        hit = found.locator("li").filter(has_text=title)
        hit.locator("summary").press("Enter")
        asks = hit.get_by_role("button", name="Remove from the store")
        asks.press("Enter")
        sure = page.get_by_role("dialog", name="Remove this article from the store?")
        expect(sure).to_contain_text(title)
        expect(sure.get_by_role("button", name="Keep it")).to_be_focused()
        page.keyboard.press("Escape")
        expect(sure).to_be_hidden()
        expect(asks).to_be_focused()
        asks.press("Enter")
        sure.get_by_role("button", name="Remove it").press("Enter")
        expect(page.locator("#told")).to_contain_text(f"Removed from the store: {title}")
        expect(hit).to_have_count(0)
        expect(found.locator("summary").first).to_be_focused()
        expect(page.locator("#shelf dd").first).to_have_text("46")
        assert httpx.get(f"{url}/v1/articles/99000001", trust_env=False).status_code == 404
        chat.press("Show all articles")
        expect(found).to_contain_text("46 articles, those added last first: 1–20.")


@pytest.mark.parametrize(("width", "scheme"), [(390, "dark"), (1280, "light")])
def test_axe_finds_nothing_grave_in_the_list_and_where_removing_is_asked(
    sample_page: str, visit: Visit, width: int, scheme: Scheme
) -> None:
    chat = Chat(visit(sample_page, width, scheme, touch=width == 390))
    chat.tab("Articles")
    chat.page.locator("#found summary").first.click()
    chat.page.locator("#shelf .counts").wait_for()
    assert faults(chat) == []
    assert chat.page.evaluate(SMALL) == []
    chat.page.get_by_role("button", name="Remove from the store").first.click()
    assert faults(chat) == []
    chat.press("Keep it")
    expect(chat.find("99000001").locator("li")).to_have_count(1)
    assert faults(chat) == []
    assert chat.opened.overflow == 0


# Confirmed one soon after the other, so many of them.
REMOVED = """async (count) => {
  for (const remove of [...document.querySelectorAll('#found [data-remove]')].slice(0, count)) {
    remove.click();
    document.querySelector('#found [data-sure]').click();
    await new Promise((done) => setTimeout(done, 100));
  }
}"""


def test_of_two_quick_removals_both_are_done_and_told(
    sample_store: Path, visit: Visit, tmp_path: Path
) -> None:
    """The second is confirmed before the page has heard of the first."""
    store = shutil.copytree(sample_store, tmp_path / "store")
    with served(store, tmp_path / "data") as url:
        chat = Chat(visit(url, script=LATE))
        found = chat.find("lumetripant chronic migraine")
        hits = found.locator("summary")
        titles, count = hits.all_inner_texts()[:2], hits.count()
        chat.page.evaluate(REMOVED, 2)
        for title in titles:
            expect(chat.page.locator("#told")).to_contain_text(f"Removed from the store: {title}")
            expect(found.locator("summary", has_text=title)).to_have_count(0)
        expect(chat.page.locator("#shelf dd").first).to_have_text("45")
        assert count > 2


def test_what_is_being_asked_outlives_the_list_it_was_asked_in(
    sample_store: Path, visit: Visit, tmp_path: Path
) -> None:
    """The list without the one before comes while the next one is asked about."""
    store = shutil.copytree(sample_store, tmp_path / "store")
    with served(store, tmp_path / "data") as url:
        chat = Chat(visit(url, script=LATE))
        found = chat.find("lumetripant chronic migraine")
        first, second = found.locator("summary").all_inner_texts()[:2]
        chat.page.evaluate(REMOVED, 1)
        found.locator("summary", has_text=second).press("Enter")
        found.locator("li", has_text=second).get_by_role("button", name="Remove from").click()
        expect(chat.page.locator("#told")).to_contain_text(first)
        sure = chat.page.get_by_role("dialog", name="Remove this article from the store?")
        expect(sure).to_contain_text(second)
        sure.get_by_role("button", name="Remove it").click()
        expect(chat.page.locator("#told")).to_contain_text(second)
        expect(chat.page.locator("#shelf dd").first).to_have_text("45")
