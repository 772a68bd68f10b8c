"""What a page's event brings, without half characters: JSON can name them, and no answer, no model
and no database takes one; Gradio would break off all events of that window."""

import json
import re
from typing import Any

from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from qa.characters import encodable

# Half of a surrogate pair, as JSON writes it, or a whole one.
_HALF = re.compile(rb"\\u[dD][89a-fA-F]")


class Tidy:
    """Cleans every JSON body on its way to an application; the doors have bounded its length."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if not _brings_json(scope):
            await self._app(scope, receive, send)
            return
        body = _tidy(await Request(scope, receive).body())
        await self._app(scope, again(body, receive), send)


def again(body: bytes, receive: Receive) -> Receive:
    """What receives this body, in one, and after it what was still to come."""
    came = False

    async def receiving() -> Message:
        nonlocal came
        if came:
            return await receive()
        came = True
        return {"type": "http.request", "body": body, "more_body": False}

    return receiving


def _brings_json(scope: Scope) -> bool:
    return (
        scope["type"] == "http"
        and scope["method"] == "POST"
        and "json" in Headers(scope=scope).get("content-type", "")
    )


def _tidy(body: bytes) -> bytes:
    """The body; anew if it names half characters. What is no JSON is told by whoever reads it."""
    if _HALF.search(body) is None:
        return body
    try:
        return json.dumps(_whole(json.loads(body)), ensure_ascii=False).encode()
    except (ValueError, RecursionError):
        return body


def _whole(value: Any) -> Any:
    if isinstance(value, str):
        return encodable(value)
    if isinstance(value, list):
        return [_whole(one) for one in value]
    if isinstance(value, dict):
        return {encodable(name): _whole(one) for name, one in value.items()}
    return value
