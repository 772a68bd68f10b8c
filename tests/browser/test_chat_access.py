"""The chat page for everybody: by keyboard, with a screen reader, on a phone, in light and dark."""

from itertools import pairwise

import pytest
from axe_playwright_python.sync_playwright import Axe
from llm.steps import silent
from playwright.sync_api import expect

from browser.chat import SAMPLE_QUESTION, Chat
from browser.conftest import Model, Scheme, Visit

pytestmark = pytest.mark.browser

at_widths = pytest.mark.parametrize("width", [390, 1280])
in_schemes = pytest.mark.parametrize("scheme", ["light", "dark"])


def faults(chat: Chat) -> list[str]:
    """What axe-core holds for serious or critical."""
    found = Axe().run(chat.page).response["violations"]
    return [
        f"{one['id']}: {node['html'][:200]}"
        for one in found
        if one["impact"] in ("serious", "critical")
        for node in one["nodes"]
    ]


@at_widths
@in_schemes
def test_axe_finds_nothing_grave(
    sample_page: str, visit: Visit, width: int, scheme: Scheme
) -> None:
    chat = Chat(visit(sample_page, width, scheme))
    chat.page.locator(".examples button").first.wait_for(timeout=60_000)
    assert faults(chat) == []
    chat.ask(SAMPLE_QUESTION)
    chat.ask("What is the capital of Mongolia?", 1)
    for drawer in ("#filters", "#add"):
        chat.page.locator(f"{drawer} button").first.click()
    chat.exchange(0).get_by_role("button", name="Citation 1: show its sentence").click()
    assert faults(chat) == []
    assert chat.opened.overflow <= 0
    chat.tab("Conversations")
    chat.page.locator("#history summary").first.click()
    assert faults(chat) == []
    assert chat.opened.overflow <= 0
    chat.press("Delete …", exact=False)
    assert faults(chat) == []
    chat.press("Keep it")
    chat.find("migraine").locator("summary").first.click()
    assert faults(chat) == []
    assert chat.opened.overflow <= 0
    chat.tab("Ask")


def test_landmarks_and_headings(sample_page: str, visit: Visit) -> None:
    chat = Chat(visit(sample_page))
    chat.ask(SAMPLE_QUESTION)
    page = chat.page
    expect(page.get_by_role("main")).to_have_count(1)
    expect(page.get_by_role("heading", level=1)).to_have_text("abstractqa")
    expect(page.get_by_role("log", name="Conversation")).to_be_visible()
    expect(page.get_by_role("region", name="Evidence")).to_be_visible()
    headings = page.locator("h1, h2, h3, h4").evaluate_all(
        "all => all.filter(one => one.checkVisibility()).map(one => Number(one.tagName[1]))"
    )
    assert all(later <= earlier + 1 for earlier, later in pairwise(headings))


@pytest.mark.parametrize("width", [360, 1280])
def test_evidence_stands_beside_or_below(sample_page: str, visit: Visit, width: int) -> None:
    chat = Chat(visit(sample_page, width))
    chat.ask(SAMPLE_QUESTION)
    left, right = (chat.page.locator(side).bounding_box() for side in ("#left", "#right"))
    assert left is not None
    assert right is not None
    if width == 360:
        assert right["y"] >= left["y"] + left["height"] - 1
        assert left["width"] > 320
    else:
        assert right["x"] >= left["x"] + left["width"] - 1
    assert chat.opened.overflow <= 0


def test_dark_follows_the_system_and_the_address(sample_page: str, visit: Visit) -> None:
    for url, scheme, dark in (
        (sample_page, "light", False),
        (sample_page, "dark", True),
        (f"{sample_page}/?__theme=dark", "light", True),
    ):
        chat = Chat(visit(url, scheme=scheme))
        chat.ask(SAMPLE_QUESTION)
        card = chat.page.locator("#x0-a1")
        ink, paper = card.evaluate(
            "card => [getComputedStyle(card).color, getComputedStyle(card).backgroundColor]"
        )
        assert (brightness(ink) > brightness(paper)) is dark, (url, scheme)


def brightness(colour: str) -> float:
    numbers = colour[colour.index("(") + 1 : -1].replace("srgb", "").replace(",", " ").split("/")[0]
    return sum(float(part) for part in numbers.split())


def test_all_of_it_by_keyboard(sample_page: str, visit: Visit) -> None:
    chat = Chat(visit(sample_page))
    press = chat.page.keyboard.press
    for _ in range(30):
        press("Tab")
        if chat.page.evaluate("document.activeElement.closest('#question') !== null"):
            break
    chat.page.keyboard.type(SAMPLE_QUESTION)
    press("Control+Enter")
    chat.state(0, "done")
    press("Alt+ArrowDown")
    assert chat.focused == "x0-c1"
    press("n")
    assert chat.focused == "x0-c2"
    press("n")
    assert chat.focused == "x0-c3"
    press("n")
    assert chat.focused == "x0-c1"
    press("p")
    assert chat.focused == "x0-c3"
    press("Tab")
    press("Enter")
    assert chat.focused == "x0-m3"
    press("Enter")
    assert chat.focused == "x0-c3"
    # In the question's box letters are letters.
    chat.question.focus()
    chat.page.keyboard.type("npn")
    expect(chat.question).to_have_value("npn")
    assert chat.page.evaluate("document.activeElement.closest('#question') !== null")


def test_focus_is_seen(sample_page: str, visit: Visit) -> None:
    """Every stop of a walk through the page shows where it is."""
    chat = Chat(visit(sample_page))
    chat.ask(SAMPLE_QUESTION)
    chat.page.evaluate("document.activeElement.blur()")
    unseen = []
    for _ in range(40):
        chat.page.keyboard.press("Tab")
        shown = chat.page.evaluate(
            """() => {
              const one = document.activeElement;
              if (one === document.body) return null;
              for (let it = one; it && it !== document.body; it = it.parentElement) {
                const {outlineStyle, outlineWidth, boxShadow, borderColor} = getComputedStyle(it);
                if (outlineStyle !== 'none' && parseFloat(outlineWidth) > 0) return true;
                if (boxShadow !== 'none' && it === one) return true;
                if (it.contains(one) && it !== one && it.matches('.wrap, label')) break;
              }
              return one.outerHTML.slice(0, 120);
            }"""
        )
        if shown not in (True, None):
            unseen.append(shown)
    assert unseen == []


def test_escape_stops(model: Model, model_page: str, visit: Visit) -> None:
    chat = Chat(visit(model_page))
    model.step = silent()
    chat.send("Does sopiradine prevent delirium after an operation?")
    expect(chat.page.locator("#stop")).to_be_enabled(timeout=60_000)
    chat.page.keyboard.press("Escape")
    chat.state(0, "stopped")


SMALL = """() => [...document.querySelectorAll(
    'button, a, summary, textarea, [role=tab], ' +
    'input:not([type=checkbox], [type=radio], [type=range])'
  )].filter((one) => one.tabIndex >= 0 && one.checkVisibility({ visibilityProperty: true }))
  .map((one) => [one.outerHTML.slice(0, 160), one.getBoundingClientRect()])
  .filter(([, box]) => box.width > 1 && (box.width < 24 || box.height < 24))
  .map(([html, box]) => `${box.width}x${box.height} ${html}`)"""


@pytest.mark.parametrize("touch", [False, True], ids=["mouse", "finger"])
def test_what_is_to_be_met_is_large_enough(sample_page: str, visit: Visit, touch: bool) -> None:
    """24 pixels each way (WCAG 2.5.8); a label or a number's box beside it serve for the rest."""
    chat = Chat(visit(sample_page, 390, touch=touch))
    chat.ask(SAMPLE_QUESTION)
    for drawer in ("#filters", "#add"):
        chat.page.locator(f"{drawer} button").first.click()
    assert chat.page.evaluate(SMALL) == []
    back = chat.page.locator(".aqa-back").first.bounding_box()
    copy = chat.page.get_by_role("button", name="Copy with citations").bounding_box()
    assert back is not None
    assert copy is not None
    assert (back["height"], back["width"]) >= ((36, 36) if touch else (24, 24))
    assert copy["height"] >= (44 if touch else 24)
    # The style stands by what it is for.
    style = chat.page.get_by_label("Reference style").bounding_box()
    assert style is not None
    assert 0 < style["y"] - copy["y"] < 400
    chat.tab("Conversations")
    chat.page.locator("#history summary").first.click()
    assert chat.page.evaluate(SMALL) == []
    chat.find("migraine").locator("summary").first.click()
    assert chat.page.evaluate(SMALL) == []


def test_the_empty_page_has_no_gaps(sample_page: str, visit: Visit) -> None:
    chat = Chat(visit(sample_page))
    examples = chat.page.locator(".examples button")
    examples.first.wait_for(timeout=60_000)
    expect(chat.page.get_by_label("Reference style")).to_be_hidden()
    tops = {
        name: chat.page.locator(name).bounding_box()
        for name in ("#tabs [role=tablist]", ".hints", "#evidence-head", "#question")
    }
    tabs, hints, evidence, question = (box for box in tops.values() if box is not None)
    assert hints["y"] - tabs["y"] - tabs["height"] < 40
    assert abs(hints["y"] - evidence["y"]) < 24
    assert question["y"] - hints["y"] - hints["height"] < 40
    chat.ask(SAMPLE_QUESTION)
    expect(chat.page.get_by_label("Reference style")).to_be_visible()


def test_the_drop_zone_says_one_thing(sample_page: str, visit: Visit) -> None:
    chat = Chat(visit(sample_page))
    chat.page.locator("#add button").first.click()
    drop = chat.page.locator("#drop")
    expect(drop.locator("label")).to_be_visible()
    seen = drop.evaluate(
        """(drop) => {
          const walk = document.createTreeWalker(drop, NodeFilter.SHOW_TEXT), seen = [];
          while (walk.nextNode()) {
            const { parentElement: parent, data } = walk.currentNode;
            const shown = parent.checkVisibility({ visibilityProperty: true });
            if (shown && data.trim()) seen.push(data.trim());
          }
          return seen;
        }"""
    )
    assert seen == [
        "Drop files here or choose them: PubMed XML, nbib, text, RIS, CSV, JSONL, saved pages; "
        "up to 100 at a time"
    ]
    with chat.page.expect_file_chooser():
        box = drop.locator("label").bounding_box()
        assert box is not None
        chat.page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)


def test_lists_close_behind_who_leaves_them(
    model: Model, model_page: str, sample_page: str, visit: Visit
) -> None:
    chat = Chat(visit(sample_page))
    chat.ask(SAMPLE_QUESTION)
    chat.page.locator("#filters button").first.click()
    lists = chat.page.get_by_role("listbox")
    chat.page.get_by_label("Journals").wait_for()
    for label in ("Reference style", "Journals", "Languages"):
        for leave in ("Tab", "Shift+Tab"):
            box = chat.page.get_by_label(label)
            box.focus()
            expect(box).to_have_attribute("aria-expanded", "true")
            chat.page.keyboard.press(leave)
            expect(box).not_to_be_focused()
            expect(box).to_have_attribute("aria-expanded", "false")
        chat.page.get_by_label("From year").focus()
        expect(lists).to_have_count(0)
    # Escape closes the list that is open, and no more than that.
    other = Chat(visit(model_page))
    other.page.locator("#filters button").first.click()
    model.step = silent()
    other.send("Does sopiradine prevent delirium after an operation?")
    expect(other.page.locator("#stop")).to_be_enabled(timeout=60_000)
    journals = other.page.get_by_label("Journals")
    journals.click()
    expect(journals).to_have_attribute("aria-expanded", "true")
    journals.press("Escape")
    expect(journals).to_have_attribute("aria-expanded", "false")
    expect(other.page.locator("#stop")).to_be_enabled()
    other.page.keyboard.press("Escape")
    other.state(0, "stopped")


@pytest.mark.parametrize("touch", [False, True], ids=["mouse", "finger"])
def test_numbers_leave_the_lines_as_they_are(sample_page: str, visit: Visit, touch: bool) -> None:
    chat = Chat(visit(sample_page, 390, touch=touch))
    chat.ask(SAMPLE_QUESTION)
    lines = chat.page.locator(".aqa-statement, .aqa-section").evaluate_all(
        """all => all.map((one) => {
          const { lineHeight, paddingTop, paddingBottom } = getComputedStyle(one);
          const around = parseFloat(paddingTop) + parseFloat(paddingBottom);
          return (one.getBoundingClientRect().height - around) / parseFloat(lineHeight);
        })"""
    )
    assert len(lines) > 5
    assert [count for count in lines if abs(count - round(count)) > 0.02] == []


@in_schemes
def test_bars_are_of_the_scheme(sample_page: str, visit: Visit, scheme: Scheme) -> None:
    chat = Chat(visit(sample_page, scheme=scheme))
    chat.ask(SAMPLE_QUESTION)
    for bars in ("html", ".talk", ".evidence"):
        found = chat.page.locator(bars).evaluate("one => getComputedStyle(one).colorScheme")
        assert found == scheme, bars


@at_widths
def test_what_stands_below_each_other_begins_and_ends_alike(
    sample_page: str, visit: Visit, width: int
) -> None:
    chat = Chat(visit(sample_page, width))
    chat.page.locator(".examples button").first.wait_for(timeout=60_000)
    edges = """names => names.map((name) => {
      const { left, right, top, height } = document.querySelector(name).getBoundingClientRect();
      return { left, right, top, height };
    })"""
    column = ["#question textarea", "#buttons", "#filters", "#add"]
    empty = chat.page.evaluate(edges, ["h1", "[role=tablist]", ".examples button", *column])
    assert {round(one["left"]) for one in empty} == {round(empty[0]["left"])}
    chat.ask(SAMPLE_QUESTION)
    boxes = chat.page.evaluate(edges, [".asked", "#style", *column])
    assert {round(one["left"]) for one in boxes} == {round(empty[0]["left"])}
    assert len({round(one["right"]) for one in boxes[1:]}) == 1
    assert chat.opened.overflow <= 0


def test_filters_say_that_nothing_is_chosen_and_stand_in_line(
    sample_page: str, visit: Visit
) -> None:
    chat = Chat(visit(sample_page))
    chat.page.locator("#filters button").first.click()
    first = chat.page.get_by_label("From year")
    expect(first).to_have_attribute("placeholder", "any; the first is 2003")
    boxes = chat.page.locator("#filters .wrap-inner")
    expect(boxes).to_have_count(4)
    shown = "one => getComputedStyle(one.querySelector('.secondary-wrap'), '::before').content"
    assert [one.evaluate(shown) for one in boxes.all()] == ['"any"'] * 4
    journals, types, mesh, languages = (one.bounding_box() for one in boxes.all())
    assert journals is not None
    assert types is not None
    assert (journals["y"], journals["height"]) == (types["y"], types["height"])
    assert mesh is not None
    assert languages is not None
    assert (mesh["y"], mesh["height"]) == (languages["y"], languages["height"])
    chat.page.get_by_label("Publication types").click()
    chat.page.get_by_role("option", name="Randomized Controlled Trial").click()
    chat.page.keyboard.press("Escape")
    first.focus()
    assert [one.evaluate(shown) for one in boxes.all()] == ['"any"', "none", '"any"', '"any"']
