"""The tables that answer a filter: which articles have which value, kept in step by the database.

Tables
    facet_articles   a small number for each article that has been looked through
    facet_values     each value of each field, as compared and as printed
    facet_entries    which article has which value
    facets_due       articles that are new or have changed and must be looked through
    facet_state      a number drawn anew whenever the others change

Triggers keep the last one, so that a program that knows nothing of facets leaves them right. A
store made before there were any is looked through when it is next opened.
"""

import json
from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache

from index.article import Article
from index.database import Database
from index.facets import JOURNAL, LANGUAGE, MESH, TYPE, UNKNOWN, YEAR, Facets, Filters, facets_of

# As the last line but one of the schema has it.
_VERSION = 1
_SCHEMA = """
BEGIN IMMEDIATE;
CREATE TABLE IF NOT EXISTS facet_articles (id INTEGER PRIMARY KEY, key TEXT NOT NULL UNIQUE);
CREATE TABLE IF NOT EXISTS facet_values (
    id INTEGER PRIMARY KEY, field TEXT NOT NULL, value TEXT NOT NULL, printed TEXT NOT NULL,
    listed INTEGER NOT NULL, UNIQUE (field, value, printed, listed));
CREATE TABLE IF NOT EXISTS facet_entries (
    value INTEGER NOT NULL, article INTEGER NOT NULL, PRIMARY KEY (value, article)) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS facet_entries_article ON facet_entries (article);
CREATE TABLE IF NOT EXISTS facets_due (key TEXT PRIMARY KEY) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS facet_state (state INTEGER NOT NULL);
INSERT INTO facet_state SELECT random() WHERE NOT EXISTS (SELECT 1 FROM facet_state);
CREATE TRIGGER IF NOT EXISTS facets_changed AFTER DELETE ON facets_due BEGIN
    UPDATE facet_state SET state = random(); END;
CREATE TRIGGER IF NOT EXISTS facets_of_new AFTER INSERT ON articles BEGIN
    INSERT INTO facets_due VALUES (new.key) ON CONFLICT DO NOTHING; END;
CREATE TRIGGER IF NOT EXISTS facets_of_changed AFTER UPDATE OF article ON articles BEGIN
    INSERT INTO facets_due VALUES (new.key) ON CONFLICT DO NOTHING; END;
CREATE TRIGGER IF NOT EXISTS facets_of_gone AFTER DELETE ON articles BEGIN
    DELETE FROM facet_entries
        WHERE article = (SELECT id FROM facet_articles WHERE key = old.key);
    DELETE FROM facet_articles WHERE key = old.key;
    DELETE FROM facets_due WHERE key = old.key;
    UPDATE facet_state SET state = random(); END;
INSERT OR IGNORE INTO facets_due SELECT key FROM articles;
PRAGMA user_version = 1;
COMMIT;
"""
_FORGET = "DELETE FROM facet_entries WHERE article = (SELECT id FROM facet_articles WHERE key = ?)"
_ENTER = (
    "INSERT INTO facet_entries SELECT id, (SELECT id FROM facet_articles WHERE key = ?) "
    "FROM facet_values WHERE field = ? AND value = ? AND printed = ? AND listed = ?"
)
_WITH_VALUE = (
    "SELECT group_concat(article) FROM facet_entries WHERE value IN "
    "(SELECT id FROM facet_values WHERE field = ? AND {})"
)
_BETWEEN = "value <> '' AND CAST(value AS INTEGER) BETWEEN ? AND ?"
# As one value, since SQLite limits how many there may be in a statement.
_ANY_OF = "value IN (SELECT value FROM json_each(?))"
# Wider than any year; SQLite takes no larger numbers than 64 bits hold.
_NEVER = 10**9
# Articles looked through between commits: a reader or another process waits this long at most.
_BATCH = 500
# Answers kept until something changes: questions of one conversation share their filters.
_REMEMBERED = 8
_SHOWN = {JOURNAL: "journals", TYPE: "publication_types", MESH: "mesh", LANGUAGE: "languages"}

# A condition on a value, and what stands for its question marks.
_Condition = tuple[str, tuple[object, ...]]


class FacetTables:
    """What a catalogue can be filtered by. `read` gives the article under a key."""

    def __init__(self, database: Database, read: Callable[[str], Article | None]) -> None:
        self._db = database
        self._read = read
        self._keys = lru_cache(_REMEMBERED)(self._find)
        self._facets = lru_cache(_REMEMBERED)(self._count)
        if self._db.count("PRAGMA user_version") < _VERSION:
            self._db.script(_SCHEMA)
        while self._db.row("SELECT 1 FROM facets_due LIMIT 1"):
            self._look_through_some()

    def _look_through_some(self) -> None:
        # What is read must not change before it is written.
        self._db.begin()
        try:
            due = self._db.rows("SELECT key FROM facets_due LIMIT ?", (_BATCH,))
            for key in [key for (key,) in due]:
                article = self._read(key)
                if article is not None:
                    self.place(article)
        except BaseException:
            self._db.rollback()
            raise
        self._db.commit()

    def place(self, article: Article) -> None:
        """Keep what an article can be found by, in place of what was kept."""
        key = article.key
        rows = [(f.field, f.value, f.printed, f.listed) for f in facets_of(article)]
        self._db.do("INSERT INTO facet_articles (key) VALUES (?) ON CONFLICT DO NOTHING", (key,))
        self._db.do_each(
            "INSERT INTO facet_values (field, value, printed, listed) VALUES (?, ?, ?, ?) "
            "ON CONFLICT DO NOTHING",
            rows,
        )
        self._db.do(_FORGET, (key,))
        self._db.do_each(
            _ENTER,
            [(key, *row) for row in rows],
        )
        self._db.do("DELETE FROM facets_due WHERE key = ?", (key,))

    @property
    def state(self) -> int:
        """Another number whenever an article is added, changed or gone."""
        return self._db.count("SELECT state FROM facet_state")

    def keys(self, filters: Filters) -> frozenset[str]:
        """The articles that match."""
        return self._keys(self.state, filters)

    def _find(self, state: int, filters: Filters) -> frozenset[str]:
        del state
        conditions = _conditions(filters)
        if not conditions:
            rows = self._db.rows("SELECT key FROM facet_articles")
        else:
            numbers = ",".join(self._numbers(conditions))
            rows = self._db.rows(
                "SELECT key FROM facet_articles WHERE id IN (SELECT value FROM json_each(?))",
                (f"[{numbers}]",),
            )
        return frozenset(key for (key,) in rows)

    def count_without_mesh(self, filters: Filters) -> int:
        """How many match but for their having no MeSH headings at all; 0 without such a filter."""
        conditions = _conditions(filters)
        if MESH not in conditions:
            return 0
        return len(self._numbers(conditions | {MESH: _any_of([UNKNOWN])}))

    def _numbers(self, conditions: Mapping[str, _Condition]) -> set[str]:
        """The articles that meet all conditions, by the numbers they have here."""
        return set.intersection(
            *(
                # One text is had in half the time of as many rows.
                set(str(found[0]).split(",")) if found and found[0] else set[str]()
                for found in (
                    self._db.row(_WITH_VALUE.format(condition), (field, *values))
                    for field, (condition, values) in conditions.items()
                )
            )
        )

    def facets(self, limit: int) -> Facets:
        """What there is to filter by; of each field but the years the `limit` most common."""
        return self._facets(self.state, limit)

    def _count(self, state: int, limit: int) -> Facets:
        del state
        counts: dict[str, Counter[str]] = defaultdict(Counter)
        names: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
        unknown = dict.fromkeys((YEAR, *_SHOWN), 0)
        for field, value, printed, count in self._db.rows(
            "SELECT field, value, printed, articles FROM facet_values JOIN "
            "(SELECT value AS id, count(*) AS articles FROM facet_entries GROUP BY value) "
            "USING (id) WHERE listed OR value = ?",
            (UNKNOWN,),
        ):
            if value == UNKNOWN:
                unknown[field] = count
            else:
                counts[field][value] += count
                names[field, value][printed] += count
        shown = {
            name: {
                names[field, value].most_common(1)[0][0]: count
                for value, count in counts[field].most_common(limit)
            }
            for field, name in _SHOWN.items()
        }
        years = dict(sorted((int(year), count) for year, count in counts[YEAR].items()))
        articles = self._db.count("SELECT count(*) FROM facet_articles")
        return Facets(articles=articles, years=years, unknown=unknown, **shown)


def _conditions(filters: Filters) -> dict[str, _Condition]:
    conditions = {field: _any_of(values) for field, values in filters.values.items()}
    first, last = filters.bounds
    if (first, last) != (None, None):
        bounds = (-_NEVER if first is None else first, _NEVER if last is None else last)
        conditions[YEAR] = _BETWEEN, tuple(max(-_NEVER, min(_NEVER, year)) for year in bounds)
    return conditions


def _any_of(values: Sequence[str]) -> _Condition:
    return _ANY_OF, (json.dumps(values),)
