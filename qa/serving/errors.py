"""Errors as they are sent: one shape everywhere.

{"error": {"code": "not_found", "message": "There is no … here. See /docs", "request_id": "…"}}
"""

import json
import math
from collections.abc import Mapping
from typing import Any

from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Match
from starlette.types import Scope

from index import errors
from index.errors import AbstractQAError, BusyError
from qa.characters import encodable
from qa.serving.places import Places
from qa.serving.strict import Unreadable
from qa.wire import code_of

# By class; one that is not named has its base's.
_STATUS: Mapping[type[BaseException], int] = {
    errors.SettingsError: 422,
    errors.SourceError: 422,
    errors.ArticleNotFoundError: 404,
    errors.ConversationNotFoundError: 404,
    errors.AnswerTimeoutError: 504,
    errors.BusyError: 503,
    errors.AccessError: 401,
    errors.DiskFullError: 507,
    errors.StoreError: 503,
    errors.EmbedderError: 503,
    errors.RerankerError: 503,
    errors.ModelError: 502,
    errors.RemoteError: 502,
    errors.AbstractQAError: 500,
}
# What HTTP itself has to say.
_CODES: Mapping[int, str] = {
    401: "unauthorized",
    403: "forbidden",
    404: "not_found",
    405: "method_not_allowed",
    408: "timeout",
    413: "too_large",
    421: "forbidden",
    429: "rate_limited",
    500: "internal",
    503: "busy",
    504: "timeout",
}
_METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")
_SAID: Mapping[int, str] = {
    404: "There is nothing at {path}. See /docs for what there is",
    405: "{method} is not for {path}. See /docs for what is",
}
_UNREADABLE = "The body cannot be read. Send it as /docs shows it"
_KINDS = {list: "a list", str: "a text", bool: "true or false", type(None): "null"}


def payload(code: str, message: str, request_id: str) -> dict[str, dict[str, str]]:
    """The one shape."""
    return {"error": {"code": code, "message": encodable(message), "request_id": request_id}}


def told(error: AbstractQAError, scope: Scope) -> dict[str, dict[str, str]]:
    """An error of the one tree in the one shape, without the folders of this machine."""
    places: Places = scope["app"].state.service.places
    return payload(code_of(error), places.told(error), request_id(scope))


def status_of(error: BaseException) -> int:
    """The HTTP status that an error is sent with."""
    return next((_STATUS[kind] for kind in type(error).__mro__ if kind in _STATUS), 500)


def refusal(
    scope: Scope, status: int, message: str, headers: Mapping[str, str] | None = None
) -> Response:
    """A response that refuses a request, with the code of its status."""
    code = _CODES.get(status, "invalid_request" if status < 500 else "internal")
    return _response(status, payload(code, message, request_id(scope)), headers)


def request_id(scope: Scope) -> str:
    """The id that the guard gave to a request."""
    return str(scope.get("state", {}).get("request_id", ""))


def add_handlers(app: FastAPI) -> None:
    """Have every error of these routes sent in the one shape."""
    app.add_exception_handler(AbstractQAError, _of_ours)
    app.add_exception_handler(HTTPException, _of_http)
    app.add_exception_handler(RequestValidationError, _of_request)


async def _of_ours(request: Request, error: Exception) -> Response:
    assert isinstance(error, AbstractQAError)  # noqa: S101  (registered for it)
    return ours(request.scope, error)


def ours(scope: Scope, error: AbstractQAError) -> Response:
    """An error of the one tree as a response."""
    headers = {}
    if isinstance(error, BusyError):
        headers["Retry-After"] = str(math.ceil(error.retry_after))
    elif isinstance(error, errors.StoreLockedError):
        headers["Retry-After"] = "5"
    return _response(status_of(error), told(error, scope), headers)


async def _of_http(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)  # noqa: S101  (registered for it)
    status, said = error.status_code, str(error.detail)
    if status == 400 and not isinstance(error, Unreadable):
        # What Starlette says of a body is no advice.
        said = _UNREADABLE
    elif said == HTTPException(status).detail and status in _SAID:
        # What a route raised itself says more than its status does.
        said = _SAID[status].format(path=request.url.path[:200], method=request.method)
    headers = {**(error.headers or {}), **({"Allow": _allowed(request)} if status == 405 else {})}
    return refusal(request.scope, status, said, headers)


def _allowed(request: Request) -> str:
    """Every method that a path takes: the router names those of the first route that has it."""
    asked = [(name, {**request.scope, "method": name}) for name in _METHODS]
    routes = request.app.routes
    return ", ".join(
        name for name, scope in asked if any(one.matches(scope)[0] == Match.FULL for one in routes)
    )


async def _of_request(request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)  # noqa: S101  (registered for it)
    first: Mapping[str, Any] = error.errors()[0]
    if first["loc"] == ("body",):
        return refusal(request.scope, 422, _no_object(request, first))
    place = ".".join(str(part) for part in first["loc"])
    said = str(first["msg"]).removeprefix("Value error, ")
    return refusal(request.scope, 422, f"{place[:200]}: {said}. See /docs for what it takes")


def _no_object(request: Request, fault: Mapping[str, Any]) -> str:
    """What is wrong with a body of which no field could be looked at."""
    body = fault.get("input")
    if fault["type"] == "missing":
        return "there is no body. Send a JSON object, with Content-Type: application/json"
    if isinstance(body, bytes):
        kind = request.headers.get("content-type", "")
        called = f"called {kind[:60]!r}" if kind else "not said to be JSON"
        return f"the body is {called}. Send JSON, with Content-Type: application/json"
    kind = _KINDS.get(type(body), "a number")
    return f"the body is {kind}. Send a JSON object, as /docs shows it"


def _response(
    status: int, content: Mapping[str, Any], headers: Mapping[str, str] | None
) -> Response:
    text = json.dumps(content, ensure_ascii=False).encode()
    return Response(text, status, dict(headers or {}), "application/json")
