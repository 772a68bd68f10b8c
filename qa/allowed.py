"""The articles that a filter allows, and searches that find the best of these and no others.

Whoever asks an index for the nearest and then strikes out what is not allowed finds too little
under a narrow filter. So the index is told what is allowed; where that is much, asking it for more
and striking out is quicker, and does as long as enough is left. Either way what is found is what
would be found in a store that holds the allowed articles alone.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import TypeVar

from index.embedder import Vectors
from index.facets import Filters
from index.store import Store

# Measured on 27,030 articles (docs/speed.md): up to so many, reading all their vectors is quicker
# than having the graph of them all walked for those; from this share on, asking for more is.
_FEW = 100
_MUCH = 0.2
# How much more is asked for than the share would need.
_MARGIN = 1.5

Found = TypeVar("Found")


@dataclass(frozen=True)
class Allowed:
    """The articles under these keys; `without_mesh` more would be, had they MeSH headings."""

    store: Store = field(repr=False)
    keys: frozenset[str]
    without_mesh: int

    @classmethod
    def by(cls, filters: Filters, store: Store) -> "Allowed | None":
        """Those that the filters allow; None where there are no filters."""
        if not filters:
            return None
        catalogue = store.catalogue
        return cls(store, catalogue.keys_where(filters), catalogue.count_without_mesh(filters))

    @property
    def are_few(self) -> bool:
        """Whether each of them can be looked at."""
        return len(self.keys) <= _FEW

    @cached_property
    def sentence_counts(self) -> Mapping[str, int]:
        """How many sentences each has, of those that have their vectors."""
        return self.store.catalogue.sentence_counts(self.keys)

    def best_cosines(self, vector: Vectors) -> dict[str, float]:
        """The cosine of the nearest title or sentence of each article: for few of them."""
        rows = self.store.vectors.sentences(self.sentence_counts)
        return {key: float((matrix @ vector).max()) for key, matrix in rows.items()}

    def best(
        self,
        limit: int,
        key_of: Callable[[Found], str],
        of_all: Callable[[int], list[Found]],
        of_these: Callable[[int], list[Found]],
    ) -> list[Found]:
        """The best `limit` of what belongs to these articles, best first."""
        share = len(self.keys) / max(1, len(self.store.lexical))
        if share >= _MUCH:
            wanted = int(_MARGIN * limit / min(share, 1.0))
            seen = of_all(wanted)
            kept = [one for one in seen if key_of(one) in self.keys]
            if len(kept) >= limit or len(seen) < wanted:
                return kept[:limit]
        return of_these(limit)
