"""What the sentences leave open is told as found, or what they tell as not so; all invented."""

import pytest

from qa.checking import findings

LASTS = "Whether the benefit outlasts the hospital stay is unknown."
SAFE = "It remains unclear whether tezomab is safe in pregnant women with asthma."
ASKED = "We could not determine whether lorazin prevents relapse after surgery."
MORE = "Lumetripant prevented more migraine days than placebo."
HALVED = "Tolverone halved admissions for heart failure in older adults."


def told(statement: str, *sentences: str) -> list[str]:
    return [f.reason for f in findings(statement, sentences)]


@pytest.mark.parametrize(
    ("statement", "sentence"),
    [
        ("The benefit outlasts the hospital stay.", LASTS),
        ("The benefit does not outlast the hospital stay.", LASTS),
        ("Tezomab is safe in pregnant women with asthma.", SAFE),
        ("Lorazin prevents relapse after surgery.", ASKED),
    ],
)
def test_an_open_question_is_not_answered(statement: str, sentence: str) -> None:
    assert any("leave it open" in reason for reason in told(statement, sentence))


@pytest.mark.parametrize(
    ("statement", "sentences"),
    [
        ("It is unknown whether the benefit outlasts the hospital stay.", [LASTS]),
        ("The benefit may outlast the hospital stay, which is open.", [LASTS]),
        ("Whether tezomab is safe in pregnant women with asthma is not known.", [SAFE]),
        ("The study could not tell whether lorazin prevents relapse.", [ASKED]),
        (
            "Lorazin prevents relapse after surgery.",
            [ASKED, "In a later trial, lorazin clearly prevented relapse after surgery."],
        ),
    ],
)
def test_a_question_left_open_is_no_fault(statement: str, sentences: list[str]) -> None:
    assert not any("leave it open" in reason for reason in told(statement, *sentences))


@pytest.mark.parametrize(
    ("statement", "sentence", "part"),
    [
        ("Nobody believes that lumetripant prevented more migraine days.", MORE, "Nobody believes"),
        ("No expert claims that tolverone halved admissions.", HALVED, "No expert claims"),
        ("Lumetripant hardly prevented more migraine days.", MORE, "hardly"),
        ("Tolverone scarcely halved admissions for heart failure.", HALVED, "scarcely"),
        (
            "Had lumetripant prevented more migraine days than placebo, it would be used.",
            MORE,
            "Had lumetripant",
        ),
        ("Tolverone should have halved admissions in older adults.", HALVED, "should have halved"),
    ],
)
def test_what_is_told_as_not_so_is_flagged(statement: str, sentence: str, part: str) -> None:
    assert any(part in reason for reason in told(statement, sentence))


@pytest.mark.parametrize(
    ("statement", "sentence"),
    [
        ("Migraine days were prevented more by lumetripant than by placebo.", MORE),
        ("Of those on placebo hardly anyone improved.", "3% improved on placebo."),
        ("Lameness hardly changed, from 30% to 28%.", "Lameness fell from 30% to 28%."),
        ("Sleep hardly improved with tezomab.", "Sleep improved only slightly with tezomab."),
        ("Nobody claimed harm.", "No harm was claimed by anybody."),
        ("Older adults who had taken tolverone, had half the admissions.", HALVED),
        (
            "Had the drug worked, it would be used.",
            "If the drug had worked it would be in use.",
        ),
    ],
)
def test_what_is_told_as_it_is_is_not(statement: str, sentence: str) -> None:
    assert not any("denies this" in reason for reason in told(statement, sentence))
