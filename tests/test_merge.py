"""Which source wins, and what is never lost."""

from itertools import pairwise, permutations
from typing import Any

import pytest
from invented import record

from index.article import RETRACTED
from index.assemble import assemble
from index.merge import merge, same_article
from index.records import Notice, Part, Record

_RANKED = ["pubmed-xml", "medline", "pubmed-text", "saved-page", "ris", "jsonl"]


@pytest.mark.parametrize(("better", "poorer"), list(pairwise(_RANKED)))
def test_the_better_source_wins_in_either_order(better: str, poorer: str) -> None:
    good = record(title="Good.", reader=better)
    poor = record(title="Poor.", reader=poorer, journal="J Inv")
    for merged in (merge(good, poor), merge(poor, good)):
        assert (merged.title, merged.journal) == ("Good.", "J Inv")


def test_between_equals_the_later_wins_unless_its_version_is_older() -> None:
    first, second = record(title="First.", version=1), record(title="Second.", version=2)
    assert merge(first, record(title="Again.", version=1)).title == "Again."
    assert merge(first, second).title == "Second."
    assert merge(second, first).title == "Second."


@pytest.mark.parametrize("reader", ["pubmed-xml", "csv"])
@pytest.mark.parametrize(
    "known",
    [
        {"notices": (Notice("RetractionIn", pmid="9"),)},
        {"publication_types": ("Journal Article", "Retracted Publication")},
    ],
)
def test_a_retraction_known_to_either_source_survives(reader: str, known: dict[str, Any]) -> None:
    retracted = record(reader=reader, **known)
    fine = record(reader="medline", publication_types=("Review",), notices=(Notice("CommentIn"),))
    for merged in (merge(retracted, fine), merge(fine, retracted)):
        assert assemble(merged, ()).status == RETRACTED
        assert Notice("CommentIn") in merged.notices


@pytest.mark.parametrize(
    ("winner", "other", "text", "truncated"),
    [
        (("Whole.", False), ("Other.", False), "Whole.", False),
        (("", False), ("Other.", False), "Other.", False),
        (("", False), ("Oth", True), "Oth", True),
        (("Who", True), ("Other.", False), "Other.", False),
        (("Who", True), ("Oth", True), "Who", True),
        (("Who", True), ("", False), "Who", True),
        (("", True), ("", False), "", False),
    ],
)
def test_the_abstract_that_is_whole_is_kept(
    winner: tuple[str, bool], other: tuple[str, bool], text: str, truncated: bool
) -> None:
    better, poorer = (
        record(text=said, truncated=cut, reader=reader)
        for (said, cut), reader in ((winner, "medline"), (other, "ris"))
    )
    for merged in (merge(better, poorer), merge(poorer, better)):
        assert merged.parts == ((Part(text),) if text else ())
        assert merged.truncated is truncated


def test_extra_columns_of_both_are_kept() -> None:
    merged = merge(record(extra={"a": 1, "b": 2}, reader="ris"), record(extra={"b": 3, "c": 4}))
    assert merged.extra == {"a": 1, "b": 2, "c": 4}


def test_merging_the_same_again_changes_nothing() -> None:
    for one, other in permutations([record(pmid="1", reader=r, journal=r) for r in _RANKED], 2):
        merged = merge(one, other)
        assert merge(merged, merged) == merged


@pytest.mark.parametrize(
    ("stored", "incoming", "same"),
    [
        (record(pmid="1", doi="10.1/x"), record(pmid="2", doi="10.1/x"), False),
        (record(pmid="1"), record(pmid="1", title="New."), True),
        (record(pmid="1", doi="10.1/x"), record(doi="10.1/x", title="New."), True),
        (record(pmid="1", pmcid="PMC1"), record(pmcid="PMC1", title="N.", path="b"), True),
        (record(own_id="1", path="a"), record(own_id="1", path="b", title="Other."), False),
        (record(own_id="1", path="a"), record(own_id="1", path="b", title="tea and sleep"), True),
        (record(own_id="1", path="a"), record(own_id="1", path="a", title="Other."), True),
        (record(own_id="1", path="-"), record(own_id="1", path="-", title="Other."), False),
    ],
)
def test_what_makes_two_records_one_article(stored: Record, incoming: Record, same: bool) -> None:
    assert same_article(stored, incoming) is same
