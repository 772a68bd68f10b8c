"""Conversations as rows of SQLite, and back."""

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from index.database import Database
from index.errors import StoreDamagedError, first_line
from qa.answer import Answer
from qa.characters import encodable
from qa.conversations.contract import Conversation, Exchange, Heading, State
from qa.wire import object_from_json

SCHEMA = """
PRAGMA secure_delete = ON;
CREATE TABLE IF NOT EXISTS conversations (
    id TEXT PRIMARY KEY, owner TEXT NOT NULL, title TEXT NOT NULL, folded TEXT NOT NULL,
    created TEXT NOT NULL, changed TEXT NOT NULL
);
CREATE INDEX IF NOT EXISTS of_owner ON conversations (owner, changed);
CREATE TABLE IF NOT EXISTS exchanges (
    conversation TEXT NOT NULL, number INTEGER NOT NULL, question TEXT NOT NULL,
    options TEXT NOT NULL, asked_at TEXT NOT NULL, state TEXT NOT NULL,
    said TEXT NOT NULL DEFAULT '', error TEXT NOT NULL DEFAULT '', answer TEXT,
    folded TEXT NOT NULL, PRIMARY KEY (conversation, number)
) WITHOUT ROWID;
"""
CONVERSATION = "id, owner, title, created, changed"
EXCHANGE = "question, answer, asked_at, options, state, said, error, number"


class ConversationFile(Database):
    """The file of conversations, which no store can make anew."""

    @contextmanager
    def writing(self) -> Iterator[None]:
        """What is done within is kept together, or not at all."""
        try:
            self.begin()
            yield
            self.commit()
        except BaseException:
            self.rollback()
            raise

    def damage(self, error: Exception) -> StoreDamagedError:
        """What to raise where something in the file cannot be understood."""
        return StoreDamagedError(
            f"the conversations cannot be read ({first_line(error)})",
            "Restore their file from a backup, or move it away to begin anew",
        )


def opened(path: Path) -> ConversationFile:
    """The file at `path`, made if there is none, for its user's eyes only."""
    path.parent.mkdir(parents=True, exist_ok=True)
    if not path.exists():
        path.touch(mode=0o600)
    return ConversationFile(path, SCHEMA)


def now() -> str:
    """The time as it is kept; sorts as text."""
    return datetime.now(UTC).isoformat(timespec="microseconds")


def heading(row: tuple[Any, ...]) -> Heading:
    """A row of the columns `CONVERSATION` and a count."""
    name, owner, title, created, changed, exchanges = row
    return Heading(name, owner, title, _time(created), _time(changed), exchanges)


def conversation(row: tuple[Any, ...], exchanges: tuple[Exchange, ...]) -> Conversation:
    """A row of the columns `CONVERSATION`, with its exchanges."""
    name, owner, title, created, changed = row
    return Conversation(name, owner, title, _time(created), _time(changed), exchanges)


def exchange(row: tuple[Any, ...]) -> Exchange:
    """A row of the columns `EXCHANGE`; `answer` is a whole one only where the state is `done`.

    An answer that is no longer understood takes only itself away.
    """
    question, answer, asked_at, options, state, said, error, number = row
    whole, found = State(state) is State.DONE, None
    try:
        found = object_from_json(Answer, answer) if answer else None
    except ValidationError as unreadable:
        # Of one that broke off the words are there as well.
        if whole:
            state = State.FAILED
            error = f"The kept answer cannot be read ({first_line(unreadable)}). Ask again"
    return Exchange(
        question=question,
        answer=found if whole else None,
        asked_at=_time(asked_at),
        options=json.loads(options),
        state=State(state),
        said=said,
        error=error,
        number=number,
        partial=None if whole else found,
    )


def answer_text(answer: Answer) -> str:
    """The answer as it is kept."""
    return _encoded(answer.to_dict())


def options_text(options: Mapping[str, object]) -> str:
    """Options as they are kept; raises TypeError for what JSON has no form for."""
    return _encoded(dict(options))


def _encoded(value: object) -> str:
    return encodable(json.dumps(value, ensure_ascii=False))


def _time(text: str) -> datetime:
    return datetime.fromisoformat(text)
