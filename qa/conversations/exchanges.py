"""The exchanges of conversations in their file; who may see them is not asked here."""

from collections.abc import Mapping

from index.errors import SettingsError
from qa.answer import Answer
from qa.characters import encodable
from qa.conversations import rows
from qa.conversations.contract import Exchange, State
from qa.conversations.wording import folded


class Exchanges:
    """Rows of exchanges; `name` is always the conversation's id."""

    def __init__(self, file: rows.ConversationFile) -> None:
        self._file = file

    def of(self, name: str) -> tuple[Exchange, ...]:
        """All of a conversation, in order."""
        found = self._file.rows(
            f"SELECT {rows.EXCHANGE} FROM exchanges WHERE conversation = ? ORDER BY number",  # noqa: S608
            (name,),
        )
        return tuple(map(rows.exchange, found))

    def one(self, name: str, number: int) -> Exchange:
        """One of them; raises SettingsError if there is none of that number."""
        row = self._file.row(
            f"SELECT {rows.EXCHANGE} FROM exchanges WHERE conversation = ? AND number = ?",  # noqa: S608
            (name, number),
        )
        if row is None:
            raise SettingsError(f"this conversation has no question {number}", "They count from 0")
        return rows.exchange(row)

    def add(
        self, name: str, question: str, options: Mapping[str, object] | None, most: int
    ) -> Exchange:
        """A question to be answered; raises SettingsError if there are `most` already."""
        number = self._file.count("SELECT count(*) FROM exchanges WHERE conversation = ?", (name,))
        if number >= most:
            raise SettingsError(
                f"this conversation has {number} questions already", "Begin another"
            )
        self._file.do(
            "INSERT INTO exchanges (conversation, number, question, options, asked_at, state, "
            "folded) VALUES (?, ?, ?, ?, ?, ?, ?)",
            (
                name,
                number,
                question,
                rows.options_text(options or {}),
                rows.now(),
                State.ASKING,
                folded(question),
            ),
        )
        return self.one(name, number)

    def say(self, name: str, number: int, said: str, partial: Answer | None) -> None:
        """What has been said so far, where it is still being answered."""
        old = self.one(name, number)
        self._file.do(
            "UPDATE exchanges SET said = ?, answer = ?, folded = ? "
            "WHERE conversation = ? AND number = ? AND state = ?",
            (
                encodable(said),
                rows.answer_text(partial) if partial else None,
                folded(f"{old.question}\n{said}"),
                name,
                number,
                State.ASKING,
            ),
        )

    def put(self, name: str, old: Exchange, new: State, answer: Answer | None, error: str) -> None:
        """What came of it; of what was said only that which has no answer to stand in is kept."""
        said = old.said if new.broken_off else ""
        kept = answer or (old.partial if new.broken_off else None)
        found_by = (old.question, said, *((answer.question, answer.answer) if answer else ()))
        self._file.do(
            "UPDATE exchanges SET state = ?, answer = ?, said = ?, error = ?, folded = ? "
            "WHERE conversation = ? AND number = ?",
            (
                new,
                rows.answer_text(kept) if kept else None,
                said,
                encodable(error),
                folded("\n".join(found_by)),
                name,
                old.number,
            ),
        )

    def interrupt(self) -> None:
        """Nobody answers any of them any more."""
        self._file.do(
            "UPDATE exchanges SET state = ? WHERE state = ?", (State.INTERRUPTED, State.ASKING)
        )

    def forget(self, name: str) -> None:
        """Without all of a conversation."""
        self._file.do("DELETE FROM exchanges WHERE conversation = ?", (name,))
