"""What the rules tell a reader of statements beside sentences, both invented."""

import pytest

from qa.checking import FindingKind, findings

LAMPS = "Under bright lamps 12% of nurses fell asleep at work, under dim lamps 31%."
LESS = "Bright lamps reduced sleepiness in nurses more than dim lamps did."
NOTHING = "Lorazin did not change the number of seizures in rats."
MAYBE = "These results suggest that lorazin may prevent seizures in rats."
LINKED = "Coffee drinking was associated with fewer falls in older people."
ALIKE = "Weight loss was similar with lorazin and with placebo."


@pytest.mark.parametrize(
    ("statement", "sentences"),
    [
        ("Of nurses under bright lamps, 12% fell asleep at work.", [LAMPS]),
        ("With dim lamps nearly a third of nurses fell asleep at work.", [LAMPS]),
        ("Dim lamps reduced sleepiness in nurses less than bright lamps.", [LESS]),
        ("In rats lorazin left the number of seizures unchanged.", [NOTHING]),
        ("Lorazin might prevent seizures in rats.", [MAYBE]),
        ("Lorazin possibly prevents seizures in rats, and weight loss was alike.", [MAYBE, ALIKE]),
        ("Older people who drank coffee had fewer falls.", [LINKED]),
        ("Weight loss did not differ between lorazin and placebo.", [ALIKE]),
    ],
)
def test_what_the_sentences_say_is_left_alone(statement: str, sentences: list[str]) -> None:
    assert findings(statement, sentences) == ()


@pytest.mark.parametrize(
    ("statement", "sentence", "kind", "part", "reason"),
    [
        (
            "Under bright lamps 14% of nurses fell asleep at work.",
            LAMPS,
            FindingKind.NUMBER,
            "14%",
            "the figure 14% is in none of the cited sentences; they have 12%, 31%",
        ),
        (
            "Lamps were lit for 30 hours.",
            "Lamps were lit for 30 minutes.",
            FindingKind.NUMBER,
            "30 hours",
            "the cited sentences say 30 minutes, not 30 hours",
        ),
        (
            "Bright lamps did not reduce sleepiness in nurses more than dim lamps did.",
            LESS,
            FindingKind.NEGATION,
            "not",
            "'not': no cited sentence denies this",
        ),
        (
            "Bright lamps increased sleepiness in nurses.",
            "Bright lamps reduced sleepiness in nurses.",
            FindingKind.DIRECTION,
            "increased",
            "'increased', where the cited sentences say 'reduced'",
        ),
        (
            "It is proven that lorazin prevents seizures in rats.",
            MAYBE,
            FindingKind.HEDGE,
            "proven",
            "said outright; the cited sentences only say 'suggest'",
        ),
        (
            "Coffee drinking prevents falls in older people.",
            LINKED,
            FindingKind.CAUSE,
            "prevents",
            "'prevents', where the cited sentences say 'associated with'",
        ),
        (
            "Lorazin did not change the number of seizures in mice.",
            NOTHING,
            FindingKind.POPULATION,
            "mice",
            "the cited sentences speak of rats, not of mice",
        ),
        (
            "Lorazin blocked CYP9Z1 without change in the number of seizures in rats.",
            NOTHING,
            FindingKind.NAME,
            "CYP9Z1",
            "CYP9Z1 is named in none of the cited sentences",
        ),
        (
            "Smokers with asthma inhaled steroids twice.",
            LINKED,
            FindingKind.UNRELATED,
            "Smokers with asthma inhaled steroids twice.",
            "the cited sentences are about something else: "
            "no word of Smokers, asthma, inhaled, steroids",
        ),
    ],
)
def test_what_goes_beyond_them_is_told(
    statement: str, sentence: str, kind: FindingKind, part: str, reason: str
) -> None:
    told = [
        (one.kind, statement[one.start : one.end], one.reason)
        for one in findings(statement, [sentence])
    ]
    assert (kind, part, reason) in told


def test_a_dropped_negation_is_told() -> None:
    (one,) = findings("Lorazin changed the number of seizures in rats.", [NOTHING])
    assert one.kind is FindingKind.NEGATION
    assert "not change the number of seizures" in one.reason


def test_arms_that_have_changed_places_are_told() -> None:
    sentence = "Response was 74% with lorazin and 62% with tavanol."
    assert findings("Response was 62% with tavanol and 74% with lorazin.", [sentence]) == ()
    (one,) = findings("Response was 74% with tavanol and 62% with lorazin.", [sentence])
    assert one.kind is FindingKind.ARMS
    assert "lorazin" in one.reason
    assert "tavanol" in one.reason


def test_what_the_article_names_is_no_fault() -> None:
    statement = "In mice lorazin did not change the number of seizures."
    sentence = "Lorazin did not change the number of seizures."
    assert findings(statement, [sentence], "Lorazin for epilepsy in mice") == ()


def test_two_sentences_carry_together() -> None:
    statement = "Sleep came to 12% under bright lamps, and lorazin did not change seizures in rats."
    assert findings(statement, [LAMPS, NOTHING]) == ()
