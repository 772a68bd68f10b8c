"""A question as the phrases that say what it is about, each of a kind."""

import re
from dataclasses import dataclass
from enum import Enum, auto

from qa.following.drugs import is_drug
from qa.following.words import ASKING, DESIGN, OUTCOMES, PEOPLE, WORD, fold, specific

# Characters in a phrase.
_LONGEST = 60
# What may stand between the words of one phrase; "E. coli" is one.
_SPACE = re.compile(r"\s+|(?<=\b[A-Z])\.\s+")
_JOINS = re.compile(r"\s+(?:with|of)\s+(?:the\s+|an?\s+)?", re.IGNORECASE)
# What may lead one.
_PLACE = re.compile(
    r"\b(?:in|for|against|after|before|during|on|with|than)\W+(?:\w+\W+){0,2}$", re.IGNORECASE
)
_AIM = re.compile(r"\b(?:for|against)\W+(?:\w+\W+){0,2}$", re.IGNORECASE)
# What a treatment does, right before what it does it to.
_VERB = re.compile(
    r"\b(prevent|treat|cure|reduce|lower|decrease|relieve|ease|improve|increase|raise|worsen|cause|"
    r"shorten|prolong|slow|delay)\s+(?:(?:the|an?|more|fewer|less)\s+)?$",
    re.IGNORECASE,
)


class Kind(Enum):
    """What a phrase names; an aside is a detail asked about in passing."""

    SUBJECT = auto()
    PEOPLE = auto()
    OUTCOME = auto()
    DESIGN = auto()
    ASIDE = auto()


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words of a question that say what it is about; `place` if "in", "for" or such leads it,
    `aim` if it is "for" or "against", `verb` what is done to it."""

    text: str
    kind: Kind
    place: bool
    aim: bool
    verb: str = ""

    @property
    def words(self) -> frozenset[str]:
        return specific(self.text)

    @property
    def head(self) -> str:
        return fold(self.text.split()[-1])

    @property
    def drug(self) -> bool:
        return any(map(is_drug, self.words))


Phrases = tuple[Phrase, ...]


def phrases_in(text: str) -> Phrases:
    """Runs of words that are not of asking, and of which one at least is not of any study."""
    runs: list[tuple[int, int]] = []
    for word in WORD.finditer(text):
        if fold(word[0]) in ASKING or len(word[0]) > _LONGEST:
            continue
        if runs and _goes_on(text, runs[-1], word):
            runs[-1] = (runs[-1][0], word.end())
        else:
            runs.append(word.span())
    phrases = (_phrase(text, start, end) for start, end in runs)
    return tuple(phrase for phrase in phrases if phrase.words)


def subjects_of(phrases: Phrases) -> Phrases:
    return tuple(phrase for phrase in phrases if phrase.kind is Kind.SUBJECT)


def words_of(phrases: Phrases) -> frozenset[str]:
    return frozenset().union(*(phrase.words for phrase in phrases))


def _goes_on(text: str, run: tuple[int, int], word: re.Match[str]) -> bool:
    """Whether the word belongs to the phrase before it."""
    start, end = run
    if word.end() - start > _LONGEST:
        return False
    # "children with asthma" is two phrases, as other children may be asked about next.
    joins = (
        _JOINS.fullmatch(text, end, word.start()) and _phrase(text, start, end).kind is Kind.SUBJECT
    )
    return bool(joins or _SPACE.fullmatch(text, end, word.start()))


def _phrase(text: str, start: int, end: int) -> Phrase:
    phrase = " ".join(text[start:end].split())
    words = specific(phrase)
    if words & PEOPLE:
        kind = Kind.PEOPLE
    elif words & DESIGN:
        kind = Kind.DESIGN
    else:
        kind = Kind.OUTCOME if words <= OUTCOMES else Kind.SUBJECT
    before = text[:start]
    verb = _VERB.search(before)
    return Phrase(
        phrase,
        kind,
        bool(_PLACE.search(before)),
        bool(_AIM.search(before)),
        verb[1].lower() if verb else "",
    )
