"""What sources said: of articles, so that nothing is done twice, and notices of other articles.

`mentions` has a digest of what a source last said under a name; `claims` what notices say, by the
PMID of the article they are about, whether that is stored or not.
"""

from index.database import Database
from index.records import Notice

SCHEMA = """
CREATE TABLE IF NOT EXISTS mentions (
    source TEXT, name TEXT, digest TEXT NOT NULL, PRIMARY KEY (source, name));
CREATE TABLE IF NOT EXISTS claims (
    pmid TEXT, kind TEXT, reference TEXT, by_pmid TEXT, PRIMARY KEY (pmid, kind, by_pmid));
"""


class Provenance:
    """The part of a catalogue that remembers who said what; durable at its `commit`."""

    def __init__(self, database: Database) -> None:
        self._db = database

    def contributed(self, source: str, name: str) -> str | None:
        """The digest of what `source` last said under `name`, its own name for the article."""
        row = self._db.row(
            "SELECT digest FROM mentions WHERE source = ? AND name = ?", (source, name)
        )
        return str(row[0]) if row else None

    def contribute(self, source: str, name: str, digest: str) -> None:
        """Remember what `source` said under `name`."""
        self._db.do("INSERT OR REPLACE INTO mentions VALUES (?, ?, ?)", (source, name, digest))

    def forget(self, key: str) -> None:
        """Forget what sources said of an article, under any name that leads to its key."""
        self._db.do(
            "DELETE FROM mentions WHERE name IN "
            "(SELECT identifier FROM identifiers WHERE key = ? UNION VALUES (?))",
            (key, key),
        )

    def claims(self, pmid: str) -> tuple[Notice, ...]:
        """What stored notices say of the article with this PMID."""
        rows = self._db.rows("SELECT kind, reference, by_pmid FROM claims WHERE pmid = ?", (pmid,))
        return tuple(Notice(*row) for row in rows)

    def claim(self, pmid: str, notice: Notice) -> None:
        """Remember what the article `notice.pmid` says of the one with this PMID."""
        self._db.do(
            "INSERT OR REPLACE INTO claims VALUES (?, ?, ?, ?)",
            (pmid, notice.kind, notice.reference, notice.pmid),
        )
