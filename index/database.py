"""One SQLite file for many threads; imported here only.

Any thread reads what is committed, through a connection that nobody else uses meanwhile. One
thread at a time writes, and sees what it has written before it is committed. Write-ahead logging
keeps the two out of each other's way.
"""

import sqlite3
from collections.abc import Generator, Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from threading import Lock, get_ident
from typing import Any

from index.errors import (
    DiskFullError,
    StoreDamagedError,
    StoreError,
    StoreLockedError,
    StoreReadOnlyError,
    first_line,
)
from index.inode import inode
from index.readable import writable

# Whoever writes holds the store's write lock as well, so that nobody waits for long.
_WAIT_SECONDS = 60.0


class Database:
    """Rows by SQL. Raises StoreError where the file cannot be used, StoreDamagedError where it
    cannot be read."""

    def __init__(self, path: Path, schema: str) -> None:
        self._path = path
        self._turn = Lock()
        self._owner: int | None = None
        self._pool = Lock()
        self._idle: list[sqlite3.Connection] = []
        self._closed = False
        self._read_only = path.exists() and not writable(path.parent)
        self._writer: sqlite3.Connection | None = None
        if not self._read_only:
            self._writer = self._opened(schema)
        self._inode = inode(path)

    @property
    def lost(self) -> bool:
        """Whether the file that is open lies at its path no more: gone, or another is there."""
        return not self._closed and inode(self._path) != self._inode

    def _opened(self, schema: str) -> sqlite3.Connection:
        with self.readable():
            writer = sqlite3.connect(self._path, check_same_thread=False)
            writer.execute("PRAGMA journal_mode = WAL")
            writer.executescript(schema)
            return writer

    def close(self) -> None:
        """Release the file; connections that are being read from, as soon as that is done."""
        with self._pool:
            self._closed = True
            for connection in self._idle:
                connection.close()
            self._idle.clear()
        if self._writer is not None:
            self._writer.close()

    # -- reading -----------------------------------------------------------------------------

    def rows(self, sql: str, values: Sequence[object] = ()) -> Generator[tuple[Any, ...]]:
        """The rows of a query, one at a time."""
        with (
            self.readable(),
            self._connection() as connection,
            closing(connection.execute(sql, values)) as cursor,
        ):
            yield from cursor

    def row(self, sql: str, values: Sequence[object] = ()) -> tuple[Any, ...] | None:
        """The first row of a query."""
        with closing(self.rows(sql, values)) as rows:
            return next(rows, None)

    def count(self, sql: str, values: Sequence[object] = ()) -> int:
        """The one number that a query gives."""
        return sum(int(count) for (count,) in self.rows(sql, values))

    @contextmanager
    def _connection(self) -> Iterator[sqlite3.Connection]:
        if self._owner == get_ident():
            yield self._own()
            return
        connection = self._taken()
        try:
            yield connection
        finally:
            self._give_back(connection)

    def _taken(self) -> sqlite3.Connection:
        with self._pool:
            self._check_open()
            if self._idle:
                return self._idle.pop()
        # A file that has gone is not made anew, empty, by looking into it.
        mode = _read_mode(self._path) if self._read_only else "mode=rw"
        connection = _connected(self._path, mode)
        connection.execute("PRAGMA query_only = ON")
        return connection

    def _give_back(self, connection: sqlite3.Connection) -> None:
        with self._pool:
            if self._closed or self._read_only:
                # Somebody else may begin to write, which changes how it must be opened.
                connection.close()
            else:
                self._idle.append(connection)

    # -- writing -----------------------------------------------------------------------------

    def begin(self) -> None:
        """Write from now on, in this thread: nobody else does until `commit` or `rollback`."""
        writer = self._own()
        with self.readable():
            if not writer.in_transaction:
                writer.execute("BEGIN IMMEDIATE")

    def script(self, sql: str) -> None:
        """Carry out statements that begin and commit by themselves."""
        writer = self._own()
        try:
            with self.readable():
                writer.executescript(sql)
        finally:
            self.rollback()

    def do(self, sql: str, values: Sequence[object] = ()) -> None:
        """Carry out one statement; durable at `commit`."""
        writer = self._own()
        with self.readable():
            writer.execute(sql, values)

    def do_each(self, sql: str, values: Iterable[Sequence[object]]) -> None:
        """Carry out one statement for each of these values; durable at `commit`."""
        writer = self._own()
        with self.readable():
            writer.executemany(sql, values)

    def commit(self) -> None:
        """Make what this thread has written durable."""
        if self._owner == get_ident():
            with self.readable():
                self._own().commit()
            self._disown()

    def rollback(self) -> None:
        """Give up what this thread has written since the last commit."""
        if self._owner == get_ident():
            try:
                with self.readable():
                    self._own().rollback()
            finally:
                self._disown()

    def _own(self) -> sqlite3.Connection:
        self._check_open()
        if self._writer is None:
            raise StoreReadOnlyError(
                f"{self._path} can only be read", "Have it written to by a user who may"
            )
        if self._owner == get_ident():
            return self._writer
        if not self._turn.acquire(timeout=_WAIT_SECONDS):
            raise StoreLockedError(
                f"another thread has been writing to {self._path} for {_WAIT_SECONDS:.0f} seconds",
                "Wait until it has finished",
            )
        self._owner = get_ident()
        return self._writer

    def _disown(self) -> None:
        self._owner = None
        self._turn.release()

    # -- errors ------------------------------------------------------------------------------

    def _check_open(self) -> None:
        if self._closed:
            raise StoreError(
                f"the store at {self._path.parent} is closed", "Open it again, and use that one"
            )

    @contextmanager
    def readable(self) -> Iterator[None]:
        """Errors of SQLite as those of the store."""
        try:
            yield
        except (sqlite3.OperationalError, sqlite3.ProgrammingError) as error:
            if getattr(error, "sqlite_errorcode", None) == sqlite3.SQLITE_FULL:
                raise DiskFullError(
                    f"the disk has no room for {self._path}", "Free some, and try again"
                ) from error
            self._check_open()
            raise StoreError(
                f"{self._path} cannot be used now ({error})",
                "See that the store can be written to and its disk has room",
            ) from error
        except sqlite3.DatabaseError as error:
            raise self.damage(error) from error

    def damage(self, error: Exception) -> StoreDamagedError:
        """What to raise where something in the file cannot be understood."""
        return StoreDamagedError(
            f"{self._path} is not a readable catalogue ({first_line(error)})",
            "Restore it from a backup, or delete the store's folder and index again",
        )


def check_whole(path: Path, table: str) -> None:
    """Raises StoreError where a file that was put there is not, or not yet, one with this table.

    Nothing is written to it: whoever copies it there may not have finished.
    """
    try:
        with closing(_connected(path, _read_mode(path))) as connection:
            connection.execute(f"SELECT count(*) FROM {table}")  # noqa: S608  (a name of ours)
    except sqlite3.Error as error:
        raise StoreError(
            f"the store at {path.parent} was replaced while it was open, and the new one cannot be "
            f"read yet ({first_line(error)})",
            "Try again once it has been put there as a whole",
        ) from error


def _connected(path: Path, mode: str) -> sqlite3.Connection:
    address = f"{path.absolute().as_uri()}?{mode}"
    return sqlite3.connect(address, uri=True, check_same_thread=False)


def _read_mode(path: Path) -> str:
    # SQLite makes a file for those who read while others write: where it cannot, nobody writes.
    return "mode=ro" if Path(f"{path}-wal").exists() else "immutable=1"
