"""The report as a browser shows it, opened from a file with nothing else to be had."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from browser import invented_evaluation as invented
from browser.conftest import Open, Opened, Scheme
from qa.evaluation.evaluation import Evaluation
from qa.evaluation.report import write

pytestmark = pytest.mark.browser

REPORTS: dict[str, Callable[[], Evaluation]] = {
    "everything": invented.everything,
    "retrieval-only": invented.retrieval_only,
    "one-question": invented.one_question,
    "no-question": lambda: invented.of([]),
}
at_widths = pytest.mark.parametrize("width", [360, 390, 1280])
in_schemes = pytest.mark.parametrize("scheme", ["light", "dark"])
all_reports = pytest.mark.parametrize("name", REPORTS)

# Every text of a plot: what it says, its size on the screen in pixels, its box and its plot's.
TEXTS = """() => [...document.querySelectorAll('.plot > svg')].map(svg => {
  const plot = svg.getBoundingClientRect();
  const texts = [...svg.querySelectorAll('text')].map(text => {
    const {left, right, top, bottom} = text.getBoundingClientRect();
    const size = parseFloat(getComputedStyle(text).fontSize) * text.getScreenCTM().a;
    return {says: text.textContent, size, box: [left, top, right, bottom]};
  });
  return {box: [plot.left, plot.top, plot.right, plot.bottom], texts};
})"""
# The colour that is painted behind an element, and its own.
COLOURS = """element => {
  let behind = element;
  while (behind && getComputedStyle(behind).backgroundColor === 'rgba(0, 0, 0, 0)')
    behind = behind.parentElement;
  return [getComputedStyle(element).color, getComputedStyle(behind).backgroundColor];
}"""


@pytest.fixture(scope="session")
def reports(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("reports")
    return {name: write(make(), folder / name)[0] for name, make in REPORTS.items()}


def open_all(opened: Opened) -> None:
    opened.page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")


@all_reports
@at_widths
@in_schemes
def test_opens_quietly_and_never_scrolls_sideways(
    reports: dict[str, Path], open_page: Open, name: str, width: int, scheme: Scheme
) -> None:
    assert open_page(reports[name], width, scheme).overflow <= 0


@all_reports
@at_widths
def test_with_everything_unfolded_too(
    reports: dict[str, Path], open_page: Open, name: str, width: int
) -> None:
    opened = open_page(reports[name], width)
    open_all(opened)
    assert opened.overflow <= 0


@at_widths
def test_plots_are_read_without_a_glass(
    reports: dict[str, Path], open_page: Open, width: int
) -> None:
    """No type below 10 pixels (9 on the narrowest phone), none cut off, none over another."""
    plots = open_page(reports["everything"], width).page.evaluate(TEXTS)
    assert len(plots) == 8
    for plot in plots:
        left, top, right, bottom = plot["box"]
        for text in plot["texts"]:
            assert text["size"] >= (9 if width == 360 else 10), text
            x0, y0, x1, y1 = text["box"]
            assert x0 >= left - 2, text
            assert y0 >= top - 2, text
            assert x1 <= right + 8, text
            assert y1 <= bottom + 2, text
        assert overlapping(plot["texts"]) == []


def overlapping(texts: list[dict[str, Any]]) -> list[tuple[str, str]]:
    """Texts whose boxes share more than the slack that lines have around their letters."""
    found = []
    for place, one in enumerate(texts):
        for other in texts[place + 1 :]:
            (a0, b0, a1, b1), (c0, d0, c1, d1) = one["box"], other["box"]
            if min(a1, c1) - max(a0, c0) > 1 and min(b1, d1) - max(b0, d0) > 4:
                found.append((one["says"], other["says"]))
    return found


def test_wide_tables_scroll_in_their_own_box(reports: dict[str, Path], open_page: Open) -> None:
    page = open_page(reports["everything"], 390).page
    widths = page.locator("#figures .scrolls").evaluate_all(
        "boxes => boxes.map(box => [box.scrollWidth, box.clientWidth])"
    )
    assert widths
    assert all(inner > outer for inner, outer in widths)


def test_gold_and_cited_stand_side_by_side_and_stack_on_a_phone(
    reports: dict[str, Path], open_page: Open
) -> None:
    for width, beside in ((1280, True), (390, False)):
        sides = open_page(reports["everything"], width).page.locator(".case[open] .side")
        left, right = sides.nth(0).bounding_box(), sides.nth(1).bounding_box()
        assert left is not None
        assert right is not None
        assert (left["y"] == right["y"]) is beside
        assert (left["x"] < right["x"]) is beside


@in_schemes
def test_dark_is_dark(reports: dict[str, Path], open_page: Open, scheme: Scheme) -> None:
    page = open_page(reports["everything"], 390, scheme).page
    for selector in ("main p.value >> nth=0", ".mark >> nth=0", ".notes li >> nth=0"):
        ink, paper = page.locator(selector).evaluate(COLOURS)
        assert (brightness(ink) > brightness(paper)) is (scheme == "dark"), selector
    fill = "text => getComputedStyle(text).fill"
    ink = page.locator(".plot svg text >> nth=0").evaluate(fill)
    assert (brightness(ink) > 300) is (scheme == "dark")


def brightness(colour: str) -> int:
    return sum(int(part) for part in colour.removeprefix("rgb(").removesuffix(")").split(","))


def test_works_without_scripts(reports: dict[str, Path], open_page: Open) -> None:
    page = open_page(reports["everything"], 390, scripts=False).page
    table = page.locator(".plot details >> nth=0").locator("table")
    assert not table.is_visible()
    page.locator(".plot summary >> nth=0").click()
    assert table.is_visible()


def test_hostile_text_is_shown_and_does_nothing(reports: dict[str, Path], open_page: Open) -> None:
    opened = open_page(reports["everything"])
    open_all(opened)
    page = opened.page
    assert page.locator("script, img, iframe, b[onmouseover]").count() == 0
    assert page.get_by_text("<script>alert(1)</script>").first.is_visible()


def test_a_link_leads_to_its_section(reports: dict[str, Path], open_page: Open) -> None:
    page = open_page(reports["everything"], 390).page
    page.get_by_role("link", name="Worst questions").click()
    box = page.locator("#worst").bounding_box()
    assert box is not None
    assert box["y"] < 100
