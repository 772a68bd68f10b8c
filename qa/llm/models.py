"""Chat models by name, through LangChain; imported here only, and only where one is named.

openai:… anthropic:… ollama:… huggingface:… and whatever else `init_chat_model` knows;
gguf:/path/model.gguf in this process; any server of the OpenAI protocol by its base URL.
"""

import asyncio
import math
from collections.abc import AsyncGenerator, AsyncIterator, Callable, Generator, Iterator, Sequence
from contextlib import aclosing, closing
from dataclasses import replace
from pathlib import Path
from typing import Any, cast

from langchain.chat_models import init_chat_model
from langchain_core.language_models import BaseChatModel
from langchain_core.messages import BaseMessage
from langchain_core.messages.utils import convert_to_messages
from langchain_core.runnables import Runnable

from index.errors import ModelError, OfflineError, first_line
from qa.llm.calls import DEFAULT_WINDOW, UNKEPT, arguments, reply_of
from qa.llm.chunks import Chunks
from qa.llm.contract import Message, Piece
from qa.llm.failing import aretrying, causes, explained, rejects_schema, retrying
from qa.llm.gguf import served_file
from qa.llm.hiding import Secrets
from qa.llm.named import GGUF, OPENAI, Named

# Characters a token, at least: English has four, figures and names of substances fewer.
_PER_TOKEN = 2.5
# What these take `response_format` for a schema in OpenAI's words; the others are asked in words.
_WITH_SCHEMA = frozenset({OPENAI, "anthropic", "ollama", GGUF})
# Of OpenAI's protocol.
_OPENAIS = frozenset({OPENAI, GGUF})
# What these take headers with a call.
_WITH_HEADERS = frozenset({OPENAI, "anthropic", GGUF})
# LangChain's class for these calls a client that is not there, unless it blocks.
_WITHOUT_ASYNC = frozenset({"huggingface"})
# The parts of this package that install a provider's own.
_EXTRAS = frozenset({OPENAI, "anthropic", "ollama", "huggingface"})

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
            for chunk in chunks:
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
            async for chunk in chunks:
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


def open_writer(named: Named) -> LangChainWriter:
    """The model that is named; raises ModelError if its package is missing or it will not load."""
    if named.provider == GGUF:
        served = served_file(Path(named.model), named.window)
        local = replace(named, base_url=f"{served.url}/v1", key=served.key, window=served.window)
        return LangChainWriter(_loaded(local, OPENAI), local, served.window, served.count)
    model = _loaded(named, named.provider)
    window = named.window or (model.profile or {}).get("max_input_tokens") or DEFAULT_WINDOW
    return LangChainWriter(model, named, window, estimate)


def estimate(text: str) -> int:
    """Tokens of a text, rather too many: for models whose own count is not at hand."""
    return math.ceil(len(text.encode()) / _PER_TOKEN)


def _loaded(named: Named, provider: str) -> BaseChatModel:
    try:
        loaded: BaseChatModel = init_chat_model(
            named.model, model_provider=provider, **arguments(named)
        )
    except ImportError as error:
        package = f"langchain-{provider.replace('_', '-')}"
        wanted = f"'abstractqa[{provider}]'" if provider in _EXTRAS else package
        raise ModelError(
            f"{named.name} needs a package that is not installed ({first_line(error)})",
            f"Install it: pip install {wanted}",
        ) from error
    except Exception as error:  # noqa: BLE001
        for one in causes(error):
            if isinstance(one, OfflineError):
                raise one from None
        said = Secrets(named).hidden(first_line(error))
        raise ModelError(f"{named.name} cannot be loaded ({said})", "Check its name") from None
    if "stream_chunk_timeout" in type(loaded).model_fields:
        # OpenAI's second clock, for async calls only; the timeout given holds for both.
        return loaded.model_copy(update={"stream_chunk_timeout": None})
    return loaded


def _converted(messages: Sequence[Message]) -> list[BaseMessage]:
    return convert_to_messages([(one.role, one.text) for one in messages])


async def _in_threads(called: Iterator[BaseMessage]) -> AsyncGenerator[BaseMessage]:
    """The same without blocking. It is not closed at its end: a step may still be under way."""
    while (one := await asyncio.to_thread(next, called, None)) is not None:
        yield one
