"""What is in the store: counts of it, and its articles leaf by leaf."""

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import islice

from index.article import Article
from index.catalogue import Catalogue
from index.facets import Facets
from index.stats import Stats
from qa.page.drawing import fill
from qa.page.words import say

# So many journals and types are named.
_NAMED = 8
# Articles on a leaf.
LEAF = 20


@dataclass(frozen=True, slots=True)
class Leaf:
    """Some of a store's `total` articles, those added last first; `start` are before these."""

    articles: tuple[Article, ...]
    start: int
    total: int

    @property
    def end(self) -> int:
        """How many there are up to the last of these."""
        return self.start + len(self.articles)


def leaf(catalogue: Catalogue, start: int) -> Leaf:
    """The leaf with the article that so many are before: the last one, where there are fewer."""
    total = len(catalogue)
    within = min(max(start, 0), max(total - 1, 0))
    first = within - within % LEAF
    return Leaf(tuple(catalogue.latest(LEAF, first)), first, total)


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


def _first(counts: Mapping[str, int]) -> list[tuple[str, int]]:
    return list(islice(counts.items(), _NAMED))
