"""Text as a page can hold it, character for character: offsets stay what they are."""

import unicodedata

_REPLACED = "\ufffd"
# Controls that reorder what stands around them (UAX 9). Letters that only say their own direction,
# and joiners within an emoji or a word, are kept.
_REORDERING = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_SPACES = frozenset("\t\n\r\f\v\x85\u2028\u2029")
_UNHELD = ("Cc", "Cs")


def held(text: str) -> str:
    """The text with every character that HTML cannot hold replaced by one that it can."""
    return "".join(map(_held, text))


def line(text: str) -> str:
    """The same for a text that stands beside words of ours: nothing in it reorders these."""
    return "".join(_REPLACED if c in _REORDERING else _held(c) for c in text)


def _held(character: str) -> str:
    if character in _SPACES:
        return "\n" if character == "\n" else " "
    code = ord(character)
    unheld = (
        unicodedata.category(character) in _UNHELD
        or 0xFDD0 <= code <= 0xFDEF
        or code & 0xFFFE == 0xFFFE  # noncharacters: the last two of each plane
    )
    return _REPLACED if unheld else character
