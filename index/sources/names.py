"""Authors' names as free text: which part is the family name, and whether it is a group."""

import re

from index.records import Author

_INITIALS = re.compile(r"(?:[^\W\d_a-z]\.?[ -]?){1,5}")
_PARTICLES = frozenset(
    "al bin da dal de del della den der des di dos du el ibn la le ten ter van von zu".split()
)
_SUFFIX = re.compile(r"(?:Jr|Sr|2nd|3rd|I{2,3}|IV)\.?", re.IGNORECASE)
_GROUP = re.compile(
    r"\b(?:Academy|Agency|Association|Board|Cent(?:er|re)s?|Collaborat(?:ion|ive|ors)|College|"
    r"Commission|Committee|Consortium|Council|Department|Federation|Foundation|Group|Hospital|"
    r"Initiative|Institutes?|Investigators|Ministry|Network|Organi[sz]ation|Panel|Programme|"
    r"Project|Registry|Service|Society|Stud(?:y|ies)|Task Force|Team|Trial(?:ists)?|University|"
    r"Workshop)\b",
    re.IGNORECASE,
)


def author_of(name: str) -> Author:
    """The author in `Smith, Jane A.`, `Smith JA`, `Liu R.`, `Jane A. Smith` or a group's name.

    Only with a comma or initials is it sure which name is the family's; otherwise the last one is
    taken. A name that ends in a comma is a group (EndNote), and so is one with a group's word.
    """
    name = " ".join(name.split())
    family, comma, given = (piece.strip() for piece in name.partition(","))
    if comma and not given.strip(", "):
        return Author(family, collective=True)
    if _GROUP.search(name):
        return Author(name, collective=True)
    if comma:
        first, _, suffix = (piece.strip() for piece in given.partition(","))
        return Author(family, given, initials_of(first) + (f" {suffix}" if suffix else ""))
    return _uncommaed(name)


def initials_of(given: str) -> str:
    """`JA` for `Jane Anne`, `J.A.` or `JA`; particles (`van`) have none."""
    if len(given) <= 4 and given.isalpha() and given.isupper():
        return given
    pieces = re.split(r"[\s.\-\u2010\u2011]+", given)
    return "".join(piece[0].upper() for piece in pieces if piece and piece not in _PARTICLES)


def _uncommaed(name: str) -> Author:
    words = name.split()
    suffix = words.pop() if len(words) > 2 and _SUFFIX.fullmatch(words[-1]) else ""
    # Initials come last in `Liu R.` and `van der Berg J. A.`, first in `J. A. Berg`.
    end = len(words)
    while end > 1 and _INITIALS.fullmatch(words[end - 1]):
        end -= 1
    family = end
    if end == len(words):
        family -= 1
        while family > 1 and words[family - 1].casefold() in _PARTICLES:
            family -= 1
        words, end = words[family:] + words[:family], len(words) - family
    given = " ".join(words[end:])
    initials = f"{initials_of(given)} {suffix}".strip()
    return Author(" ".join(words[:end]), given, initials)
