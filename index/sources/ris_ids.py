"""The identifiers of a RIS entry, which has no tags of its own for them but DO.

A PMID or PMCID is taken only where the entry says that it is one. Databases and reference managers
write: `AN` under the database PubMed or MEDLINE (EndNote: provider NLM), `C5` (Embase's "Medline
PMID"), `C2` (EndNote's PMCID), `123[pmid]`, `PMID: 123`, addresses in PubMed and PMC.
"""

import re
from collections.abc import Iterator

from index.identity import clean_doi, clean_pmcid, clean_pmid

Tags = dict[str, list[str]]

_PUBMED = re.compile(r"(?:ovid )?(?:pubmed|medline|nlm)\b.*", re.IGNORECASE)
_NOTED = re.compile(
    r"^(?:(?P<kind>PMC?ID)\s*:\s*)?(?P<id>(?:PMC)?\d{1,8})(?:\[(?P<sign>pmc?id)\])?\.?$",
    re.IGNORECASE,
)
_ADDRESS = re.compile(
    r"(?:pubmed\.ncbi\.nlm\.nih\.gov/|ncbi\.nlm\.nih\.gov/(?:m/)?pubmed/(?:\?term=)?|"
    # Ovid's link to its MEDLINE segments (D=prem1, medp, med13, …).
    r"list_uids=|[?&]D=(?:med|prem|mesz|ppez)\w*&AN=)(?P<pmid>\d{1,8})(?!\d)|/articles/(?P<pmcid>PMC\d{1,9})",
    re.IGNORECASE,
)
_SAYS_DOI = re.compile(r"(?:doi:\s*|https?://(?:dx\.)?doi\.org/|10\.\d{4})", re.IGNORECASE)


def pmid_of(tags: Tags) -> str | None:
    """The PMID that the entry names as one."""
    return next(filter(None, map(clean_pmid, _pmids(tags))), None)


def pmcid_of(tags: Tags) -> str | None:
    """The PMCID that the entry names as one."""
    noted = (value for kind, value in _noted(tags) if kind == "PMCID")
    whole = tags.get("C2", []) + tags.get("AN", [])
    given = [*noted, *whole, *(found["pmcid"] for found in _addresses(tags))]
    return next(filter(None, map(clean_pmcid, given)), None)


def doi_of(tags: Tags) -> str | None:
    """DO, else a note, type or address that says it is a DOI."""
    others = (value for tag in ("M3", "N1", "UR", "L2", "L3") for value in _lines(tags, tag))
    given = [*_lines(tags, "DO"), *filter(_SAYS_DOI.match, others)]
    return next(filter(None, map(clean_doi, given)), None)


def own_id_of(tags: Tags) -> str | None:
    """The database's accession number, else the label that a person gave the entry.

    A bare number means something only within its database, so that is put before it; EndNote's
    running number (`ID`) means nothing outside one library and is no identifier at all.
    """
    accession = next(_lines(tags, "AN"), "")
    if accession.isdecimal():
        database = next(_lines(tags, "DB", "DP"), "an").casefold()
        return f"{database}:{accession}"
    label = next(_lines(tags, "ID"), "")
    return accession or (None if label.isdecimal() else label) or None


def _pmids(tags: Tags) -> Iterator[str | None]:
    yield from (value for kind, value in _noted(tags) if kind == "PMID")
    databases = list(_lines(tags, "DB", "DP"))
    # Where Embase is named beside Medline, AN may be Embase's own number.
    if databases and all(map(_PUBMED.fullmatch, databases)):
        yield from filter(_is_short_number, _lines(tags, "AN"))
    if any(database.casefold() == "embase" for database in databases):
        yield from filter(_is_short_number, _lines(tags, "C5"))
    yield from filter(_is_short_number, _lines(tags, "PM"))
    yield from (found["pmid"] for found in _addresses(tags))


def _is_short_number(value: str) -> bool:
    # MEDLINE's numbers before PMIDs had ten digits (2009142766).
    return value.isdecimal() and len(value) <= 8


def _noted(tags: Tags) -> Iterator[tuple[str, str]]:
    """Values such as `26957754[pmid]` and `PMCID: PMC4756000`, with what they say they are."""
    for tag in ("U1", "U2", "U3", "U4", "U5", "M1", "M2", "M3", "N1", "AN", "ID", "C1", "C2"):
        for value in _lines(tags, tag):
            found = _NOTED.match(value)
            kind = found and (found["kind"] or found["sign"])
            if found and kind:
                yield kind.upper(), found["id"]


def _addresses(tags: Tags) -> Iterator[re.Match[str]]:
    for value in _lines(tags, "UR", "L1", "L2", "LK"):
        yield from _ADDRESS.finditer(value)


def _lines(tags: Tags, *names: str) -> Iterator[str]:
    for name in names:
        for value in tags.get(name, ()):
            yield from filter(None, map(str.strip, value.split("\n")))
