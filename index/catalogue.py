"""The catalogue: the one truth about articles, in SQLite; the indexes are rebuilt from it.

Tables
    articles       one row an article, whole, as JSON; `indexed` is 0 until its vectors and its
                   lexical entry are written, so an interrupted run is taken up where it stopped
    identifiers    every identifier an article ever had -> its key
    contributions  which source said what last (a digest), so that nothing is done twice
    removals       keys whose index entries must still go
    facts          how the store was built

`written` is the largest number of sentence vectors an article may have on disk.
"""

import sqlite3
from collections.abc import Iterable, Iterator
from pathlib import Path

from pydantic import TypeAdapter

from index.article import Article
from index.errors import ArticleNotFoundError, StoreDamagedError
from index.identity import clean_doi, clean_pmcid, clean_pmid

_SCHEMA = """
CREATE TABLE IF NOT EXISTS articles (
    key TEXT PRIMARY KEY, article TEXT NOT NULL, sentences INTEGER NOT NULL,
    written INTEGER NOT NULL DEFAULT 0, indexed INTEGER NOT NULL DEFAULT 0);
CREATE INDEX IF NOT EXISTS articles_pending ON articles (indexed) WHERE indexed = 0;
CREATE TABLE IF NOT EXISTS identifiers (identifier TEXT PRIMARY KEY, key TEXT NOT NULL);
CREATE INDEX IF NOT EXISTS identifiers_key ON identifiers (key);
CREATE TABLE IF NOT EXISTS contributions (
    source TEXT, key TEXT, digest TEXT NOT NULL, PRIMARY KEY (source, key));
CREATE INDEX IF NOT EXISTS contributions_key ON contributions (key);
CREATE TABLE IF NOT EXISTS removals (key TEXT PRIMARY KEY, written INTEGER NOT NULL);
CREATE TABLE IF NOT EXISTS facts (name TEXT PRIMARY KEY, value TEXT NOT NULL);
"""
# SQLite's default limit on variables in one statement is 32,766 today and was 999.
_VARIABLES = 900

_articles = TypeAdapter(Article)


class Catalogue:
    """Articles by key; not thread-safe for writing, one connection a thread for reading."""

    def __init__(self, path: Path) -> None:
        try:
            self._db = sqlite3.connect(path, check_same_thread=False)
            self._db.execute("PRAGMA journal_mode = WAL")
            self._db.executescript(_SCHEMA)
        except sqlite3.DatabaseError as error:
            raise StoreDamagedError(
                f"{path} is not a readable catalogue ({error})",
                "Restore it from a backup, or delete the store's folder and index again",
            ) from error

    def close(self) -> None:
        """Release the file."""
        self._db.close()

    def commit(self) -> None:
        """Make everything written so far durable."""
        self._db.commit()

    # -- reading ---------------------------------------------------------------------------

    def __len__(self) -> int:
        return int(self._db.execute("SELECT count(*) FROM articles").fetchone()[0])

    def find(self, key: str) -> Article | None:
        """The article under exactly this key."""
        row = self._db.execute("SELECT article FROM articles WHERE key = ?", (key,)).fetchone()
        return _articles.validate_json(row[0]) if row else None

    def get(self, name: str) -> Article:
        """The article under a key, a former key, a PMID, a PMCID or a DOI.

        Raises ArticleNotFoundError when nothing is stored under it.
        """
        pmid, doi, pmcid = clean_pmid(name), clean_doi(name), clean_pmcid(name)
        names = [name, f"pmid:{pmid}", f"doi:{doi}", f"pmc:{pmcid}"]
        for key in (name, *self.resolve(names)):
            article = self.find(key)
            if article is not None:
                return article
        raise ArticleNotFoundError(
            f"no article {name!r} in the store",
            "Give a key as `abstractqa search` shows it, a PMID, a PMCID or a DOI",
        )

    def articles(self, keys: Iterable[str]) -> dict[str, Article]:
        """The articles among `keys` that exist, by key."""
        wanted, found = list(keys), {}
        for start in range(0, len(wanted), _VARIABLES):
            some = wanted[start : start + _VARIABLES]
            marks = ",".join("?" * len(some))
            for key, text in self._db.execute(
                f"SELECT key, article FROM articles WHERE key IN ({marks})",  # noqa: S608  (only ?s)
                some,
            ):
                found[key] = _articles.validate_json(text)
        return found

    def __iter__(self) -> Iterator[Article]:
        """Every article, in key order, read one at a time."""
        for (text,) in self._db.execute("SELECT article FROM articles ORDER BY key"):
            yield _articles.validate_json(text)

    def resolve(self, identifiers: Iterable[str]) -> list[str]:
        """The distinct keys these identifiers lead to, in the identifiers' order."""
        keys: dict[str, None] = {}
        for identifier in identifiers:
            row = self._db.execute(
                "SELECT key FROM identifiers WHERE identifier = ?", (identifier,)
            ).fetchone()
            if row:
                keys[row[0]] = None
        return list(keys)

    def contributed(self, source: str, key: str) -> str | None:
        """The digest of what `source` last said about `key`."""
        row = self._db.execute(
            "SELECT digest FROM contributions WHERE source = ? AND key = ?", (source, key)
        ).fetchone()
        return str(row[0]) if row else None

    def sentence_counts(self) -> dict[str, int]:
        """How many sentences each indexed article has."""
        return dict(self._db.execute("SELECT key, sentences FROM articles WHERE indexed = 1"))

    def pending(self, limit: int) -> list[tuple[Article, int]]:
        """Articles not yet indexed, each with the number of sentence vectors it may have."""
        rows = self._db.execute(
            "SELECT article, written FROM articles WHERE indexed = 0 LIMIT ?", (limit,)
        )
        return [(_articles.validate_json(text), written) for text, written in rows]

    def count_pending(self) -> int:
        """How many articles wait for their vectors."""
        row = self._db.execute("SELECT count(*) FROM articles WHERE indexed = 0").fetchone()
        return int(row[0])

    def removals(self) -> dict[str, int]:
        """Keys whose index entries must go, with the number of sentence vectors each may have."""
        return dict(self._db.execute("SELECT key, written FROM removals"))

    def fact(self, name: str) -> str | None:
        """A fact about how the store was built."""
        row = self._db.execute("SELECT value FROM facts WHERE name = ?", (name,)).fetchone()
        return str(row[0]) if row else None

    # -- writing (durable at `commit`) -------------------------------------------------------

    def set_fact(self, name: str, value: str) -> None:
        """Keep a fact about how the store was built."""
        self._db.execute("INSERT OR REPLACE INTO facts VALUES (?, ?)", (name, value))

    def put(self, article: Article, identifiers: Iterable[str], *, reindex: bool) -> None:
        """Store an article; with `reindex` its vectors and lexical entry are written anew."""
        self._db.execute(
            "INSERT INTO articles (key, article, sentences) VALUES (?, ?, ?) "
            "ON CONFLICT (key) DO UPDATE SET article = excluded.article, "
            "sentences = excluded.sentences, indexed = indexed AND ?, "
            "written = max(written, CASE WHEN indexed THEN sentences ELSE 0 END)",
            (
                article.key,
                _articles.dump_json(article).decode(),
                len(article.sentences),
                not reindex,
            ),
        )
        for identifier in (article.key, *identifiers):
            # The first owner keeps a shared identifier: two PMIDs may print one DOI.
            self._db.execute(
                "INSERT OR IGNORE INTO identifiers VALUES (?, ?)", (identifier, article.key)
            )

    def move(self, old: str, new: str) -> None:
        """Give up key `old` for `new`: what led to `old` leads to `new` from now on."""
        self._db.execute(
            "INSERT OR REPLACE INTO removals "
            "SELECT key, max(written, sentences) FROM articles WHERE key = ?",
            (old,),
        )
        self._db.execute("DELETE FROM articles WHERE key = ?", (old,))
        self._db.execute("UPDATE identifiers SET key = ? WHERE key = ?", (new, old))
        self._db.execute("UPDATE OR REPLACE contributions SET key = ? WHERE key = ?", (new, old))

    def contribute(self, source: str, key: str, digest: str) -> None:
        """Remember what `source` said about `key`."""
        self._db.execute(
            "INSERT OR REPLACE INTO contributions VALUES (?, ?, ?)", (source, key, digest)
        )

    def confirm(self, keys: Iterable[str]) -> None:
        """Mark articles as indexed: their vectors and lexical entries are on disk."""
        self._db.executemany(
            "UPDATE articles SET indexed = 1, written = sentences WHERE key = ?",
            [(key,) for key in keys],
        )

    def confirm_removals(self, keys: Iterable[str]) -> None:
        """Forget removals that have been carried out."""
        self._db.executemany("DELETE FROM removals WHERE key = ?", [(key,) for key in keys])

    def forget_indexing(self) -> None:
        """Mark every article as not indexed, so that the next run rebuilds the indexes."""
        self._db.execute("UPDATE articles SET indexed = 0, written = 0")
        self._db.execute("DELETE FROM removals")
