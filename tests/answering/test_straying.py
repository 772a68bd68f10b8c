"""A follow-up that asks for something else is not answered with what its history was about."""

import json
import time
from collections.abc import Callable
from typing import TypeAlias

import pytest

from qa import Library
from qa.answer import Answer
from qa.following import Turn, standing
from qa.refusal import THRESHOLD

from .helpers import ROOT

MIGRAINE = "Does lumetripant prevent chronic migraine in adults?"
HEARING = "Are remotely fitted hearing aids as good as those fitted in the clinic?"
FOLLOW_UPS = [
    json.loads(line)
    for line in (ROOT / "benchmarks/dialogues/follow_ups.jsonl").read_text("utf-8").splitlines()
]


After: TypeAlias = Callable[..., Answer]


@pytest.fixture
def after(library: Library) -> After:
    def ask(question: str, *history: str) -> Answer:
        return library.ask(question, list(history) or [MIGRAINE])

    return ask


@pytest.mark.parametrize(
    ("question", "named"),
    [
        ("asdf qwer?", "“asdf”, “qwer”"),
        ("Does it whiten teeth?", "“whiten”, “teeth”"),
        ("What about zolmaferin?", "“zolmaferin”"),
        ("And in horses?", "“horses”"),
    ],
)
def test_the_words_that_nothing_is_about_are_named(after: After, question: str, named: str) -> None:
    answer = after(question)
    assert answer.refused
    assert answer.answer.startswith(f"Nothing in the store is about {named}.")
    assert answer.asked == question
    assert MIGRAINE.split()[1] in answer.question
    assert answer.answerability < THRESHOLD
    assert not answer.citations


def test_what_other_articles_are_about_is_not_said_to_be_in_none(after: After) -> None:
    """The store has articles on cancer, and none of those found is one."""
    answer = after("Does it cure cancer?")
    assert answer.answer.startswith("Nothing found on this speaks of “cancer”. If you mean")


@pytest.mark.parametrize("said", ["great!", "?? !!", "Who are you?", "75", "That is interesting."])
def test_what_asks_nothing_goes_on_with_nothing(said: str) -> None:
    assert standing(said, [Turn(MIGRAINE)]) == said


@pytest.mark.parametrize(
    ("question", "history"),
    [
        ("How large was the trial?", MIGRAINE),
        ("And in teenagers?", MIGRAINE),
        ("How satisfied were they?", HEARING),
        ("Were there deaths?", "Does orlikinib shrink metastatic colorectal tumours?"),
        ("tell me more", MIGRAINE),
        ("And in over 75s?", "Does sopiradine prevent delirium after hip fracture surgery?"),
    ],
)
def test_other_words_for_what_is_there_are_answered(
    after: After, question: str, history: str
) -> None:
    answer = after(question, history)
    assert not answer.refused, answer.reason


def test_a_question_of_its_own_is_not_judged_by_this(library: Library) -> None:
    assert library.ask("Does lumetripant prevent chronic migraine?").asked is None
    alone = library.finding.invoke("Does lumetripant cure cancer?").weighed
    assert alone.missing.strayed == ()


@pytest.mark.parametrize(
    ("kind", "answered", "asked", "most"),
    [("general", True, 69, 8), ("own", True, 50, 12), ("strays", False, 80, 13)],
)
def test_no_more_are_judged_wrongly_than_the_day_it_was_fitted(
    library: Library, kind: str, answered: bool, asked: int, most: int
) -> None:
    """Of `test`, which has no part in the fit (benchmarks/dialogues/README.md)."""
    of = [f for f in FOLLOW_UPS if f["split"] == "test" and f["kind"] == kind]
    of = [one for one in of if one["answered"] is answered]
    assert len(of) == asked
    wrong = [
        one["question"]
        for one in of
        if library.ask(one["question"], one["history"]).refused is answered
    ]
    assert len(wrong) <= most, wrong


@pytest.mark.parametrize("question", ["And at 400 mg?", "And after 10 years?", "What about 5 mg?"])
def test_doses_and_times_that_nobody_tried(after: After, question: str) -> None:
    answer = after(question)
    assert answer.refused
    assert "speaks of" in answer.answer or "Nothing in the store is about" in answer.answer


@pytest.mark.parametrize("question", ["And at 40 mg?", "After twelve weeks?"])
def test_doses_and_times_that_were(after: After, question: str) -> None:
    assert not after(question).refused


@pytest.mark.parametrize("other", ["hip fracture", "delirium", "heart failure", "asthma"])
def test_what_only_another_drugs_articles_tell_is_not_told_of_this_one(
    after: After, other: str
) -> None:
    answer = after(f"And for {other}?")
    assert answer.refused or all("umetripant" in one.title for one in answer.citations)


def test_a_word_too_long_to_be_one_is_no_subject_of_the_store(after: After) -> None:
    assert after(f"Does it cause {'x' * 80}?").refused


def test_a_follow_up_of_endlessly_many_words_takes_no_time(after: After) -> None:
    after("Does it whiten teeth?")
    started = time.perf_counter()
    assert after(" ".join(f"word{number}" for number in range(20_000)) + "?").refused
    assert time.perf_counter() - started < 5


SOPIRADINE = "Does sopiradine prevent delirium after hip surgery?"


@pytest.mark.parametrize(
    ("question", "drug"),
    [
        ("Any downsides of lumetripant?", "umetripant"),
        ("What did the orlikinib trial find?", "rlikinib"),
        ("Any downsides of topiramate?", "opiramate"),
    ],
)
def test_what_could_be_asked_of_any_study_is_not_answered_of_another_drug(
    after: After, question: str, drug: str
) -> None:
    answer = after(question, SOPIRADINE)
    assert answer.refused or all(drug in one.title for one in answer.citations)


@pytest.mark.parametrize(
    "question",
    [
        "Do hearing aids help?",
        "Does rubber flooring help lame cows?",
        "What is the sensitivity of the ORLK3 blood test?",
    ],
)
def test_a_whole_question_on_another_subject_is_answered_alone(after: After, question: str) -> None:
    answer = after(question, SOPIRADINE)
    assert not answer.refused, answer.reason
    assert answer.asked is None


@pytest.mark.parametrize("said", ["ok thanks", "hello", "Great!"])
def test_manners_name_no_subject(after: After, said: str) -> None:
    assert after(said, MIGRAINE).answer.startswith("The question names no subject")
    assert standing("tell me more", [Turn(MIGRAINE), Turn(said)]).endswith(
        "chronic migraine, adults)"
    )


def test_another_type_takes_the_place_of_the_one_before() -> None:
    asked = "Does glutaverin lower HbA1c in type 2 diabetes?"
    assert "diabetes" in standing("And type 1?", [Turn(asked)])
    assert "type 2" not in standing("And type 1?", [Turn(asked)])
