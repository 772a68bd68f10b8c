"""Absolutes that no sentence has; all sentences are invented."""

import pytest

from qa.checking import findings

MORE = "In chronic migraine, a tablet of lumetripant prevented migraine days for three months."
HARM = "Constipation was a frequent unwanted effect of lumetripant (11.4% vs. 3.2%)."
FELL = "Tolverone lowered blood pressure in older adults with diabetes."


def boasted(statement: str, sentence: str) -> bool:
    return any("goes so far" in f.reason for f in findings(statement, [sentence]))


@pytest.mark.parametrize(
    ("statement", "sentence"),
    [
        ("Constipation was the only unwanted effect of lumetripant.", HARM),
        ("Lumetripant is the best tablet in chronic migraine.", MORE),
        ("A tablet of lumetripant cured chronic migraine for three months.", MORE),
        ("A tablet of lumetripant prevented migraine days in every patient.", MORE),
        ("Tolverone lowered blood pressure in all patients with diabetes.", FELL),
        ("Tolverone is the sole drug that lowered blood pressure.", FELL),
    ],
)
def test_an_absolute_is_told(statement: str, sentence: str) -> None:
    assert boasted(statement, sentence)


@pytest.mark.parametrize(
    ("statement", "sentence"),
    [
        ("Constipation, in only 11.4%, was an unwanted effect.", HARM),
        ("Nausea was the only harm.", "No harm was seen except nausea."),
        ("Lumetripant gave the best result.", "Lumetripant was superior to both others."),
        ("Drug A was the best, at 91%.", "Success was 91% with drug A and 74% with drug B."),
        ("The tablet cured scabies.", "Scabies was eradicated by the tablet."),
        ("Pressure fell in all patients.", "Pressure fell in each of the patients."),
        ("In all, tolverone lowered blood pressure.", FELL),
        ("Cure rates were given.", FELL),
    ],
)
def test_what_the_sentences_go_as_far_in_is_not(statement: str, sentence: str) -> None:
    assert not boasted(statement, sentence)
