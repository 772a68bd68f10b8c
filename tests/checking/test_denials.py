"""Denials in a statement beside what its sentences deny and find; all texts invented."""

import pytest

from qa.checking import FindingKind, findings

BOTH = "Oats lowered cholesterol (P = .01), whereas body weight did not change."
MORE = "Walkers slept significantly longer than swimmers (P < .01), and mood was similar."
CURE = "Lorazin prevents seizures in rats."


def denies(statement: str, sentence: str) -> bool:
    return any(one.kind is FindingKind.NEGATION for one in findings(statement, [sentence]))


@pytest.mark.parametrize(
    ("statement", "sentence"),
    [
        ("Cholesterol did not change significantly with oats.", "Oats lowered cholesterol."),
        ("Oats had no significant effect on cholesterol, and body weight did not change.", BOTH),
        ("Walkers and swimmers slept no significantly different time.", MORE),
        ("It is untrue that lorazin prevents seizures in rats.", CURE),
        ("It is false that lorazin prevents seizures in rats.", CURE),
    ],
)
def test_a_denial_of_what_is_found_is_told(statement: str, sentence: str) -> None:
    assert denies(statement, sentence)


@pytest.mark.parametrize(
    ("statement", "sentence"),
    [
        ("Body weight did not change with oats.", BOTH),
        ("Oats lowered cholesterol without a change in body weight.", BOTH),
        ("Mood did not differ between walkers and swimmers.", MORE),
        ("A false alarm rate of nil was seen.", "No false alarm was seen."),
    ],
)
def test_a_denial_that_the_sentences_make_is_left_alone(statement: str, sentence: str) -> None:
    assert not denies(statement, sentence)
