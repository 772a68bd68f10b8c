"""Authors' names as the formats want them."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from index.records import Author
from qa.citing.lines import line

_SUFFIX = re.compile(r"(?:^|\s)(?P<suffix>Jr|Sr|1st|2nd|3rd|4th|5th|I{2,3}|IV)\.?$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Person:
    """A person's name in parts. `given` is as full as it is known, initials set apart: `J. A.`"""

    family: str
    given: str
    suffix: str

    @property
    def inverted(self) -> str:
        """`Smith, Jane A, Jr`."""
        return ", ".join(filter(None, (self.family, self.given, self.suffix)))


def person(author: Author) -> Person:
    """NLM keeps a suffix after the initials (`JA Jr`), and after the given names."""
    given, initials = line(author.given), line(author.initials)
    found = _SUFFIX.search(initials)
    suffix = found["suffix"] if found else ""
    if found:
        initials = initials[: found.start()].strip()
        given = re.sub(rf",?\s*\b{re.escape(suffix)}\.?$", "", given)
    compact = given.replace(".", "").replace(" ", "")
    if not given or (compact == initials and compact.isupper()):
        given = _apart(initials)
    return Person(line(author.family), given, suffix)


def _apart(initials: str) -> str:
    """`JA` as `J. A.`, for programs that read a name's words one by one."""
    if not initials.isalpha() or not initials.isupper():
        return initials
    return " ".join(f"{letter}." for letter in initials)


def nlm(authors: Sequence[Author]) -> str:
    """All of them as PubMed prints them: `Smith JA, Doe B; Invented Study Group`."""
    runs = groupby(authors, key=lambda author: author.collective)
    return "; ".join(
        ("; " if collective else ", ").join(filter(None, (line(one.display) for one in run)))
        for collective, run in runs
    )
