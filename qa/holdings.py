"""What a library holds: articles looked up, added, counted, verified, taken out."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from index.article import Article
from index.build import IndexReport, build, rebuild
from index.closing import Closing
from index.facets import Facets
from index.progress import Progress, Silent
from index.removing import remove
from index.stats import Counts, Stats
from index.store import Store
from index.verify import Verification, verify
from qa.characters import encodable
from qa.settings import Settings


class Holdings(Closing):
    """One store under some settings."""

    def __init__(self, store: Store, settings: Settings) -> None:
        self.store = store
        self.settings = settings
        self._counts = Counts(store)

    def article(self, name: str) -> Article:
        """One article by key, PMID, PMCID or DOI; raises ArticleNotFoundError."""
        return self.store.article(encodable(name))

    def index(
        self,
        sources: str | Path | Sequence[str | Path],
        progress: Progress | None = None,
        names: Mapping[str, str] | None = None,
    ) -> IndexReport:
        """Add files, folders or patterns; see `index.build.build`."""
        several = [sources] if isinstance(sources, str | Path) else sources
        found = [str(source) for source in several]
        return build(self.store, found, progress or Silent(), self.settings.window, names)

    def remove(self, name: str) -> Article:
        """Take an article out, for good; see `index.removing.remove`."""
        return remove(self.store, encodable(name))

    def rebuild(self, progress: Progress | None = None) -> int:
        """Make the indexes anew from the catalogue; returns the number of articles."""
        return rebuild(self.store, progress or Silent(), self.settings.window)

    def facets(self, limit: int = 50) -> Facets:
        """What the articles can be filtered by, the `limit` most common values of each."""
        return self.store.catalogue.facets(limit)

    def stats(self) -> Stats:
        """What is in the store, counted."""
        return self._counts.now()

    def verify(self) -> Verification:
        """Check the store against itself: offsets, counts and keys."""
        return verify(self.store)

    def close(self) -> None:
        """Release the store's files."""
        self.store.close()
