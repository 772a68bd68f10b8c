"""nbib, the MEDLINE display format, in NLM's order of fields: PubMed's own, EndNote, Zotero."""

import textwrap
from collections.abc import Iterator, Sequence

from index.records import Author, Notice
from index.sources.medline_fields import NOTICES
from qa.answer import Reference
from qa.citing.dates import published
from qa.citing.lines import abstract, line
from qa.citing.names import person
from qa.citing.standing import publication_types, standing

# As PubMed wraps them.
_WIDTH = 88
_CONTINUED = " " * 6
_TAGS = {kind: tag for tag, kind in NOTICES.items()}

Field = tuple[str, str]


def write(references: Sequence[Reference]) -> str:
    """The records, an empty line after each."""
    return "".join(f"{_record(one)}\n\n" for one in references)


def _record(reference: Reference) -> str:
    return "\n".join(_wrapped(tag, value) for tag, value in _fields(reference) if value)


def _wrapped(tag: str, value: str) -> str:
    return textwrap.fill(
        value,
        _WIDTH,
        initial_indent=f"{tag:<4}- ",
        subsequent_indent=_CONTINUED,
        break_long_words=False,
        break_on_hyphens=False,
    )


def _fields(reference: Reference) -> Iterator[Field]:
    doi = f"{line(reference.doi)} [doi]" if reference.doi else ""
    yield "PMID", line(reference.pmid or "")
    yield "VI", line(reference.volume)
    yield "IP", line(reference.issue)
    yield "DP", published(reference.published, reference.year).text
    yield "TI", line(reference.title)
    yield "PG", line(reference.pages)
    yield "LID", doi
    yield "AB", abstract(reference)
    for author in reference.authors:
        yield from _author(author)
    yield from (("LA", line(language)) for language in reference.languages)
    yield from (("PT", line(name)) for name in publication_types(reference))
    # NLM abbreviates without full stops, which only its XML has.
    yield "TA", line(reference.journal_abbreviation.replace(".", " "))
    yield "JT", line(reference.journal or reference.journal_abbreviation)
    yield from (_notice(one) for one in reference.notices if one.kind in _TAGS)
    yield "GN", standing(reference)
    yield "PMC", line(reference.pmcid or "")
    yield "AID", doi


def _notice(notice: Notice) -> Field:
    """`RIN - Lancet. 2010 Feb 6;375(9713):445. PMID: 20137807`."""
    pmid = f"PMID: {line(notice.pmid)}" if notice.pmid else ""
    return _TAGS[notice.kind], " ".join(filter(None, (line(notice.reference), pmid)))


def _author(author: Author) -> Iterator[Field]:
    if author.collective:
        yield "CN", line(author.family)
        return
    given = line(author.given) or person(author).given
    yield "FAU", ", ".join(filter(None, (line(author.family), given)))
    yield "AU", line(author.display)
