"""Statements spliced of two sources, each word and figure of which is there; all texts invented."""

import tomllib
from pathlib import Path

import pytest

from qa import check
from qa.checking import Finding, FindingKind, findings

SET = tomllib.loads(Path(__file__).with_name("splices.toml").read_text("utf-8"))


def spliced(statement: str, sentences: list[str]) -> list[Finding]:
    found = findings(statement, sentences)
    return [one for one in found if one.kind is FindingKind.SPLICE]


@pytest.mark.parametrize(("part", "least"), [("known", 24), ("afterwards", 10), ("moved", 7)])
def test_most_splices_are_told(part: str, least: int) -> None:
    """As counted when written; what is missed has no term to tell it by ("costs")."""
    told = [one for one in SET[part] if spliced(one["spliced"], one["sentences"])]
    assert len(told) >= least, [one["spliced"] for one in SET[part] if one not in told]


def test_what_sentences_say_together_is_no_splice() -> None:
    everything = SET["known"] + SET["afterwards"] + SET["moved"] + SET["together"]
    wrong = [one for one in everything if spliced(one["faithful"], one["sentences"])]
    assert not wrong


def test_the_reason_names_the_figure_and_both_things() -> None:
    sentences = ["Pain fell by 3.2 points with tezomab.", "Nausea did not change."]
    (one,) = spliced("Nausea fell by 3.2 points with tezomab.", sentences)
    assert one.reason == "'3.2 points' is said of Nausea, in the cited sentences of Pain"


def test_a_splice_is_not_supported() -> None:
    sentences = ["Pain fell by 3.2 points with tezomab.", "Nausea did not change."]
    assert check("Pain fell by 3.2 points with tezomab.", sentences).grade.holds
    assert not check("Nausea fell by 3.2 points with tezomab.", sentences).grade.holds


@pytest.mark.parametrize(
    "sentences",
    [
        ["The primary outcome was nausea.", "It fell by 3.2 points with tezomab."],
        ["Nausea was common.", "The score fell by 3.2 points with tezomab."],
        ["Nausea and pain were measured.", "Both scores fell, by 3.2 and 1.1, respectively."],
    ],
)
def test_what_may_be_meant_is_left_alone(sentences: list[str]) -> None:
    assert not spliced("Nausea fell by 3.2 with tezomab.", sentences)
