"""A corpus in BEIR's layout: `_id`, `title`, `text` and `metadata`, a line each."""

from collections.abc import Iterator
from typing import BinaryIO

from index.records import Event, Origin, Record
from index.sources.abstracts import clean, parts_of
from index.sources.published import Row, id_in, read_lines, rest_of, text_in

_REMEDY = (
    'A line of a corpus in BEIR\'s layout is {"_id": "1", "title": "…", "text": "…"}: take the '
    "file as published."
)


def read(stream: BinaryIO, path: str) -> Iterator[Event]:
    """A Record for each line, or a Failure; `metadata` and other keys are kept in `extra`."""
    return read_lines(stream, Origin(path, "beir", ""), _record_of, _REMEDY)


def _record_of(row: Row, origin: Origin) -> Record:
    own_id = id_in(row, "_id")
    parts, truncated = parts_of(text_in(row, "text"))
    return Record(
        origin=origin,
        title=clean(text_in(row, "title")),
        parts=parts,
        own_id=f"beir:{own_id}",
        truncated=truncated,
        extra=rest_of(row, "_id", "title", "text"),
    )
