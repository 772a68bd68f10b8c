"""One of LangChain's chat models behind the contract: its calls, tried again where that helps."""

import asyncio
import math
from collections.abc import AsyncGenerator, AsyncIterator, Callable, Generator, Iterator, Sequence
from contextlib import aclosing, closing
from typing import Any, cast

from langchain_core.language_models import BaseChatModel
from langchain_core.messages import BaseMessage
from langchain_core.messages.utils import convert_to_messages
from langchain_core.runnables import Runnable

from qa.llm.calls import UNKEPT, reply_of
from qa.llm.chunks import Chunks
from qa.llm.contract import Message, Piece
from qa.llm.failing import aretrying, explained, rejects_schema, retrying
from qa.llm.hiding import Secrets
from qa.llm.named import GGUF, OPENAI, Named
from qa.llm.patience import apatient, patient

# What these take `response_format` for a schema in OpenAI's words; the others are asked in words.
_WITH_SCHEMA = frozenset({OPENAI, "anthropic", "ollama", GGUF})
# Of OpenAI's protocol.
_OPENAIS = frozenset({OPENAI, GGUF})
# What these take headers with a call.
_WITH_HEADERS = frozenset({OPENAI, "anthropic", GGUF})
# LangChain's class for these calls a client that is not there, unless it blocks.
_WITHOUT_ASYNC = frozenset({"huggingface"})
# These compute in this process, as long as that takes.
_IN_PROCESS = frozenset({"huggingface"})
Counter = Callable[[str], int]
_Opened = tuple[Piece, Generator[Piece]]
_AOpened = tuple[Piece, AsyncGenerator[Piece]]


class LangChainWriter:
    """One of LangChain's chat models behind the contract."""

    def __init__(self, model: BaseChatModel, named: Named, window: int, counter: Counter) -> None:
        self.name, self.window = named.name, window
        self.reply = reply_of(window)
        self.count = counter
        self._named, self._model = named, model
        self._schema_taken = named.provider in _WITH_SCHEMA
        self._secrets = Secrets(named)
        self._patience = math.inf if named.provider in _IN_PROCESS else named.timeout

    def stream(
        self, messages: Sequence[Message], schema: dict[str, Any] | None
    ) -> Generator[Piece]:
        """Its reply, piece by piece; tried again where that can help and nothing came yet."""
        started = False
        try:
            opened: _Opened = retrying()(self._opened, messages, schema)
            first, rest = opened
            started = True
            with closing(rest):
                yield first
                yield from rest
        except Exception as error:  # noqa: BLE001  (each provider has its own tree)
            # What led to it may hold the key, and would be shown with it.
            raise explained(error, self._named, self._secrets, started) from None

    async def astream(
        self, messages: Sequence[Message], schema: dict[str, Any] | None
    ) -> AsyncGenerator[Piece]:
        """The same without blocking."""
        started = False
        try:
            opened: _AOpened = await aretrying()(self._aopened, messages, schema)
            first, rest = opened
            started = True
            async with aclosing(rest):
                yield first
                async for piece in rest:
                    yield piece
        except Exception as error:  # noqa: BLE001
            raise explained(error, self._named, self._secrets, started) from None

    def _opened(self, messages: Sequence[Message], schema: dict[str, Any] | None) -> _Opened:
        """The first piece and what gives the others; where the schema is refused, as an older
        model or server does, it is asked for in words only, from then on."""
        bound = schema if self._schema_taken else None
        pieces = self._pieces(messages, bound)
        try:
            return next(pieces, Piece()), pieces
        except Exception as error:
            if bound is None or not rejects_schema(error):
                raise
        opened = self._opened(messages, None)
        self._schema_taken = False
        return opened

    async def _aopened(
        self, messages: Sequence[Message], schema: dict[str, Any] | None
    ) -> _AOpened:
        bound = schema if self._schema_taken else None
        pieces = self._apieces(messages, bound)
        try:
            return await anext(pieces, Piece()), pieces
        except Exception as error:
            if bound is None or not rejects_schema(error):
                raise
        opened = await self._aopened(messages, None)
        self._schema_taken = False
        return opened

    def _pieces(
        self, messages: Sequence[Message], schema: dict[str, Any] | None
    ) -> Generator[Piece]:
        """One call."""
        reply = Chunks(self._named)
        called = self._bound(schema).stream(_converted(messages))
        with closing(cast("Generator[BaseMessage]", called)) as chunks:
            for chunk in patient(chunks, self._patience):
                if piece := reply.piece(chunk):
                    yield piece
        reply.close()

    async def _apieces(
        self, messages: Sequence[Message], schema: dict[str, Any] | None
    ) -> AsyncGenerator[Piece]:
        reply = Chunks(self._named)
        headers = {"extra_headers": UNKEPT} if self._named.provider in _WITH_HEADERS else {}
        called: AsyncIterator[BaseMessage]
        if self._named.provider in _WITHOUT_ASYNC:
            called = _in_threads(self._bound(schema).stream(_converted(messages)))
        else:
            called = self._bound(schema, **headers).astream(_converted(messages))
        async with aclosing(cast("AsyncGenerator[BaseMessage]", called)) as chunks:
            async for chunk in apatient(chunks, self._patience):
                if piece := reply.piece(chunk):
                    yield piece
        reply.close()

    def _bound(self, schema: dict[str, Any] | None, **also: Any) -> Runnable[Any, Any]:
        if schema is not None:
            named = {"name": schema["title"], "schema": schema, "strict": True}
            asked = {"response_format": {"type": "json_schema", "json_schema": named}}
            if self._named.provider in _OPENAIS:
                # Past OpenAI's library: it puts a reply with a schema together by itself, and
                # stumbles over servers that repeat the role with every chunk, or never give one.
                asked = {
                    "extra_body": {**(getattr(self._model, "extra_body", None) or {}), **asked}
                }
            also.update(asked)
        return self._model.bind(**also) if also else self._model


def _converted(messages: Sequence[Message]) -> list[BaseMessage]:
    return convert_to_messages([(one.role, one.text) for one in messages])


async def _in_threads(called: Iterator[BaseMessage]) -> AsyncGenerator[BaseMessage]:
    """The same without blocking. It is not closed at its end: a step may still be under way."""
    while (one := await asyncio.to_thread(next, called, None)) is not None:
        yield one
