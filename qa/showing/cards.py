"""Cited articles as cards: what an article is, what is known against it, and its whole abstract
with the cited sentences in their places."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from index.article import CONCERN, ERRATUM, RETRACTED, RETRACTION_NOTICE, STANDING_TYPES
from qa.answer import Citation, FoundArticle, Reference
from qa.links import article_url, sentence_url
from qa.showing.abstract import UNNUMBERED, Block, Span, blocks
from qa.showing.text import held, line

# What is known against an article: the class that colours it, and its words.
_BADGES = {
    RETRACTED: ("retracted", "Retracted"),
    RETRACTION_NOTICE: ("notice", "Retraction notice"),
    CONCERN: ("concern", "Expression of concern"),
    ERRATUM: ("erratum", "Erratum"),
}
# How much a kind of study can show, most first; any other kind comes after them, as given.
_LEVELS = (
    "practice guideline",
    "guideline",
    "meta-analysis",
    "systematic review",
    "randomized controlled trial",
    "clinical trial",
    "observational study",
    "review",
    "case reports",
    "preprint",
)
# Notices that tell for or against an article, in words.
_NOTICES = {
    "RetractionIn": "Retracted by",
    "PartialRetractionIn": "Retracted in part by",
    "RetractedandRepublishedIn": "Retracted and republished as",
    "RetractionOf": "Retracts",
    "ExpressionOfConcernIn": "Concern expressed in",
    "ErratumIn": "Corrected by",
}
_SAYS_NOTHING = frozenset({"journal article"}) | STANDING_TYPES


@dataclass(frozen=True, slots=True)
class Badge:
    kind: str
    words: str


@dataclass(frozen=True, slots=True)
class Link:
    words: str
    url: str


@dataclass(frozen=True, slots=True)
class Place:
    """Where a cited sentence stands: its section in words, and a page that shows it."""

    number: int
    section: str
    url: str | None


@dataclass(frozen=True, slots=True)
class Quote:
    """A cited sentence that cannot be shown in its abstract."""

    number: int
    text: str


@dataclass(frozen=True, slots=True)
class Card:
    """One article in print; `quotes` are of citations whose place in the abstract is not known."""

    title: str
    source: str
    types: tuple[str, ...]
    badges: tuple[Badge, ...]
    links: tuple[Link, ...]
    places: tuple[Place, ...]
    blocks: tuple[Block, ...]
    quotes: tuple[Quote, ...]
    reference: str


def cards(
    references: Sequence[Reference], citations: Sequence[Citation], printed: Sequence[str] = ()
) -> tuple[Card, ...]:
    """A card for each cited article, in order of first use; `printed` are the references in print,
    in the order of `references`."""
    known = {one.key: one for one in references}
    in_print = dict(zip(known, printed, strict=True)) if printed else {}
    of_article: dict[str, list[Citation]] = {one.key: [] for one in references}
    for cited in citations:
        of_article.setdefault(cited.key, []).append(cited)
    return tuple(
        _card(known[key], cited, in_print.get(key, "")) if key in known else _unknown(cited)
        for key, cited in of_article.items()
    )


def found_card(one: Reference, printed: str, best: tuple[int, int] | None) -> Card:
    """A card for an article that is found, not cited; `best` are the offsets of the sentence that
    matches best."""
    spans = [Span(UNNUMBERED, *best)] if best else []
    return replace(_card(one, (), printed), blocks=blocks(one.abstract, one.sections, spans))


def source(journal: str, year: int | None) -> str:
    """`Journal of Headache Medicine (2021)`, as far as it is known."""
    return " ".join(filter(None, (line(journal), f"({year})" if year else "")))


def links(pmid: str | None, doi: str | None, pmcid: str | None = None) -> Iterator[Link]:
    """The article's identifiers, each leading to its page."""
    if pmid:
        yield _link(f"PMID: {line(pmid)}", article_url(line(pmid), None, None))
    if doi:
        yield _link(f"doi: {line(doi)}", article_url(None, line(doi), None))
    if pmcid:
        yield _link(line(pmcid), article_url(None, None, line(pmcid)))


def _notices(one: Reference) -> Iterator[Link]:
    """The publications that retract or correct it."""
    for notice in one.notices:
        if notice.kind in _NOTICES and notice.pmid:
            pmid = line(notice.pmid)
            yield _link(f"{_NOTICES[notice.kind]} PMID: {pmid}", article_url(pmid, None, None))


def badges(statuses: Iterable[str | None]) -> Iterator[Badge]:
    """What is known against it, gravest first."""
    for status in filter(None, statuses):
        yield Badge(*_BADGES.get(status, ("other", line(status))))


def found_badges(found: FoundArticle) -> tuple[Badge, ...]:
    """That of a found article, which names its gravest only."""
    return tuple(badges((found.status,)))


def _link(words: str, url: str | None) -> Link:
    return Link(words, url or "")


def _card(one: Reference, cited: Sequence[Citation], printed: str) -> Card:
    placed = [c for c in cited if c.text and one.abstract[c.start : c.end] == c.text]
    spans = [Span(c.number, c.start, c.end) for c in placed]
    return Card(
        title=line(one.title),
        source=source(one.journal or one.journal_abbreviation, one.year),
        types=_types(one.publication_types),
        badges=tuple(badges(one.statuses)),
        links=(*links(one.pmid, one.doi, one.pmcid), *_notices(one)),
        places=tuple(_place(c, one.pmcid) for c in cited),
        blocks=blocks(one.abstract, one.sections, spans),
        quotes=tuple(Quote(c.number, held(c.text)) for c in cited if c not in placed),
        reference=line(printed),
    )


def _unknown(cited: Sequence[Citation]) -> Card:
    """Of an article that did not come with the answer: as much as its citations say."""
    one = cited[0]
    return Card(
        title=line(one.title),
        source=source(one.journal, one.year),
        types=(),
        badges=tuple(badges((one.status,))),
        links=tuple(links(one.pmid, one.doi)),
        places=tuple(_place(c, None) for c in cited),
        blocks=(),
        quotes=tuple(Quote(c.number, held(c.text)) for c in cited),
        reference="",
    )


def _place(cited: Citation, pmcid: str | None) -> Place:
    section = cited.section or f"{(cited.category or 'section unknown').lower()}"
    inferred = ", inferred" if cited.category and not cited.section else ""
    pmid, doi, pmc = (line(name) if name else None for name in (cited.pmid, cited.doi, pmcid))
    return Place(
        cited.number, line(section) + inferred, sentence_url(pmid, doi, pmc, line(cited.text))
    )


def _types(types: Iterable[str]) -> tuple[str, ...]:
    """Those that say what the evidence is, the strongest first."""
    telling = [line(name) for name in types if name.lower() not in _SAYS_NOTHING]
    return tuple(sorted(telling, key=_level))


def _level(name: str) -> int:
    return _LEVELS.index(name.lower()) if name.lower() in _LEVELS else len(_LEVELS)
