"""Comparisons in a text: what stands before the word between, and what it is compared with."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from qa.checking.words import Passage

_BETWEEN = re.compile(
    r"\b(?:than|versus|vs\b\.?|v(?=[ .])|against|compared (?:with|to)|relative to|"
    r"(?:in|by) comparison (?:with|to)|as opposed to|in contrast (?:with|to)|unlike|set against|"
    r"over(?= (?!the |an? |\d|time|all |this |that |one |two |three |four |five |six ))|"
    r"exceed(?:s|ed|ing)?|surpass(?:es|ed|ing)?|outnumber(?:s|ed)?|"
    r"outperform(?:s|ed|ing)?|superior to|ahead of|beat|preferable to|"
    r"inferior to|lagged behind|behind)\b",
    re.IGNORECASE,
)
_END = re.compile(
    r"[.;:?!](?=\s|$)|\n|[()]|,(?=\s)|\b(?:whereas|where|while|whilst|although|though|but|however|yet|"
    r"who|which|that|than|versus|vs|compared|relative|after|before|during|when|"
    r"did|does|do|was|were|had|is|are|has|irrespective)\b",
    re.IGNORECASE,
)
_CLAUSE = re.compile(
    r"[.;:?!](?=\s|$)|\n|,?\s(?:whereas|where|while|whilst|although|though|but|however|yet)\b|[()]",
    re.IGNORECASE,
)
_PREPOSITIONS = frozenset(
    "in with on by for from of under at after before during among to as into using without "
    "receiving given treated taking and or".split()
)
# Words that head a side without telling it from the other.
HEADS = frozenset(
    "group groups arm arms patient patients subject subjects participant participants people those "
    "therapy study trial individuals persons cases who that these their".split()
)
_SIDE = 8


@dataclass(frozen=True, slots=True)
class Contrast:
    """A comparison: `text[start:end]` is its clause, `at` the offset of the word between; `left`
    and `right` are the places of the words on either side."""

    start: int
    end: int
    at: int
    left: frozenset[int]
    right: frozenset[int]


@lru_cache(maxsize=64)
def contrasts(passage: Passage) -> tuple[Contrast, ...]:
    """The comparisons of a passage, in order."""
    return tuple(_contrasts(passage))


def _contrasts(passage: Passage) -> Iterator[Contrast]:
    text = passage.text
    for match in _BETWEEN.finditer(text):
        if re.match(r"\W*\d", text[match.end() :]):  # "more than 5", "12% versus 30%"
            continue
        start, end = clause(text, match.start(), match.end())
        right = _side(passage, match.end(), end)
        left = _places(passage, start, match.start())
        if not right:
            continue
        if not any(passage.words[i].content for i in left):
            left = _places(passage, passage.words[right[-1]].end, end)
        yield Contrast(start, end, match.start(), frozenset(left), frozenset(right))


def clause(text: str, first: int, last: int) -> tuple[int, int]:
    """The clause around `text[first:last]`; what stands in brackets is skipped."""
    start = 0
    for match in _CLAUSE.finditer(text, 0, first):
        opens = match.group() == "(" and ")" not in text[match.end() : first]
        if opens or match.group() not in "()":
            start = match.end()
    end = _CLAUSE.search(text, last)
    while end and end.group() == "(":
        close = text.find(")", end.end())
        end = _CLAUSE.search(text, close + 1) if close >= 0 else None
    return start, end.start() if end else len(text)


def _places(passage: Passage, start: int, end: int) -> list[int]:
    return [i for i, word in enumerate(passage.words) if start <= word.start < end]


def _side(passage: Passage, start: int, stop: int) -> list[int]:
    """What stands behind the word between: its first term, with what tells it apart."""
    end = _END.search(passage.text, start)
    places = _places(passage, start, min(stop, end.start() if end else stop))[:_SIDE]
    side: list[int] = []
    told = False
    for place in places:
        word = passage.words[place]
        if told and word.low in _PREPOSITIONS:
            break
        side.append(place)
        told = told or (word.content and word.low not in HEADS)
    return side
