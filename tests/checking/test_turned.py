"""Statements with a direction turned round or the compared things swapped; all texts invented."""

import pytest

from qa.checking import FindingKind, findings

FELL = "Knee pain fell in the oat group and stiffness rose in the rye group."
LOWER = "Knee pain was lower with oats than with rye after a month."
LESS = "Oats reduced knee pain more than rye did."
SHARES = "Falls were seen in 12% of walkers and in 30% of swimmers."
BEST = "Oats were superior to rye in easing knee pain."
SALT = "Morning renin was higher during low salt intake compared with high salt intake."
FEWER = "Walkers reported fewer falls at home."


def kinds(statement: str, sentence: str) -> set[FindingKind]:
    return {one.kind for one in findings(statement, [sentence])}


@pytest.mark.parametrize(
    ("statement", "sentence"),
    [
        ("Knee pain rose in the oat group.", "Knee pain fell in the oat group."),
        ("After a month knee pain was higher with oats than with rye.", LOWER),
        ("Oats reduced knee pain less than rye did.", LESS),
        ("Walkers reported more falls at home.", FEWER),
        ("Oats were inferior to rye in easing knee pain.", BEST),
    ],
)
def test_a_direction_turned_round_is_told(statement: str, sentence: str) -> None:
    assert FindingKind.DIRECTION in kinds(statement, sentence)


@pytest.mark.parametrize(
    ("statement", "sentence"),
    [
        ("After a month knee pain was lower with rye than with oats.", LOWER),
        ("Rye reduced knee pain more than oats did.", LESS),
        ("Falls were seen in 30% of walkers and in 12% of swimmers.", SHARES),
        ("Rye was superior to oats in easing knee pain.", BEST),
        ("Morning renin was higher during high salt intake compared with low salt intake.", SALT),
    ],
)
def test_sides_that_have_changed_places_are_told(statement: str, sentence: str) -> None:
    assert kinds(statement, sentence) & {FindingKind.ARMS, FindingKind.DIRECTION}


@pytest.mark.parametrize(
    ("statement", "sentence"),
    [
        ("After a month knee pain was higher with rye than with oats.", LOWER),
        ("Compared with rye, oats gave less knee pain after a month.", LOWER),
        ("Rye reduced knee pain less than oats did.", LESS),
        ("Knee pain fell with oats, and stiffness rose with rye.", FELL),
        ("Falls were seen in 30% of swimmers and 12% of walkers.", SHARES),
        ("Rye was inferior to oats in easing knee pain.", BEST),
        ("During low salt intake morning renin exceeded that during high salt intake.", SALT),
        ("Falls at home were fewer among walkers.", FEWER),
    ],
)
def test_the_same_told_from_its_other_side_is_left_alone(statement: str, sentence: str) -> None:
    assert not kinds(statement, sentence) & {FindingKind.ARMS, FindingKind.DIRECTION}


def test_the_reason_names_both_words() -> None:
    (one,) = findings("Knee pain rose in the oat group.", ["Knee pain fell in the oat group."])
    assert one.reason == "'rose', where the cited sentences say 'fell'"
