"""What sort a question is, by those it is most like; and follow-ups that name nothing."""

import json

import numpy as np
import pytest

from index.sentence_transformer import SentenceTransformerEmbedder
from qa import Library
from qa.following import Sense, Turn, asked, standing
from qa.likeness import Likeness

from .helpers import ROOT

MIGRAINE = "Does lumetripant prevent chronic migraine in adults?"
FLOORS = "Does rubber flooring protect dairy cows from lameness?"
KNOWN = [
    json.loads(line)
    for line in (ROOT / "benchmarks/dialogues/asked.jsonl").read_text("utf-8").splitlines()
]


@pytest.fixture(scope="module")
def sense(builtin: SentenceTransformerEmbedder) -> Sense:
    likeness = Likeness(builtin)
    return Sense(lambda question: likeness.vectors([question])[0])


def test_the_vectors_kept_are_those_of_the_questions(builtin: SentenceTransformerEmbedder) -> None:
    rows, sorts = asked.known()
    assert [asked.SORTS[number] for number in sorts] == [one["sort"] for one in KNOWN]
    made = builtin.documents([one["question"] for one in KNOWN[::50]])
    cosines = np.sum(rows[::50] * made, axis=1)
    assert float(cosines.min()) > 0.999


def test_no_question_is_known_twice() -> None:
    typed = [one["question"].casefold() for one in KNOWN]
    assert len(typed) == len(set(typed))


@pytest.mark.parametrize(
    "question",
    [
        "Any downsides?",
        "Can you summarise that?",
        "Please elaborate.",
        "Is this proven?",
        "How robust are these numbers?",
        "Were any complications seen?",
        "Explain in simple words",
        "Where's the snag?",
        "What did the authors conclude?",
    ],
)
def test_questions_that_could_be_asked_of_any_study(sense: Sense, question: str) -> None:
    assert sense.is_general(question)


@pytest.mark.parametrize(
    "question",
    ["And in smokers?", "CRP?", "Did the kids sleep better?", "hair loss?", MIGRAINE, FLOORS],
)
def test_questions_that_name_something(sense: Sense, question: str) -> None:
    assert not sense.is_general(question)


def test_general_words_name_nothing_and_carry_everything(sense: Sense) -> None:
    """By its words alone, "snag" would be a subject, and "English" and "words" two."""
    said = "Put that into plain English words for the family"
    assert standing(said, [Turn(MIGRAINE)]) == said
    carried = "(lumetripant, chronic migraine, adults)"
    assert standing(said, [Turn(MIGRAINE)], sense) == f"{said} {carried}"
    # Nor does the next one go on with it.
    both = [Turn(MIGRAINE), Turn(said)]
    assert standing("How large was the trial?", both, sense).endswith(carried)


def test_a_bare_detail_is_taken_for_a_follow_up(sense: Sense) -> None:
    said = "Were the wards quieter at night?"
    assert standing(said, [Turn(FLOORS)]) == said
    assert standing(said, [Turn(FLOORS)], sense) != said


@pytest.mark.parametrize("question", [one["question"] for one in KNOWN if one["sort"] == "alone"])
def test_what_is_complete_stays_as_it_is(sense: Sense, question: str) -> None:
    """Unless the words alone already take it for a follow-up, as some they do."""
    history = [Turn(MIGRAINE)]
    if standing(question, history) == question:
        assert standing(question, history, sense) == question


@pytest.mark.parametrize(
    "question",
    ["Any downsides?", "Can you summarise that?", "Is this proven?", "In a nutshell?", "Dose?"],
)
def test_general_follow_ups_are_answered(library: Library, question: str) -> None:
    answer = library.ask(question, [MIGRAINE])
    assert not answer.refused, answer.reason
    assert "lumetripant" in answer.question


def test_what_nothing_alone_answers_may_go_on(library: Library) -> None:
    """It names two things, as a whole question does, and means the drug."""
    said = "My daughter gets bad dreams, is that known?"
    assert library.ask(said).refused
    history = ["Does adding brovelukast to an inhaled steroid cut asthma attacks in children?"]
    answer = library.ask(said, history)
    assert not answer.refused, answer.reason
    assert answer.asked == said
    assert "brovelukast" in answer.question
    assert not library.ask("What is the capital of Mongolia?", history).citations


@pytest.mark.parametrize("question", ["What's the catch?", "Can you summarise that?"])
def test_with_nothing_before_them_they_are_told_to_name_no_subject(
    library: Library, question: str
) -> None:
    assert library.ask(question).answer.startswith("The question names no subject")
