"""How these tests call a model: one way or the other, pieces out."""

import asyncio
import time
from dataclasses import dataclass, field
from typing import Any

import pytest

from index.errors import ModelError
from llm.servers import Server
from qa.answer import Usage
from qa.llm.contract import Message, Piece
from qa.llm.models import open_writer
from qa.llm.named import Named
from qa.llm.speaking import LangChainWriter

KEY = "sk-invented-0123456789"
MESSAGES = (Message("system", "Be brief."), Message("user", "Is it?"))
SCHEMA: dict[str, Any] = {
    "title": "answer",
    "type": "object",
    "properties": {"said": {"type": "string"}},
    "required": ["said"],
    "additionalProperties": False,
}


def named(server: Server, timeout: float = 5.0, key: str | None = KEY) -> Named:
    """The model at a server."""
    provider = server.wire.provider
    return Named(f"{provider}:m", provider, "m", server.url, timeout, None, key)


def writer(server: Server, timeout: float = 5.0) -> LangChainWriter:
    """The same, open."""
    return open_writer(named(server, timeout))


@dataclass
class Heard:
    """What came of a call, and what it ended with."""

    pieces: list[Piece] = field(default_factory=list)
    error: Exception | None = None

    @property
    def text(self) -> str:
        return "".join(piece.text for piece in self.pieces)

    @property
    def usages(self) -> list[Usage]:
        return [piece.usage for piece in self.pieces if piece.usage]

    @property
    def cut(self) -> bool:
        return any(piece.cut for piece in self.pieces)


@dataclass(frozen=True)
class Caller:
    """Calls with or without blocking."""

    is_async: bool

    def hear(
        self,
        model: LangChainWriter,
        schema: dict[str, Any] | None = SCHEMA,
        pause: float = 0.0,
    ) -> Heard:
        """All that comes, with so many seconds taken for each piece."""
        heard = Heard()
        try:
            if self.is_async:
                asyncio.run(_listen(model, schema, heard, pause))
            else:
                for piece in model.stream(MESSAGES, schema):
                    heard.pieces.append(piece)
                    time.sleep(pause)
        except Exception as error:  # noqa: BLE001  (the test looks at it)
            heard.error = error
        return heard

    def fail(self, model: LangChainWriter, schema: dict[str, Any] | None = SCHEMA) -> str:
        """The words of the ModelError that it ends with."""
        error = self.hear(model, schema).error
        assert isinstance(error, ModelError), error
        assert error.problem
        assert error.remedy
        return str(error)


async def _listen(
    model: LangChainWriter, schema: dict[str, Any] | None, heard: Heard, pause: float
) -> None:
    async for piece in model.astream(MESSAGES, schema):
        heard.pieces.append(piece)
        await asyncio.sleep(pause)


def no_key_in(*texts: str) -> None:
    """Nor any part of it that would do."""
    for text in texts:
        if KEY in text or KEY[3:12] in text:
            pytest.fail(f"the key stands in {text!r}")
