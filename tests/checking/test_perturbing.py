"""What the check's network is taught with: sentences changed by rule, where it says they were."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.checker import perturb
from benchmarks.checker.perturb import Changed
from benchmarks.checker.rewrite import flipped, rewritten

SENTENCE = (
    "Relapses were less frequent in adults given vexadrine than in those given placebo "
    "(12% vs. 30% at 24 weeks), and vexadrine may reduce pain in patients with gout."
)


@pytest.mark.parametrize("way", dict.fromkeys(perturb.KINDS), ids=lambda way: str(way.__name__))
def test_each_way_changes_what_it_says_it_changes(way: object) -> None:
    assert callable(way)
    made = {way(SENTENCE, random.Random(seed)) for seed in range(30)} - {None}
    assert made
    for one in made:
        assert isinstance(one, Changed)
        assert one.text != SENTENCE
        # Without the places at fault nothing is left that the sentence does not have.
        rest = one.text
        for start, end in sorted(one.spans, reverse=True):
            assert one.text[start:end]
            rest = rest[:start] + rest[end:]
        letters = iter(SENTENCE)
        assert all(letter in letters for letter in rest)


@given(st.text(max_size=200), st.integers(0, 9))
def test_any_text_can_be_tried(text: str, seed: int) -> None:
    made = perturb.changed(text, random.Random(seed))
    if made:
        assert made.text != text
        assert all(0 <= start < end <= len(made.text) for start, end in made.spans)
    assert isinstance(rewritten(text, random.Random(seed)), str)


def test_a_comparison_told_from_the_other_side_is_the_same() -> None:
    assert flipped("Pain was lower with tea than with water.") == (
        "Pain was higher with water than with tea."
    )
    assert flipped("Pain was low.") == "Pain was low."
