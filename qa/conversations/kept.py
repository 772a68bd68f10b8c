"""Conversations in a file: begun, continued, found again, renamed and deleted.

A question is kept before it is answered. One process writes; whoever is answering when it dies
leaves an exchange that the next one shows as interrupted.
"""

import secrets
from collections.abc import Mapping
from pathlib import Path

from filelock import FileLock, Timeout

from index.closing import Closing
from index.errors import ConversationNotFoundError, SettingsError, StoreError, StoreLockedError
from qa.answer import Answer
from qa.characters import encodable
from qa.conversations import rows
from qa.conversations.contract import Bounds, Conversation, Exchange, Heading, State
from qa.conversations.exchanges import Exchanges
from qa.conversations.wording import (
    folded,
    question_of,
    title_of,
    titled_by,
    words_of,
)

FILE = "conversations.sqlite"
_LISTED = f"""SELECT {", ".join(f"c.{column}" for column in rows.CONVERSATION.split(", "))},
    (SELECT count(*) FROM exchanges n WHERE n.conversation = c.id)
    FROM conversations c WHERE c.owner = ?"""  # noqa: S608
_HAS_WORD = """ AND (instr(c.folded, ?) OR EXISTS (
    SELECT 1 FROM exchanges e WHERE e.conversation = c.id AND instr(e.folded, ?)))"""
_NEWEST_FIRST = " ORDER BY c.changed DESC, c.rowid DESC LIMIT ?"


class Conversations(Closing):
    """The conversations of all owners, each of whom sees only their own.

    Any thread may use it. One process at a time writes; with `read_only` others may read. Raises
    StoreError where the file cannot be used, StoreLockedError where another process writes to it.
    """

    def __init__(
        self, path: str | Path, bounds: Bounds | None = None, *, read_only: bool = False
    ) -> None:
        self._path, self._bounds, self._read_only = Path(path), bounds or Bounds(), read_only
        self._lock = FileLock(f"{self._path}.lock", thread_local=False)
        try:
            self._file = rows.opened(self._path)
        except OSError as error:
            raise StoreError(
                f"{path} cannot be made ({error.strerror})", "Give another file"
            ) from error
        self._exchanges = Exchanges(self._file)
        if not read_only:
            try:
                self._hold()
            except BaseException:
                self.close()
                raise

    def close(self) -> None:
        """Release the file."""
        self._file.close()
        self._lock.release()

    def _hold(self) -> None:
        try:
            self._lock.acquire(timeout=0)
        except Timeout as error:
            raise StoreLockedError(
                f"another process writes to {self._path}",
                "Stop it, or open them with Conversations(path, read_only=True)",
            ) from error
        with self._file.writing():
            self._exchanges.interrupt()

    # -- conversations -----------------------------------------------------------------------

    def create(self, owner: str, title: str = "") -> Conversation:
        """A new conversation; the first question names it where no title does.

        Raises SettingsError for a title too long, and where the owner has too many.
        """
        name, time = secrets.token_urlsafe(16), rows.now()
        title = title_of(title, self._bounds.title) if title else ""
        self._writable()
        with self._file.writing():
            kept = self._file.count("SELECT count(*) FROM conversations WHERE owner = ?", (owner,))
            if kept >= self._bounds.conversations:
                raise SettingsError(f"{kept} conversations are kept already", "Delete some")
            self._file.do(
                "INSERT INTO conversations VALUES (?, ?, ?, ?, ?, ?)",
                (name, owner, title, folded(title), time, time),
            )
        return self.get(owner, name)

    def list(self, owner: str, words: str = "", limit: int = 1000) -> tuple[Heading, ...]:
        """The owner's conversations, the last changed first; only those that have every one of
        `words` in their title, questions or answers, whatever the case."""
        wanted = words_of(words, self._bounds.words)
        twice = [word for one in wanted for word in (one, one)]
        found = self._file.rows(
            _LISTED + _HAS_WORD * len(wanted) + _NEWEST_FIRST, (owner, *twice, limit)
        )
        return tuple(map(rows.heading, found))

    def get(self, owner: str, name: str) -> Conversation:
        """One conversation whole; raises ConversationNotFoundError, also for another's."""
        return rows.conversation(self._own(owner, name), self._exchanges.of(name))

    def rename(self, owner: str, name: str, title: str) -> None:
        """Give it another title; raises ConversationNotFoundError or SettingsError."""
        title = title_of(title, self._bounds.title)
        self._writable()
        with self._file.writing():
            self._own(owner, name)
            self._entitle(name, title)

    def delete(self, owner: str, name: str) -> None:
        """Forget it; raises ConversationNotFoundError."""
        self._writable()
        with self._file.writing():
            self._own(owner, name)
            self._exchanges.forget(name)
            self._file.do("DELETE FROM conversations WHERE id = ?", (name,))

    # -- exchanges ---------------------------------------------------------------------------

    def append(
        self, owner: str, name: str, question: str, options: Mapping[str, object] | None = None
    ) -> Exchange:
        """Keep a question as `asking`, before its answer is made; `settle` says what came of it.

        Raises ConversationNotFoundError, and SettingsError for a question too long or too many.
        """
        asked = question_of(question, self._bounds.question)
        self._writable()
        with self._file.writing():
            title = rows.heading((*self._own(owner, name), 0)).title
            added = self._exchanges.add(name, asked, options, self._bounds.exchanges)
            if not title:
                self._entitle(name, titled_by(asked))
            self._touch(name)
        return added

    def ask_again(self, owner: str, name: str, number: int) -> Exchange:
        """Set an exchange back to `asking`; what came of it before is forgotten.

        Raises ConversationNotFoundError, and SettingsError if it is being answered.
        """
        self._writable()
        with self._file.writing():
            self._own(owner, name)
            old = self._exchanges.one(name, number)
            if old.state is State.ASKING:
                raise SettingsError(f"question {number} is being answered", "Stop it first")
            self._exchanges.put(name, old, State.ASKING, None, "")
            self._touch(name)
        return self._exchanges.one(name, number)

    def say(
        self, owner: str, name: str, number: int, said: str, partial: Answer | None = None
    ) -> None:
        """Keep what has been said so far of an answer that is being made: its words, and with
        `partial` its statements and what they cite."""
        self._writable()
        with self._file.writing():
            self._own(owner, name)
            self._exchanges.say(name, number, said, partial)

    def settle(
        self, owner: str, name: str, number: int, answer: Answer | None = None, error: str = ""
    ) -> Exchange:
        """Keep what came of a question: an answer, an error, or neither where it was stopped.

        One that is settled already stays as it is. Raises ConversationNotFoundError.
        """
        state = State.DONE if answer else State.FAILED if error else State.STOPPED
        self._writable()
        with self._file.writing():
            self._own(owner, name)
            old = self._exchanges.one(name, number)
            if old.state is State.ASKING:
                self._exchanges.put(name, old, state, answer, error)
                self._touch(name)
        return self._exchanges.one(name, number)

    # -- rows --------------------------------------------------------------------------------

    def _writable(self) -> None:
        if self._read_only:
            raise StoreLockedError(f"{self._path} is open for reading", "Open it to write")

    def _own(self, owner: str, name: str) -> tuple[object, ...]:
        """The conversation's row, once it is clear that it is the owner's."""
        row = self._file.row(
            f"SELECT {rows.CONVERSATION} FROM conversations WHERE id = ? AND owner = ?",  # noqa: S608
            (encodable(name), encodable(owner)),
        )
        if row is None:
            raise ConversationNotFoundError(
                f"there is no conversation {name!r}", "It may have been deleted; see the list"
            )
        return row

    def _entitle(self, name: str, title: str) -> None:
        self._file.do(
            "UPDATE conversations SET title = ?, folded = ? WHERE id = ?",
            (title, folded(title), name),
        )

    def _touch(self, name: str) -> None:
        self._file.do("UPDATE conversations SET changed = ? WHERE id = ?", (rows.now(), name))
