"""BioASQ task b (`golden.json`): questions with documents, snippets and two kinds of answer.

Editions differ in what they give and how answers are nested; what is not there is not gold.
"""

from collections.abc import Iterator
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator

from index.errors import SourceError
from index.identity import clean_pmid
from qa.evaluation.gold import GoldEvidence, GoldQuestion
from qa.evaluation.sets.files import File, Item, document
from qa.evaluation.sets.reading import LeftOut, Reading, of_one_file
from qa.evaluation.sets.rows import (
    Given,
    Id,
    Many,
    Row,
    Text,
    Texts,
    UnusableRowError,
    Verdict,
    brief,
    shown,
    texts_within,
)

# Early editions call the abstract by its place in a list of sections.
_ABSTRACT = ("abstract", "sections.0")
_Type = Literal["yesno", "factoid", "list", "summary"]


class _Snippet(Row):
    text: Text | None = None
    document: Text | None = None
    beginSection: Text | None = None  # noqa: N815  (the format's own name)

    @property
    def in_abstract(self) -> bool:
        return self.beginSection is None or self.beginSection.lower() in _ABSTRACT


def _lower(value: Any) -> Any:
    return (value.strip().lower() or None) if isinstance(value, str) else value


class _Question(Row):
    id: Id
    body: Given
    type: Annotated[_Type | None, BeforeValidator(_lower)] = None
    documents: Texts = ()
    snippets: Many[_Snippet] = ()
    ideal_answer: Texts = ()
    exact_answer: Any = None


class _YesNo(Row):
    exact_answer: Verdict = None


def read(path: str, split: str | None) -> Reading:
    """The questions of a golden or training file.

    Raises SourceError if it has no list of questions, SettingsError if a split is given.
    """
    return of_one_file("bioasq", path, split, _items, _row)


def _items(file: File) -> Iterator[Item]:
    found = document(file)
    questions = found.get("questions") if isinstance(found, dict) else None
    if not isinstance(questions, list):
        raise SourceError(
            f"{file.path!r} has no list named `questions`", "Name a golden file of BioASQ task b."
        )
    return (Item(_place(number, one), one) for number, one in enumerate(questions, 1))


def _place(number: int, value: Any) -> str:
    name = value.get("id") if isinstance(value, dict) else None
    return f"question {number}" + (f" ({brief(name)})" if isinstance(name, str) and name else "")


def _row(value: Any) -> Iterator[GoldQuestion | LeftOut]:
    row = _Question.model_validate(value)
    documents = dict.fromkeys([*row.documents, *(s.document for s in row.snippets if s.document)])
    keys = {document: _key(document) for document in documents}
    for key in keys.values():
        if key is None:
            yield LeftOut("documents that are not in PubMed")
    # Words rather than offsets: those count in BioASQ's own copy of the abstract.
    evidence = dict.fromkeys(
        GoldEvidence(key, text=one.text)
        for one in row.snippets
        if one.text and one.in_abstract and (key := keys.get(one.document or ""))
    )
    question = GoldQuestion(
        id=row.id,
        question=row.body,
        kind=row.type or "",
        verdict=_YesNo.model_validate(value).exact_answer if row.type == "yesno" else None,
        exact=_entities(row),
        references=row.ideal_answer,
        relevance={key: 1 for key in keys.values() if key},
        evidence=tuple(evidence),
    )
    yield question if question.has_answer else LeftOut("nothing is given of their answers")


def _key(document: str) -> str | None:
    pmid = clean_pmid(document)
    return f"pmid:{pmid}" if pmid else None


def _entities(row: _Question) -> tuple[tuple[str, ...], ...]:
    """A factoid's one entity, a list's several, each with its synonyms."""
    answer = row.exact_answer
    if row.type not in ("factoid", "list"):
        return ()
    each = answer if row.type == "list" and isinstance(answer, list) else [answer]
    try:
        entities = [texts_within(one) for one in each]
    except ValueError as error:
        raise UnusableRowError(f"`exact_answer` is {shown(answer)}: {error}") from error
    return tuple(entity for entity in entities if entity)
