"""A real Chromium, Debian's, that reaches no network; playwright is imported only when it runs."""

import os
import re
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page, Route

Scheme = Literal["light", "dark"]
# Chromium calls home unless it is told not to; as root it has no sandbox.
ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
LOCAL = ("file:", "data:", "about:")


@dataclass
class Opened:
    """An open page, and whatever it asked for or complained of."""

    page: "Page"
    problems: list[str] = field(default_factory=list)

    @property
    def overflow(self) -> int:
        """How many pixels wider than its window the page is."""
        return int(
            self.page.evaluate(
                "document.documentElement.scrollWidth - document.documentElement.clientWidth"
            )
        )


Open = Callable[..., Opened]


@pytest.fixture(scope="session")
def browser() -> Iterator["Browser"]:
    """Fails where there is no Chromium: a check that was not made must not look like one."""
    from playwright.sync_api import sync_playwright  # noqa: PLC0415  (not among the tests' needs)

    chromium = shutil.which("chromium")
    if chromium is None:
        pytest.fail("no 'chromium' on the path: apt-get install chromium")
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=chromium, args=list(ARGUMENTS))
        yield launched
        launched.close()


@pytest.fixture
def open_page(browser: "Browser", request: pytest.FixtureRequest) -> Iterator[Open]:
    """Opens a file at a width, in a scheme; at the end there must have been no problem."""
    opened: list[Opened] = []

    def open_it(
        file: Path, width: int = 1280, scheme: Scheme = "light", scripts: bool = True
    ) -> Opened:
        context = browser.new_context(
            viewport={"width": width, "height": 800},
            color_scheme=scheme,
            java_script_enabled=scripts,
        )
        one = Opened(context.new_page())
        opened.append(one)
        _watch(one)
        one.page.goto(file.as_uri())
        return one

    yield open_it
    for place, one in enumerate(opened):
        _keep(one.page, f"{request.node.name}-{place}" if place else request.node.name)
        one.page.context.close()
    assert [problem for one in opened for problem in one.problems] == []


def _watch(one: Opened) -> None:
    def refuse(route: "Route") -> None:
        if route.request.url.startswith(LOCAL):
            route.continue_()
        else:
            route.abort()

    one.page.route("**/*", refuse)
    one.page.on(
        "request",
        lambda request: None if request.url.startswith(LOCAL) else one.problems.append(request.url),
    )
    one.page.on(
        "console",
        lambda said: (
            one.problems.append(f"{said.type}: {said.text}")
            if said.type in ("error", "warning")
            else None
        ),
    )
    one.page.on("pageerror", lambda error: one.problems.append(str(error)))
    one.page.on("dialog", lambda dialog: one.problems.append(f"dialog: {dialog.message}"))


def _keep(page: "Page", name: str) -> None:
    """A screenshot, where one is asked for."""
    folder = os.environ.get("ABSTRACTQA_SCREENSHOTS")
    if folder:
        plain = re.sub(r"[^\w-]+", "-", name).strip("-")
        page.screenshot(path=Path(folder) / f"{plain}.png", full_page=True)
