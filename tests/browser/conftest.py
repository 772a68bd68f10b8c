"""A real Chromium, Debian's, that reaches no network; playwright is imported only when it runs.
And the pages it opens: files, and stores served on loopback."""

import os
import re
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import pytest
from llm.servers import Reply, Server, Step
from llm.steps import silent
from llm.wires import OpenAI

from browser.served import served

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
# What Gradio's own upload warns of whenever a file is chosen.
HARMLESS = ("Method not implemented.",)
# Milliseconds within which a page must be as it should.
PATIENCE = 30_000


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
Visit = Callable[..., Opened]


@pytest.fixture(scope="session")
def browser() -> Iterator["Browser"]:
    """Fails where there is no Chromium: a check that was not made must not look like one."""
    from playwright.sync_api import expect, sync_playwright  # noqa: PLC0415  (no need of other tests)

    # A busy machine is no failure.
    expect.set_options(timeout=PATIENCE)

    chromium = shutil.which("chromium")
    if chromium is None:
        pytest.fail("no 'chromium' on the path: apt-get install chromium")
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=chromium, args=list(ARGUMENTS))
        yield launched
        launched.close()


class Model(Server):
    """A language model on loopback that does with each request what a test says."""

    def __init__(self) -> None:
        self.step: Step = silent()
        super().__init__(OpenAI(), [self._answer])

    def _answer(self, reply: Reply) -> None:
        self.step(reply)


@pytest.fixture(scope="session")
def sample_page(sample_store: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The bundled sample, served."""
    folder = tmp_path_factory.mktemp("served")
    with served(sample_store, folder) as url:
        yield url


@pytest.fixture(scope="session")
def model() -> Iterator[Model]:
    """What writes the answers where a test serves a store with it."""
    with Model() as made:
        yield made


@pytest.fixture(scope="session")
def with_model(model: Model) -> dict[str, str]:
    """The settings of a server whose answers it writes."""
    return {
        "ABSTRACTQA_LLM": "openai:m",
        "ABSTRACTQA_LLM_BASE_URL": model.url,
        "ABSTRACTQA_LLM_KEY": "sk-invented",
        "ABSTRACTQA_LLM_WINDOW": "32768",
    }


@pytest.fixture(scope="session")
def model_page(
    with_model: dict[str, str], sample_store: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[str]:
    """The bundled sample, served, its answers written by `model`."""
    with served(sample_store, tmp_path_factory.mktemp("modelled"), with_model) as url:
        yield url


@pytest.fixture
def visit(browser: "Browser", request: pytest.FixtureRequest) -> Iterator[Visit]:
    """Opens a window on a served page, with `touch` a telephone's, that runs a `script` first; at
    the end there must have been no problem.

    Nothing may be asked for but what comes from that very server.
    """
    opened: list[Opened] = []

    def visit_it(
        url: str,
        width: int = 1280,
        scheme: Scheme = "light",
        height: int = 900,
        *,
        touch: bool = False,
        script: str = "",
    ) -> Opened:
        context = browser.new_context(
            viewport={"width": width, "height": height},
            color_scheme=scheme,
            reduced_motion="reduce",
            permissions=["clipboard-read", "clipboard-write"],
            has_touch=touch,
            is_mobile=touch,
        )
        if script:
            context.add_init_script(script)
        one = Opened(context.new_page())
        opened.append(one)
        server = "/".join(url.split("/")[:3])
        _watch(one, (f"{server}/", f"blob:{server}/", "data:", "about:"))
        one.page.goto(url)
        one.page.get_by_label("Your question").wait_for(timeout=PATIENCE)
        return one

    yield visit_it
    for place, one in enumerate(opened):
        _keep(one.page, f"{request.node.name}-{place}" if place else request.node.name)
        one.page.context.close()
    assert [problem for one in opened for problem in one.problems] == []


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
        _watch(one, LOCAL)
        one.page.goto(file.as_uri())
        return one

    yield open_it
    for place, one in enumerate(opened):
        _keep(one.page, f"{request.node.name}-{place}" if place else request.node.name)
        one.page.context.close()
    assert [problem for one in opened for problem in one.problems] == []


def _watch(one: Opened, allowed: tuple[str, ...]) -> None:
    def refuse(route: "Route") -> None:
        if route.request.url.startswith(allowed):
            route.continue_()
        else:
            route.abort()

    one.page.route("**/*", refuse)
    one.page.on(
        "request",
        lambda request: (
            None if request.url.startswith(allowed) else one.problems.append(request.url)
        ),
    )
    one.page.on(
        "console",
        lambda said: (
            one.problems.append(f"{said.type}: {said.text}")
            if said.type in ("error", "warning") and said.text not in HARMLESS
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
