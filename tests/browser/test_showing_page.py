"""Answers as HTML in a real browser: harm stays text, marks lead to sentences and back, and all of
it can be read, at any width, by anyone."""

from collections.abc import Callable
from pathlib import Path

import pytest
from showing.invented import PAYLOADS, answer, harmful, reference, refusal
from showing.test_hostile import SHOWN

from browser.conftest import Open, Opened, Scheme
from qa.notebook.display import answer as shown_in_notebook
from qa.showing import CSS, answer_html, evidence_html, statements_html

pytestmark = pytest.mark.browser

at_widths = pytest.mark.parametrize("width", [360, 1280])
in_schemes = pytest.mark.parametrize("scheme", ["light", "dark"])
STANDINGS = ("retracted", "retraction notice", "expression of concern", "erratum")

Place = Callable[[str], Path]


@pytest.fixture
def place(tmp_path: Path) -> Place:
    """A page with this in its body, as a file."""

    def write(body: str) -> Path:
        file = tmp_path / "page.html"
        head = '<meta charset="utf-8"><meta name="viewport" content="width=device-width">'
        file.write_text(
            f'<!doctype html><html lang="en"><head>{head}<title>shown</title></head>'
            f"<body><main><h1>Shown</h1><h2>All</h2>{body}</main></body></html>",
            encoding="utf-8",
        )
        return file

    return write


def everything() -> str:
    """A statement of each kind, each standing, a refusal."""
    standing = answer(references=(reference(statuses=STANDINGS),))
    return answer_html(standing, "one") + answer_html(refusal(), "two")


@pytest.mark.parametrize("name", SHOWN)
def test_no_payload_runs_or_calls_and_each_is_read_as_text(
    place: Place, open_page: Open, name: str
) -> None:
    """That nothing was asked for, and nothing complained, `open_page` sees to."""
    body = "".join(f'<section lang="en">{SHOWN[name](payload)}</section>' for payload in PAYLOADS)
    page = open_page(place(body)).page
    assert page.title() == "shown"
    sections = page.locator("section")
    assert sections.count() == len(PAYLOADS)
    for at, payload in enumerate(PAYLOADS):
        assert " ".join(payload.split()) in " ".join(sections.nth(at).inner_text().split())
    assert page.locator("script, img, iframe, svg, link, base, h1:not(main > h1)").count() == 0


@at_widths
@in_schemes
def test_it_is_never_wider_than_its_window(
    place: Place, open_page: Open, width: int, scheme: Scheme
) -> None:
    assert open_page(place(everything()), width, scheme).overflow <= 0


@at_widths
def test_nor_is_it_with_words_without_end(place: Place, open_page: Open, width: int) -> None:
    body = answer_html(harmful("x" * 900), "one")
    assert open_page(place(body), width).overflow <= 0


@in_schemes
def test_it_can_be_read_by_anyone(place: Place, open_page: Open, scheme: Scheme) -> None:
    """Contrast, names, roles: axe-core finds no fault."""
    from axe_playwright_python.sync_playwright import Axe  # noqa: PLC0415

    page = open_page(place(everything()), 390, scheme).page
    found = Axe().run(page).response["violations"]
    assert [(one["id"], [node["html"] for node in one["nodes"]]) for one in found] == []


def test_choosing_a_citation_brings_its_sentence_into_view_and_that_leads_back(
    place: Place, open_page: Open
) -> None:
    page = open_page(place(f'{everything()}<div style="height: 3000px"></div>'), 390).page
    page.locator("#one-m2").click()
    sentence = page.locator("#one-c2")
    assert sentence.evaluate("one => one.matches(':target')")
    assert sentence.locator("bdi").evaluate("one => getComputedStyle(one).outlineStyle") == "solid"
    box = sentence.bounding_box()
    assert box is not None
    assert 0 <= box["y"] < 800
    sentence.get_by_role("link", name="Back to the statement that cites 2").click()
    assert page.locator("#one-m2").evaluate("one => one.matches(':target')")


def test_marks_are_reached_and_followed_by_the_keyboard(place: Place, open_page: Open) -> None:
    page = open_page(place(everything()), scripts=True).page
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.id") == "one-m1"
    page.keyboard.press("Enter")
    assert page.url.endswith("#one-c1")


def test_two_outputs_of_one_answer_share_no_id(place: Place, open_page: Open) -> None:
    page = open_page(place(shown_in_notebook(answer()) + shown_in_notebook(answer()))).page
    ids: list[str] = page.eval_on_selector_all("[id]", "all => all.map(one => one.id)")
    assert len(ids) == len(set(ids)) == 2 * 6
    page.locator(".aqa-mark").nth(-1).click()
    assert page.locator(":target").evaluate("one => one.closest('.aqa-answer').previousSibling")


def colours(opened: Opened) -> tuple[str, str]:
    """Paper and ink of a card."""
    card = opened.page.locator(".aqa-card").first
    paper, ink = card.evaluate(
        "c => [getComputedStyle(c).backgroundColor, getComputedStyle(c).color]"
    )
    return str(paper), str(ink)


LIGHT = ("rgb(255, 255, 255)", "rgb(27, 36, 48)")
DARK = ("rgb(20, 24, 30)", "rgb(232, 236, 241)")


@pytest.mark.parametrize(
    ("around", "scheme", "seen"),
    [
        ("<div>", "light", LIGHT),
        ("<div>", "dark", DARK),
        ('<div class="dark">', "light", DARK),
        ('<div class="gradio-container">', "dark", LIGHT),
        ('<div class="dark"><div class="gradio-container">', "light", DARK),
        ('<div data-jp-theme-light="true">', "dark", LIGHT),
        ('<div data-jp-theme-light="false">', "light", DARK),
    ],
)
def test_it_is_as_dark_as_what_is_around_it(
    place: Place, open_page: Open, around: str, scheme: Scheme, seen: tuple[str, str]
) -> None:
    fragment = evidence_html([reference()], answer().citations, "x")
    body = f"<style>{CSS}</style>{around}{fragment}</div></div>"
    assert colours(open_page(place(body), scheme=scheme)) == seen


def test_text_that_turns_its_direction_moves_nothing_of_ours(place: Place, open_page: Open) -> None:
    """Marks and badges stay on the right of what they follow, whatever that holds."""
    turning = "\u202eabc\u2069 \u202d\u2067 def"
    fragment = statements_html(harmful(turning).statements, "x")
    card = evidence_html(harmful(turning).references, harmful(turning).citations, "x")
    page = open_page(place(f"<style>{CSS}</style>{fragment}{card}")).page
    for before, after in ((".aqa-said", "#x-m1"), (".aqa-source", ".aqa-badge")):
        left, right = (page.locator(one).first.bounding_box() for one in (before, after))
        assert left is not None
        assert right is not None
        assert right["x"] >= left["x"] + left["width"] - 1


def test_what_does_not_hold_looks_it(place: Place, open_page: Open) -> None:
    page = open_page(place(everything())).page
    boxed = "p => [getComputedStyle(p).borderTopWidth, getComputedStyle(p).borderTopColor]"
    calm, alarming = (
        page.locator(f".aqa-{name}").first.evaluate(boxed) for name in ("supported", "unsupported")
    )
    assert calm[0] == "0px"
    assert alarming == ["1px", "rgb(168, 32, 26)"]
    lines = page.locator(".aqa-unsupported .aqa-uncovered").first
    assert lines.evaluate("one => getComputedStyle(one).textDecorationStyle") == "wavy"
