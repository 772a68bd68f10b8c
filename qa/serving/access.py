"""Who asks, and how often: keys and rates, before any route."""

import math
import time

from limits import parse
from limits.storage import MemoryStorage
from limits.strategies import SlidingWindowCounterRateLimiter
from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import cookie_parser
from starlette.responses import RedirectResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from qa.serving.errors import refusal
from qa.serving.keys import Keyring
from qa.serving.settings import ServerSettings

COOKIE = "abstractqa_key"
# Without a key one may see that the server is there, give one, and be rid of one that is none.
_OPEN = frozenset({"/healthz", "/readyz", "/login", "/logout"})
# What costs something: the API, and what the page asks with.
_EVENTS = ("queue/join", "upload", "component_server")
_LIMITED = ("/v1/", "/login", *(f"/gradio_api/{name}" for name in _EVENTS))
_RATE = "600/minute"
_WANTED = "a key is needed. Send it as: Authorization: Bearer KEY"
_WRONG = "this key is not known here. Use another, or ask whoever runs the server"


class Access:
    """Lets in whom the keyring knows, and each as often as the rate allows.

    The owner's name is in `scope["state"]["owner"]` from here on.
    """

    def __init__(self, app: ASGIApp, settings: ServerSettings, keys: Keyring) -> None:
        self.app, self._keys = app, keys
        rate = settings.rate or (_RATE if keys.required else "none")
        self._rate = None if rate == "none" else parse(rate)
        self._limiter = SlidingWindowCounterRateLimiter(MemoryStorage())

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        key = given_key(Headers(scope=scope))
        owner = self._keys.owner(key) if key else None
        scope.setdefault("state", {})["owner"] = owner or ""
        if self._rate is not None and scope["path"].startswith(_LIMITED):
            who = f"key {owner}" if owner else f"address {(scope.get('client') or ('',))[0]}"
            allowed = self._limiter.hit(self._rate, who)
            headers = self._told(who)
            if not allowed:
                message = f"{self._rate} are allowed. Wait {headers['RateLimit-Reset']} seconds"
                wait = {**headers, "Retry-After": headers["RateLimit-Reset"]}
                await refusal(scope, 429, message, wait)(scope, receive, send)
                return
            send = _adding(headers, send)
        if self._keys.required and owner is None and scope["path"] not in _OPEN:
            await self._turn_away(key, scope, receive, send)
            return
        await self.app(scope, receive, send)

    def _told(self, who: str) -> dict[str, str]:
        assert self._rate is not None  # noqa: S101  (only called where there is one)
        stats = self._limiter.get_window_stats(self._rate, who)
        return {
            "RateLimit-Limit": str(self._rate.amount),
            "RateLimit-Remaining": str(max(0, int(stats.remaining))),
            "RateLimit-Reset": str(max(1, math.ceil(stats.reset_time - time.time()))),
        }

    async def _turn_away(self, key: str | None, scope: Scope, receive: Receive, send: Send) -> None:
        seen = "text/html" in Headers(scope=scope).get("accept", "")
        if scope["method"] == "GET" and seen:
            await RedirectResponse("/login", 303)(scope, receive, send)
            return
        message = _WRONG if key else _WANTED
        headers = {"WWW-Authenticate": 'Bearer realm="abstractqa"'}
        await refusal(scope, 401, message, headers)(scope, receive, send)


def given_key(headers: Headers) -> str | None:
    """The key that a request brings: as a bearer token, or in the page's cookie."""
    kind, _, token = headers.get("authorization", "").partition(" ")
    if kind.lower() == "bearer" and token.strip():
        return token.strip()
    # As browsers send them: what other servers on this machine have set is no business of ours.
    return cookie_parser(headers.get("cookie", "")).get(COOKIE)


def _adding(headers: dict[str, str], send: Send) -> Send:
    async def adding(message: Message) -> None:
        if message["type"] == "http.response.start":
            MutableHeaders(scope=message).update(headers)
        await send(message)

    return adding
