"""What any chat model is here: messages in, pieces of text out."""

from collections.abc import AsyncGenerator, Generator, Sequence
from dataclasses import dataclass
from typing import Any, Literal, Protocol

from qa.answer import Usage

Role = Literal["system", "user", "assistant"]


@dataclass(frozen=True, slots=True)
class Message:
    """One turn of the conversation with the model."""

    role: Role
    text: str


@dataclass(frozen=True, slots=True)
class Piece:
    """Some more of the model's text; `usage` comes with the last one, where the model tells.

    `cut` says that the model stopped because it may write no more.
    """

    text: str = ""
    usage: Usage | None = None
    cut: bool = False


def text_of(heard: Sequence[Piece]) -> str:
    """What came in pieces."""
    return "".join(piece.text for piece in heard)


def used(heard: Sequence[Piece]) -> Usage:
    """What the last piece that tells says; nothing is known of a call that told nothing."""
    return next((piece.usage for piece in reversed(heard) if piece.usage), Usage())


class Writer(Protocol):
    """A chat model. `window` is what it takes in one conversation and `reply` what it may write in
    one turn, both in tokens."""

    @property
    def name(self) -> str:
        """As the user named it, written into every answer."""
        ...

    @property
    def window(self) -> int:
        """Tokens of the whole conversation."""
        ...

    @property
    def reply(self) -> int:
        """Tokens of one turn of its own, at most."""
        ...

    def count(self, text: str) -> int:
        """Tokens of a text: exact where the model tells, else at least as many as it has."""
        ...

    def stream(
        self, messages: Sequence[Message], schema: dict[str, Any] | None
    ) -> Generator[Piece]:
        """Its reply, held to the JSON schema where it can be; raises ModelError."""
        ...

    def astream(
        self, messages: Sequence[Message], schema: dict[str, Any] | None
    ) -> AsyncGenerator[Piece]:
        """The same without blocking."""
        ...
