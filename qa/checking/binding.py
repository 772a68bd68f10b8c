"""Which figure of a text belongs to which of its words: "12% of A and 30% of B".

Figures in a row ("12% and 30% in A and B") are left out: which words are theirs is too unsure.
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from qa.checking.figures import Figure, figures
from qa.checking.words import Passage

_SENTENCE = re.compile(r"[.;:?!](?=\s|$)|\n")
_JOINT = re.compile(
    r",(?!\d)|\b(?:and|or|versus|vs\b\.?|v(?=[ .])|whereas|while|whilst|but|compared (?:with|to)|"
    r"in comparison (?:with|to)|relative to|against|than|from|to|as opposed to)\b|/(?!\d)",
    re.IGNORECASE,
)
_ASIDE = re.compile(r"\([^()]*\)|\[[^\[\]]*\]|(?:±|\+/[-−–]) ?[\d.]+")
_BRACKETS = re.compile(r"\([^()]*\)")
_WORDS = re.compile(r"[^\W\d_]{2,}")
_SMALL = re.compile(
    r"\b(?:and|or|vs|versus|to|mg|kg|ml|dl|mmol|mmhg|per|cent|percent|points?|years?|days?|"
    r"weeks?|months?|hours?|min|sd|se|sem|compared|with|against|the|respectively)\b",
    re.IGNORECASE,
)
_LEVEL = re.compile(r"\s*(?:CI|confidence)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Bound:
    """A figure with the places of its words; those of one `row` stand side by side."""

    figure: Figure
    places: frozenset[int]
    row: int


@dataclass(slots=True)
class _Part:
    """A stretch of text between two joints, from `start` to `end`."""

    start: int
    end: int
    places: frozenset[int]
    figures: list[Figure]


@lru_cache(maxsize=64)
def bindings(passage: Passage) -> tuple[Bound, ...]:
    """The figures of one unit that stand side by side in a sentence, each with its words."""
    return tuple(_bindings(passage))


def _bindings(passage: Passage) -> Iterator[Bound]:
    text = passage.text
    told = [f for f in figures(text) if not f.spread and not f.probability]
    told = [f for f in told if not _LEVEL.match(text, f.end)]
    row = 0
    for start, end in _sentences(text):
        units: dict[str, list[Figure]] = defaultdict(list)
        for figure in told:
            if start <= figure.start < end:
                units[figure.unit].append(figure)
        for same in units.values():
            row += 1
            plain = _outside(text, same)
            if not _in_a_row(text, plain):
                yield from _parted(passage, plain, start, end, row)


def _sentences(text: str) -> Iterator[tuple[int, int]]:
    start = 0
    for match in _SENTENCE.finditer(text):
        yield start, match.start()
        start = match.end()
    yield start, len(text)


def _outside(text: str, same: Sequence[Figure]) -> Sequence[Figure]:
    """Those outside brackets, where two are: what is inside compares them, or says how sure."""
    brackets = [match.span() for match in _BRACKETS.finditer(text)]
    plain = [f for f in same if not any(start < f.start < end for start, end in brackets)]
    return plain if len(plain) > 1 else same


def _in_a_row(text: str, same: Sequence[Figure]) -> bool:
    """Whether two of the figures have nothing but small words between them."""
    between = (text[one.end : other.start] for one, other in pairwise(same))
    return any(not _WORDS.search(_SMALL.sub("", _ASIDE.sub("", gap))) for gap in between)


def _parts(passage: Passage, start: int, end: int) -> list[_Part]:
    cuts = [start]
    for match in _JOINT.finditer(passage.text, start, end):
        cuts += [match.start(), match.end()]
    cuts.append(end)
    ends = zip(cuts[::2], cuts[1::2], strict=True)
    return [_Part(first, last, _places(passage, first, last), []) for first, last in ends]


def _places(passage: Passage, start: int, end: int) -> frozenset[int]:
    words = passage.words
    return frozenset(i for i, w in enumerate(words) if start <= w.start < end and w.content)


def _parted(
    passage: Passage, same: Sequence[Figure], start: int, end: int, row: int
) -> Iterator[Bound]:
    """Each figure among its own words: no part of the sentence has two."""
    kept: list[_Part] = []
    for part in _parts(passage, start, end):
        here = [f for f in same if part.start <= f.start < part.end]
        if kept and (not here or not kept[-1].figures):
            kept[-1].places |= part.places
            kept[-1].figures += here
        else:
            part.figures = here
            kept.append(part)
    if len(kept) > 1 and all(len(part.figures) == 1 for part in kept):
        for part in kept:
            yield Bound(part.figures[0], part.places, row)
