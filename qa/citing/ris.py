"""RIS, by rispy: EndNote, Zotero, Mendeley and nearly everything else."""

import re
from collections.abc import Sequence
from typing import Any

import rispy
from rispy.config import LIST_TYPE_TAGS

from index.records import Author
from qa.answer import Reference
from qa.citing.dates import Published, published
from qa.citing.lines import abstract, line, title
from qa.citing.names import person
from qa.citing.standing import publication_types, standing

_RANGE = re.compile(r"(?P<first>[^-\s,;]+)-(?P<last>[^-\s,;]+)")


class _Writer(rispy.RisWriter):  # type: ignore[misc]
    """Without a running number before each record, which is no part of the format."""

    # An article has several types; each has a line.
    DEFAULT_LIST_TAGS = [*LIST_TYPE_TAGS, "M3"]  # noqa: RUF012

    def set_header(self, count: int) -> str:
        return ""


def write(references: Sequence[Reference]) -> str:
    """A record of type JOUR for each reference."""
    text: str = rispy.dumps([_record(one) for one in references], implementation=_Writer)
    return text


def _record(reference: Reference) -> dict[str, Any]:
    date = published(reference.published, reference.year)
    pages = line(reference.pages)
    spread = _RANGE.fullmatch(pages)
    fields = {
        "title": title(reference),
        "authors": [_name(author) for author in reference.authors],
        "secondary_title": line(reference.journal or reference.journal_abbreviation),
        "alternate_title1": line(reference.journal_abbreviation),
        "year": str(date.start[0]) if date.start else "",
        "date": _date(date),
        "volume": line(reference.volume),
        "number": line(reference.issue),
        "start_page": spread["first"] if spread else pages,
        "end_page": spread["last"] if spread else "",
        "doi": line(reference.doi or ""),
        "accession_number": line(reference.pmid or ""),
        "name_of_database": "PubMed" if reference.pmid else "",
        # Where EndNote keeps it.
        "custom2": line(reference.pmcid or ""),
        "language": line(", ".join(reference.languages)),
        "type_of_work": [line(one) for one in publication_types(reference)],
        "notes": [known] if (known := standing(reference)) else [],
        "abstract": abstract(reference),
        "urls": [line(reference.url)] if reference.url else [],
    }
    return {"type_of_reference": "JOUR"} | {k: v for k, v in fields.items() if v}


def _date(date: Published) -> str:
    """`2021/05/04`; what is no month or day stands in the last place: `2003///Nov-Dec`."""
    if not date.start:
        return ""
    year, *rest = date.start
    other = date.text.removeprefix(str(year)).strip(" -–")
    if date.end or (other and not rest):
        return f"{year}///{other}"
    month, day = ([f"{number:02}" for number in rest] + ["", ""])[:2]
    return f"{year}/{month}/{day}/" if rest else ""


def _name(author: Author) -> str:
    """`Smith, Jane A, Jr`; a group ends in a comma, or its words would pass for names."""
    return f"{line(author.family)}," if author.collective else person(author).inverted
