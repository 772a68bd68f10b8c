"""A page that asks for a key, as a browser meets it."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from browser.chat import SAMPLE_QUESTION, Chat
from browser.conftest import Opened
from browser.served import served
from browser.test_chat_access import faults
from qa.serving.keys import new_key

if TYPE_CHECKING:
    from playwright.sync_api import Browser

pytestmark = pytest.mark.browser

JANE, JOHN = new_key("jane"), new_key("john")
DRAFT = "Is brovelukast of use to my neighbour?"


@pytest.fixture(scope="module")
def keyed(sample_store: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The sample, served to Jane and John."""
    keys = {"ABSTRACTQA_SERVE_KEYS": f"{JANE.line},{JOHN.line}"}
    with served(sample_store, tmp_path_factory.mktemp("keyed"), keys) as url:
        yield url


@pytest.fixture
def door(browser: "Browser", keyed: str) -> Iterator[Chat]:
    """A tab before anybody has logged in."""
    page = browser.new_context().new_page()
    page.goto(keyed)
    yield Chat(Opened(page))
    page.context.close()


def log_in(chat: Chat, key: str) -> None:
    chat.page.get_by_label("Key").fill(key)
    chat.page.get_by_label("Key").press("Enter")
    expect(chat.question).to_be_visible()


def test_who_has_a_key_is_let_in(door: Chat) -> None:
    page = door.page
    page.get_by_label("Key").fill("aqa_wrong")
    page.get_by_role("button", name="Go on").click()
    expect(page.get_by_role("alert")).to_contain_text("not known here")
    log_in(door, JANE.key)
    expect(door.ask(SAMPLE_QUESTION)).to_contain_text("prevented more migraine days")


@pytest.mark.parametrize("width", [390, 1280])
def test_who_logs_out_is_asked_for_a_key_again(door: Chat, width: int) -> None:
    page = door.page
    page.set_viewport_size({"width": width, "height": 900})
    log_in(door, JANE.key)
    expect(page.locator("#account")).to_contain_text("Logged in as jane")
    assert faults(door) == []
    assert door.opened.overflow <= 0
    door.press("Log out")
    expect(page.get_by_label("Key")).to_be_visible()
    assert page.context.cookies() == []
    page.goto(page.url.replace("/login", "/"))
    expect(page.get_by_label("Key")).to_be_visible()


def test_a_draft_is_its_owners(door: Chat) -> None:
    """One tab, in which another logs in: she whose cookie has gone finds her words again."""
    log_in(door, JANE.key)
    expect(door.page.locator("#account")).to_contain_text("jane")
    door.question.fill(DRAFT)
    door.page.context.clear_cookies()
    door.reload()
    log_in(door, JOHN.key)
    expect(door.page.locator("#account")).to_contain_text("john")
    expect(door.question).to_have_value("")
    # Long enough for what would be put there later.
    door.page.wait_for_timeout(500)
    expect(door.question).to_have_value("")
    door.press("Log out")
    log_in(door, JANE.key)
    expect(door.question).to_have_value(DRAFT)
    kept = door.page.evaluate("JSON.stringify(sessionStorage) + JSON.stringify(localStorage)")
    assert JANE.key not in kept
    door.press("Log out")
    assert DRAFT not in door.page.evaluate("JSON.stringify(sessionStorage)")
