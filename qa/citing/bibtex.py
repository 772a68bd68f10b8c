"""BibTeX, by pybtex; letters stay Unicode, as BibLaTeX, JabRef and Zotero read them."""

import re
from collections.abc import Sequence

from pybtex.database import BibliographyData, Entry, Person
from pybtex.database.output.bibtex import Writer

from index.records import Author
from qa.answer import Reference
from qa.citing.dates import published
from qa.citing.keys import citation_keys
from qa.citing.lines import abstract, line, title
from qa.citing.names import person
from qa.citing.standing import publication_types, standing

_ESCAPES = {
    "\\": r"\textbackslash{}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    **{mark: f"\\{mark}" for mark in "&%$#_{}"},
}
# Pairs that TeX makes one letter of: -- a dash, '' a quotation mark, ?` an inverted one.
_LIGATURE = re.compile(
    r"(?<=-)(?=-)|(?<=')(?=')|(?<=[`?!])(?=`)|(?<=,)(?=,)|(?<=<)(?=<)|(?<=>)(?=>)"
)
_UNBALANCED = _ESCAPES | {"{": r"\textbraceleft{}", "}": r"\textbraceright{}"}


class _Writer(Writer):  # type: ignore[misc]
    """Its values are LaTeX already: pybtex would leave braces and backslashes as they are."""

    def _encode(self, text: str) -> str:
        return text


def write(references: Sequence[Reference]) -> str:
    """An `@article` for each reference."""
    keys = citation_keys(references)
    entries = {key: _entry(one) for key, one in zip(keys, references, strict=True)}
    text: str = _Writer(encoding="utf-8").to_string(BibliographyData(entries))
    return text


def latex(text: str) -> str:
    """The text with every character escaped that LaTeX would obey.

    BibTeX counts braces, escaped or not, so those of a text that does not close them go by name.
    """
    marks = _ESCAPES if _balanced(text) else _UNBALANCED
    escaped = "".join(marks.get(character, character) for character in text)
    return _LIGATURE.sub("{}", escaped)


def _balanced(text: str) -> bool:
    depth = 0
    for character in text:
        depth += (character == "{") - (character == "}")
        if depth < 0:
            return False
    return depth == 0


def _entry(reference: Reference) -> Entry:
    date = published(reference.published, reference.year)
    year = str(date.start[0]) if date.start else ""
    fields = {
        # In braces: styles of BibTeX put titles in small letters, mRNA too.
        "title": f"{{{latex(title(reference))}}}",
        "journal": latex(line(reference.journal or reference.journal_abbreviation)),
        "shortjournal": latex(line(reference.journal_abbreviation)),
        "year": year,
        "month": latex(date.text.removeprefix(year).strip()) if year else "",
        "volume": latex(line(reference.volume)),
        "number": latex(line(reference.issue)),
        "pages": latex(line(reference.pages)).replace("-", "--"),
        # These two are read as they stand.
        "doi": _verbatim(line(reference.doi or "")),
        "url": _verbatim(line(reference.url or "")),
        "pmid": latex(line(reference.pmid or "")),
        "pmcid": latex(line(reference.pmcid or "")),
        "language": latex(line(", ".join(reference.languages))),
        "pubtype": latex(line("; ".join(publication_types(reference)))),
        "note": latex(standing(reference)),
        "abstract": latex(abstract(reference)),
    }
    authors = [_person(author) for author in reference.authors]
    return Entry(
        "article",
        fields={name: value for name, value in fields.items() if value not in ("", "{}")},
        persons={"author": authors} if authors else {},
    )


def _verbatim(text: str) -> str:
    return text.replace("{", "%7B").replace("}", "%7D")


def _person(author: Author) -> Person:
    if author.collective:
        return Person(last=f"{{{latex(line(author.family))}}}")
    name = person(author)
    return Person(last=_part(name.family), first=_part(name.given), lineage=_part(name.suffix))


def _part(text: str) -> str:
    """A part of a name; in braces where BibTeX would divide it."""
    divided = "," in text or " and " in f" {text.lower()} "
    return f"{{{latex(text)}}}" if divided else latex(text)
