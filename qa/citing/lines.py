"""Text of an article as one line that no format can take for anything else."""

import unicodedata

from index.article import Section
from index.sources.abstracts import clean
from qa.answer import Reference

# A full stop that belongs to the title's last word, or to an ellipsis.
_KEPT = ("..", "U.S.", "U.K.")


def line(text: str) -> str:
    """The text without line breaks, control characters and lone surrogates."""
    # Whitespace first: a line break is a control character too.
    return clean("".join(c for c in clean(text) if unicodedata.category(c) != "Cc"))


def title(reference: Reference) -> str:
    """The title without the full stop that MEDLINE puts after it."""
    text = line(reference.title)
    return text if text.endswith(_KEPT) else text.removesuffix(".").rstrip()


def abstract(reference: Reference) -> str:
    """The abstract with its printed labels: `METHODS: We … RESULTS: It …`."""
    parts = [_labelled(reference.abstract, section) for section in reference.sections]
    return " ".join(filter(None, parts)) if parts else line(reference.abstract)


def _labelled(text: str, section: Section) -> str:
    said = line(text[section.start : section.end])
    return f"{line(section.label)}: {said}" if section.label else said
