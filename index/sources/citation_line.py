"""NLM's printed citation ("Exp Mol Med. 2017 Feb 3;49(2):e290. doi: 10.…") and its wrapped lines.

Shared by the readers of what PubMed prints for people: abstract text and saved pages.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from index.identity import clean_doi
from index.records import Author
from index.sources.abstracts import clean
from index.sources.dates import year_of

_CITATION = re.compile(
    r"^(?P<journal>[^;]*?)\s*\.\s+"
    r"(?P<published>(?:1[5-9]|20)\d\d(?:-\d{2,4})?"
    r"(?:\s(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec|Spring|Summer|Autumn|Fall|Winter|"
    r"\d\w\w Quart)[\w\s/-]{0,30}?)?)"
    r"(?:;\s*(?P<volume>[^:;.]*?)\s*(?:\(\s*(?P<issue>[^()]*)\))?(?=\s*[:.]|$))?"
    r"(?::\s*(?P<pages>\S.*?))?\s*(?:\.(?=\s|$)|$)(?P<rest>.*)$",
    re.DOTALL,
)
_DOI = re.compile(r"\bdoi:\s*(10\.\S+)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Citation:
    """A printed citation's fields, as printed; empty where it has none."""

    journal: str
    published: str
    volume: str = ""
    issue: str = ""
    pages: str = ""
    doi: str | None = None

    @property
    def year(self) -> int | None:
        """The year of `published`."""
        return year_of(self.published)


def parse_citation(line: str) -> Citation | None:
    """The fields of a printed journal citation, or None if the line is not one."""
    found = _CITATION.match(clean(line))
    if not found:
        return None
    doi = _DOI.search(found["rest"])
    return Citation(
        journal=found["journal"],
        published=found["published"].strip(),
        volume=found["volume"] or "",
        issue=found["issue"] or "",
        pages=found["pages"] or "",
        doi=clean_doi(doi.group(1)) if doi else None,
    )


# After these a hyphen was left hanging ("pre- and postnatal"), it did not join the two lines.
_HANGING = re.compile(r"(?:and|or|to|versus|vs\.?)(?![\w-])")


def rejoin(lines: Iterable[str]) -> str:
    """One paragraph from its hard-wrapped lines, separated by a space.

    No space is added where the wrap came after a word's hyphen, which stays as it is.
    """
    text = ""
    for line in lines:
        words = clean(line)
        # A space kept after the hyphen, or a sign such as "+/-", shows the wrap was at a space.
        hyphen = re.search(r"\w-$", text) is not None and not _HANGING.match(words)
        text += words if hyphen or not text or not words else f" {words}"
        if line.endswith("- "):
            text += " "
    return " ".join(text.split())


# Bounded, and never begun within a run: tried from each of its characters, it would be quadratic.
_MARKS = re.compile(
    r"(?<![\s\d,*#\u2020\u2021\u00a7)])(?:[\s\d,*#\u2020\u2021\u00a7]|\(\d{1,4}\))+$"
)
_PERSON = re.compile(
    r"(?P<family>.*\S)\s+(?P<initials>[^\W\d_a-z]{1,4}(?:\s+(?:Jr|Sr|\dnd|\drd))?)$"
)


def parse_authors(line: str) -> tuple[Author, ...]:
    """The authors of a printed list, `Smith JA(1)(2), Jones B, Heart Study Group`.

    A name that does not end in initials is taken for a group.
    """
    authors = []
    for piece in re.split(r"[,;]\s+", line.strip().removesuffix(".")):
        name = _MARKS.sub("", piece).strip().removesuffix(".").strip()
        person = _PERSON.fullmatch(name)
        if person:
            authors.append(Author(person["family"], initials=person["initials"]))
        elif name and name != "et al":
            authors.append(Author(name, collective=True))
    return tuple(authors)


_GROUP = re.compile(
    r"\b(?:groups?|collaborat\w+|investigators?|consortium|committee|network|society|association|"
    r"team|task force|panel|organi[sz]ation|centers for|alliance|council)\b",
    re.IGNORECASE,
)


def looks_like_authors(line: str) -> bool:
    """Whether a printed line can be a list of authors: mostly persons, or a group's short name."""
    authors = parse_authors(line)
    if any(len(author.display) > 120 for author in authors):
        return False
    persons = sum(not author.collective for author in authors)
    alone = len(line) < 200 and len(authors) == 1 and bool(_GROUP.search(line))
    return 2 * persons > len(authors) or (alone and not re.search(r"[.?!]\s", line))
