"""PubMed's "Abstract (text)" export: one or many numbered records, laid out for people.

A record is a run of blocks set apart by empty lines: citation, title, authors, "Author
information:", notices ("Comment in"), the abstract, "Copyright …", identifiers, conflicts of
interest. Each block is known by how it begins; what is left over is the abstract.
"""

import re
from collections.abc import Iterable, Iterator
from typing import BinaryIO

from index.records import Event, Failure
from index.sources.abstract_blocks import is_book_source, record_from
from index.sources.citation_line import parse_citation, rejoin
from index.sources.files import open_text
from index.sources.printed_blocks import Block

_NUMBERED = re.compile(r"(\d+)\. +(?=\S)")


def read(stream: BinaryIO, path: str) -> Iterator[Event]:
    """The records of an "Abstract (text)" export, one held in memory at a time.

    A record without a title gives a Failure that names it, and the rest goes on; a file without
    any numbered record gives one Failure.
    """
    found = False
    for number, blocks in _records(open_text(stream)):
        found = True
        yield record_from(blocks, path, number)
    if not found:
        yield Failure(
            path,
            "",
            "no numbered citation such as `1. J Invent Med. 2017 Feb 3;49(2):1-9.` here. Export "
            "again from PubMed with Save > Format: Abstract (text).",
        )


def _records(lines: Iterable[str]) -> Iterator[tuple[int, list[Block]]]:
    """The number and the blocks of each record."""
    number = 0
    record: list[Block] = []
    for gap, block in _blocks(lines):
        found = _NUMBERED.match(block[0])
        # A numbered list in an abstract has blocks like these, but no citation or double gap.
        if found and _begins_record(block, int(found[1]), number, gap):
            if record:
                yield number, record
            number, record = int(found[1]), []
            record.append([block[0][found.end() :], *block[1:]])
        elif number:
            record.append(block)
    if record:
        yield number, record


def _begins_record(block: Block, number: int, previous: int, gap: int) -> bool:
    if previous and number != previous + 1:
        return False
    text = rejoin(block).partition(". ")[2]
    return not previous or gap > 1 or parse_citation(text) is not None or is_book_source(text)


def _blocks(lines: Iterable[str]) -> Iterator[tuple[int, Block]]:
    """Each block of lines, with the number of empty lines before it."""
    gap, gap_before = 0, 0
    block: Block = []
    for line in lines:
        if line.strip():
            if not block:
                gap_before = gap
            block.append(line.rstrip("\n"))
            gap = 0
            continue
        if block:
            yield gap_before, block
            block = []
        gap += 1
    if block:
        yield gap_before, block
