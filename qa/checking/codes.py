"""Names with digits in them, and whether sentences have them, spelled out or not."""

import re

from qa.checking.pair import Pair
from qa.checking.words import alike

_CODE = re.compile(r"\b(?=[\w/-]*\d)(?=[\w/-]*[A-Za-zα-ω])[\w/-]+\b")


def codes(text: str) -> list[re.Match[str]]:
    """Names with digits in them: HbA1c, CYP2C9, IL-6."""
    return [
        m for m in _CODE.finditer(text) if re.search(r"[A-Za-zα-ω]{1,}-?\d|\d[A-Za-z]", m.group())
    ]


def known_code(code: str, text: str) -> bool:
    """Whether a text in small letters has the name, with or without hyphens."""
    low = re.sub(r"-[a-z]{3,}$", "", code).lower()
    return low in text or re.sub(r"[-/]", "", low) in re.sub(r"[-/ ]", "", text)


def spelled_code(pair: Pair, code: str) -> bool:
    """Whether the sentences spell the name out, or have another for it."""
    letters = re.sub(r"[^a-z]", "", code.lower())
    if re.match(r"[A-Za-z][a-z]{4,}", code):  # interleukin-6, which IL-6 may stand for
        return True
    return letters in pair.given.initials or any(
        alike(code.lower(), word.low) for word in pair.given.words
    )
