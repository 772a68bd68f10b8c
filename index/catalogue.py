"""The catalogue: the one truth about articles, in SQLite; the indexes are rebuilt from it.

Tables
    articles       one row an article, whole, as JSON; `indexed` and `written` are the backlog's
    identifiers    every identifier an article ever had -> its key
    facts          how the store was built
    removals       what the indexes must still give up, see `backlog`
    mentions, claims    what sources said, see `provenance`
    facet_…        what articles can be filtered by, see `facet_tables`
"""

import hashlib
import json
from collections.abc import Collection, Iterable, Iterator
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from index import backlog, provenance
from index.article import Article
from index.backlog import Backlog
from index.database import Database, check_whole
from index.errors import ArticleNotFoundError
from index.facet_tables import FacetTables
from index.facets import Facets, Filters
from index.identity import clean_doi, clean_pmcid, clean_pmid
from index.provenance import Provenance

_SCHEMA = """
CREATE TABLE IF NOT EXISTS articles (
    key TEXT PRIMARY KEY, article TEXT NOT NULL, sentences INTEGER NOT NULL,
    written INTEGER NOT NULL DEFAULT 0, indexed INTEGER NOT NULL DEFAULT 0);
CREATE INDEX IF NOT EXISTS articles_pending ON articles (indexed) WHERE indexed = 0;
-- Reading a row past the article in it would take ten times as long.
CREATE INDEX IF NOT EXISTS articles_sizes ON articles (key, sentences, indexed);
CREATE TABLE IF NOT EXISTS identifiers (identifier TEXT PRIMARY KEY, key TEXT NOT NULL);
CREATE INDEX IF NOT EXISTS identifiers_key ON identifiers (key);
CREATE TABLE IF NOT EXISTS facts (name TEXT PRIMARY KEY, value TEXT NOT NULL);
"""
# SQLite's default limit on variables in one statement is 32,766 today and was 999.
_VARIABLES = 900

_articles = TypeAdapter(Article)


class Catalogue:
    """Articles by key: any thread reads what is committed, one at a time writes, and sees what it
    has written.

    `backlog` is what the indexes are behind by, `provenance` who said what.
    """

    def __init__(self, path: Path) -> None:
        self._db = Database(path, _SCHEMA + backlog.SCHEMA + provenance.SCHEMA)
        self.backlog = Backlog(self._db, self._article)
        self.provenance = Provenance(self._db)
        try:
            self._facets = FacetTables(self._db, self.find)
        except BaseException:
            self._db.close()
            raise

    @classmethod
    def put_in_place(cls, path: Path) -> "Catalogue":
        """One that was put where another was open; raises StoreError until all of it is there."""
        check_whole(path, "facts")
        return cls(path)

    def close(self) -> None:
        """Release the file."""
        self._db.close()

    @property
    def lost(self) -> bool:
        """Whether its file has been deleted, or another put in its place, while it is open."""
        return self._db.lost

    def commit(self) -> None:
        """Make everything written so far durable."""
        self._db.commit()

    def rollback(self) -> None:
        """Give up everything written since the last commit."""
        self._db.rollback()

    # -- reading ---------------------------------------------------------------------------

    def __len__(self) -> int:
        return self._db.count("SELECT count(*) FROM articles")

    def find(self, key: str) -> Article | None:
        """The article under exactly this key."""
        row = self._db.row("SELECT article FROM articles WHERE key = ?", (key,))
        return self._article(row[0]) if row else None

    def get(self, name: str) -> Article:
        """The article under a key, a former key, a PMID, a PMCID or a DOI.

        Raises ArticleNotFoundError when nothing is stored under it.
        """
        cleaned = {"pmid": clean_pmid(name), "doi": clean_doi(name), "pmc": clean_pmcid(name)}
        names = [f"{kind}:{identifier}" for kind, identifier in cleaned.items() if identifier]
        for key in (name, *self.resolve([name, *names])):
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
            for key, text in self._db.rows(
                f"SELECT key, article FROM articles WHERE key IN ({marks})",  # noqa: S608  (only ?s)
                some,
            ):
                found[key] = self._article(text)
        return found

    def __iter__(self) -> Iterator[Article]:
        """Every article, in key order, read one at a time."""
        for (text,) in self._db.rows("SELECT article FROM articles ORDER BY key"):
            yield self._article(text)

    def latest(self, limit: int, skip: int = 0) -> list[Article]:
        """The articles that were added last, last first; without the `skip` last ones."""
        # Rows are numbered as they come; the numbers are had without reading past the articles.
        rows = self._db.rows(
            "SELECT article FROM articles WHERE rowid IN "
            "(SELECT rowid FROM articles ORDER BY rowid DESC LIMIT ? OFFSET ?) ORDER BY rowid DESC",
            (limit, skip),
        )
        return [self._article(text) for (text,) in rows]

    def resolve(self, identifiers: Iterable[str]) -> list[str]:
        """The distinct keys these identifiers lead to, in the identifiers' order."""
        keys: dict[str, None] = {}
        for identifier in identifiers:
            row = self._db.row("SELECT key FROM identifiers WHERE identifier = ?", (identifier,))
            if row:
                keys[row[0]] = None
        return list(keys)

    def sentence_counts(self, keys: Collection[str] | None = None) -> dict[str, int]:
        """How many sentences each indexed article has; of these `keys` alone, if given."""
        all_of_them = "SELECT key, sentences FROM articles WHERE indexed = 1"
        if keys is None:
            return dict(self._db.rows(all_of_them))
        among = " AND key IN (SELECT value FROM json_each(?))"
        return dict(self._db.rows(all_of_them + among, (json.dumps(list(keys)),)))

    def digest(self) -> str:
        """Changes when anything that the store says of an article does, or whether it is indexed;
        not where it was read."""
        rows = self._db.rows(
            "SELECT key, indexed, json_remove(article, '$.origins', '$.record.origin') "
            "FROM articles ORDER BY key"
        )
        digest = hashlib.sha256()
        for row in rows:
            digest.update("\0".join(map(str, row)).encode())
        return digest.hexdigest()[:16]

    def fact(self, name: str) -> str | None:
        """A fact about how the store was built."""
        row = self._db.row("SELECT value FROM facts WHERE name = ?", (name,))
        return str(row[0]) if row else None

    def keys_where(self, filters: Filters) -> frozenset[str]:
        """The keys of the articles that match."""
        return self._facets.keys(filters)

    def count_without_mesh(self, filters: Filters) -> int:
        """How many articles `filters` leaves out only because they have no MeSH headings at all:
        those of the last weeks are among them. 0 where it asks for none."""
        return self._facets.count_without_mesh(filters)

    @property
    def state(self) -> int:
        """Another number whenever what any article says has changed; not whether it is indexed."""
        return self._facets.state

    def facets(self, limit: int) -> Facets:
        """What articles can be filtered by, of each field but the years the `limit` most common."""
        return self._facets.facets(limit)

    # -- writing (durable at `commit`) -------------------------------------------------------

    def set_fact(self, name: str, value: str) -> None:
        """Keep a fact about how the store was built."""
        self._db.do("INSERT OR REPLACE INTO facts VALUES (?, ?)", (name, value))

    def put(self, article: Article, identifiers: Iterable[str], *, reindex: bool) -> None:
        """Store an article; with `reindex` its vectors and lexical entry are written anew."""
        self._db.do(
            "INSERT INTO articles (key, article, sentences) VALUES (?, ?, ?) "
            "ON CONFLICT (key) DO UPDATE SET article = excluded.article, "
            "sentences = excluded.sentences, indexed = indexed AND ?, "
            # Those of an article that waits may be on disk as well: a run may have been killed
            # after writing them and before saying so.
            "written = max(written, sentences)",
            (
                article.key,
                _articles.dump_json(article).decode(),
                len(article.sentences),
                not reindex,
            ),
        )
        self._facets.place(article)
        for identifier in (article.key, *identifiers):
            # The first owner keeps a shared identifier: two PMIDs may print one DOI.
            self._db.do(
                "INSERT OR IGNORE INTO identifiers VALUES (?, ?)", (identifier, article.key)
            )

    def move(self, old: str, new: str) -> None:
        """Give up key `old` for `new`: what led to `old` leads to `new` from now on."""
        self._take_out(old)
        self._db.do("UPDATE identifiers SET key = ? WHERE key = ?", (new, old))

    def remove(self, key: str) -> None:
        """Give up an article, what led to it, and what its sources said of it."""
        self._take_out(key)
        self.provenance.forget(key)
        self._db.do("DELETE FROM identifiers WHERE key = ?", (key,))

    def _take_out(self, key: str) -> None:
        self.backlog.remove(key)
        self._db.do("DELETE FROM articles WHERE key = ?", (key,))

    def _article(self, text: str) -> Article:
        try:
            return _articles.validate_json(text)
        except ValidationError as error:
            raise self._db.damage(error) from error
