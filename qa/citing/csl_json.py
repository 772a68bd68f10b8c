"""CSL-JSON (https://citeproc-js.readthedocs.io/en/latest/csl-json/markup.html): Zotero, Pandoc."""

import json
from collections.abc import Sequence
from typing import Any

from index.records import Author
from qa.answer import Reference
from qa.citing.dates import published
from qa.citing.keys import citation_keys
from qa.citing.lines import abstract, line, title
from qa.citing.names import person
from qa.citing.standing import publication_types, standing


def write(references: Sequence[Reference]) -> str:
    """A list with an item for each reference."""
    items = [item(one, key) for one, key in zip(references, citation_keys(references), strict=True)]
    return json.dumps(items, ensure_ascii=False, indent=2) + "\n"


def item(reference: Reference, key: str) -> dict[str, Any]:
    """The reference in CSL's variables, without those that are not known.

    What CSL has no variable for is under `custom`: all publication types, the date as printed,
    what is known against the article (for people in `note`).
    """
    fields = {
        "title": title(reference),
        "author": [_name(author) for author in reference.authors],
        "container-title": line(reference.journal or reference.journal_abbreviation),
        "container-title-short": line(reference.journal_abbreviation),
        "issued": _issued(reference),
        "volume": line(reference.volume),
        "issue": line(reference.issue),
        "page": line(reference.pages),
        "DOI": line(reference.doi or ""),
        "PMID": line(reference.pmid or ""),
        "PMCID": line(reference.pmcid or ""),
        "URL": line(reference.url or ""),
        "language": line(", ".join(reference.languages)),
        "abstract": abstract(reference),
        "note": standing(reference),
        "custom": _custom(reference),
    }
    return {"id": key, "type": "article-journal"} | {
        name: value for name, value in fields.items() if value
    }


def _name(author: Author) -> dict[str, str]:
    if author.collective:
        return {"literal": line(author.family)}
    name = person(author)
    parts = {"family": name.family, "given": name.given, "suffix": name.suffix}
    return {part: value for part, value in parts.items() if value}


def _issued(reference: Reference) -> dict[str, Any]:
    date = published(reference.published, reference.year)
    if not date.start:
        return {"literal": date.text} if date.text else {}
    return {"date-parts": [list(part) for part in (date.start, date.end) if part]}


def _custom(reference: Reference) -> dict[str, Any]:
    custom = {
        "published": line(reference.published),
        "publication_types": list(publication_types(reference)),
        "statuses": list(reference.statuses),
    }
    return {name: value for name, value in custom.items() if value}
