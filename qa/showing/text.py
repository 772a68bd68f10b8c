"""Text as a page can hold it, character for character: offsets stay what they are."""

import re

_REPLACED = "\ufffd"
_PLANES = range(0, 0x110000, 0x10000)
_NONCHARACTERS = "".join(chr(plane + last) for plane in _PLANES for last in (0xFFFE, 0xFFFF))
# What HTML has no place for: controls, lone surrogates, noncharacters.
_UNHELD = re.compile(f"[\x00-\x08\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef{_NONCHARACTERS}]")
# White space that HTML reads as another character, or as none.
_SPACES = str.maketrans(dict.fromkeys("\t\r\f\v\x85\u2028\u2029", " "))
# Controls that reorder what stands around them (UAX 9). Letters that only say their own direction,
# and joiners within an emoji or a word, are kept.
_REORDERING = re.compile("[\u202a-\u202e\u2066-\u2069]")


def held(text: str) -> str:
    """The text with every character that HTML cannot hold replaced by one that it can."""
    return _UNHELD.sub(_REPLACED, text.translate(_SPACES))


def line(text: str) -> str:
    """The same for a text that stands beside words of ours: nothing in it reorders these."""
    return _REORDERING.sub(_REPLACED, held(text))
