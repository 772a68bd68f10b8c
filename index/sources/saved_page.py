"""The text of one saved PubMed page, with the page's own chrome around the article.

The article begins at its citation and ends at the first heading of what the site adds (links,
similar articles, cited by), so that no identifier of another article is taken for its own.
Both layouts are read: the older one ("Send to", "Choose Destination") and the one since 2020,
where the journal stands alone on the line before ". 2017 Feb 3;49(2):e290.".
"""

import re
from collections.abc import Iterator
from typing import BinaryIO

from index.identity import clean_doi, clean_pmcid, clean_pmid
from index.records import Event, Failure, Notice, Origin, Record
from index.sources.abstracts import clean, parts_of
from index.sources.citation_line import Citation, parse_citation
from index.sources.files import open_text
from index.sources.page_blocks import abstract_of, authors_of, title_of
from index.sources.printed_blocks import NOTICE, Block, keywords_of, languages_of, notices_of

_END = re.compile(
    r"(?:Supplemental Content|Full text links|Similar articles?|Cited by\b.*|References|Figures?|"
    r"Images? from this publication.*|Publication types?.*|MeSH terms|Substances|Grants?|"
    r"Grant support|Related information|LinkOut.*|PubMed Disclaimer|PubMed Commons.*|"
    r"Conflict of interest statement.*|Page navigation|Support Center|Recent Activity|"
    r"Associated data|Follow NCBI|Secondary source ID|Miscellaneous)\s*:?",
    re.IGNORECASE,
)
_CHROME = re.compile(
    r"(?:Send to|Choose Destination|Format(?:: Abstract)?|Create alert|Advanced|Help|Search|Save|"
    r"Email|Cite|Share|Actions?|expand|collapse|Affiliations?(?: expand)?|Authors?|"
    r"Item in Clipboard|Display options|"
    r"Clipboard|Collections|Add to (?:Collections|Search)|Search in PubMed|"
    r"Search in NLM Catalog|Hide details|\[Indexed for MEDLINE\]|Loading \.*|Icon for .*|"
    r"Free (?:PMC |full )?(?:article|text)|Online ahead of print\.?|\[Epub ahead of print\]|"
    r"(?:Print|eCollection|Epub) \d{4}.*|pii: \S+|Review|Permalink|Favorites|"
    r"(?:Collaborators|Abstract) expand)",
    re.IGNORECASE,
)
_IDENTIFIERS = re.compile(r"(?:doi|PMID|PMCID)(?:: ?|\s)(?=10\.|\d|PMC)", re.IGNORECASE)
_IDENTIFIER = re.compile(r"\b(doi|PMID|PMCID)(?:: ?|\s)(10\.\S+|\d+|PMC\d+)", re.IGNORECASE)


def read(stream: BinaryIO, path: str) -> Iterator[Event]:
    """The one article of a saved page; a Failure if its title or abstract cannot be found."""
    lines = [clean(line) for line in open_text(stream)]
    found = _find_citation(lines)
    if not found:
        yield Failure(
            path,
            "",
            "no citation such as `J Invent Med. 2017 Feb 3;49(2):1-9.` on this page. Save the "
            "article's own PubMed page as text, or export it with Save > Format: PubMed.",
        )
        return
    citation, start = found
    yield _record(citation, _article(lines[start:]), path)


def _find_citation(lines: list[str]) -> tuple[Citation, int] | None:
    """The first citation on the page, and the number of the line after it."""
    journal = ""
    for number, line in enumerate(lines):
        following = " ".join(lines[number + 1 : number + 2])
        # On newer pages the date stands alone: ". 2017 Feb 3;49(2):e290."
        bare = re.match(r"\.?\s*(?=(?:1[89]|20)\d\d\b)", line)
        text = f"{journal.rstrip('.')}. {line[bare.end() :]}" if bare and journal else line
        citation = parse_citation(text)
        located = citation and (citation.volume or citation.pages or citation.doi)
        if citation and len(line) < 300 and (located or following.lower().startswith("doi:")):
            return citation, number + 1
        if line and not _CHROME.fullmatch(line):
            journal = line
    return None


def _article(lines: list[str]) -> list[Block]:
    """The blocks of lines between the citation and what the site adds to the article."""
    blocks: list[Block] = [[]]
    for line in lines:
        if _END.fullmatch(line):
            break
        if line:
            blocks[-1].append(line)
        elif blocks[-1]:
            blocks.append([])
    return [block for block in blocks if block]


def _record(citation: Citation, blocks: list[Block], path: str) -> Record | Failure:
    identifiers, notices, keywords, blocks = _set_apart(blocks)
    doi = citation.doi or clean_doi(identifiers.get("DOI"))
    pmid = clean_pmid(identifiers.get("PMID"))
    name = f"page (PMID {pmid})" if pmid else f"page (DOI {doi})" if doi else "page"
    title, blocks = title_of(blocks)
    languages = next(filter(None, (languages_of(block[0]) for block in blocks[:1])), ())
    authors, blocks = authors_of(blocks[1:] if languages else blocks)
    parts, truncated = parts_of(abstract_of(blocks))
    if not title or not parts:
        missing = "abstract" if title else "title"
        return Failure(
            path,
            name,
            f"no {missing} found after the citation of {citation.journal}, {citation.published}. "
            "Export the article from PubMed with Save > Format: PubMed.",
        )
    return Record(
        origin=Origin(path, "saved-page", name),
        title=title,
        parts=parts,
        pmid=pmid,
        doi=doi,
        pmcid=clean_pmcid(identifiers.get("PMCID")),
        journal=citation.journal,
        journal_abbreviation=citation.journal,
        volume=citation.volume,
        issue=citation.issue,
        pages=citation.pages,
        published=citation.published,
        year=citation.year,
        authors=authors,
        keywords=keywords,
        languages=languages,
        notices=notices,
        truncated=truncated,
    )


def _set_apart(
    blocks: list[Block],
) -> tuple[dict[str, str], tuple[Notice, ...], tuple[str, ...], list[Block]]:
    """Identifiers, notices and keywords; and the blocks without them and without chrome."""
    identifiers: dict[str, str] = {}
    notices: list[Notice] = []
    keywords: tuple[str, ...] = ()
    awaiting_keywords = False
    kept: list[Block] = []
    for block in blocks:
        if NOTICE.match(block[0]):
            notices.extend(notices_of(block))
            continue
        kept.append([])
        for line in block:
            if _IDENTIFIERS.match(line):
                for kind, value in _IDENTIFIER.findall(line):
                    identifiers.setdefault(kind.upper(), value)
            elif awaiting_keywords or line.lower().startswith("keywords:"):
                # Older pages put them on the line after the heading.
                keywords = keywords_of(line)
                awaiting_keywords = not keywords
            elif not _CHROME.fullmatch(line):
                kept[-1].append(line)
    return identifiers, tuple(notices), keywords, [block for block in kept if block]
