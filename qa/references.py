"""Cited articles as references: what a reader needs to find one, to cite it and to check it."""

from collections.abc import Iterable

from index.article import Article
from qa.answer import Citation, Reference
from qa.links import article_url


def referred(articles: Iterable[Article]) -> tuple[Reference, ...]:
    """Each article once, in order of first use."""
    return tuple({one.key: reference(one) for one in articles}.values())


def of_citations(
    citations: Iterable[Citation], references: Iterable[Reference]
) -> tuple[Reference, ...]:
    """Those of the references that these citations name, in order of first use."""
    known = {one.key: one for one in references}
    return tuple(known[key] for key in dict.fromkeys(one.key for one in citations))


def reference(article: Article) -> Reference:
    """The article as a reference."""
    record = article.record
    return Reference(
        key=article.key,
        pmid=article.pmid,
        doi=article.doi,
        pmcid=record.pmcid,
        title=article.title,
        authors=record.authors,
        journal=record.journal,
        journal_abbreviation=record.journal_abbreviation,
        year=record.year,
        published=record.published,
        volume=record.volume,
        issue=record.issue,
        pages=record.pages,
        publication_types=record.publication_types,
        languages=record.languages,
        statuses=article.statuses,
        notices=record.notices,
        url=article_url(article.pmid, article.doi, record.pmcid),
        abstract=article.abstract,
        sections=article.sections,
    )
