"""A figure keeps the unit that its sentence gives it; all sentences are invented."""

import pytest

from qa.checking import FindingKind, findings

TABLET = "A daily 40 mg tablet of lumetripant prevented more attacks than placebo."
SCORE = "The pain score fell by 6.1 with heat and by 3.4 with rest."
WALK = "The walk grew by 9 m more with tolverone, which is below the 30 m regarded as relevant."


def units(statement: str, sentence: str) -> list[str]:
    found = findings(statement, [sentence])
    return [statement[f.start : f.end] for f in found if f.kind is FindingKind.NUMBER]


@pytest.mark.parametrize(
    ("statement", "sentence"),
    [
        ("A 40 g tablet of lumetripant prevented more attacks than placebo.", TABLET),
        ("A tablet of 40 micrograms of lumetripant prevented more attacks.", TABLET),
        ("The pain score fell by 6.1% with heat.", SCORE),
        ("The pain score fell by 6.1 with heat and by 3.4 per cent with rest.", SCORE),
        ("The walk grew by 9 km more with tolverone.", WALK),
        ("The walk grew by 30 m more with tolverone.", WALK),
        ("Doses of 5 ng/mL were given.", "Doses of 5 mg/mL were given."),
        ("The tumour was 12 cm wide.", "The tumour was 12 mm wide."),
        ("Attacks fell by 2.5% a month.", "There were 2.5 fewer attacks a month."),
    ],
)
def test_another_unit_is_told(statement: str, sentence: str) -> None:
    assert units(statement, sentence)


@pytest.mark.parametrize(
    ("statement", "sentence"),
    [
        ("Lumetripant, 40 milligrams a day, prevented more attacks than placebo.", TABLET),
        ("Lumetripant 40 prevented more attacks than placebo.", TABLET),
        ("The pain score fell by 6.1 points with heat.", SCORE),
        ("With tolverone the walk grew by 9 metres more.", WALK),
        ("The gain of 9 m fell short of the 30 m thought relevant.", WALK),
        ("Delirium struck 17.6%.", "Delirium struck 74 of 420 (17.6) and 122 of 422 (28.9%)."),
        ("The cut-off was 5 ug/L.", "The cut-off was 5 μg/l."),
        ("Milk of 3 mL per kg was given.", "Milk of 3 ml/kg was given."),
        ("They walked 6 m in 2 min.", "They walked 6 m in 2 minutes."),
    ],
)
def test_the_same_unit_otherwise_written_is_not(statement: str, sentence: str) -> None:
    assert units(statement, sentence) == []
