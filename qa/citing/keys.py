"""The key of each reference in a file: `smith2020`, `pmid123`."""

import hashlib
import re
import unicodedata
from collections import Counter
from collections.abc import Sequence

from qa.answer import Reference


def citation_keys(references: Sequence[Reference]) -> tuple[str, ...]:
    """A key for each, unique among them, of ASCII letters and digits.

    It is the first author's name and the year; where two would have the same, or an author's name
    has no Latin letter, the PMID or a digest of the article's own key is added. So it does not
    change with the order of the references.
    """
    short = [_short(one) for one in references]
    often = Counter(short)
    return tuple(
        name if name and often[name] == 1 else name + _own(one)
        for name, one in zip(short, references, strict=True)
    )


def _short(reference: Reference) -> str:
    family = reference.authors[0].family if reference.authors else ""
    letters = unicodedata.normalize("NFKD", family.lower().replace("ß", "ss").replace("ø", "o"))
    name = re.sub(r"[^a-z]", "", letters)[:30]
    return f"{name}{reference.year or ''}" if name else ""


def _own(reference: Reference) -> str:
    if reference.pmid and reference.pmid.isascii() and reference.pmid.isalnum():
        return f"pmid{reference.pmid}"
    return "ref" + hashlib.sha256(reference.key.encode(errors="replace")).hexdigest()[:8]
