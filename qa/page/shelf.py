"""A page of what is in the store: counts, and articles found by words."""

from collections.abc import Mapping
from itertools import islice

from index.facets import Facets
from index.stats import Stats
from qa.answer import SearchResult
from qa.page.drawing import fill
from qa.page.words import say
from qa.showing.fragments import closest_of

# So many journals and types are named.
_NAMED = 8


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


def found_html(result: SearchResult) -> str:
    """Articles found, each with its best sentence."""
    return fill(
        "found",
        reason=result.reason,
        hits=[
            {**closest_of(hit), "sentence": hit.sentences[0].text if hit.sentences else ""}
            for hit in result.hits
        ],
    )


def _first(counts: Mapping[str, int]) -> list[tuple[str, int]]:
    return list(islice(counts.items(), _NAMED))
