"""What each block of one printed PubMed record is, told by how it begins."""

import re
from dataclasses import dataclass, field
from itertools import zip_longest
from typing import Any

from index.identity import clean_doi, clean_pmcid, clean_pmid
from index.records import Failure, Notice, Origin, Record
from index.sections import category_of
from index.sources.abstracts import parts_of
from index.sources.citation_line import (
    Citation,
    looks_like_authors,
    parse_authors,
    parse_citation,
    rejoin,
)
from index.sources.dates import year_of
from index.sources.printed_blocks import (
    NOTICE,
    Block,
    is_copyright,
    keywords_of,
    languages_of,
    notices_of,
)

_IDENTIFIER = re.compile(r"\b(DOI|PMCID|PMID):\s*(\S+)", re.IGNORECASE)
_IDENTIFIERS = re.compile(r"(?:DOI|PMCID|PMID|PII):\s", re.IGNORECASE)


@dataclass
class _Reading:
    """What has been read of a record so far; `done` once only conflicts of interest can follow."""

    citation: Citation | None = None
    source: str = ""
    title: str = ""
    authors: str = ""
    languages: tuple[str, ...] = ()
    keywords: tuple[str, ...] = ()
    copyright: str = ""
    abstract: list[Block] = field(default_factory=list)
    other_abstract: list[Block] = field(default_factory=list)
    notices: list[Notice] = field(default_factory=list)
    identifiers: dict[str, str] = field(default_factory=dict)
    skipping: bool = False
    done: bool = False


def is_book_source(text: str) -> bool:
    """Whether a record's first line names a book ("… [Internet]. Place: Publisher; 2012-")."""
    return bool(re.search(r"\[Internet\]|: [^:;]+; (?:1[89]|20)\d\d", text))


def record_from(blocks: list[Block], path: str, number: int) -> Record | Failure:
    """The record that the blocks make, the first without its number; a Failure if they lack
    a citation or a title.
    """
    reading = _Reading()
    head = rejoin(blocks[0])
    reading.citation = parse_citation(head)
    if reading.citation is None:
        if is_book_source(head):
            reading.source = head
        elif any(block[0].startswith("In: ") for block in blocks):
            reading.title = head
        else:
            return Failure(
                path,
                f"record {number}",
                f"its first line, {head[:80]!r}, is no citation such as `J Invent Med. 2017 Feb "
                "3;49(2):1-9.`. Export the record again.",
            )
    for block, after in zip_longest(blocks[1:], blocks[2:]):
        _take(reading, block, after)
    return _finish(reading, path, number)


def _take(reading: _Reading, block: Block, after: Block | None) -> None:
    """Puts one block where it belongs."""
    text = rejoin(block)
    if reading.done or _is_front_matter(reading, block, text):
        return
    if _IDENTIFIERS.match(text):
        reading.identifiers = {name.upper(): value for name, value in _IDENTIFIER.findall(text)}
        reading.done = True
    elif text.startswith("Conflict of interest statement"):
        reading.done = True
    elif text.lower().startswith("keywords:"):
        reading.keywords = keywords_of(text)
    elif is_copyright(text, last=bool(reading.abstract)):
        reading.copyright = text
    elif not reading.title:
        reading.title = text
    elif not reading.authors and not reading.abstract and _are_authors(text, after):
        reading.authors = text
    elif text.startswith("Publisher: ") or reading.other_abstract:
        reading.other_abstract.append(block)
    else:
        reading.abstract.append(block)


def _is_front_matter(reading: _Reading, block: Block, text: str) -> bool:
    """Takes addresses, collaborators, notices, languages and a book's name, if the block is one."""
    heading = NOTICE.match(block[0].strip())
    languages = languages_of(text)
    if text.startswith(("Author information:", "Collaborators:")):
        reading.skipping = True
    elif heading:
        reading.notices.extend(notices_of(block))
    elif languages and reading.title:
        reading.languages = languages
    elif text == "[No authors listed]":
        reading.authors = ""
    elif text.startswith("In: "):
        reading.source = text.removeprefix("In: ")
    else:
        # Addresses may go on after an empty line: "(12)Department of …".
        reading.skipping = reading.skipping and bool(re.match(r"\(\d+\)", text))
        return reading.skipping
    return True


def _are_authors(text: str, after: Block | None) -> bool:
    before_addresses = after is not None and after[0].startswith("Author information:")
    return before_addresses or looks_like_authors(text)


def _paragraphs(blocks: list[Block]) -> str:
    """The abstract, a line for each paragraph; in a labelled one, sections begin new lines."""
    paragraphs: list[list[str]] = []
    labelled = bool(blocks) and _opens_with_label(blocks[0][0])
    for block in blocks:
        paragraphs.append([])
        for line in block:
            if labelled and _opens_with_label(line):
                paragraphs.append([])
            paragraphs[-1].append(line)
    return "\n".join(rejoin(lines) for lines in paragraphs if lines)


def _opens_with_label(line: str) -> bool:
    label, colon, _ = line.partition(": ")
    return bool(colon) and label == label.upper() and category_of(label) is not None


def _finish(reading: _Reading, path: str, number: int) -> Record | Failure:
    pmid = clean_pmid(reading.identifiers.get("PMID"))
    name = f"record {number}" + (f" (PMID {pmid})" if pmid else "")
    if not reading.title:
        return Failure(path, name, "it has no title. Export the record again.")
    citation = reading.citation or Citation(reading.source.split(". ")[0], "")
    parts, truncated = parts_of(_paragraphs(reading.abstract))
    extra: dict[str, Any] = {}
    if reading.source:
        extra["book"] = reading.source
    if reading.copyright:
        extra["copyright"] = reading.copyright
    if reading.other_abstract:
        other = _paragraphs(reading.other_abstract).removeprefix("Publisher: ")
        extra["other_abstracts"] = [{"text": other, "language": ""}]
    return Record(
        origin=Origin(path, "pubmed-text", name),
        title=reading.title,
        parts=parts,
        pmid=pmid,
        doi=clean_doi(reading.identifiers.get("DOI")) or citation.doi,
        pmcid=clean_pmcid(reading.identifiers.get("PMCID")),
        journal=citation.journal,
        journal_abbreviation=citation.journal if reading.citation else "",
        volume=citation.volume,
        issue=citation.issue,
        pages=citation.pages,
        published=citation.published,
        year=citation.year or year_of(reading.source),
        authors=parse_authors(reading.authors),
        keywords=reading.keywords,
        languages=reading.languages,
        notices=tuple(reading.notices),
        truncated=truncated,
        extra=extra,
    )
