"""What the indexes are behind by: articles that wait for their entries, entries that must go.

`articles.indexed` is 0 until an article's vectors and its lexical entry are written, so that an
interrupted run is taken up where it stopped; `articles.written` is the largest number of sentence
vectors that it may have on disk. `removals` has the keys whose entries must still go.
"""

from collections.abc import Callable, Iterable

from index.article import Article
from index.database import Database

SCHEMA = """
CREATE TABLE IF NOT EXISTS removals (key TEXT PRIMARY KEY, written INTEGER NOT NULL);
"""


class Backlog:
    """The part of a catalogue that the indexes are brought up to date by; `read` makes an article
    of what its row holds. What is written is durable at the catalogue's `commit`."""

    def __init__(self, database: Database, read: Callable[[str], Article]) -> None:
        self._db, self._read = database, read

    def pending(self, limit: int) -> list[tuple[Article, int]]:
        """Articles not yet indexed, each with the number of sentence vectors it may have."""
        rows = self._db.rows(
            "SELECT article, written FROM articles WHERE indexed = 0 LIMIT ?", (limit,)
        )
        return [(self._read(text), written) for text, written in rows]

    def count_indexed(self) -> int:
        """How many articles have their vectors and words."""
        return self._db.count("SELECT count(*) FROM articles WHERE indexed = 1")

    def count_pending(self) -> int:
        """How many articles wait for their vectors."""
        return self._db.count("SELECT count(*) FROM articles WHERE indexed = 0")

    def waiting_counts(self) -> dict[str, int]:
        """How many sentence vectors each article not yet indexed may have."""
        return dict(
            self._db.rows("SELECT key, max(written, sentences) FROM articles WHERE indexed = 0")
        )

    def confirm(self, keys: Iterable[str]) -> None:
        """Mark articles as indexed: their vectors and lexical entries are on disk."""
        self._db.do_each(
            "UPDATE articles SET indexed = 1, written = sentences WHERE key = ?",
            [(key,) for key in keys],
        )

    def removals(self) -> dict[str, int]:
        """Keys whose index entries must go, with the number of sentence vectors each may have."""
        return dict(self._db.rows("SELECT key, written FROM removals"))

    def remove(self, key: str) -> None:
        """Have the entries of an article go that is about to be given up."""
        self._db.do(
            "INSERT INTO removals SELECT key, max(written, sentences) FROM articles WHERE key = ? "
            "ON CONFLICT (key) DO UPDATE SET written = max(written, excluded.written)",
            (key,),
        )

    def confirm_removals(self, keys: Iterable[str]) -> None:
        """Forget removals that have been carried out."""
        self._db.do_each("DELETE FROM removals WHERE key = ?", [(key,) for key in keys])

    def forget_indexing(self) -> None:
        """Mark every article as not indexed, so that the next run rebuilds the indexes."""
        self._db.do("UPDATE articles SET indexed = 0, written = 0")
        self._db.do("DELETE FROM removals")
