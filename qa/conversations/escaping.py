"""Text of the data as Markdown that shows it as it is: no markup, link or entity of its own.

No library that is kept up escapes Markdown; what is escaped here is CommonMark's signs, GitHub's
and pandoc's, and the tests read it back with a parser.
"""

import re

from qa.showing.text import line

# Active wherever they stand.
_SIGNS = re.compile(r"[\\`*_{}\[\]<>#|~&$^@]")
# A bare address becomes a link: at its colon, or at the dot of its name. `:word:` is a picture.
_ADDRESS = re.compile(r"(?<![\d)]):(?=\S)|:(?=[^\s\d])|(?<=\w)\.(?=[^\W\d])")
# What begins a list, a heading, a definition or a title block, where a line begins.
_BEGINNING = re.compile(r"^(\d*)([-+=:%!.)])")


def escaped(text: str) -> str:
    """The text on one line, to stand anywhere in a line of Markdown."""
    plain = " ".join(line(text).split())
    signs = _SIGNS.sub(r"\\\g<0>", plain)
    addresses = _ADDRESS.sub(r"\\\g<0>", signs)
    return _BEGINNING.sub(r"\1\\\2", addresses)
