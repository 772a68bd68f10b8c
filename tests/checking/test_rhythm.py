"""How often a thing is done or counted; all sentences are invented."""

import pytest

from qa.checking import findings

DAILY = "A daily tablet of lumetripant prevented more attacks than placebo."
MONTHLY = "Monthly migraine days fell by 6.1 with lumetripant and by 3.4 with placebo."


def told(statement: str, sentence: str) -> list[str]:
    return [statement[f.start : f.end] for f in findings(statement, [sentence])]


@pytest.mark.parametrize(
    ("statement", "sentence", "part"),
    [
        ("A weekly tablet of lumetripant prevented more attacks than placebo.", DAILY, "weekly"),
        ("A tablet every month prevented more attacks than placebo.", DAILY, "every month"),
        ("A weekly tablet prevented more migraine days.", DAILY, "weekly"),
        ("Weekly migraine days fell by 6.1 with lumetripant.", MONTHLY, "Weekly"),
        ("Migraine days a year fell by 6.1 with lumetripant.", MONTHLY, "a year"),
        (
            "Yearly injections of tezomab were given.",
            "Tezomab injections were given once a week.",
            "Yearly",
        ),
    ],
)
def test_another_rhythm_is_told(statement: str, sentence: str, part: str) -> None:
    assert part in told(statement, sentence)


@pytest.mark.parametrize(
    ("statement", "sentence"),
    [
        ("One tablet of lumetripant a day prevented more attacks than placebo.", DAILY),
        ("Lumetripant tablets prevented more attacks than placebo.", DAILY),
        ("Migraine days per month fell by 6.1 with lumetripant.", MONTHLY),
        ("Injections were given each week.", "Injections were given once weekly."),
        ("They took one pill a day.", "They took one pill q.d."),
        ("They trained 3 days a week, each day.", "They trained on 3 days per week."),
        (
            "Adults took tezomab tablets for up to a year.",
            "Adults took daily tezomab tablets for 12 months.",
        ),
        ("Attacks per year were counted.", "Yearly attacks were counted."),
    ],
)
def test_the_same_rhythm_in_other_words_is_not(statement: str, sentence: str) -> None:
    assert told(statement, sentence) == []
