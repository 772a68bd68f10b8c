"""Whose a window of the page is: what Gradio sends to one goes to whoever knows its name, and any
key lets in. The first owner to use a name has it, and for others there is none of that name."""

import json
from collections import OrderedDict, defaultdict
from typing import Any

from starlette.requests import Request
from starlette.types import ASGIApp, Receive, Scope, Send

from qa.serving.errors import refusal
from qa.serving.tidying import again

_AT = "/gradio_api"
# What names a window (or an upload, whose progress is told), and where.
_IN_BODY = frozenset(f"{_AT}/{name}" for name in ("queue/join", "cancel", "component_server"))
_IN_QUERY = {
    f"{_AT}/queue/data": "session_hash",
    f"{_AT}/upload": "upload_id",
    f"{_AT}/upload_progress": "upload_id",
}
_IN_PATH = f"{_AT}/heartbeat/"
_NONE = "there is no window of this name. Load the page again"
_NO_JSON = "an event of the page is JSON. Send Content-Type: application/json"


class Owners:
    """Who has which name. Of each owner the `most` that were used last are known: nobody can have
    another's forgotten by naming many."""

    def __init__(self, most: int = 1000) -> None:
        self._most = most
        self._owner: dict[str, str] = {}
        self._names: defaultdict[str, OrderedDict[str, None]] = defaultdict(OrderedDict)

    def has(self, owner: str, name: str) -> bool:
        """Whether the owner has it, which from now on he does if nobody did."""
        if self._owner.setdefault(name, owner) != owner:
            return False
        mine = self._names[owner]
        mine[name] = None
        mine.move_to_end(name)
        if len(mine) > self._most:
            del self._owner[mine.popitem(last=False)[0]]
        return True


class OwnWindows:
    """Refuses what names another's window; where no keys are asked for, all are one owner's."""

    def __init__(self, app: ASGIApp) -> None:
        self._app, self._owners = app, Owners()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        owner = scope.get("state", {}).get("owner", "")
        if scope["type"] != "http" or not owner:
            await self._app(scope, receive, send)
            return
        path = scope["path"].rstrip("/")
        name = _named(path, scope)
        if path in _IN_BODY:
            request = Request(scope, receive)
            if "multipart/" in request.headers.get("content-type", ""):
                await refusal(scope, 415, _NO_JSON)(scope, receive, send)
                return
            body = await request.body()
            name, receive = _within(body), again(body, receive)
        if name is not None and not self._owners.has(owner, name):
            await refusal(scope, 404, _NONE)(scope, receive, send)
            return
        await self._app(scope, receive, send)


def _named(path: str, scope: Scope) -> str | None:
    if path.startswith(_IN_PATH):
        return path.removeprefix(_IN_PATH)
    if path in _IN_QUERY:
        return Request(scope).query_params.get(_IN_QUERY[path])
    return None


def _within(body: bytes) -> str | None:
    """The window that a body names; what is no such body Gradio refuses itself."""
    try:
        fields: Any = json.loads(body)
    except (ValueError, RecursionError):
        return None
    name = fields.get("session_hash") if isinstance(fields, dict) else None
    return name if isinstance(name, str) else None
