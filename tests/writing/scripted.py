"""A chat model that says what it is told to, and remembers what it was asked."""

import json
from collections.abc import AsyncGenerator, Generator, Sequence
from typing import Any

from index.errors import ModelError
from qa import Library
from qa.answer import Answer, Usage
from qa.checking.checker import check
from qa.events import Done, Event
from qa.llm.author import Author
from qa.llm.contract import Message, Piece
from qa.llm.differing import disagree
from qa.llm.grading import Judges

Reply = str | ModelError | tuple[str, ModelError]


def reply(*statements: tuple[str, list[int]], verdict: str = "none") -> str:
    """A reply as it should be."""
    made = [{"text": text, "sentences": numbers} for text, numbers in statements]
    return json.dumps({"statements": made, "verdict": verdict})


class ScriptedWriter:
    """Replies in turn, some characters a piece; a reply that is an error is raised, after the words
    before it. `asked` holds the messages of every turn, `closed` how many were read to the end or
    let go."""

    def __init__(self, *replies: Reply, window: int = 8192, step: int = 7) -> None:
        self.name, self.window, self.reply = "scripted:model", window, window // 8
        self.asked: list[tuple[Message, ...]] = []
        self.closed = 0
        self._replies, self._step = list(replies), step

    def enqueue(self, *replies: Reply) -> None:
        """More to say."""
        self._replies.extend(replies)

    def count(self, text: str) -> int:
        """A token is four characters here."""
        return -(-len(text) // 4)

    def stream(
        self, messages: Sequence[Message], schema: dict[str, Any] | None
    ) -> Generator[Piece]:
        self.asked.append(tuple(messages))
        said = self._replies.pop(0)
        words, error = said if isinstance(said, tuple) else (said, None)
        try:
            if isinstance(words, ModelError):
                raise words
            for at in range(0, len(words), self._step):
                yield Piece(words[at : at + self._step])
            if error:
                raise error
            yield Piece(usage=Usage(100, 10))
        finally:
            self.closed += 1

    async def astream(
        self, messages: Sequence[Message], schema: dict[str, Any] | None
    ) -> AsyncGenerator[Piece]:
        for piece in self.stream(messages, schema):
            yield piece


def author_of(library: Library, writer: ScriptedWriter, **judges: Any) -> Author:
    """Over a library, with the real check."""
    chosen = {"check": check, "contradicts": disagree, **judges}
    return Author(library.store, library.settings, writer, Judges(**chosen))


def events_of(
    library: Library, question: str, writer: ScriptedWriter, **judges: Any
) -> list[Event]:
    """All that comes for one question."""
    author = author_of(library, writer, **judges)
    return list(author.stream(library.finding.invoke(question)))


def answer_of(library: Library, question: str, writer: ScriptedWriter, **judges: Any) -> Answer:
    """The answer alone."""
    done = events_of(library, question, writer, **judges)[-1]
    assert isinstance(done, Done)
    return done.answer
