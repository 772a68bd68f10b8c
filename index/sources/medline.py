"""MEDLINE display format and .nbib: `TAG - value` lines, records set apart by empty lines.

Bio.Medline reads the format too, but not right for us: it takes each continuation line of a
wrapped OT, CIN, EIN, FAU or CN for a value of its own, runs two AB or LID fields together,
drops the first character of `PMID-12` without a space, and makes a record of stray prose.
"""

import re
from collections.abc import Iterable, Iterator
from typing import BinaryIO

from index.records import Event, Failure
from index.sources.abstracts import clean
from index.sources.files import open_text
from index.sources.medline_fields import UNREAD, Field, event_from

# `TI  - x`, and as other programs write it: `PMID-1`, `TI-`, `SO- x`, `TI  -x`, `ISSN - x`.
_TAG = re.compile(
    r"(?P<tag>[A-Z][A-Z0-9]{1,4}) {0,2}-(?:\s+|$)|(?=.{4}-)(?P<narrow>[A-Z][A-Z0-9]{1,3}) *-"
)
# A second one of these begins a record even where no empty line does.
_ONCE = frozenset(("PMID", "OWN"))


def read(stream: BinaryIO, path: str) -> Iterator[Event]:
    """The records of a MEDLINE or nbib file, read line by line.

    A record with neither title nor abstract gives a Failure that names it, and the rest goes on;
    a file without any record gives one Failure.
    """
    number = 0
    for number, fields in enumerate(_records(open_text(stream)), 1):
        yield event_from(fields, path, number)
    if not number:
        yield Failure(
            path,
            "",
            "no line here looks like `PMID- 123` or `TI  - A title`. Export again from PubMed "
            "with Send to > Citation manager, or Save > PubMed.",
        )


def _records(lines: Iterable[str]) -> Iterator[list[Field]]:
    """The tagged values of each record, in order, continuation lines joined to their value."""
    record: list[Field] = []
    seen: set[str] = set()
    after_gap = False
    for line in lines:
        if not line.strip():
            after_gap = True
            continue
        found = _TAG.match(line)
        if found:
            tag = found["tag"] or found["narrow"]
            if record and (after_gap or (tag in _ONCE and tag in seen)):
                yield record
                record, seen = [], set()
            record.append((tag, clean(line[found.end() :])))
            seen.add(tag)
        elif not record:
            continue
        elif line[0].isspace():
            tag, value = record[-1]
            record[-1] = (tag, clean(f"{value} {line}"))
        elif not after_gap:
            record.append((UNREAD, clean(line)))
        else:
            continue  # Prose between two records: the gap still stands.
        after_gap = False
    if record:
        yield record
