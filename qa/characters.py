"""Text that everything below us takes."""

import unicodedata


def encodable(text: str) -> str:
    """The text without lone surrogates, as an argument or a file's name that is not UTF-8 brings
    them: no encoder, no model and no database takes one. Each becomes a question mark."""
    return text.encode("utf-8", "replace").decode("utf-8")


def one_line(text: str) -> str:
    """The text on one line, with nothing in it that is not seen or that steers a terminal. What is
    invisible inside a word does not part it."""
    shown = (c for c in text if unicodedata.category(c) != "Cf")
    return " ".join("".join(" " if _unseen(c) else c for c in shown).split())


def _unseen(character: str) -> bool:
    return unicodedata.category(character)[0] in "CZ"
