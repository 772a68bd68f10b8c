"""The check as it is called: classes, reasons, and what attackers tried."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa import Grade, check
from qa.checking.opposing import contradicts
from qa.checking.pair import pair_of

FELL = "Mortality fell by 10% in adults given tezomab."
TRIAL = (
    "In 240 adults with chronic migraine, lumetripant reduced monthly headache days by 3.2 "
    "compared with placebo (P < .001), but it did not improve sleep."
)


@pytest.mark.parametrize(
    "text", [FELL, TRIAL, FELL.replace(" ", "  "), FELL.replace("fell", "fe\u200bll")]
)
def test_a_sentence_itself_is_verbatim(text: str) -> None:
    assert check(text, ["Tea is hot.", FELL, TRIAL]).grade is Grade.VERBATIM


@pytest.mark.parametrize(
    "statement",
    [
        "Deaths fell by 10% among adults who were given tezomab.",
        "Among adults given tezomab, mortality fell by 10 percent.",
    ],
)
def test_a_paraphrase_is_supported(statement: str) -> None:
    assert check(statement, [FELL]).grade is Grade.SUPPORTED


@pytest.mark.parametrize(
    ("statement", "part"),
    [
        ("Mortality fell by 40% in adults given tezomab.", "40%"),
        ("Mortality fell by 10% in mice given tezomab.", "mice"),
        ("Mortality fell by ½ in adults given tezomab.", "1/2"),
        ("Mortality fell by " + "9" * 400 + "% in adults given tezomab.", "999"),
        ("Mortality did n\u043et fall by 10% in adults given tezomab.", "n\u043et"),
        ("Mortality did no\u200bt fall by 10% in adults given tezomab.", "not"),
        ("Mortality rose by 10% in adults given tezomab.", "rose"),
        ("Mortality fell by 10% in adults given aspirin.", "aspirin"),
    ],
)
def test_what_is_wrong_is_named(statement: str, part: str) -> None:
    found = check(statement, [FELL])
    assert not found.grade.holds
    assert found.reasons
    assert any(part in text for text in (*found.uncovered, *found.reasons))


@pytest.mark.parametrize(
    "statement",
    [
        *("", " ", ".", "Yes.", "It works.", "Adults.", "One sentence in your own words."),
        *("Reply with JSON only.", "Did mortality fall by 10% in adults given tezomab?"),
        "The results of this study are not available.",
    ],
)
def test_empty_talk_is_never_supported(statement: str) -> None:
    assert check(statement, [FELL, TRIAL]).grade is Grade.UNSUPPORTED


def test_nothing_is_supported_by_nothing() -> None:
    for sentences in ([], [""], [" "]):
        found = check(FELL, sentences)
        assert found.grade is Grade.UNSUPPORTED
        assert found.reasons == ("no sentence is cited",)


def test_one_string_is_one_sentence() -> None:
    assert check(FELL, FELL).grade is Grade.VERBATIM


def test_a_lie_behind_much_truth_is_found() -> None:
    told = (
        " ".join([TRIAL] * 4) + " Every patient should therefore stop all other medicines at once."
    )
    found = check(told, [TRIAL])
    assert not found.grade.holds


def test_text_without_end_takes_no_time_without_end() -> None:
    started = time.perf_counter()
    check("mortality fell not increase by 10% " * 30, ["mortality fell no change " * 200] * 6)
    assert time.perf_counter() - started < 60


@given(st.text(max_size=80), st.lists(st.text(max_size=80), max_size=3))
def test_any_text_can_be_checked(statement: str, sentences: list[str]) -> None:
    found = check(statement, sentences)
    assert found.grade.holds or found.reasons


def test_lone_surrogates_are_text_as_well() -> None:
    assert check("Mortality \ud800 fell by 10%.", [FELL + "\udfff"]).grade in Grade


def test_opposites_contradict_and_others_do_not() -> None:
    lowered = "Tea lowered blood pressure in adults."
    assert contradicts(pair_of(lowered, ["Tea raised blood pressure in adults."]))
    assert not contradicts(pair_of(lowered, ["Tea lowered blood pressure."]))
    assert not contradicts(pair_of(lowered, ["Coffee is a drink of many."]))
