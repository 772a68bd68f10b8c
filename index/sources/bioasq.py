"""BioASQ's task B files: questions with snippets of abstracts, which make partial abstracts.

Whole abstracts are not in them. What all the questions of a file quote of one article is put in
order, and marked as cut short, so that a whole abstract from any other source wins over it.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, BinaryIO

from index.identity import clean_pmid
from index.records import Event, Failure, Origin, Part, Record, Skipped
from index.sources.abstracts import clean
from index.sources.bioasq_snippets import Snippet, pieces_of
from index.sources.columns import UnusableValueError
from index.sources.jsonl import one_object
from index.sources.published import Row, list_in, text_in

# Of a PubMed abstract, older files say `sections.0` where newer ones say `abstract`.
_SECTIONS = {"title": "title", "abstract": "abstract", "sections.0": "abstract"}
_REMEDY = (
    'BioASQ\'s file is {"questions": [{"id": "…", "snippets": [{"document": "…/pubmed/1", "text": '
    '"…", "beginSection": "abstract", "offsetInBeginSection": 0, …}]}]}: take it as published.'
)


@dataclass
class _Quoted:
    """What is quoted of one article so far."""

    title: list[Snippet] = field(default_factory=list)
    abstract: list[Snippet] = field(default_factory=list)


def read(stream: BinaryIO, path: str) -> Iterator[Event]:
    """What is wrong with questions and snippets, then a Record for each article quoted.

    The whole file is held in memory: any question may quote any article.
    """
    whole = one_object(stream, path, _REMEDY)
    if isinstance(whole, Failure):
        yield whole
        return
    questions = whole.get("questions")
    if not isinstance(questions, list):
        yield Failure(path, "", f"{path!r} holds no list of `questions`. {_REMEDY}")
        return
    quoted: dict[str, _Quoted] = {}
    for number, question in enumerate(questions, 1):
        yield from _take(question, number, path, quoted)
    for pmid, found in quoted.items():
        yield _record_of(pmid, found, path)


def _take(question: Any, number: int, path: str, quoted: dict[str, _Quoted]) -> Iterator[Event]:
    """Puts a question's snippets where they belong, and yields what is wrong with any."""
    place = f"question {number}"
    if not isinstance(question, dict):
        yield Failure(path, place, f"{question!r:.80} is no JSON object. {_REMEDY}")
        return
    if "id" in question:
        place += f" ({question['id']!s:.40})"
    try:
        snippets = list_in(question, "snippets")
    except UnusableValueError as error:
        yield Failure(path, place, f"{error}. {_REMEDY}")
        return
    for count, value in enumerate(snippets, 1):
        try:
            section, pmid, snippet = _snippet(value)
        except UnusableValueError as error:
            yield Failure(path, f"{place}, snippet {count}", f"{error}. {_REMEDY}")
            continue
        if section is None:
            reason = "it stands in neither title nor abstract alone, and only those are read."
            yield Skipped(path, f"{place}, snippet {count}", reason)
        else:
            article = quoted.setdefault(pmid, _Quoted())
            (article.title if section == "title" else article.abstract).append(snippet)


def _snippet(value: Any) -> tuple[str | None, str, Snippet]:
    """Section (None if it is neither title nor abstract), PMID and snippet; UnusableValueError."""
    if not isinstance(value, dict):
        raise UnusableValueError("a snippet", value, "an object")
    text = clean(text_in(value, "text"))
    if not text:
        raise UnusableValueError("text", value.get("text"), "text with at least one word")
    document = text_in(value, "document")
    pmid = clean_pmid(document)
    if not pmid:
        raise UnusableValueError("document", document, "an article's address in PubMed")
    begin, end = _offset(value, "offsetInBeginSection"), _offset(value, "offsetInEndSection")
    names = {_SECTIONS.get(text_in(value, name)) for name in ("beginSection", "endSection")}
    return names.pop() if len(names) == 1 else None, pmid, Snippet(text, begin, end)


def _offset(snippet: Row, name: str) -> int:
    value = snippet.get(name)
    if not isinstance(value, int) or isinstance(value, bool):
        raise UnusableValueError(name, value, "a whole number, as an offset must be")
    return value


def _record_of(pmid: str, quoted: _Quoted, path: str) -> Record:
    parts = tuple(Part(text) for text in pieces_of(quoted.abstract))
    return Record(
        origin=Origin(path, "bioasq", f"PMID {pmid}"),
        title=max(pieces_of(quoted.title), key=len, default=""),
        parts=parts,
        pmid=pmid,
        truncated=bool(parts),
    )
