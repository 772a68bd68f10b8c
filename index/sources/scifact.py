"""SciFact's corpus: an abstract a line, already cut into the sentences that its claims number."""

from collections.abc import Iterator
from itertools import accumulate
from typing import BinaryIO

from index.records import Event, Origin, Part, Record
from index.sources.abstracts import clean, without_notice
from index.sources.columns import UnusableValueError
from index.sources.published import Row, id_in, list_in, read_lines, rest_of, text_in

_REMEDY = (
    'A line of SciFact\'s corpus is {"doc_id": 1, "title": "…", "abstract": ["…", "…"]}: take the '
    "file as published."
)


def read(stream: BinaryIO, path: str) -> Iterator[Event]:
    """A Record for each line, or a Failure; sentence i of the list is sentence i of the abstract.

    Labels that open a sentence ("BACKGROUND Newts …") stay in it: its words are as published.
    """
    return read_lines(stream, Origin(path, "scifact", ""), _record_of, _REMEDY)


def _record_of(row: Row, origin: Origin) -> Record:
    own_id = id_in(row, "doc_id")
    sentences = [
        _sentence(value, f"sentence {number} (from 0) of doc_id {own_id}")
        for number, value in enumerate(list_in(row, "abstract"))
    ]
    part = part_of(sentences)
    return Record(
        origin=origin,
        title=clean(text_in(row, "title")),
        parts=(part,) if sentences else (),
        own_id=f"scifact:{own_id}",
        # The notice itself stays, as every word of a given sentence does.
        truncated=without_notice(part.text) != part.text,
        extra=rest_of(row, "doc_id", "title", "abstract"),
    )


def _sentence(value: object, name: str) -> str:
    sentence = clean(value) if isinstance(value, str) else ""
    if not sentence:
        # Left out, it would shift the numbers of all that follow.
        raise UnusableValueError(name, value, "text with at least one word")
    return sentence


def part_of(sentences: list[str]) -> Part:
    """One part made of these cleaned sentences, a space between, that keeps their boundaries."""
    ends = list(accumulate((len(text) for text in sentences), lambda end, size: end + 1 + size))
    spans = tuple((end - len(text), end) for text, end in zip(sentences, ends, strict=True))
    return Part(" ".join(sentences), spans=spans)
