"""PubMedQA's `ori_pq*.json`: one object, abstracts by PMID, their last section set apart.

The question is the article's title, and the long answer is the conclusion that the abstract
printed after its other sections.
"""

from collections.abc import Iterator
from typing import BinaryIO

from index.identity import clean_pmid
from index.records import Event, Failure, MeshTerm, Origin, Record
from index.sources.abstracts import LabelledText, clean, parts_from_sections
from index.sources.columns import UnusableValueError
from index.sources.dates import year_of
from index.sources.jsonl import one_object
from index.sources.published import Row, event_of, rest_of, text_in, texts_in

_READ = ("QUESTION", "CONTEXTS", "LABELS", "LONG_ANSWER", "MESHES", "YEAR")
_REMEDY = (
    'PubMedQA\'s ori_pq*.json is {"PMID": {"QUESTION": "…", "CONTEXTS": ["…"], "LABELS": ["…"], '
    '"LONG_ANSWER": "…"}}: take the file as published.'
)


def read(stream: BinaryIO, path: str) -> Iterator[Event]:
    """A Record for each PMID, or a Failure that names it; the whole file is held in memory."""
    whole = one_object(stream, path, _REMEDY)
    if isinstance(whole, Failure):
        yield whole
    elif whole and not any(isinstance(row, dict) for row in whole.values()):
        # The file of labels that stands beside it, say: told once, not of each of its lines.
        yield Failure(path, "", f"{path!r} holds no abstracts by PMID. {_REMEDY}")
    else:
        for key, row in whole.items():
            yield _event(key, row, path)


def _event(key: str, row: object, path: str) -> Event:
    pmid = clean_pmid(key)
    place = f"PMID {pmid or repr(key)}"
    if not pmid:
        return Failure(path, place, f"the key {key!r:.80} is not a PMID. {_REMEDY}")
    if not isinstance(row, dict):
        return Failure(path, place, f"{row!r:.80} is no JSON object. {_REMEDY}")
    return event_of({**row, "PMID": pmid}, Origin(path, "pubmedqa", place), _record_of, _REMEDY)


def _record_of(row: Row, origin: Origin) -> Record:
    conclusion = text_in(row, "LONG_ANSWER")
    sections = [*_contexts(row), ("CONCLUSIONS", conclusion)]
    parts, cut = parts_from_sections(sections, "")
    published = _year(row)
    return Record(
        origin=origin,
        title=clean(text_in(row, "QUESTION")),
        parts=parts,
        pmid=row["PMID"],
        published=published,
        year=year_of(published),
        mesh=tuple(MeshTerm(name) for name in map(clean, texts_in(row, "MESHES")) if name),
        # An abstract without its conclusion is not whole: that of another source is better.
        truncated=bool(parts) and (cut or not conclusion.strip()),
        extra=rest_of(row, "PMID", *_READ),
    )


def _contexts(row: Row) -> list[LabelledText]:
    """The sections before the last; without labels if there is not one for each."""
    contexts, labels = texts_in(row, "CONTEXTS"), texts_in(row, "LABELS")
    if len(labels) != len(contexts):
        return [(None, text) for text in contexts]
    return list(zip(labels, contexts, strict=True))


def _year(row: Row) -> str:
    value = row.get("YEAR")
    if value is None or isinstance(value, str):
        return clean(value or "")
    if not isinstance(value, int) or isinstance(value, bool):
        raise UnusableValueError("YEAR", value, "a year")
    return str(value)
