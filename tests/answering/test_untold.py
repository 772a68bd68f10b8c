"""Follow-ups about what no abstract tells are refused, and the reason says what is not told."""

import pytest

from prompts import load
from qa import Library
from qa.untold import TOPICS

MIGRAINE = "Does lumetripant prevent chronic migraine in adults?"
ASTHMA = "Does brovelukast help children with asthma?"


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("Who paid for it?", "says who paid for it"),
        ("Who sponsored the trial?", "says who paid for it"),
        ("Is it approved by the FDA?", "approved, sold or insured"),
        ("When does the patent run out?", "approved, sold or insured"),
        ("What does it cost?", "says what it costs"),
        ("Any conflicts of interest declared?", "interests its authors declare"),
        ("Was it preregistered?", "was registered"),
        ("Are the raw data available?", "where its data are"),
    ],
)
def test_what_is_not_told_is_said_so(library: Library, question: str, told: str) -> None:
    answer = library.ask(question, [MIGRAINE])
    assert answer.refused
    assert told in answer.answer
    assert answer.answerability == 0.0


def test_ethics(library: Library) -> None:
    floors = "Does rubber flooring protect dairy cows from lameness?"
    assert "ethics or consent" in library.ask("Did an ethics board agree?", [floors]).answer


def test_what_is_told_is_answered(library: Library) -> None:
    assert not library.ask("Is it expensive?", [ASTHMA]).refused


@pytest.mark.parametrize("question", ["What price is paid for that?", "Any price to pay?"])
def test_a_price_may_be_a_harm(library: Library, question: str) -> None:
    assert "costs" not in library.ask(question, [MIGRAINE]).answer.split(".")[0]


@pytest.mark.parametrize("topic", [one.name for one in TOPICS])
def test_each_topic_has_its_words(topic: str) -> None:
    assert load("extractive").render(f"untold_{topic}")
