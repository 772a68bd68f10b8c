"""Where a reader can check a citation: PubMed with the sentence highlighted, else DOI, else PMC."""

from urllib.parse import quote

# Words of a sentence that open and close its text fragment; a shorter one is quoted whole.
_EDGE_WORDS = 6


def article_url(pmid: str | None, doi: str | None, pmcid: str | None) -> str | None:
    """The article's page, or None if it has no public identifier."""
    if pmid:
        return f"https://pubmed.ncbi.nlm.nih.gov/{pmid}/"
    if doi:
        return f"https://doi.org/{quote(doi, safe='/')}"
    if pmcid:
        return f"https://pmc.ncbi.nlm.nih.gov/articles/{pmcid}/"
    return None


def sentence_url(pmid: str | None, doi: str | None, pmcid: str | None, text: str) -> str | None:
    """The article's page; on PubMed, scrolled to the sentence by a text fragment.

    Text fragments: https://wicg.github.io/scroll-to-text-fragment/ (`#:~:text=start,end`).
    """
    url = article_url(pmid, doi, pmcid)
    return f"{url}#:~:text={_fragment(text)}" if url and pmid else url


def _fragment(text: str) -> str:
    words = text.split()
    if len(words) <= 2 * _EDGE_WORDS:
        return _encode(text)
    return f"{_encode(' '.join(words[:_EDGE_WORDS]))},{_encode(' '.join(words[-_EDGE_WORDS:]))}"


def _encode(text: str) -> str:
    """Percent-encoded, the hyphen too: it has a meaning of its own in a text fragment."""
    return quote(text, safe="").replace("-", "%2D")
