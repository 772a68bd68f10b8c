"""A question made ready: what it is about, and what kind of answer it asks for."""

import numpy as np
import pytest

from index.errors import SettingsError
from qa import Library
from qa.question import checked, prepare, subject_terms


@pytest.mark.parametrize("text", ["", " ", "\n\t ", "\u2003"])
def test_an_empty_question_is_refused_with_the_remedy(text: str) -> None:
    with pytest.raises(SettingsError, match=r"the question is empty.*abstractqa ask"):
        checked(text)


def test_a_question_is_trimmed() -> None:
    assert checked("  Does tea help? \n") == "Does tea help?"


def test_half_a_surrogate_pair_is_replaced() -> None:
    assert checked("\ud800 tea \udcff") == "? tea ?"


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("How many patients died?", True),
        ("By how much did tolverone lower mortality?", True),
        ("What proportion of residents died?", True),
        ("What is the half-life? At what dose?", True),
        ("What loading dose of sopiradine was used?", True),
        ("What is the sensitivity of the blood test?", True),
        ("Does lumetripant prevent migraine?", False),
        ("How does glutaverin work?", False),
        ("Which infection was seen?", False),
        ("Why do elderly people clear sopiradine more slowly?", False),
    ],
)
def test_questions_that_ask_for_a_figure(text: str, wanted: bool, library: Library) -> None:
    assert prepare(text, library.store).asks_number is wanted


def test_words_of_asking_are_not_its_subject(library: Library) -> None:
    terms = subject_terms("How does lumetripant work in patients with migraine?", library.store)
    assert set(terms) >= {"lumetrip", "migrain"}
    assert not set(terms) & {"how", "doe", "in", "patient", "with"}


def test_a_question_of_nothing_but_asking_words_keeps_them(library: Library) -> None:
    assert set(subject_terms("Which patients?", library.store)) == {"which", "patient"}


def test_a_rare_word_weighs_more_than_a_common_one(library: Library) -> None:
    terms = subject_terms("lumetripant placebo", library.store)
    assert terms["lumetrip"] > terms["placebo"] > 0


def test_a_repeated_word_counts_once(library: Library) -> None:
    once = subject_terms("migraine", library.store)
    assert subject_terms("migraine Migraines migraine", library.store) == once


def test_coverage_is_the_share_of_the_weight(library: Library) -> None:
    question = prepare("lumetripant placebo", library.store)
    held = question.coverage(frozenset({"lumetrip"}))
    assert held == pytest.approx(question.terms["lumetrip"] / question.weight)
    assert question.coverage(frozenset()) == 0
    assert question.coverage(frozenset(question.terms)) == pytest.approx(1)


def test_a_question_without_words_covers_nothing(library: Library) -> None:
    assert prepare("?!", library.store).coverage(frozenset({"a"})) == 0


def test_its_vector_has_unit_length(library: Library) -> None:
    vector = prepare("Does tea help?", library.store).vector
    assert vector.dtype == np.float32
    assert float(np.linalg.norm(vector)) == pytest.approx(1, abs=0.01)
