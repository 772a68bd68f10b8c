"""What the tags of one MEDLINE record mean (NLM's MEDLINE/PubMed data element descriptions)."""

import re
from collections.abc import Iterator, Sequence
from typing import Any

from index.identity import clean_doi, clean_pmcid, clean_pmid
from index.records import (
    Author,
    Failure,
    MeshQualifier,
    MeshTerm,
    Notice,
    Origin,
    Part,
    Record,
)
from index.sources.abstracts import parts_of
from index.sources.dates import year_of
from index.sources.names import author_of

Field = tuple[str, str]
UNREAD = "unread"
"""The tag given to a line within a record that bears none."""

NOTICES = {
    "CIN": "CommentIn",
    "CON": "CommentOn",
    "CRF": "CorrectedandRepublishedFrom",
    "CRI": "CorrectedandRepublishedIn",
    "DDIN": "AssociatedDataset",
    "DRIN": "AssociatedPublication",
    "ECF": "ExpressionOfConcernFor",
    "ECI": "ExpressionOfConcernIn",
    "EFR": "ErratumFor",
    "EIN": "ErratumIn",
    "ORI": "OriginalReportIn",
    "PRIN": "PartialRetractionIn",
    "PROF": "PartialRetractionOf",
    "RIN": "RetractionIn",
    "ROF": "RetractionOf",
    "RPF": "RepublishedFrom",
    "RPI": "RepublishedIn",
    "RRF": "RetractedandRepublishedFrom",
    "RRI": "RetractedandRepublishedIn",
    "SPIN": "SummaryForPatientsIn",
    "UIN": "UpdateIn",
    "UOF": "UpdateOf",
}
_READ = re.compile(
    r"PMID|PMC|LID|AID|TI|BTI|CI|TT|AB|OAB|OABL|FAU|AU|CN|JT|TA|VI|IP|PG|DP|LA|PT|MH|OT|VR"
)
# NLM's own housekeeping, and addresses.
_HOUSEKEEPING = re.compile(
    r"OWN|STAT|DA|DCOM|LR|PUBM|OTO|EDAT|MHDA|CRDT|PHST|PST|CDAT|CTDT|DRDT|SB|JID|AD|AUID|SO|PL"
)
_PMID = re.compile(r"\bPMID:\s*(\d+)\.?")


def event_from(fields: Sequence[Field], path: str, number: int) -> Record | Failure:
    """The record that the tagged values make; a Failure if they name no title and no abstract."""
    values: dict[str, list[str]] = {}
    for tag, value in fields:
        if value:
            values.setdefault(tag, []).append(value)
    pmid = clean_pmid(_first(values, "PMID"))
    name = f"record {number}" + (f" (PMID {pmid})" if pmid else "")
    title = " ".join(values.get("TI", ())) or _first(values, "BTI")
    parts, truncated = _abstract(values.get("AB", ()))
    if not title and not parts:
        return Failure(
            path,
            name,
            f"neither a title (TI) nor an abstract (AB) among its tags {', '.join(values)}. "
            "Export the record again.",
        )
    version = _first(values, "VR")
    return Record(
        origin=Origin(path, "medline", name),
        title=title,
        parts=parts,
        pmid=pmid,
        doi=_doi(values),
        pmcid=next(filter(None, map(clean_pmcid, values.get("PMC", ()))), None),
        own_id=_own_id(values),
        version=int(version) if version.isdecimal() else None,
        journal=_first(values, "JT") or (_first(values, "BTI") if "TI" in values else ""),
        journal_abbreviation=_first(values, "TA"),
        volume=_first(values, "VI"),
        issue=_first(values, "IP"),
        pages=_first(values, "PG"),
        published=_first(values, "DP"),
        year=year_of(_first(values, "DP")),
        authors=tuple(_authors(fields)),
        mesh=tuple(map(_mesh, values.get("MH", ()))),
        keywords=tuple(keyword.lstrip("*") for keyword in values.get("OT", ())),
        publication_types=tuple(values.get("PT", ())),
        languages=tuple(values.get("LA", ())),
        vernacular_title=" ".join(values.get("TT", ())),
        notices=tuple(_notices(fields)),
        truncated=truncated,
        extra=_extra(fields, values, pmid),
    )


def _first(values: dict[str, list[str]], tag: str) -> str:
    return values.get(tag, [""])[0]


def _abstract(texts: Sequence[str]) -> tuple[tuple[Part, ...], bool]:
    """The parts of every AB field in turn, and whether NLM cut one short."""
    read = [parts_of(text) for text in texts]
    return tuple(part for parts, _ in read for part in parts), any(cut for _, cut in read)


def _doi(values: dict[str, list[str]]) -> str | None:
    """The DOI from `10.… [doi]`; failing that from a resolver's address or a `doi:` prefix."""
    given = values.get("LID", []) + values.get("AID", [])
    marked = [value for value in given if value.endswith("[doi]")]
    # An unmarked value counts only if it says that it is a DOI: a [pii] may look like one.
    named = [value for value in given if re.match(r"(?:https?://(?:dx\.)?doi\.org/|doi:)", value)]
    printed = re.findall(r"\bdoi:\s*10\.\S+", _first(values, "SO"))
    return next(filter(None, map(clean_doi, marked + named + printed)), None)


def _own_id(values: dict[str, list[str]]) -> str | None:
    """ERIC's accession number, or NCBI Bookshelf's."""
    own = [value for value in values.get("OID", ()) if not value.startswith("NLM:")]
    shelf = [v.split()[0] for v in values.get("AID", ()) if v.endswith("[bookaccession]")]
    return next(iter(own + shelf), None)


def _authors(fields: Sequence[Field]) -> Iterator[Author]:
    """Persons from FAU with the AU that follows it, or from AU alone, and groups from CN."""
    full = ""
    for tag, value in [*fields, ("FAU", "")]:
        if tag in ("FAU", "CN") and full:
            yield _person(full, "")
            full = ""
        if tag == "FAU":
            full = value
        elif tag == "AU" and value and value != "et al.":
            yield _person(full or value, value)
            full = ""
        elif tag == "CN" and value:
            yield Author(value, collective=True)


def _person(full: str, short: str) -> Author:
    family, _, given = (piece.strip() for piece in full.partition(","))
    if given and short.startswith(f"{family} "):
        return Author(family, given, short[len(family) :].strip())
    # A name in one word, without comma or initials, is how MEDLINE writes those who have one name.
    return author_of(full) if " " in full else Author(full)


def _mesh(value: str) -> MeshTerm:
    descriptor, *qualifiers = value.split("/")
    return MeshTerm(
        descriptor.lstrip("*"),
        descriptor.startswith("*"),
        tuple(MeshQualifier(name.lstrip("*"), name.startswith("*")) for name in qualifiers),
    )


def _notices(fields: Sequence[Field]) -> Iterator[Notice]:
    for tag, value in fields:
        if tag in NOTICES and value:
            pmid = _PMID.search(value)
            reference = _PMID.sub("", value).strip()
            yield Notice(NOTICES[tag], reference, pmid.group(1) if pmid else None)


def _extra(
    fields: Sequence[Field], values: dict[str, list[str]], pmid: str | None
) -> dict[str, Any]:
    """Other abstracts with their language, a PMID that is none, and every tag without a field."""
    extra: dict[str, Any] = {}
    others: list[dict[str, str]] = []
    for tag, value in fields:
        if tag == "OAB" and value:
            others.append({"text": value, "language": ""})
        elif tag == "OABL" and others:
            others[-1]["language"] = value
    if others:
        extra["other_abstracts"] = others
    if not pmid and "PMID" in values:
        extra["pmid_as_given"] = _first(values, "PMID")
    if "CI" in values:
        extra["copyright"] = _first(values, "CI")
    if "BTI" in values:
        extra["book_title"] = _first(values, "BTI")
    unread = {tag: given for tag, given in values.items() if not _has_place(tag)}
    return extra | ({"tags": unread} if unread else {})


def _has_place(tag: str) -> bool:
    known = _READ.fullmatch(tag) or _HOUSEKEEPING.fullmatch(tag)
    return tag in NOTICES or known is not None
