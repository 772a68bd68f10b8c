"""Figures as people write them, and whether one follows from others."""

import pytest

from qa.checking.figures import figures
from qa.checking.numbers import Match, trace


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("fell by 1.62 points", [(1.62, "points")]),
        ("11 256 of 20,849 women", [(11256, ""), (20849, "")]),
        (
            "two thirds, a quarter and three in ten",
            [(2 / 3, "part"), (0.25, "part"), (0.3, "part")],
        ),
        ("twenty-one mg/kg", [(21, "mg/kg")]),
        ("twofold, doubled, 5-fold", [(2, "fold"), (2, "fold"), (5, "fold")]),
        ("half a year", [(6, "month")]),
        ("from 5 to 7 days", [(5, "day"), (7, "day")]),
        ("hazard ratio 0.7, 95% CI", [(0.7, ""), (95, "%")]),
        ("CYP2C9, IL-6, HbA1c and 25(OH)D", []),
        ("type 2 diabetes, stage 3", []),
        ("the third day", []),
    ],
)
def test_reading(text: str, expected: list[tuple[float, str]]) -> None:
    read = figures(text)
    assert [figure.unit for figure in read] == [unit for _, unit in expected]
    assert [figure.value for figure in read] == pytest.approx([value for value, _ in expected])


@pytest.mark.parametrize(
    ("statement", "sentence", "expected"),
    [
        ("12% slept", "Sleep came to 12%.", Match.EXACT),
        ("after one year", "at 12 months", Match.CONVERTED),
        ("a third slept", "33% slept", Match.CONVERTED),
        ("12% slept", "11.8% slept", Match.ROUNDED),
        ("62% slept", "64% slept", Match.NONE),
        ("nearly three times", "odds ratio 2.8", Match.ROUNDED),
        ("more than half slept", "58% slept", Match.ROUNDED),
        ("risk was 26% lower", "risk ratio 0.74", Match.ROUNDED),
        ("38% more frequent", "hazard ratio 1.38", Match.ROUNDED),
        ("a gap of 0.41", "1.62 with one and 1.21 with the other", Match.DERIVED),
        ("the rest, 30%, slept", "70% stayed awake", Match.DERIVED),
        ("for three years", "after the third round", Match.EXACT),
        ("188 hours", "188 min", Match.UNIT),
        ("13% slept", "12% slept", Match.NONE),
        ("halved", "cut by a third", Match.NONE),
    ],
)
def test_following(statement: str, sentence: str, expected: Match) -> None:
    assert [traced.match for traced in trace(statement, sentence)] == [expected]
