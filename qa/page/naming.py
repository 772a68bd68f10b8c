"""Words that name one article: a PMID, a PMCID, a DOI, a link with one of these, a store's key."""

import re
from dataclasses import dataclass
from urllib.parse import unquote

from index.article import Article
from index.errors import ArticleNotFoundError
from index.identity import clean_doi, clean_pmcid, clean_pmid
from qa.library import Library

_LINK = re.compile(r"(?:https?://)?[\w.-]+/\S+", re.IGNORECASE)
_ONE_WORD = re.compile(r"(?:doi:?\s*)?\S+", re.IGNORECASE)
# Part of a PubMed Central link before the identifier.
_AT_PMC = re.compile(r"\S*ncbi\.nlm\.nih\.gov/(?:pmc/)?articles/(PMC\d+)\S*", re.IGNORECASE)
_AT_PUBMED = re.compile(
    r"(?:https?://)?(?:(?:www|m)\.)?(?:pubmed\.ncbi\.nlm\.nih\.gov|ncbi\.nlm\.nih\.gov/pubmed)"
    r"/(\d{1,9})(?!\d)\S*",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Named:
    """What the words name, as one would print it; `article` is None where the store has none."""

    name: str
    article: Article | None
    # Digits alone may be a year or a number that is looked for.
    only_digits: bool = False


def named(library: Library, words: str) -> Named | None:
    """The article that these words name; None where they name none and are to be looked for."""
    text = _bare(words.strip())
    name = _printed(text)
    try:
        article = library.article(text)
    except ArticleNotFoundError:
        return Named(name, None, text.isdecimal()) if name else None
    return Named(name or article.key, article)


def _bare(text: str) -> str:
    """The identifier in a link to PubMed or PubMed Central; a DOI's link as it reads."""
    for form in (_AT_PMC, _AT_PUBMED):
        if found := form.fullmatch(text):
            return found.group(1)
    return unquote(text) if _LINK.fullmatch(text) else text


def _printed(text: str) -> str | None:
    if pmid := clean_pmid(text):
        return f"PMID {pmid}"
    if pmcid := clean_pmcid(text):
        return pmcid
    # A DOI among other words is one of the things that are looked for.
    doi = clean_doi(text) if _ONE_WORD.fullmatch(text) else None
    return f"DOI {doi}" if doi else None
