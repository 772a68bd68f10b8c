"""Abbreviations and what they may stand for: LBW for low birth weight."""

import re
from collections.abc import Sequence

from qa.checking.words import Word

_LETTERS = re.compile(r"[A-Z]{2,6}s?")


def stands_for(short: str, word: str) -> bool:
    """Whether the letters of an abbreviation stand in a long word in order, first first."""
    letters = short.rstrip("s").lower()
    if not _LETTERS.fullmatch(short) or len(letters) < 3 or len(word) < 7:
        return False
    rest = iter(word)
    return word[0] == letters[0] and all(letter in rest for letter in letters)


def spelled_out(words: Sequence[Word], shorts: Sequence[Word]) -> frozenset[int]:
    """Places of words whose initials, on end, are one of the abbreviations."""
    initials = "".join(word.low[0] for word in words)
    found: set[int] = set()
    for short in shorts:
        letters = short.text.rstrip("s").lower()
        if not _LETTERS.fullmatch(short.text) or len(letters) < 2:
            continue
        at = initials.find(letters)
        if at >= 0:
            found.update(range(at, at + len(letters)))
    return frozenset(found)
