"""RIS, as reference managers and databases export it: `TY  - ` to `ER  - `, in .ris or .txt.

Split into records here rather than by rispy 0.10, which joins two articles into one where an ER
is missing, raises (losing the file) on a blank line after TY, and passes over records whose
tags are indented or have one space.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import BinaryIO

from index.records import Event, Failure, Origin
from index.sources.files import open_text
from index.sources.ris_fields import record_of
from index.sources.ris_ids import Tags

_OPENING = re.compile(r"\s*TY(?P<gap> *)-\s?(?P<type>.*)")
_TAG = re.compile(r"\s*(?P<tag>[A-Z][A-Z0-9])\s\s+-\s?(?P<value>.*)")
# "IL - 6" may begin a line of an abstract: one space counts only where TY itself has one.
_LOOSE_TAG = re.compile(r"\s*(?P<tag>[A-Z][A-Z0-9]) ?-(?:\s(?P<value>.*)|$)")


@dataclass(slots=True)
class _Entry:
    """One record's lines: tag to values, each value with its continuation lines after `\\n`."""

    line: int
    opened: bool
    tags: Tags = field(default_factory=dict)
    last: str = ""

    def add(self, tag: str, value: str) -> None:
        self.tags.setdefault(tag, []).append(value.strip())
        self.last = tag

    def continue_last(self, text: str) -> None:
        if self.last:
            values = self.tags[self.last]
            values[-1] = f"{values[-1]}\n{text}".strip()


def read(stream: BinaryIO, path: str) -> Iterator[Event]:
    """A Record for each entry, or a Failure for one that has neither title nor abstract.

    An entry ends at its ER or, where that is missing, at the next TY or the end of the file.
    Tags outside any TY are a Failure, as their entry may have lost its beginning; other text
    between entries is passed over.
    """
    number = 0
    for entry in _entries(open_text(stream)):
        number += 1
        yield _event(entry, path, number)
    if not number:
        yield Failure(
            path,
            "",
            f"{path!r} holds no RIS record (no line `TY  - …`). Export the records again as RIS.",
        )


def _entries(lines: Iterable[str]) -> Iterator[_Entry]:
    entry: _Entry | None = None
    form = _TAG
    for number, line in enumerate(lines, 1):
        opening = _OPENING.match(line)
        tagged = form.match(line)
        if opening:
            if entry and entry.tags.keys() - {"TY"}:
                yield entry
            form = _TAG if len(opening["gap"]) > 1 else _LOOSE_TAG
            entry = _Entry(number, opened=True)
            entry.add("TY", opening["type"])
        elif tagged and tagged["tag"] == "ER":
            if entry:
                yield entry
            entry = None
        elif tagged:
            entry = entry or _Entry(number, opened=False)
            entry.add(tagged["tag"], tagged["value"] or "")
        elif entry and line.strip():
            entry.continue_last(line.strip())
    if entry and entry.tags.keys() - {"TY"}:
        yield entry


def _event(entry: _Entry, path: str, number: int) -> Event:
    place = f"record {number} (line {entry.line})"
    tags = ", ".join(entry.tags)
    if not entry.opened:
        return Failure(
            path,
            place,
            f"the tags {tags} stand outside any record. Put the line `TY  - JOUR` before them.",
        )
    record = record_of(entry.tags, Origin(path, "ris", place))
    if not record.title and not record.parts:
        return Failure(
            path,
            place,
            f"neither a title (TI, T1) nor an abstract (AB, N2) among the tags {tags}. "
            "Export the record again.",
        )
    return record
