"""What is in a store, counted."""

from collections import Counter
from dataclasses import asdict, dataclass, replace
from threading import Lock
from typing import Any

from index.store import Store


@dataclass(frozen=True, slots=True)
class Stats:
    """Counts over a store; `years` is the first and last year of publication known.

    `pending` articles wait for their vectors. `statuses` counts articles not in good standing.
    """

    articles: int
    abstracts: int
    sentences: int
    pending: int
    years: tuple[int, int] | None
    formats: dict[str, int]
    statuses: dict[str, int]
    embedder: str | None
    dimensions: int | None

    def to_dict(self) -> dict[str, Any]:
        """The counts as JSON-ready values."""
        return asdict(self)


class Counts:
    """The counts over a store, kept until an article changes: any thread may ask."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._turn = Lock()
        self._kept: tuple[int, Stats] | None = None

    def now(self) -> Stats:
        """As `count` gives them."""
        # Several that ask at once must not each read every article.
        with self._turn:
            state = self._store.catalogue.state
            if self._kept is None or self._kept[0] != state:
                self._kept = state, count(self._store)
            return replace(self._kept[1], **_of_now(self._store))


def count(store: Store) -> Stats:
    """Count what the store holds; reads every article."""
    formats, statuses = Counter[str](), Counter[str]()
    articles = abstracts = sentences = 0
    years: list[int] = []
    for article in store.catalogue:
        articles += 1
        abstracts += bool(article.abstract)
        sentences += len(article.sentences)
        formats.update({origin.format for origin in article.origins})
        statuses.update(article.statuses)
        if article.record.year:
            years.append(article.record.year)
    return Stats(
        articles=articles,
        abstracts=abstracts,
        sentences=sentences,
        years=(min(years), max(years)) if years else None,
        formats=dict(formats.most_common()),
        statuses=dict(statuses.most_common()),
        **_of_now(store),
    )


def _of_now(store: Store) -> dict[str, Any]:
    """What changes though no article does."""
    manifest = store.manifest
    return {
        "pending": store.catalogue.backlog.count_pending(),
        "embedder": manifest.embedder if manifest else None,
        "dimensions": manifest.dimensions if manifest else None,
    }
