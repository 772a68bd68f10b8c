"""Answers and findings as pandas frames. The only file here that knows pandas."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, TypeAlias

import pandas as pd

from index.errors import SettingsError
from qa.answer import Answer, Citation, SearchResult, Statement

Frame: TypeAlias = pd.DataFrame

_QUESTION = "question"
_CITED = (
    "number key pmid doi title journal year section category sentence start end score status url"
).split()
_STATEMENTS = ["statement", "text", "support", "reasons", "fault", "relation", *_CITED, "cited"]
_HITS = "rank score key pmid doi title journal year status url section sentence".split()
_ROWS = (
    "question answer refused verdict answerability statements unsupported first_citation pmids "
    "error"
).split()
# A row without an answer leaves these empty, and the others what they are.
_ROW_TYPES = {
    "refused": "boolean",
    "verdict": "object",
    "answerability": "float64",
    "statements": "Int64",
    "unsupported": "Int64",
}
# What a column is called in whose place one of ours stands.
_GIVEN = "given_"


def of_answer(answer: Answer) -> Frame:
    """A row for each statement and citation; `relation` is `cites`, or `instead` and `against`
    where the sentence says it instead, or says otherwise."""
    cited = {one.number: one for one in answer.citations}
    rows = [
        row
        for at, statement in enumerate(answer.statements)
        for row in _of_statement(at, statement, cited)
    ]
    return _whole_years(pd.DataFrame(rows, columns=_STATEMENTS))


def of_search(result: SearchResult) -> Frame:
    """A row for each article, best first, with its best sentence."""
    rows = []
    for rank, hit in enumerate(result.hits, start=1):
        best = hit.sentences[0] if hit.sentences else None
        row = {name: getattr(hit, name) for name in _HITS if hasattr(hit, name)}
        rows.append(
            {
                **row,
                "rank": rank,
                "section": best and (best.section or best.category),
                "sentence": best and best.text,
            }
        )
    return _whole_years(pd.DataFrame(rows, columns=_HITS))


def of_many(
    rows: Iterable[tuple[str, Answer | None, BaseException | None]], given: Frame | None
) -> Frame:
    """A row for each question; columns that came with the questions stand before ours, under a
    name of their own where ours has the same."""
    made = pd.DataFrame([_of_row(*row) for row in rows], columns=_ROWS).astype(_ROW_TYPES)
    if given is None:
        return made
    others = given.drop(columns=_QUESTION)
    others.columns = [f"{_GIVEN}{name}" if name in _ROWS else name for name in others.columns]
    made.index = given.index
    return pd.concat([made[[_QUESTION]], others, made.drop(columns=_QUESTION)], axis="columns")


def questions_of(questions: object) -> tuple[list[Any], Frame | None]:
    """The questions in a list, Series or frame, and the frame they came in.

    Raises SettingsError if a frame has no one column `question`.
    """
    if isinstance(questions, pd.Series):
        questions = questions.to_frame(_QUESTION)
    if isinstance(questions, pd.DataFrame):
        if list(questions.columns).count(_QUESTION) != 1:
            names = ", ".join(map(str, questions.columns)) or "none"
            raise SettingsError(
                f"the frame has not one column {_QUESTION!r} (its columns: {names})",
                f'Rename the one that holds the questions: frame.rename(columns={{"…": "{_QUESTION}"}})',  # noqa: E501
            )
        return questions[_QUESTION].tolist(), questions.copy()
    if isinstance(questions, str) or not isinstance(questions, Iterable):
        raise SettingsError(
            f"{questions!r} is no list of questions", "Give a list, a Series or a frame"
        )
    return list(questions), None


def _of_statement(
    at: int, statement: Statement, cited: dict[int, Citation]
) -> Iterator[dict[str, Any]]:
    said = {
        "statement": at,
        "text": statement.text,
        "support": statement.support.value,
        "reasons": "; ".join(statement.reasons),
        "fault": statement.fault.value if statement.fault else None,
    }
    related: Sequence[tuple[str, int]] = [
        *(("cites", number) for number in statement.citations),
        *(("instead", number) for number in statement.instead),
        *(("against", number) for number in statement.against),
    ]
    for relation, number in related:
        one = cited[number]
        yield {
            **said,
            "relation": relation,
            **{name: getattr(one, name) for name in _CITED},
            "cited": one.text,
        }
    if not related:
        yield said


def _of_row(question: str, answer: Answer | None, error: BaseException | None) -> dict[str, Any]:
    if answer is None:
        return {"question": question, "error": str(error) or type(error).__name__}
    pmids = dict.fromkeys(one.pmid for one in answer.citations if one.pmid)
    return {
        "question": question,
        "answer": answer.answer,
        "refused": answer.refused,
        "verdict": answer.verdict.value if answer.verdict else None,
        "answerability": answer.answerability,
        "statements": len(answer.statements),
        "unsupported": sum(not one.support.holds for one in answer.statements),
        "first_citation": answer.citations[0].text if answer.citations else None,
        "pmids": list(pmids),
    }


def _whole_years(frame: Frame) -> Frame:
    """Years and numbers stay whole where one is missing."""
    whole = {"year", "number", "start", "end"} & set(frame.columns)
    if frame["sentence"].map(lambda value: not isinstance(value, str)).all():
        whole.add("sentence")
    return frame.astype(dict.fromkeys(whole, "Int64"))
