"""`POST /v1/chat/completions` and `GET /v1/models`: OpenAI's protocol, for clients that speak it.

The answer with its marks is the message; each mark is annotated with its citation's address, and
the whole answer stands under `abstractqa`.
"""

import json
import time
import uuid
from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import aclosing
from dataclasses import dataclass, replace
from typing import Any

from fastapi import APIRouter, Request
from pydantic import BaseModel
from starlette.responses import JSONResponse, Response

from index.errors import AbstractQAError, SettingsError
from prompts import load
from qa.answer import Answer
from qa.events import Done, Event, Said
from qa.serving import chat
from qa.serving.chat import EXTRACTIVE, WRITTEN, Completion
from qa.serving.described import describe
from qa.serving.errors import refusal, told
from qa.serving.needs import Owner, Serving
from qa.serving.present import while_present
from qa.serving.service import Service
from qa.serving.streaming import Sent, sent, streamed
from qa.serving.strict import StrictRoute

router = APIRouter(prefix="/v1", tags=["OpenAI's protocol"], route_class=StrictRoute)
_BEGUN = int(time.time())


class Completed(BaseModel):
    """What OpenAI calls a chat completion; `abstractqa` is the answer as /v1/ask gives it."""

    id: str
    object: str
    created: int
    model: str
    choices: list[dict[str, Any]]
    usage: dict[str, int] | None
    abstractqa: dict[str, Any]


class Model(BaseModel):
    """A way to answer."""

    id: str
    object: str = "model"
    created: int
    owned_by: str = "abstractqa"


class Models(BaseModel):
    """All of them."""

    object: str = "list"
    data: list[Model]


@router.post("/chat/completions", **describe(Completed, 404, 413, 422, 502, 503, 504, stream=True))
async def complete(body: Completion, request: Request, service: Serving, owner: Owner) -> Response:
    """The answer to the last message, as a chat completion or, with `stream`, as its chunks."""
    if body.model not in _names(service):
        return _no_model(request, body.model, service)
    try:
        body.check()
        question, history = body.question, body.history(service.settings.max_history)
    except SettingsError as error:
        return refusal(request.scope, 400, str(error))
    options = body.abstractqa.model_copy(update={"extractive": body.model == EXTRACTIVE})
    events = service.answer(question, history, options, owner)
    reply = _Reply(f"chatcmpl-{uuid.uuid4().hex}", int(time.time()), body)
    if not body.stream:
        return JSONResponse(reply.whole(await while_present(request, service.whole(events))))
    # What is refused at once (too busy, a bad setting) has a status of its own.
    first = await while_present(request, anext(events))
    return streamed(_sent(reply, first, events, request), service.settings)


@router.get("/models", **describe(Models))
def models(service: Serving) -> Response:
    """The ways to answer: sentences as they stand, and by a language model where there is one."""
    return JSONResponse(Models(data=[_model(name) for name in _names(service)]).model_dump())


@router.get("/models/{name}", **describe(Model, 404, 422))
def model(name: str, request: Request, service: Serving) -> Response:
    """One of them."""
    if name not in _names(service):
        return _no_model(request, name, service)
    return JSONResponse(_model(name).model_dump())


@dataclass(frozen=True, slots=True)
class _Reply:
    """What every chunk of one reply has in common."""

    id: str
    created: int
    asked: Completion

    def whole(self, answer: Answer) -> dict[str, Any]:
        """The completion in one."""
        choice = {
            "index": 0,
            "message": chat.message(answer),
            "logprobs": None,
            "finish_reason": "stop",
        }
        return {
            **self._head("chat.completion", [choice]),
            "usage": chat.usage(answer),
            "abstractqa": self.full(answer),
        }

    def chunk(self, delta: dict[str, Any], finish: str | None = None) -> dict[str, Any]:
        """A piece of it."""
        choice = {"index": 0, "delta": delta, "logprobs": None, "finish_reason": finish}
        head = self._head("chat.completion.chunk", [choice])
        return {**head, "usage": None} if self.asked.counts else head

    def counted(self, answer: Answer) -> dict[str, Any]:
        """The last piece, where it was asked for."""
        return {**self._head("chat.completion.chunk", []), "usage": chat.usage(answer)}

    def full(self, answer: Answer) -> dict[str, Any]:
        """The answer as /v1/ask gives it, with what must be known of how it was asked for."""
        if self.asked.instructed:
            ignored = load("completions").render("system_ignored")
            answer = replace(answer, notices=(*answer.notices, ignored))
        return answer.to_dict()

    def _head(self, kind: str, choices: list[dict[str, Any]]) -> dict[str, Any]:
        head = {"id": self.id, "object": kind, "created": self.created, "model": self.asked.model}
        return {**head, "choices": choices}


async def _sent(
    reply: _Reply, first: Event, events: AsyncGenerator[Event], request: Request
) -> AsyncIterator[Sent]:
    async with aclosing(events):
        try:
            async for fields in _chunks(reply, first, events):
                yield sent(json.dumps(fields, ensure_ascii=False))
        except AbstractQAError as error:
            yield sent(json.dumps(told(error, request.scope), ensure_ascii=False))
            return
    yield sent("[DONE]")


async def _chunks(
    reply: _Reply, first: Event, events: AsyncGenerator[Event]
) -> AsyncIterator[dict[str, Any]]:
    yield reply.chunk({"role": "assistant", "content": ""})
    length, event = 0, first
    while not isinstance(event, Done):
        if isinstance(event, Said):
            delta = chat.delta(event.statement, event.citations, length)
            length += len(delta["content"])
            yield reply.chunk(delta)
        event = await anext(events)
    answer = event.answer
    # A refusal has no statements.
    left = {} if length else {"content": answer.answer}
    yield {**reply.chunk(left, "stop"), "abstractqa": reply.full(answer)}
    if reply.asked.counts:
        yield reply.counted(answer)


def _names(service: Service) -> tuple[str, ...]:
    return (EXTRACTIVE, WRITTEN) if service.library.settings.llm else (EXTRACTIVE,)


def _model(name: str) -> Model:
    return Model(id=name, created=_BEGUN)


def _no_model(request: Request, name: str, service: Service) -> Response:
    known = ", ".join(_names(service))
    return refusal(request.scope, 404, f"there is no model {name[:64]!r}. There is: {known}")
