"""How often what is called a disagreement is one: invented pairs, each read both ways round."""

import tomllib
from pathlib import Path

import pytest

from qa.llm.differing import disagree

PAIRS = tomllib.loads(Path(__file__).with_name("disagreements.toml").read_text("utf-8"))
# Kinds of pair that do not disagree, and how many of 30 readings may be called so all the same.
MOST = {"outcome": 3, "dose": 1, "population": 3, "same": 3}


def called(pairs: list[list[str]]) -> list[tuple[str, str]]:
    """Those of the pairs, each way round, that are called disagreements."""
    both = [(one, other) for a, b in pairs for one, other in ((a, b), (b, a))]
    return [pair for pair in both if disagree(*pair)]


def test_most_disagreements_are_seen() -> None:
    assert len(PAIRS["disagree"]) == 30
    assert len(called(PAIRS["disagree"])) >= 0.85 * 60


@pytest.mark.parametrize("kind", MOST)
def test_few_others_are_called_so(kind: str) -> None:
    assert len(PAIRS["agree"][kind]) == 15
    wrong = called(PAIRS["agree"][kind])
    assert len(wrong) <= MOST[kind], wrong


def test_most_of_what_is_called_so_is() -> None:
    right = len(called(PAIRS["disagree"]))
    wrong = sum(len(called(pairs)) for pairs in PAIRS["agree"].values())
    assert right / (right + wrong) >= 0.85, (right, wrong)


def test_pairs_written_afterwards() -> None:
    """As counted on the day they were written: the rules are not to be fitted to them."""
    seen, wrong = (called(PAIRS["unseen"][kind]) for kind in ("disagree", "agree"))
    assert len(seen) >= 21, seen
    assert len(wrong) <= 2, wrong


def test_plain_opposites_are_seen() -> None:
    """One kind of look-alike is called so still: another outcome that itself points ("healing")."""
    seen, wrong = (called(PAIRS["opposites"][kind]) for kind in ("disagree", "agree"))
    assert len(PAIRS["opposites"]["disagree"]) == len(PAIRS["opposites"]["agree"]) == 60
    assert len(seen) >= 115, len(seen)
    assert len(wrong) <= 3, wrong


def test_opposites_written_afterwards() -> None:
    """As counted on the day they were written."""
    seen, wrong = (called(PAIRS["opposites_unseen"][kind]) for kind in ("disagree", "agree"))
    assert len(seen) >= 17
    assert len(wrong) <= 2, wrong
