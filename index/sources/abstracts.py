"""From an abstract as given to its parts."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache

from index.records import Part
from index.sections import category_of, split_labelled

_CUT = "ABSTRACT TRUNCATED"
_TRUNCATED = re.compile(rf"\(?\b{_CUT}(?: AT \d+ WORDS)?\b\.?\)?\s*")
_JOINT = re.compile(r"\s*[:.\-\u2013\u2014]*\s*")
_SURROGATES = re.compile(r"[\ud800-\udfff]")

LabelledText = tuple[str | None, str]
"""A section as given: its label and its text."""


def clean(text: str) -> str:
    """Unicode NFC, whitespace runs as one space, ends trimmed.

    Lone surrogates, which no UTF-8 file can hold, become U+FFFD.
    """
    if not text.isascii():
        text = unicodedata.normalize("NFC", _SURROGATES.sub("\ufffd", text))
    return " ".join(text.split())


def parts_of(abstract: str) -> tuple[tuple[Part, ...], bool]:
    """The parts at inline labels, and whether the source says that it cut the abstract short."""
    whole = without_notice(abstract)
    parts = tuple(replace(part, text=clean(part.text)) for part in split_labelled(whole))
    return parts, whole != abstract


def parts_from_sections(
    sections: Sequence[LabelledText], abstract: str
) -> tuple[tuple[Part, ...], bool]:
    """The sections as parts, and whether one says that it was cut short.

    Where there is an abstract, the sections must together give all of it, but for their labels;
    if they do not, the abstract stands alone, without labels.
    """
    given = [(label, clean(text)) for label, text in sections]
    whole = clean(abstract)
    if whole and not _make_up(given, whole):
        given = [(None, whole)]
    uncut = [(label, without_notice(text).strip()) for label, text in given]
    return tuple(_part(label, text) for label, text in uncut if text), uncut != given


def without_notice(text: str) -> str:
    """The text without "(ABSTRACT TRUNCATED AT 250 WORDS)"; differs from it if that was there."""
    return _TRUNCATED.sub(" ", text) if _CUT in text else text


def _make_up(sections: Sequence[LabelledText], whole: str) -> bool:
    place = 0
    for label, text in sections:
        while whole.startswith(" ", place):
            place += 1
        if label and not whole.startswith(text, place):
            printed = whole[place : place + len(label)]
            joint = _JOINT.match(whole, place + len(label))
            place = joint.end() if joint and printed.casefold() == label.casefold() else place
        if not whole.startswith(text, place):
            return False
        place += len(text)
    return place == len(whole)


def _part(label: str | None, text: str) -> Part:
    printed, category = _printed(label or "")
    return Part(text, printed, category)


@lru_cache(maxsize=1000)
def _printed(label: str) -> tuple[str | None, str | None]:
    """A label as printed, without its colon, and its category."""
    printed = clean(label).rstrip(" :.")
    if not printed or printed.upper() == "UNLABELLED":
        return None, None
    return printed, category_of(printed)
