"""What outlives a window of the chat page, and what leaves it."""

import json
import re
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import nbib
import pytest
import rispy
from bibtexparser.entrypoint import parse_string
from playwright.sync_api import expect

from browser.chat import SAMPLE_QUESTION, Chat
from browser.conftest import Visit
from browser.served import served

pytestmark = pytest.mark.browser

DOIS = ["10.5555/invented.001", "10.5555/invented.002"]


def of_bibtex(text: str) -> list[str]:
    return [entry["doi"] for entry in parse_string(text).entries]


def of_ris(text: str) -> list[str]:
    return [entry["doi"] for entry in rispy.loads(text)]


def of_nbib(text: str) -> list[str]:
    return [entry["doi"] for entry in nbib.read(text)]


def of_csl(text: str) -> list[str]:
    return [entry["DOI"] for entry in json.loads(text)]


@pytest.mark.parametrize(
    ("form", "ending", "dois"),
    [
        ("BibTeX", ".bib", of_bibtex),
        ("RIS", ".ris", of_ris),
        ("nbib", ".nbib", of_nbib),
        ("CSL-JSON", ".json", of_csl),
    ],
)
def test_references_are_downloaded(
    sample_page: str, visit: Visit, form: str, ending: str, dois: Callable[[str], list[str]]
) -> None:
    chat = Chat(visit(sample_page))
    chat.ask(SAMPLE_QUESTION)
    name, text = downloaded(chat, form)
    assert name == f"does-lumetripant-prevent-migraine{ending}"
    assert dois(text) == DOIS


def test_the_conversation_is_downloaded(sample_page: str, visit: Visit) -> None:
    chat = Chat(visit(sample_page))
    answer = chat.ask(SAMPLE_QUESTION)
    said = answer.locator(".aqa-said").first.inner_text()
    name, text = downloaded(chat, "Markdown")
    assert name.endswith(".md")
    assert SAMPLE_QUESTION.rstrip("?") in text
    assert said.split(",")[0] in text
    name, text = downloaded(chat, "HTML page")
    assert name.endswith(".html")
    assert said in text
    assert "<script" not in text


def downloaded(chat: Chat, form: str) -> tuple[str, str]:
    with chat.page.expect_download() as coming:
        chat.press(form)
    path = coming.value.path()
    return coming.value.suggested_filename, Path(path).read_text("utf-8")


def test_copies_keep_their_citations(sample_page: str, visit: Visit) -> None:
    chat = Chat(visit(sample_page))
    chat.ask(SAMPLE_QUESTION)
    chat.press("Copy with citations")
    told = chat.page.locator("#told")
    expect(told).to_have_text("Copied")
    expect(told).to_be_in_viewport(ratio=1)
    assert (told.bounding_box() or {"height": 0})["height"] > 20
    copied = str(chat.page.evaluate("navigator.clipboard.readText()"))
    assert "prevented more migraine days than placebo. [1]" in copied
    assert "[1][3] Okonmere AJ, Estrafeld MS" in copied
    assert "\n[2] " in copied


def test_references_are_printed_in_the_style_that_is_chosen(sample_page: str, visit: Visit) -> None:
    chat = Chat(visit(sample_page))
    chat.ask(SAMPLE_QUESTION)
    reference = chat.page.locator("#x0-a1 .aqa-reference")
    expect(reference).to_contain_text("Okonmere AJ, Estrafeld MS")
    chat.page.get_by_label("Reference style").click()
    chat.page.get_by_role("option", name="APA").click()
    expect(reference).to_contain_text("Okonmere, A. J., Estrafeld, M. S.")
    chat.press("Copy with citations")
    assert "Okonmere, A. J." in str(chat.page.evaluate("navigator.clipboard.readText()"))


def test_a_reload_finds_the_conversation(sample_page: str, visit: Visit) -> None:
    chat = Chat(visit(sample_page))
    said = chat.ask(SAMPLE_QUESTION).locator(".aqa-said").all_inner_texts()
    chat.reload()
    again = chat.state(0, "done")
    assert again.locator(".aqa-said").all_inner_texts() == said
    again.get_by_role("button", name="Citation 1: show its sentence").click()
    assert chat.focused == "x0-c1"
    expect(chat.ask("What about its side effects?", 1).locator(".aqa-meant")).to_be_visible()


def test_two_windows_do_not_mix(sample_page: str, visit: Visit) -> None:
    one, other = Chat(visit(sample_page)), Chat(visit(sample_page))
    one.send(SAMPLE_QUESTION)
    other.send("Does sopiradine prevent delirium after an operation?")
    one.state(0, "done")
    other.state(0, "done")
    assert one.page.url != other.page.url
    expect(one.exchange(0)).to_contain_text("migraine")
    expect(one.exchange(0)).not_to_contain_text("delirium")
    expect(other.exchange(0)).to_contain_text("delirium")
    one.ask("What about its side effects?", 1)
    expect(other.exchange(1)).to_have_count(0)


def test_conversations_are_found_renamed_opened_and_deleted(sample_page: str, visit: Visit) -> None:
    chat = Chat(visit(sample_page))
    question = "Does mannovirin prevent urinary tract infection?"
    chat.ask(question)
    first = chat.page.url
    chat.press("New conversation")
    expect(chat.exchange(0)).to_have_count(0)
    chat.ask(SAMPLE_QUESTION)
    chat.tab("Conversations")
    chat.page.get_by_label("Find a conversation").fill("MANNOVIRIN tract")
    listed = chat.page.locator("#history .open")
    expect(listed).to_have_count(1)
    expect(listed).to_have_text(question)
    chat.page.locator("#history summary").click()
    chat.page.get_by_label("Name").fill("Cranberries, mannovirin & co")
    chat.press("Rename")
    expect(listed).to_have_text("Cranberries, mannovirin & co")
    listed.click()
    expect(chat.state(0, "done")).to_contain_text(question)
    assert chat.page.url == first
    chat.tab("Conversations")
    chat.page.locator("#history summary").click()
    chat.press("Delete …")
    chat.press("Delete for good")
    expect(chat.page.locator("#history")).to_contain_text("No conversation has these words.")
    chat.tab("Ask")
    expect(chat.exchange(0)).to_have_count(0)
    chat.go(first)
    expect(chat.alert).to_contain_text("That conversation is not here any more")


def test_deleting_is_asked_first(sample_page: str, visit: Visit) -> None:
    """By keyboard: whoever changes their mind has lost nothing, and neither the place."""
    chat = Chat(visit(sample_page))
    chat.ask("Does tolverone help in heart failure?")
    chat.tab("Conversations")
    chat.page.get_by_label("Find a conversation").fill("tolverone heart failure")
    listed = chat.page.locator("#history .open")
    expect(listed).to_have_count(1)
    chat.page.locator("#history summary").press("Enter")
    delete = chat.page.get_by_role("button", name="Delete …")
    delete.press("Enter")
    sure = chat.page.get_by_role("dialog", name="Delete this conversation for good?")
    expect(sure).to_contain_text("Does tolverone help in heart failure?")
    expect(chat.page.get_by_role("button", name="Keep it")).to_be_focused()
    for leave in ("Escape", "Enter"):
        chat.page.keyboard.press(leave)
        expect(sure).to_be_hidden()
        expect(delete).to_be_focused()
        expect(listed).to_have_count(1)
        delete.press("Enter")
    chat.page.keyboard.press("Tab")
    expect(chat.page.get_by_role("button", name="Delete for good")).to_be_focused()
    chat.page.keyboard.press("Enter")
    expect(listed).to_have_count(0)
    expect(chat.page.locator("#told")).to_have_text("Deleted")
    expect(chat.page.get_by_label("Find a conversation")).to_be_focused()


@pytest.mark.parametrize("kill", [False, True], ids=["stopped", "killed"])
def test_a_restart_keeps_conversations(
    sample_store: Path, tmp_path: Path, visit: Visit, kill: bool
) -> None:
    with served(sample_store, tmp_path, kill=kill) as url:
        chat = Chat(visit(url))
        chat.ask(SAMPLE_QUESTION)
        address = chat.page.url.removeprefix(url)
        chat.go("about:blank")
    with served(sample_store, tmp_path) as url:
        again = Chat(visit(url + address))
        expect(again.state(0, "done")).to_contain_text("prevented more migraine days")
        expect(again.ask("What about its side effects?", 1)).to_contain_text("lumetripant")


def test_an_answer_and_its_evidence_are_seen_from_their_beginning(
    sample_page: str, visit: Visit
) -> None:
    chat = Chat(visit(sample_page))
    chat.ask(SAMPLE_QUESTION)
    chat.page.locator("#x0 .aqa-mark").last.click()
    chat.ask("How large was the trial?", 1)
    expect(chat.page.locator("#x1-evidence .evidence-of")).to_be_in_viewport(ratio=1)
    chat.ask("Does aspirin cure baldness?", 2)
    expect(chat.exchange(2)).to_be_in_viewport(ratio=0.95)
    # Opened from the list it stands where it ended.
    chat.press("New conversation")
    expect(chat.page.locator(".exchange")).to_have_count(0)
    chat.tab("Conversations")
    chat.page.locator(".history .open", has_text=SAMPLE_QUESTION).first.click()
    expect(chat.exchange(2)).to_be_in_viewport(ratio=0.95)


def test_times_are_the_readers_own(sample_page: str, visit: Visit) -> None:
    chat = Chat(visit(sample_page))
    devtools = chat.page.context.new_cdp_session(chat.page)
    # Half an hour off every other zone nearby, and no summer time.
    devtools.send("Emulation.setTimezoneOverride", {"timezoneId": "Asia/Kolkata"})
    chat.reload()
    chat.ask(SAMPLE_QUESTION)
    chat.tab("Conversations")
    time = chat.page.locator("#history time").first
    told, moment, server_time = time.evaluate("one => [one.textContent, one.dateTime, one.title]")
    changed = datetime.fromisoformat(moment)
    assert server_time == changed.strftime("%Y-%m-%d %H:%M UTC")
    there = changed.astimezone(ZoneInfo("Asia/Kolkata"))
    shown = datetime.strptime(re.sub(r"\s", " ", told), "%b %d, %Y, %I:%M %p")
    assert shown == there.replace(second=0, microsecond=0, tzinfo=None)
