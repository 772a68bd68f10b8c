"""The report without a browser: its structure, what hostile texts become, and what is left out."""

import re
from functools import cache
from itertools import pairwise
from pathlib import Path

import lxml.html
import pytest
from browser import invented_evaluation as invented
from lxml.html import HtmlElement

from qa.evaluation.evaluation import Evaluation
from qa.evaluation.figures import Figure
from qa.evaluation.gold import GoldQuestion
from qa.evaluation.measures import MEASURES
from qa.evaluation.outcome import Cited, Outcome, Scored
from qa.evaluation.report import html, markdown, write
from qa.evaluation.report.charts import charts
from qa.evaluation.report.plots import latency
from qa.evaluation.report.summary import text
from qa.evaluation.report.svg import COLOURS
from qa.evaluation.report.wording import clipped, interval_of, number, plain, value_of

ELEMENTS = frozenset(
    "html head meta title link style body header nav main section footer h1 h2 h3 h4 p ul ol li a "
    "strong b i br span div dl dt dd details summary article figure figcaption table thead tbody "
    "tr th td svg desc g path use defs text clippath rect".split()
)
EVALUATIONS = {
    "everything": invented.everything,
    "retrieval only": invented.retrieval_only,
    "one question": invented.one_question,
    "no question": lambda: invented.of([]),
}
anything = pytest.mark.parametrize("evaluation", EVALUATIONS.values(), ids=EVALUATIONS)


@cache
def page(evaluation: object) -> HtmlElement:
    assert callable(evaluation)
    return lxml.html.document_fromstring(html(evaluation()))


def titles(tree: HtmlElement) -> list[str]:
    return [figure.findtext(".//h3") or "" for figure in tree.iter("figure")]


def words(tree: HtmlElement) -> str:
    """All that is read on the page, on one line."""
    return " ".join(str(tree.text_content()).split())


@anything
def test_the_same_evaluation_gives_the_same_bytes(evaluation: object) -> None:
    assert callable(evaluation)
    assert html(evaluation()) == html(evaluation())
    assert markdown(evaluation()) == markdown(evaluation())


@anything
def test_nothing_is_asked_for_and_nothing_can_run(evaluation: object) -> None:
    tree = page(evaluation)
    assert {str(element.tag) for element in tree.iter() if isinstance(element.tag, str)} <= ELEMENTS
    for element in tree.iter(*ELEMENTS):
        for name, value in element.attrib.items():
            assert not name.startswith("on"), element.attrib
            assert "://" not in value, element.attrib
            if name in ("href", "src"):
                assert value.startswith(("#", "data:,")), element.attrib
    style = tree.findtext(".//style") or ""
    assert "url(" not in style
    assert "@import" not in style


@anything
def test_a_reader_of_the_structure_finds_the_way(evaluation: object) -> None:
    tree = page(evaluation)
    assert tree.get("lang") == "en"
    assert len(list(tree.iter("h1"))) == len(list(tree.iter("main"))) == 1
    levels = [int(element.tag[1]) for element in tree.iter("h1", "h2", "h3", "h4")]
    assert all(after - before <= 1 for before, after in pairwise(levels))
    ids = [element.get("id") for element in tree.iter() if element.get("id")]
    assert len(ids) == len(set(ids))
    for element in tree.iter(*ELEMENTS):
        named = [element.get("href", "#")[1:], *element.get("aria-labelledby", "").split()]
        if element.get("href") != "data:,":
            assert {name for name in named if name} <= set(ids)
        assert set(re.findall(r"url\(#([^)]+)\)", element.get("clip-path", ""))) <= set(ids)
    assert all(header.get("scope") in ("row", "col") for header in tree.iter("th"))


@anything
def test_every_figure_is_in_both(evaluation: object) -> None:
    assert callable(evaluation)
    rows = [[cell.text_content().strip() for cell in row] for row in page(evaluation).iter("tr")]
    lines = markdown(evaluation()).splitlines()
    for name, figure in evaluation().figures.items():
        cells = [name, value_of(MEASURES[name], figure), interval_of(figure)]
        cells.append(f"{figure.questions:,}")
        assert any(row[:4] == cells and MEASURES[name].says in row[-1] for row in rows), name
        assert any(line.startswith(f"| {' | '.join(cells)} |") for line in lines), name


@pytest.mark.parametrize("hostile", invented.HOSTILE)
def test_hostile_text_is_read_as_it_was_written(hostile: str) -> None:
    assert clipped(hostile, 400) in words(page(invented.everything))
    # What Markdown shows is what was written, once its escapes are undone.
    shown = re.sub(r"\\([^\w\s])", r"\1", markdown(invented.everything()))
    shown = shown.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
    assert clipped(hostile, 400) in shown


def test_hostile_text_is_no_markup_in_markdown() -> None:
    shown = markdown(invented.everything())
    assert "<" not in shown
    unescaped = re.sub(r"\\[^\w\s]", "", shown)
    assert "`" not in unescaped
    assert "](" not in unescaped
    assert "://" not in unescaped
    assert all(c.isprintable() or c in "\n\u00a0" for c in shown)


@anything
def test_table_rows_are_whole(evaluation: object) -> None:
    assert callable(evaluation)
    for block in markdown(evaluation()).split("\n\n"):
        if block.startswith("|"):
            bars = {len(re.findall(r"(?<!\\)\|", line)) for line in block.splitlines()}
            assert len(bars) == 1, block


@pytest.mark.parametrize(
    ("data", "shown"),
    [
        ("a|b", r"a\|b"),
        ("`x` *y* [z](u)", r"\`x\` \*y\* \[z\](u)"),
        ("<b>&amp;", "&lt;b&gt;&amp;amp;"),
        (r"back\slash|", r"back\\slash\|"),
        ("snake_case _no_", r"snake_case \_no\_"),
        ("see http://a.test and WWW.a.test", r"see http\://a.test and WWW\.a.test"),
    ],
)
def test_markdown_escapes(data: str, shown: str) -> None:
    assert text(data) == shown


@pytest.mark.parametrize(
    ("data", "shown"),
    [
        (" two\n lines\u2028", "two lines"),
        ("a\x00b\ud800", "a\ufffdb\ufffd"),
        ("\u202eover\u202c", "over"),
        ("می\u200cخواهم", "می\u200cخواهم"),
    ],
)
def test_plain(data: str, shown: str) -> None:
    assert plain(data) == shown


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (0, "0.000"),
        (0.8125, "0.812"),
        (1, "1.000"),
        (1.237, "1.24"),
        (48.68, "48.7"),
        (12345.6, "12,346"),
        (0.00042, "0.00042"),
        (float("nan"), "–"),
    ],
)
def test_number(value: float, shown: str) -> None:
    assert number(value) == shown


def test_head() -> None:
    evaluation = invented.everything()
    for shown in (words(page(invented.everything)), markdown(evaluation)):
        assert "gold:trials/invented-questions.jsonl" in shown
        assert f"{len(evaluation.scored)} of {len(evaluation.gold.questions)} questions" in shown
        assert evaluation.made in shown
        assert evaluation.fingerprint in shown
        assert "all-MiniLM-L6-v2" in shown
        assert evaluation.notes[0] in shown
        assert "line 17" in shown
        assert "no key 'question'; give each line one" in shown
        assert "12 left out" in shown


def test_headlines_stand_beside_what_they_are_read_with() -> None:
    tree = page(invented.everything)
    cards = {card.findtext("h3"): words(card) for card in tree.find_class("card")}
    assert list(cards)[:3] == ["ndcg@10", "recall@10", "first-citation"]
    assert "majority-accuracy" in cards["verdict-accuracy"]
    assert "answerable-refused" in cards["refusal-recall"]
    assert "95%" in cards["auroc"]
    assert "questions" in cards["auroc"]


def test_worst_questions_are_of_every_sort() -> None:
    tree = page(invented.everything)
    (worst,) = tree.xpath("//section[@id='worst']")
    assert [heading.text for heading in worst.iter("h3")] == [
        "Answered wrongly",
        "Refused, with an answer to be had",
        "Answered, with no answer to be had",
        "Ended in an error",
    ]
    assert len(worst.find_class("case")) == 20
    assert re.search(r"\d+ in all, 13 shown", words(worst))
    assert "✓ gold" in words(worst)
    assert "✓ cited" in words(worst)
    assert "not in the store" in words(worst)


def test_the_surest_mistake_comes_first() -> None:
    wrong = [
        Scored(
            GoldQuestion(f"q{sure}", "?", relevance={"pmid:1": 1}),
            Outcome(answerability=sure, citations=(Cited("pmid:2", 0),)),
        )
        for sure in (0.2, 0.9, 0.5)
    ]
    ids = re.findall(r"^- Question (\S+):", markdown(invented.of(wrong)), re.MULTILINE)
    assert ids == ["q0.9", "q0.5", "q0.2"]


def test_a_right_answer_is_not_among_the_worst() -> None:
    right = Scored(
        GoldQuestion("q", "?", relevance={"pmid:1": 1}), Outcome(citations=(Cited("pmid:1", 0),))
    )
    assert "Worst questions" not in markdown(invented.of([right]))


def test_retrieval_only() -> None:
    tree = page(invented.retrieval_only)
    assert titles(tree) == ["Retrieval"]
    shown = words(tree)
    assert "retrieval only" in shown
    assert "Gold articles missed or ranked too low" in shown
    assert "Ranked first" in shown
    assert "nothing found" in shown
    for absent in ("Cited", "verdict", "answerability", "less is better"):
        assert absent not in shown


def test_all_plots() -> None:
    assert titles(page(invented.everything)) == [
        "What caution would buy",
        "Is a citation's score its chance?",
        "How long a question took",
        "Retrieval",
        "Citations",
        "Answers",
        "Knowing when not to answer",
        "Support",
    ]


def test_a_plot_with_nothing_to_show_is_left_out() -> None:
    assert titles(page(EVALUATIONS["no question"])) == []
    one = titles(page(invented.one_question))
    assert "What caution would buy" not in one
    assert "How long a question took" not in one


def test_no_question() -> None:
    assert "No question was asked." in words(page(EVALUATIONS["no question"]))
    assert "No figure applies." in markdown(invented.of([]))


def test_plots_are_in_the_pages_colours_and_type() -> None:
    for chart in charts(invented.everything()):
        assert "font-family" not in chart.svg
        assert not any(colour in chart.svg for colour in COLOURS.values())
        assert not re.search(r"#[0-9a-f]{6}\b", chart.svg)
        assert "<text" in chart.svg
        assert chart.rows


@pytest.mark.parametrize("seconds", [[0.0, 0.0], [0.01, 0.02, 30.0], [2.0, 2.0, 2.0]])
def test_latency_of_any_spread(seconds: list[float]) -> None:
    assert "<text" in latency(seconds, [("p50", seconds[1])])


def test_a_figure_that_is_no_number_is_no_bar() -> None:
    evaluation = invented.one_question()
    figures = dict.fromkeys(evaluation.figures, Figure(float("nan"), None, None, 1))
    broken = Evaluation(evaluation.gold, {}, "", evaluation.scored, figures)
    assert not any(chart.ways for chart in charts(broken))
    assert "nan" not in html(broken)


def test_write(tmp_path: Path) -> None:
    page_file, summary_file = write(invented.everything(), tmp_path / "new" / "folder")
    assert page_file.read_bytes().decode() == html(invented.everything())
    assert summary_file.read_bytes().decode() == markdown(invented.everything())


@pytest.mark.parametrize("scheme", [0, 1], ids=["light", "dark"])
@pytest.mark.parametrize(
    ("ink", "paper"),
    [
        (ink, paper)
        for ink in ("ink", "muted", "accent")
        for paper in ("paper", "card", "note", "tint")
        if (ink, paper) != ("accent", "tint")
    ]
    + [("good", "good-tint")],
)
def test_contrast(scheme: int, ink: str, paper: str) -> None:
    """WCAG AA: 4.5 to 1 for text."""
    style = page(EVALUATIONS["no question"]).findtext(".//style") or ""
    colours = [re.findall(rf"--{name}: #(\w{{6}});", style)[scheme] for name in (ink, paper)]
    lighter, darker = sorted((_luminance(colour) for colour in colours), reverse=True)
    assert (lighter + 0.05) / (darker + 0.05) >= 4.5


def _luminance(colour: str) -> float:
    channels = (int(colour[i : i + 2], 16) / 255 for i in (0, 2, 4))
    red, green, blue = (
        c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
