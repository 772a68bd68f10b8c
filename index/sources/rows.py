"""One row of a table, or one JSON object, to a `Record`."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from index.identity import clean_doi, clean_pmcid, clean_pmid
from index.records import Author, Event, Failure, MeshQualifier, MeshTerm, Origin, Part, Record
from index.sources.abstracts import LabelledText, clean, parts_from_sections, parts_of
from index.sources.columns import (
    NO_VALUE,
    UnusableValueError,
    items_of,
    raw_text_of,
    sort_out,
    text_of,
    texts_of,
)
from index.sources.dates import year_of
from index.sources.names import author_of

_PREFIXED = re.compile(r"(pmid|doi|pmc|pmcid):\s*(\S+)", re.IGNORECASE)
_NLM_NAMES = re.compile(r"[^,;|]+ [A-Z]{1,4}(?:, [^,;|]+ [A-Z]{1,4})+\.?")
_WHOLE = re.compile(r"(\d+)\.0+")

Row = Mapping[str, Any]


def event_of(row: Row, origin: Origin) -> Event:
    """The record in a row, or a Failure naming what cannot be used.

    Unknown columns, and identifiers that are none, are kept in `extra` as given.
    """
    try:
        record = _record_of(row, origin)
    except UnusableValueError as error:
        return Failure(origin.path, origin.record, f"{error}. Correct it, or leave it empty.")
    if record.title or record.parts:
        return record
    named = ", ".join([*list(row)[:8], *(["…"] if len(row) > 8 else [])]) or "no columns at all"
    return Failure(
        origin.path,
        origin.record,
        f"neither a title nor an abstract among {named}. "
        "Fill in the columns `title` and `abstract`.",
    )


def _record_of(row: Row, origin: Origin) -> Record:
    values, extra = sort_out(row)
    own_id = text_of(values, "own_id") or None
    prefix, prefixed = _prefixed(own_id)
    given = {name: _WHOLE.sub(r"\1", text_of(values, name)) for name in ("pmid", "doi", "pmcid")}
    pmid = clean_pmid(given["pmid"])
    doi = clean_doi(given["doi"])
    pmcid = clean_pmcid(given["pmcid"]) or clean_pmcid(f"PMC{given['pmcid']}")
    for name, found in (("pmid", pmid), ("doi", doi), ("pmcid", pmcid)):
        if not found and given[name].casefold() not in NO_VALUE:
            extra[name] = values[name]
    own_pmid = clean_pmid(prefixed) if prefix == "pmid" else None
    if pmid and own_pmid and pmid != own_pmid:
        raise UnusableValueError("pmid", pmid, f"the PMID in {own_id!r}")
    parts, truncated = _abstract(values)
    year = text_of(values, "year")
    published = text_of(values, "published") or _WHOLE.sub(r"\1", year)
    return Record(
        origin=origin,
        title=text_of(values, "title"),
        parts=parts,
        pmid=pmid or own_pmid,
        doi=doi or (clean_doi(prefixed) if prefix == "doi" else None),
        pmcid=pmcid or (clean_pmcid(prefixed) if prefix == "pmc" else None),
        own_id=own_id,
        journal=text_of(values, "journal"),
        journal_abbreviation=text_of(values, "journal_abbreviation"),
        volume=text_of(values, "volume"),
        issue=text_of(values, "issue"),
        pages=text_of(values, "pages"),
        published=published,
        year=year_of(year) or year_of(published),
        authors=tuple(_authors(values)),
        mesh=tuple(_mesh(values)),
        keywords=texts_of(values, "keywords"),
        publication_types=texts_of(values, "publication_types"),
        languages=texts_of(values, "languages"),
        truncated=truncated,
        extra=extra,
    )


def _prefixed(own_id: str | None) -> tuple[str, str]:
    """The kind (`pmid`, `doi`, `pmc`) and value of an identifier such as `pmc:2253535`."""
    found = _PREFIXED.fullmatch(own_id or "")
    if not found:
        return "", ""
    kind = found[1].lower().removesuffix("id") if found[1].lower() != "pmid" else "pmid"
    return kind, f"PMC{found[2]}" if kind == "pmc" and found[2].isdecimal() else found[2]


def _abstract(values: Row) -> tuple[tuple[Part, ...], bool]:
    text = raw_text_of(values, "abstract")
    sections = list(_sections(values))
    return parts_from_sections(sections, text) if sections else parts_of(text)


def _sections(values: Row) -> Iterator[LabelledText]:
    for item in items_of(values, "sections") if "sections" in values else ():
        label, text = (item.get("label"), item.get("text")) if isinstance(item, dict) else (0, 0)
        if not isinstance(text, str) or not isinstance(label, str | None):
            raise UnusableValueError("sections", item, 'an object {"label": …, "text": …}')
        yield label, text


def _authors(values: Row) -> Iterator[Author]:
    given = values.get("authors")
    # PubMed's and many others' `Smith JA, Jones B`; elsewhere a comma divides a name.
    if isinstance(given, str) and _NLM_NAMES.fullmatch(clean(given)):
        values = {"authors": clean(given).rstrip(".").split(",")}
    for item in items_of(values, "authors"):
        name = item if isinstance(item, str) else _name_in(item)
        if name.casefold().rstrip(".") != "et al":
            yield author_of(name)


def _name_in(item: dict[str, Any]) -> str:
    """The name in an author's object, as `Family, Given` or as given."""
    keys = {key.casefold(): value for key, value in item.items() if isinstance(value, str)}
    family = next((keys[k] for k in ("family", "lastname", "last_name", "last") if k in keys), "")
    firsts = ("given", "forename", "firstname", "first_name", "first", "initials")
    given = next((keys[k] for k in firsts if k in keys), "")
    name = clean(f"{family}, {given}" if family and given else family or keys.get("name", ""))
    if not name:
        raise UnusableValueError("authors", item, 'a name, or an object with "family" or "name"')
    return name


def _mesh(values: Row) -> Iterator[MeshTerm]:
    """MeSH headings as MEDLINE prints them: `Aurovertins/*chemistry`, `*Software`."""
    for heading in texts_of(values, "mesh"):
        descriptor, *qualifiers = heading.split("/")
        yield MeshTerm(
            descriptor.lstrip("*"),
            descriptor.startswith("*"),
            tuple(MeshQualifier(name.lstrip("*"), name.startswith("*")) for name in qualifiers),
        )
