"""Evidence Inference 2.0, a row a question: two treatments compared, with the words that tell."""

from collections.abc import Iterator
from functools import partial
from typing import Any

from index.identity import clean_pmcid, clean_pmid
from index.records import Failure
from qa.evaluation.gold import GoldEvidence, GoldQuestion
from qa.evaluation.sets.files import Item, lines, read_file
from qa.evaluation.sets.reading import LeftOut, Reading, events_of, no_such_split
from qa.evaluation.sets.rows import Given, Id, Many, Row, Text, UnusableRowError, shown


class _Evidence(Row):
    text: Text
    in_abstract: bool | None = None


class _Question(Row):
    id: Id
    question: Given
    split: Text | None = None
    pmid: Id | None = None
    pmcid: Id | None = None
    evidence: Many[_Evidence] = ()
    answerable_from_abstract: bool


def read(path: str, split: str | None) -> Reading:
    """The questions whose evidence stands in the abstract, of one split or (None) of all.

    Raises SourceError if the file cannot be opened, SettingsError for a split that is not there.
    """
    file = read_file(path)
    items = list(lines(file))
    there = _splits(items)
    if split is not None and split not in there:
        raise no_such_split(path, split, there)
    return Reading(events_of(file.path, items, partial(_row, split=split)), (file,), split)


def _splits(items: list[Item | Failure]) -> list[str]:
    rows = [item.value for item in items if isinstance(item, Item)]
    given = [row.get("split") for row in rows if isinstance(row, dict)]
    return sorted({split.strip() for split in given if isinstance(split, str)})


def _row(value: Any, split: str | None) -> Iterator[GoldQuestion | LeftOut]:
    row = _Question.model_validate(value)
    if split not in (None, row.split):
        return
    if not row.answerable_from_abstract:
        yield LeftOut("evidence is not in the abstract")
        return
    key = _key(row)
    texts = dict.fromkeys(one.text for one in row.evidence if one.in_abstract and one.text)
    if not texts:
        raise UnusableRowError(
            "`answerable_from_abstract` is true, yet no `evidence` is `in_abstract`"
        )
    yield GoldQuestion(
        id=row.id,
        question=row.question,
        kind="comparison",
        answerable=True,
        relevance={key: 1},
        evidence=tuple(GoldEvidence(key, text=text) for text in texts),
    )


def _key(row: _Question) -> str:
    pmid = clean_pmid(row.pmid)
    if pmid:
        return f"pmid:{pmid}"
    pmcid = clean_pmcid(row.pmcid)
    if not pmcid:
        raise UnusableRowError(
            f"neither `pmid` ({shown(row.pmid)}) nor `pmcid` ({shown(row.pmcid)}) is one"
        )
    return f"pmc:{pmcid}"
