"""A page of what is in the store: counts, and articles found by words."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice

from markupsafe import Markup

from index.article import Article
from index.errors import SettingsError
from index.facets import Facets
from index.stats import Stats
from qa.answer import FoundArticle
from qa.library import Library
from qa.page.drawing import fill
from qa.page.words import say
from qa.question import subject_terms
from qa.references import reference
from qa.serving.service import Service
from qa.showing import evidence_html
from qa.showing.fragments import closest_of

# So many journals and types are named.
_NAMED = 8


@dataclass(frozen=True, slots=True)
class Hit:
    """An article found; `named`: any of the words that matter stands in it."""

    found: FoundArticle
    article: Article
    named: bool


@dataclass(frozen=True, slots=True)
class Findings:
    """Articles found, best first; `reason` is why the library would not answer from them."""

    hits: tuple[Hit, ...]
    reason: str | None


def shelf_html(stats: Stats, facets: Facets) -> str:
    """Counts of what is in the store."""
    years = f"{stats.years[0]}–{stats.years[1]}" if stats.years else ""
    counts = [
        (say("store_articles"), stats.articles),
        (say("store_abstracts"), stats.abstracts),
        (say("store_sentences"), stats.sentences),
        (say("store_years"), years),
        (say("store_pending"), stats.pending),
    ]
    lists = [
        (say("store_types"), _first(facets.publication_types)),
        (say("store_journals"), _first(facets.journals)),
        (say("store_statuses"), list(stats.statuses.items())),
        (say("store_formats"), list(stats.formats.items())),
    ]
    return fill(
        "shelf",
        counts=[(name, f"{n:,}" if isinstance(n, int) else n) for name, n in counts if n],
        lists=[(name, entries) for name, entries in lists if entries],
    )


async def look(service: Service, words: str) -> Findings:
    """What is found for words. Raises SettingsError for too many, BusyError as `Service.search`."""
    if len(words) > service.settings.max_question:
        most = service.settings.max_question
        raise SettingsError(say("too_many_words", count=len(words)), say("fewer_words", most=most))
    return await service.lanes.run(findings, service.library, words)


def findings(library: Library, words: str) -> Findings:
    """The same by a library. An answer without a model rests on the very articles that a search
    finds, and says as well whether they bear on the words."""
    answer = library.using(llm=None).ask(words)
    terms = frozenset(subject_terms(words, library.store))
    return Findings(
        reason=answer.reason if answer.refused else None,
        hits=tuple(
            Hit(
                found, article, bool(terms.intersection(library.store.lexical.terms(article.words)))
            )
            for found, article in _whole(library, answer.articles)
        ),
    )


def found_html(found: Findings, style: str) -> str:
    """Articles found, each with its best sentence, to be unfolded as a card: its whole abstract,
    and its reference in this style."""
    return fill(
        "found",
        reason=found.reason,
        hits=[
            {
                **closest_of(hit.found),
                "sentence": hit.found.sentences[0].text if hit.found.sentences else "",
                "near": not hit.named,
                "card": _card(hit.article, f"f{place}", style),
            }
            for place, hit in enumerate(found.hits)
        ],
    )


def _whole(
    library: Library, found: Iterable[FoundArticle]
) -> Iterator[tuple[FoundArticle, Article]]:
    articles = library.store.catalogue.articles([one.key for one in found])
    # One may have been removed meanwhile.
    return ((one, articles[one.key]) for one in found if one.key in articles)


def _card(article: Article, prefix: str, style: str) -> Markup:
    made = evidence_html((reference(article),), (), prefix, style=style)
    return Markup(made)  # noqa: S704  (made by a template that escapes)


def _first(counts: Mapping[str, int]) -> list[tuple[str, int]]:
    return list(islice(counts.items(), _NAMED))
