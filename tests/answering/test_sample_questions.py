"""The bundled sample's questions, with the built-in model: measured, and kept from falling."""

from dataclasses import dataclass
from typing import Any

import pytest

from answering.helpers import cited
from qa import Answer

Answers = list[tuple[dict[str, Any], Answer]]


@dataclass(frozen=True)
class Measured:
    """Shares, 0-1, over the answerable questions (refused ones count as not right) and over
    the others."""

    first: float
    among_three: float
    refused_answerable: float
    refused_unanswerable: float


@pytest.fixture(scope="module")
def measured(answers: Answers) -> Measured:
    answerable = [(e, a) for e, a in answers if e["answerable"]]
    others = [a for e, a in answers if not e["answerable"]]
    assert (len(answerable), len(others)) == (105, 19)
    right = [[list(place) in e["sentences"] for place in cited(a)] for e, a in answerable]
    return Measured(
        first=sum(any(row[:1]) for row in right) / len(right),
        among_three=sum(any(row[:3]) for row in right) / len(right),
        refused_answerable=sum(a.refused for _, a in answerable) / len(right),
        refused_unanswerable=sum(a.refused for a in others) / len(others),
    )


def test_the_first_citation_answers(measured: Measured) -> None:
    print(f"first citation right: {measured.first:.3f}")  # noqa: T201  (pytest -rP shows it)
    assert measured.first >= 0.56


def test_one_of_three_citations_answers(measured: Measured) -> None:
    print(f"one of the first three citations right: {measured.among_three:.3f}")  # noqa: T201  (pytest -rP shows it)
    assert measured.among_three >= 0.76


def test_few_answerable_questions_are_refused(measured: Measured) -> None:
    print(f"answerable questions refused: {measured.refused_answerable:.3f}")  # noqa: T201  (pytest -rP shows it)
    assert measured.refused_answerable <= 0.03


def test_most_questions_without_an_answer_are_refused(measured: Measured) -> None:
    print(f"unanswerable questions refused: {measured.refused_unanswerable:.3f}")  # noqa: T201  (pytest -rP shows it)
    assert measured.refused_unanswerable >= 0.84


def test_questions_from_other_fields_are_all_refused(answers: Answers) -> None:
    others = [(entry["question"], answer) for entry, answer in answers[-7:]]
    assert others[0][0] == "What is the capital of Australia?"
    assert [question for question, answer in others if not answer.refused] == []
