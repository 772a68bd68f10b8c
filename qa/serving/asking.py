"""`POST /v1/ask` and `/v1/search`."""

import json
from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import aclosing
from typing import Any

from fastapi import APIRouter, Request
from starlette.responses import JSONResponse, Response

from index.errors import AbstractQAError
from qa.answer import Answer, SearchResult
from qa.events import Event
from qa.serving.asked import Ask, Search
from qa.serving.described import describe
from qa.serving.errors import told
from qa.serving.needs import Owner, Serving
from qa.serving.present import while_present
from qa.serving.streaming import Sent, sent, streamed
from qa.serving.strict import StrictRoute

router = APIRouter(prefix="/v1", tags=["questions"], route_class=StrictRoute)
STREAM = "text/event-stream"


@router.post("/ask", **describe(Answer, 413, 422, 502, 503, 504, stream=True))
async def ask(body: Ask, request: Request, service: Serving, owner: Owner) -> Response:
    """An answer that cites its sentences, or a refusal with its reason.

    With `Accept: text/event-stream` it comes as it is made: `started`, `notice`, `held` and
    `said` as they are, `done` with the whole answer at the end, or `error`.
    """
    events = service.answer(body.question, body.history, body.options, owner)
    if STREAM not in request.headers.get("accept", ""):
        answer = await while_present(request, service.whole(events))
        return JSONResponse(answer.to_dict())
    # What is refused at once (too busy, a bad setting) has a status of its own.
    first = await while_present(request, anext(events))
    return streamed(_told(first, events, request), service.settings)


@router.post("/search", **describe(SearchResult, 413, 422, 503, 504))
async def search(body: Search, request: Request, service: Serving) -> Response:
    """Ranked articles with their best sentences."""
    found = await while_present(request, service.search(body.query, body.options))
    return JSONResponse(found.to_dict())


async def _told(
    first: Event, events: AsyncGenerator[Event], request: Request
) -> AsyncIterator[Sent]:
    async with aclosing(events):
        yield _sent(first.to_dict())
        try:
            async for event in events:
                yield _sent(event.to_dict())
        except AbstractQAError as error:
            yield _sent({"event": "error", **told(error, request.scope)})


def _sent(fields: dict[str, Any]) -> Sent:
    return sent(json.dumps(fields, ensure_ascii=False), fields["event"])
