"""Figures that cannot be as a statement has them; all sentences are invented."""

import pytest

from qa.checking import findings

TRIAL = (
    "Delirium struck 74 of 420 patients on sopiradine (relative risk 0.61, 95% CI 0.47 to 0.78)."
)
HARM = "Tezomab raised the risk of bleeding (odds ratio 1.61)."
HALF = "Tea drinkers had fewer strokes (hazard ratio 0.50)."
PART = ["so many there are not", "goes against a ratio", "is no change by"]


def impossible(statement: str, sentence: str) -> list[str]:
    reasons = [f.reason for f in findings(statement, [sentence])]
    return [reason for reason in reasons if any(part in reason for part in PART)]


@pytest.mark.parametrize(
    ("statement", "sentence"),
    [
        ("Delirium struck 420 of 74 patients after sopiradine.", TRIAL),
        ("Delirium struck 420 out of the 74 patients.", TRIAL),
        ("Sopiradine increased the risk of delirium (relative risk 0.61).", TRIAL),
        ("Patients had a higher risk of delirium (RR 0.61) after sopiradine.", TRIAL),
        ("Tezomab reduced the odds of bleeding (OR 1.61).", HARM),
        ("Sopiradine reduced delirium by 61%.", TRIAL),
        ("There was a 61% reduction in delirium after sopiradine.", TRIAL),
    ],
)
def test_what_cannot_be_is_told(statement: str, sentence: str) -> None:
    assert impossible(statement, sentence)


@pytest.mark.parametrize(
    ("statement", "sentence"),
    [
        ("Delirium struck 74 out of the 420 patients.", TRIAL),
        ("Sopiradine reduced the risk of delirium (relative risk 0.61).", TRIAL),
        ("Sopiradine reduced delirium by 39%.", TRIAL),
        ("The risk of delirium after sopiradine was 61% of that after saline.", TRIAL),
        ("Tezomab raised the risk of bleeding by 61% (OR 1.61).", HARM),
        ("Tea reduced strokes by 50%.", HALF),
        ("A score of 12 of the 8 items was wrong.", "A score of 12 of the 8 items was wrong once."),
    ],
)
def test_what_can_be_is_not(statement: str, sentence: str) -> None:
    assert impossible(statement, sentence) == []
