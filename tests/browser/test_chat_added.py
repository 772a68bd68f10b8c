"""Files dropped on the chat page, stores without anything, and texts that are no friends."""

import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from llm.steps import speaks
from playwright.sync_api import expect
from writing.scripted import reply

from browser.chat import Chat
from browser.conftest import Model, Visit
from browser.served import served
from index.sentence_transformer import SentenceTransformerEmbedder
from index.store import Store
from qa import Library, Settings

pytestmark = pytest.mark.browser

# Invented, as is the drug.
NAILS = """TY  - JOUR
TI  - Zorvalimab for psoriasis of the nails: a randomised trial.
JO  - Invented Journal of Nails
PY  - 2024
AB  - BACKGROUND: Psoriasis of the nails is hard to treat. RESULTS: Zorvalimab cleared the nails \
of 61% of patients at 24 weeks, placebo those of 12%. CONCLUSIONS: Zorvalimab clears nail \
psoriasis in most patients.
ER  -
"""
QUESTION = "Does zorvalimab clear nail psoriasis?"
MARKUP = "<img src=x onerror=window.pwned=1><script>window.pwned=2</script>"


@pytest.fixture(scope="module")
def empty_page(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("empty")
    with served(folder / "store", folder / "data", {"GRADIO_TEMP_DIR": str(folder / "in")}) as url:
        yield url


def drop(chat: Chat, *files: Path) -> None:
    """As a user chooses files; the drop zone's own input takes them."""
    if not chat.page.locator("#drop").is_visible():
        chat.page.locator("#add button").first.click()
    # Gradio makes what a drawer holds when it is opened; nobody is faster than that.
    chat.page.locator("#job").wait_for(state="attached")
    chat.page.locator("#drop input[type=file]").set_input_files(files)


def test_an_empty_store_invites_and_then_answers_from_what_was_dropped(
    empty_page: str, visit: Visit, tmp_path: Path
) -> None:
    chat = Chat(visit(empty_page))
    expect(chat.page.locator("#hints")).to_contain_text("The store is empty. Add articles first")
    refused = chat.ask(QUESTION)
    expect(refused.locator(".aqa-refusal")).to_contain_text("The store is empty")
    good, bad = tmp_path / "nails.ris", tmp_path / "holiday.dat"
    good.write_text(NAILS, "utf-8")
    bad.write_bytes(b"\x00\x01 no articles here")
    drop(chat, good, bad)
    job = chat.page.locator("#job")
    expect(job).to_contain_text("Articles read: 1. New: 1", timeout=60_000)
    expect(job.locator(".files")).to_have_text("nails.ris, holiday.dat")
    expect(job.locator(".not_read")).to_contain_text("holiday.dat")
    chat.press("New conversation")
    expect(chat.exchange(0)).to_have_count(0)
    answer = chat.ask(QUESTION)
    expect(answer).to_contain_text("Zorvalimab")
    chat.page.locator("#filters button").first.click()
    chat.page.get_by_label("Journals").click()
    expect(chat.page.get_by_role("option", name="Invented Journal of Nails (1)")).to_be_visible()
    chat.page.keyboard.press("Escape")
    chat.tab("Articles")
    expect(chat.page.locator("#shelf")).to_contain_text("Invented Journal of Nails")
    chat.page.get_by_label("Find articles").fill("nail psoriasis")
    chat.press("Find")
    expect(chat.page.locator("#found")).to_contain_text("Zorvalimab for psoriasis of the nails")


@pytest.fixture(scope="module")
def narrow_page(sample_store: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """One that takes two files at a time."""
    folder = tmp_path_factory.mktemp("narrow")
    store = shutil.copytree(sample_store, folder / "store")
    env = {"ABSTRACTQA_SERVE_MAX_FILES": "2", "GRADIO_TEMP_DIR": str(folder / "in")}
    with served(store, folder / "data", env) as url:
        yield url


def test_more_files_than_the_server_takes_are_not_sent(
    narrow_page: str, visit: Visit, tmp_path: Path
) -> None:
    chat = Chat(visit(narrow_page))
    files = [tmp_path / f"{number}.ris" for number in range(3)]
    for file in files:
        file.write_text(NAILS, "utf-8")
    sent: list[str] = []
    chat.page.on("request", lambda request: sent.append(request.url))
    drop(chat, *files)
    expect(chat.page.locator("#told")).to_have_text(
        "More than 2 files cannot be taken at a time. None was added: drop fewer at a time."
    )
    assert not [url for url in sent if "/upload" in url]
    drop(chat, *files[:2])
    expect(chat.page.locator("#job")).to_contain_text("Articles read: 2.", timeout=60_000)


@pytest.fixture(scope="module")
def hostile_page(
    with_model: dict[str, str],
    builtin: SentenceTransformerEmbedder,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("hostile")
    row = {
        "pmid": "99300001",
        "title": f"Hexorubin and gout {MARKUP}",
        "abstract": f"Hexorubin was given to 80 patients with gout. {MARKUP} Hexorubin ended the "
        f"attacks of gout within two days in most of them {MARKUP}, said the authors.",
        "journal": f"Journal of {MARKUP}",
        "year": 2020,
        "authors": [f"Doe {MARKUP}"],
        "publication_types": [f"Trial {MARKUP}"],
        "mesh": [f"Gout {MARKUP}"],
        "doi": "10.5555/invented.<script>window.pwned=3</script>",
    }
    source = folder / "rows.jsonl"
    source.write_text(json.dumps(row) + "\n", "utf-8")
    store = folder / "store"
    with Library(Store.create(store, builtin), Settings(store=store)) as library:
        assert library.index([source]).added == 1
    settings = {**with_model, "GRADIO_TEMP_DIR": str(folder / "in")}
    with served(store, folder / "data", settings) as url:
        yield url


def test_markup_stays_text_everywhere(
    model: Model, hostile_page: str, visit: Visit, tmp_path: Path
) -> None:
    chat = Chat(visit(hostile_page))
    model.step = speaks(reply((f"Hexorubin ends gout {MARKUP}", [2])))
    answer = chat.ask(f"Does hexorubin end attacks of gout? {MARKUP}")
    unharmed(chat)
    expect(answer).to_contain_text(f"Hexorubin ends gout {MARKUP}")
    expect(answer.get_by_role("heading", level=3)).to_contain_text(MARKUP)
    expect(chat.page.locator("#x0-a1 h3")).to_contain_text(MARKUP)
    chat.page.locator("#filters button").first.click()
    for label in ("Journals", "Publication types", "MeSH headings"):
        chat.page.get_by_label(label).click()
        expect(chat.page.get_by_role("option").first).to_contain_text("<img src=x onerror=")
        chat.page.keyboard.press("Escape")
    named = tmp_path / "<img src=x onerror=window.pwned=4>.ris"
    named.write_bytes(b"\x00 nothing")
    drop(chat, named)
    expect(chat.page.locator("#job .files")).to_contain_text("onerror=window.pwned=4")
    expect(chat.page.locator("#job .not_read")).to_be_visible(timeout=60_000)
    chat.page.get_by_label("From year").fill("<b>")
    chat.send("Again?")
    expect(chat.alert).to_contain_text("“<b>” is no year")
    chat.tab("Conversations")
    expect(chat.page.locator("#history .open").first).to_contain_text("<img src=x")
    chat.tab("Articles")
    expect(chat.page.locator("#shelf")).to_contain_text(MARKUP)
    chat.page.get_by_label("Find articles").fill("hexorubin")
    chat.press("Find")
    expect(chat.page.locator("#found")).to_contain_text(MARKUP)
    unharmed(chat)
    chat.reload()
    expect(chat.state(0, "done")).to_contain_text(MARKUP)
    unharmed(chat)


def unharmed(chat: Chat) -> None:
    assert chat.page.evaluate("window.pwned") is None
    assert chat.page.locator("img[src=x], main script, main b").count() == 0
