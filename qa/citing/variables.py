"""What a style is given of a reference: CSL's variables, as that style needs them."""

import re
from collections.abc import Sequence
from typing import Any

from index.languages import code_of, name_of
from index.records import Author
from qa.answer import Reference
from qa.citing.csl_json import item
from qa.citing.dates import published
from qa.citing.names import nlm

# No part of a printed reference; and the only address there is, is PubMed's own or the DOI's.
_LEFT_OUT = ("abstract", "custom", "note", "language", "URL")
_SHORT_RANGE = re.compile(r"(?P<prefix>[^\d\s]*)(?P<first>\d+)-(?P=prefix)?(?P<last>\d+)")
_SHORTENED = 6


def as_usual(reference: Reference) -> dict[str, Any]:
    """For CSL's own styles: pages in full, and the first day of a range.

    citeproc-py cannot write `637-41` out where a style wants it, and puts the year of a range of
    months at the wrong end.
    """
    variables = {k: v for k, v in item(reference, "it").items() if k not in _LEFT_OUT}
    if dates := variables.get("issued", {}).get("date-parts"):
        variables["issued"] = {"date-parts": dates[:1]}
    if "page" in variables:
        variables["page"] = _in_full(variables["page"])
    return variables


def with_dots(reference: Reference) -> dict[str, Any]:
    """For styles that print `Inv. J. Med.`; NLM abbreviates without stops."""
    variables = as_usual(reference)
    short, full = variables.get("container-title-short"), variables.get("container-title", "")
    if short and short != full:
        whole = full.casefold().split()
        words = (
            f"{word}." if word.isalpha() and word.casefold() not in whole else word
            for word in short.replace(".", " ").split()
        )
        variables["container-title-short"] = " ".join(words)
    return variables


def as_nlm(reference: Reference) -> dict[str, Any]:
    """For `pubmed.csl`: authors, date and language as NLM writes them, and pages as printed."""
    return _nlm(reference, reference.authors)


def as_nlm_shortened(reference: Reference) -> dict[str, Any]:
    """The same, of more than six authors the first six."""
    authors = reference.authors
    if len(authors) > _SHORTENED:
        authors = (*authors[:_SHORTENED], Author("et al"))
    return _nlm(reference, authors)


def _nlm(reference: Reference, authors: Sequence[Author]) -> dict[str, Any]:
    variables = {k: v for k, v in item(reference, "it").items() if k not in _LEFT_OUT}
    for name in ("author", "issued"):
        variables.pop(name, None)
    if names := nlm(authors):
        variables["author"] = [{"literal": names}]
    if date := published(reference.published, reference.year).text:
        variables["issued"] = {"literal": date}
    if language := _language(reference):
        variables["medium"] = language
    return variables


def _language(reference: Reference) -> str:
    """`French`; empty for an article in English alone."""
    names = [name_of(code_of(one.lower()), one) for one in reference.languages]
    return ", ".join(names) if set(names) - {"English"} else ""


def _in_full(pages: str) -> str:
    """`637-641` for `637-41`."""
    found = _SHORT_RANGE.fullmatch(pages)
    if not found or len(found["last"]) >= len(found["first"]):
        return pages
    last = found["first"][: -len(found["last"])] + found["last"]
    return f"{found['prefix']}{found['first']}-{found['prefix']}{last}"
