"""Clues that are weighed, not told: trends and figures beside those of the sentences; all texts
invented."""

import pytest

from qa.checking.figure_clues import figure_clues
from qa.checking.pair import pair_of
from qa.checking.trend_clues import trend_clues

FELL = "Knee pain fell in the oat group."
LOWER = "Knee pain was lower with oats than with rye after a month."
SHARES = "Falls were seen in 12% of walkers and in 30% of swimmers."
MORE = "Falls were more frequent in swimmers than in walkers."


def trends(statement: str, sentence: str) -> dict[str, float]:
    return trend_clues(pair_of(statement, [sentence]))


def figures(statement: str, sentence: str) -> dict[str, float]:
    return figure_clues(pair_of(statement, [sentence]))


@pytest.mark.parametrize(
    ("statement", "sentence", "clue"),
    [
        ("Knee pain rose in the oat group.", FELL, "trend against, changes"),
        ("Walkers had more falls.", "Walkers had fewer falls.", "trend against, differences"),
        (
            "After a month knee pain was higher with oats than with rye.",
            LOWER,
            "trend against, same sides, main",
        ),
        (
            "After a month knee pain was lower with rye than with oats.",
            LOWER,
            "trend against, other sides, main",
        ),
        ("Knee pain was higher with oats than with rye.", FELL, "trend against, said compared"),
    ],
)
def test_a_trend_the_other_way_is_a_clue(statement: str, sentence: str, clue: str) -> None:
    assert 0 < trends(statement, sentence)[clue] <= 1


@pytest.mark.parametrize(
    ("statement", "sentence"),
    [
        ("The oat group had a fall in knee pain.", FELL),
        ("After a month knee pain was higher with rye than with oats.", LOWER),
        ("Knee pain did not change in the oat group.", FELL),
        ("Tea is a drink.", FELL),
    ],
)
def test_a_trend_the_same_way_is_none(statement: str, sentence: str) -> None:
    clues = trends(statement, sentence)
    assert not any(value for name, value in clues.items() if name.startswith("trend against"))


def test_two_trends_that_are_both_turned_are_told_apart_from_one() -> None:
    given = "A longer walk went with less pain."
    assert trends("A shorter walk went with more pain.", given)["trends turned twice"] == 1
    assert trends("A longer walk went with more pain.", given)["trends turned twice"] == 0


def test_figures_that_have_changed_places_are_counted_by_their_words() -> None:
    swapped = figures("Falls were seen in 30% of walkers and in 12% of swimmers.", SHARES)
    assert swapped["figures exchanged"] == swapped["figures exchanged, none kept"] == 1
    kept = figures("Falls were seen in 30% of swimmers and in 12% of walkers.", SHARES)
    assert kept["figures exchanged"] == 0


@pytest.mark.parametrize(
    ("statement", "sentence", "clue"),
    [
        (MORE, SHARES, "words along figures"),
        ("Falls were less frequent in swimmers than in walkers.", SHARES, "words against shares"),
        (SHARES, MORE, "figures along words"),
        (SHARES, MORE.replace("more", "less"), "figures against words"),
        (SHARES, MORE.replace("more", "less"), "shares against words"),
    ],
)
def test_figures_say_which_side_has_more(statement: str, sentence: str, clue: str) -> None:
    raised = {name for name, value in figures(statement, sentence).items() if value}
    assert clue in raised
    assert not {"along" in name for name in raised} - {"along" in clue}


def test_figures_of_different_things_say_nothing() -> None:
    clues = figures(MORE, "Rain fell on 12% of days and snow on 30% of nights.")
    assert not any(clues.values())
