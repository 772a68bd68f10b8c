"""Who was studied: people, animals, places; and whether a statement speaks of others."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from qa.checking.places import PLACES
from qa.checking.words import Passage
from qa.people import Member, may_be, members

# Where one word of these is said, another is denied.
PLAIN_AXES = frozenset({"age", "species", "type", "menopause", "smoking", "residence", "setting"})
_PLACE = re.compile(rf"\b(?:{'|'.join(PLACES)})\b", re.IGNORECASE)
# Where the phrase that says who was studied begins.
_WHO = re.compile(
    r"\b(?:in|among|for|of|across|when|with|from|on|to)\s+(?:the\s+)?(?=[\w-])|\b(?:patients?|"
    r"people|persons?|wom[ae]n|m[ae]n|children|"
    r"adults?|individuals?|subjects?|participants?|those|adolescents|infants|mice|rats|"
    r"animals|volunteers|recipients|survivors|residents|workers|carriers|users)\s+"
    r"(?:with|who|having|on|suffering|undergoing|from|given|taking|receiving|admitted|treated)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Stranger:
    """Somebody of whom the sentences do not speak; `instead` is whom they name in that place."""

    member: Member
    instead: str | None


def strangers(statement: str, sentences: str, context: str) -> tuple[Stranger, ...]:
    """Kinds of people in the statement that neither the sentences nor the article mention."""
    return tuple(_strangers(statement, members(sentences), members(context)))


def _strangers(
    statement: str, given: tuple[Member, ...], known: tuple[Member, ...]
) -> Iterator[Stranger]:
    there = {(one.axis, one.name) for one in (*given, *known)}
    for member in members(statement):
        if (member.axis, member.name) in there or _general(member, statement):
            continue
        instead = [
            one.name
            for one in given
            if one.axis == member.axis and not may_be(member.name, one.name)
        ]
        yield Stranger(member, instead[0] if instead else None)


def _general(member: Member, statement: str) -> bool:
    """Whether the word says nothing more than "those studied"."""
    return (member.axis, member.name) in {("species", "people"), ("health", "patients")}


def foreign_places(statement: str, known: str) -> tuple[re.Match[str], ...]:
    """Countries and their people that the statement names and the sentences do not."""
    given = {m.group().lower()[:4] for m in _PLACE.finditer(known)}
    return tuple(m for m in _PLACE.finditer(statement) if m.group().lower()[:4] not in given)


def who(passage: Passage) -> frozenset[int]:
    """Places of the words in phrases that say who or what was studied: up to four behind "in",
    "among", "patients with"."""
    spans = [(m.end(), m.end() + 45) for m in _WHO.finditer(passage.text)]
    return frozenset(
        place
        for place, word in enumerate(passage.words)
        if any(start <= word.start < end for start, end in spans)
    )
