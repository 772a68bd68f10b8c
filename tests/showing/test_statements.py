"""Statements: each looks as well supported as it is, and its marks lead where they should."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.answer import Grade, Statement
from qa.marks import unmarked
from qa.showing import notes_html, refusal_html, statements_html
from showing import invented
from showing.tree import found, ids, of_class, parsed, texts

VERBATIM, SUPPORTED, PARTIAL, MISATTRIBUTED, FABRICATED = range(5)
BUTTON = (
    '<button type="button" class="aqa-mark" id="x-m1" data-target="x-c1" '
    'aria-label="Citation 1: show its sentence">[1]</button>'
)
LINK = (
    '<a class="aqa-mark" id="x-m1" href="#x-c1" aria-label="Citation 1: show its sentence">[1]</a>'
)


@pytest.mark.parametrize(("links", "mark"), [(False, BUTTON), (True, LINK)])
def test_the_markup_that_pages_rely_on(links: bool, mark: str) -> None:
    shown = statements_html([invented.STATEMENTS[VERBATIM]], "x", links=links)
    assert f"</bdi> {mark}</p>" in shown
    (one,) = of_class(parsed(shown), "aqa-statement")
    assert (one.tag, one.get("class"), one.get("data-position")) == (
        "p", "aqa-statement aqa-verbatim", "0",
    )  # fmt: skip


def test_each_statement_has_the_class_of_its_support() -> None:
    tree = parsed(statements_html(invented.STATEMENTS, "x"))
    assert [one.get("class") for one in of_class(tree, "aqa-statement")] == [
        "aqa-statement aqa-verbatim",
        "aqa-statement aqa-supported",
        "aqa-statement aqa-partial",
        "aqa-statement aqa-unsupported aqa-misattributed",
        "aqa-statement aqa-unsupported aqa-fabricated",
    ]


def remarks(position: int) -> list[str]:
    tree = parsed(statements_html([invented.STATEMENTS[position]], "x"))
    return [*texts(tree, "aqa-remark"), *texts(tree, "aqa-reason"), *texts(tree, "aqa-uncovered")]


def test_what_holds_has_no_remark() -> None:
    assert remarks(VERBATIM) == remarks(SUPPORTED) == []


def test_what_holds_in_part_says_which_part_is_missing_and_who_says_otherwise() -> None:
    assert remarks(PARTIAL) == [
        "⚠ supported in part",
        "⚠ but [2] says otherwise",
        "nothing cited is about children",
        "children too",
    ]


def test_what_another_sentence_says_names_that_sentence() -> None:
    assert remarks(MISATTRIBUTED) == [
        "⚠ not supported by what it names; [2] says it",
        "the sentence says nothing of that",
        "felt sick",
    ]


def test_what_no_sentence_says_is_not_supported() -> None:
    assert remarks(FABRICATED) == ["⚠ not supported", "no sentence shown says it", "gout"]


def test_a_sentence_leads_back_to_the_first_mark_of_its_number() -> None:
    tree = parsed(statements_html(invented.STATEMENTS, "x"))
    assert sorted(ids(tree)) == ["x-m1", "x-m2"]
    (against,) = found(tree, "//*[@id='x-m2']/ancestor::p")
    assert against.get("data-position") == str(PARTIAL)


@pytest.mark.parametrize(
    ("text", "uncovered", "marked"),
    [
        ("15 of 5 were well.", ("5",), ["5"]),
        ("It was 5mg.", ("5",), ["5"]),
        ("Tea and cake.", ("Tea and", "and cake"), ["Tea and cake"]),
        ("Tea.", ("nowhere",), []),
        ("Tea.", ("",), []),
        ("Tea & <b>.", ("& <b>",), ["& <b>"]),
    ],
)
def test_the_part_that_is_not_carried_is_underlined(
    text: str, uncovered: tuple[str, ...], marked: list[str]
) -> None:
    one = Statement(text, (1,), Grade.PARTIAL, ("why",), uncovered)
    tree = parsed(statements_html([one], "x"))
    assert texts(tree, "aqa-uncovered") == marked
    assert texts(tree, "aqa-said") == [text]


def test_a_number_within_another_is_not_what_is_underlined() -> None:
    one = Statement("15 of 5 were well.", (1,), Grade.PARTIAL, ("why",), ("5",))
    assert '15 of <span class="aqa-uncovered">5</span> were' in statements_html([one], "x")


def test_what_was_meant_the_verdict_and_notices_are_told() -> None:
    told = parsed(notes_html(invented.answer())).text_content()
    assert "Asked as: Does quorbin help? (sleep)" in told
    assert "Verdict (the model’s own): maybe" in told
    assert "Note: The model broke off once." in told


def test_nothing_to_tell_is_nothing_shown() -> None:
    assert notes_html(invented.answer(asked=None, verdict=None, notices=())).strip() == ""


def test_a_refusal_says_why_and_what_is_closest() -> None:
    tree = parsed(refusal_html(invented.refusal()))
    told = " ".join(tree.text_content().split())
    assert "No answer. Nothing in the store is about moons." in told
    assert "Rubber floors in barns. · Invented Farm Letters (2003) Retracted PMID: 99100002" in told


def test_bracketed_numbers_of_the_text_are_no_marks() -> None:
    """Copied as plain text they would read as citations."""
    one = Statement("As shown [2, 3] it helps [9].", (1,), Grade.PARTIAL, ("why",), ("helps [9",))
    tree = parsed(statements_html([one], "x"))
    assert texts(tree, "aqa-said") == ["As shown ［2, 3］ it helps ［9］."]
    assert texts(tree, "aqa-uncovered") == ["helps ［9"]


@given(st.text("ab 5.[]&<é😀", max_size=30), st.lists(st.text("ab 5.[]&<", max_size=4), max_size=4))
def test_underlining_changes_no_character(text: str, uncovered: list[str]) -> None:
    one = Statement(text, (1,), Grade.PARTIAL, ("why",), tuple(uncovered))
    (said,) = of_class(parsed(statements_html([one], "x")), "aqa-said")
    assert said.text_content() == unmarked(text)
    under = [part.text_content() for part in of_class(said, "aqa-uncovered")]
    assert bool(under) == any(part and part in text for part in uncovered)
