"""Identifiers of an article, cleaned and checked: PMID, DOI, PMCID, and the key they give."""

import hashlib
import re

_PMID = re.compile(
    r"^(?:pmid:?\s*|https?://(?:www\.)?(?:pubmed\.ncbi\.nlm\.nih\.gov|ncbi\.nlm\.nih\.gov/pubmed)/)?"
    r"0*([1-9]\d{0,8})(?:\s*\[.*\]|/.*)?$",
    re.IGNORECASE,
)
_RESERVED = ("pmid:", "doi:", "id:")
_DOI = re.compile(r"10\.\d{4,9}/\S+", re.IGNORECASE)
_PMCID = re.compile(r"^(?:pmcid:?\s*)?(PMC\d+)(?:\.\d+)?$", re.IGNORECASE)


def clean_pmid(text: str | None) -> str | None:
    """The PMID's digits without prefix or leading zeros, or None if it is not one."""
    found = _PMID.match((text or "").strip())
    return found.group(1) if found else None


def clean_doi(text: str | None) -> str | None:
    """The DOI in lower case (DOIs ignore case) without resolver, prefix or trailing stop."""
    found = _DOI.search((text or "").strip())
    if not found:
        return None
    doi = found.group(0).lower().rstrip(".,;\"'>")
    # A closing bracket belongs to the DOI only if it was opened in it: 10.1016/s0140-6736(05)1.
    while doi and doi[-1] in ")]" and doi.count("([") + doi.count("(") < doi.count(")"):
        doi = doi[:-1]
    return doi.rstrip(".,;")


def clean_pmcid(text: str | None) -> str | None:
    """`PMC` and digits, or None if it is not one."""
    found = _PMCID.match((text or "").strip())
    return found.group(1).upper() if found else None


def make_key(pmid: str | None, doi: str | None, own_id: str | None, content: str) -> str:
    """`pmid:…`, else `doi:…`, else the source's own id as given, else `id:` + hash of `content`."""
    if pmid:
        return f"pmid:{pmid}"
    if doi:
        return f"doi:{doi}"
    if own_id:
        # An id of the source's own must not pass for one of PubMed's or a DOI.
        return f"own:{own_id}" if own_id.lower().startswith(_RESERVED) else own_id
    return "id:" + hashlib.sha256(content.encode()).hexdigest()[:16]
