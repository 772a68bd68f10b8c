"""A page that asks for a key, as a browser meets it."""

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from browser.chat import SAMPLE_QUESTION, Chat
from browser.conftest import Opened
from browser.served import served
from qa.serving.keys import new_key

if TYPE_CHECKING:
    from playwright.sync_api import Browser

pytestmark = pytest.mark.browser


def test_who_has_a_key_is_let_in(browser: "Browser", sample_store: Path, tmp_path: Path) -> None:
    jane = new_key("jane")
    with served(sample_store, tmp_path, {"ABSTRACTQA_SERVE_KEYS": jane.line}) as url:
        page = browser.new_context().new_page()
        page.goto(url)
        page.get_by_label("Key").fill("aqa_wrong")
        page.get_by_role("button", name="Go on").click()
        expect(page.get_by_role("alert")).to_contain_text("not known here")
        page.get_by_label("Key").fill(jane.key)
        page.get_by_label("Key").press("Enter")
        expect(page.get_by_label("Your question")).to_be_visible()
        answer = Chat(Opened(page)).ask(SAMPLE_QUESTION)
        expect(answer).to_contain_text("prevented more migraine days")
        page.context.close()
