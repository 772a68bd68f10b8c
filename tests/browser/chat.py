"""The chat page as its users have it: asked, read, pressed."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from playwright.sync_api import expect

from browser.conftest import Opened

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page

# Milliseconds within which an answer must be there.
ANSWERED = 60_000
_CUT = re.compile("AbortError|errored out")
SAMPLE_QUESTION = "Does lumetripant prevent migraine?"


@dataclass(frozen=True)
class Chat:
    """A window on the page."""

    opened: Opened

    @property
    def page(self) -> "Page":
        return self.opened.page

    @property
    def question(self) -> "Locator":
        return self.page.get_by_label("Your question")

    @property
    def alert(self) -> "Locator":
        return self.page.locator("#alert")

    def exchange(self, number: int) -> "Locator":
        return self.page.locator(f"#x{number}")

    def state(self, number: int, state: str) -> "Locator":
        """The exchange, once it is `done`, `asking`, `stopped` or `failed`."""
        found = self.page.locator(f"#x{number}.is-{state}")
        found.wait_for(timeout=ANSWERED)
        return found

    def send(self, question: str) -> None:
        """Ask, by the keyboard."""
        self.question.fill(question)
        self.question.press("Enter")

    def ask(self, question: str, number: int = 0) -> "Locator":
        """Ask, and wait for the answer."""
        self.send(question)
        return self.state(number, "done")

    def press(self, name: str, exact: bool = True) -> None:
        """Press the button of this name."""
        self.page.get_by_role("button", name=name, exact=exact).click()

    def find(self, words: str) -> "Locator":
        """Look for articles, on their tab, and wait for the list of them.

        What the store holds is listed as the tab opens: what is unfolded in it folds when the list
        of what was found takes its place.
        """
        self.tab("Articles")
        self.page.get_by_label("Find articles").fill(words)
        self.press("Find")
        expect(self.page.locator("#sought :is(input, textarea)")).to_have_value(words)
        found = self.page.locator("#found .found")
        expect(found.get_by_role("heading", name="Articles found")).to_be_attached()
        return found

    def filters(self) -> None:
        """Open them, and wait for what the store offers: it takes the place of what is typed."""
        self.page.locator("#filters button").first.click()
        offered = re.compile(".")
        expect(self.page.get_by_label("To year")).to_have_attribute("placeholder", offered)

    def tab(self, name: str) -> None:
        self.page.get_by_role("tab", name=name).click()

    def reload(self) -> None:
        """Leave the page and come again."""
        with self._leaving():
            self.page.reload()

    def go(self, url: str) -> None:
        """Leave the page for another one."""
        with self._leaving():
            self.page.goto(url)

    @contextmanager
    def _leaving(self) -> Iterator[None]:
        """What Gradio says of the streams that are cut by leaving its page is no fault."""
        before = len(self.opened.problems)
        yield
        said = self.opened.problems[before:]
        self.opened.problems[before:] = [one for one in said if not _CUT.search(one)]

    @property
    def focused(self) -> str:
        """The id of what has the focus."""
        return str(self.page.evaluate("document.activeElement.id"))

    def cited(self, number: int) -> list[str]:
        """The sentences that an exchange's evidence marks, as they are numbered."""
        marks = self.page.locator(f"#x{number}-evidence .aqa-cited[id]")
        texts = marks.evaluate_all(
            "marks => marks.map(one => [one.dataset.number, one.querySelector('bdi').textContent])"
        )
        return [text for _, text in sorted(texts, key=lambda pair: int(pair[0]))]
