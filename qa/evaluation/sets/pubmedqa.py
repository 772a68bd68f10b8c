"""PubMedQA (`ori_pqal.json`): yes/no/maybe questions, each asked of one article, its PMID."""

from collections.abc import Iterator
from typing import Any

from index.errors import SourceError
from index.identity import clean_pmid
from index.sections import category_of
from qa.evaluation.gold import GoldEvidence, GoldQuestion
from qa.evaluation.sets.files import File, Item, Pairs, document
from qa.evaluation.sets.reading import Reading, of_one_file
from qa.evaluation.sets.rows import (
    Given,
    Many,
    Row,
    Text,
    Texts,
    UnusableRowError,
    Verdict,
    brief,
    shown,
)


class _Question(Row):
    QUESTION: Given
    CONTEXTS: Many[Text] = ()
    LABELS: Many[Text] = ()
    LONG_ANSWER: Texts = ()
    final_decision: Verdict = None


def read(path: str, split: str | None) -> Reading:
    """The questions of an object keyed by PMID.

    Raises SourceError if the file is no such object, SettingsError if a split is given.
    """
    return of_one_file("pubmedqa", path, split, _items, _row)


def _items(file: File) -> Iterator[Item]:
    found = document(file)
    if not isinstance(found, Pairs):
        raise SourceError(
            f"{file.path!r} is {shown(found)}, no object of questions by PMID",
            "Name a file such as ori_pqal.json.",
        )
    # The pairs, not the object: of two entries under one PMID the second must be told.
    return (Item(f"PMID {brief(pmid)}", (pmid, value)) for pmid, value in found.pairs)


def _row(item: tuple[str, Any]) -> Iterator[GoldQuestion]:
    name, value = item
    row = _Question.model_validate(value)
    pmid = clean_pmid(name)
    if pmid is None:
        raise UnusableRowError(f"{shown(name)}, under which it stands, is no PMID")
    key = f"pmid:{pmid}"
    texts = [*_results(row), *row.LONG_ANSWER]
    yield GoldQuestion(
        id=pmid,
        question=row.QUESTION,
        kind="yesno",
        answerable=True,
        verdict=row.final_decision,
        references=row.LONG_ANSWER,
        relevance={key: 1},
        evidence=tuple(GoldEvidence(key, text=text) for text in dict.fromkeys(texts)),
    )


def _results(row: _Question) -> list[str]:
    """The contexts that stand under a label that means RESULTS."""
    if row.LABELS and len(row.LABELS) != len(row.CONTEXTS):
        raise UnusableRowError(
            f"there are {len(row.LABELS)} LABELS for {len(row.CONTEXTS)} CONTEXTS"
        )
    labelled = zip(row.LABELS, row.CONTEXTS, strict=False)
    return [text for label, text in labelled if text and category_of(label) == "RESULTS"]
