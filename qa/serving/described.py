"""What the API's description says of a route's answers."""

from collections.abc import Mapping
from typing import Any

from pydantic import BaseModel, Field


class Told(BaseModel):
    """What went wrong, what to do about it, and the request's id in the server's log."""

    code: str = Field(examples=["not_found"])
    message: str = Field(examples=["There is nothing at /v1/nowhere. See /docs for what there is"])
    request_id: str = Field(examples=["7f3b2c9d4e5f60718293a4b5c6d7e8f9"])


class Failed(BaseModel):
    """Every error has this shape."""

    error: Told


_MEANINGS: Mapping[int, tuple[str, str]] = {
    400: ("invalid_request", "The body, or a header, cannot be read"),
    401: ("unauthorized", "A key is wanted, or another one"),
    403: ("forbidden", "Sent from another site's page"),
    404: ("not_found", "There is none under that name"),
    408: ("timeout", "The body came too slowly"),
    413: ("too_large", "More than this server takes"),
    415: ("invalid_request", "The body is of a kind that is not taken"),
    421: ("forbidden", "This server does not go by that Host"),
    422: ("invalid_request", "Something asked for cannot be had"),
    429: ("rate_limited", "Too many requests; see Retry-After"),
    502: ("model", "The language model failed"),
    503: ("busy", "Too much to do, or the store is locked; see Retry-After"),
    504: ("timeout", "It took longer than is allowed"),
    507: ("disk_full", "The server's disk has no room for it"),
}
# What the guard may say to any request.
ALWAYS = (400, 401, 403, 408, 413, 421, 429)


def describe(
    model: Any, *statuses: int, success: int = 200, stream: bool = False
) -> dict[str, Any]:
    """What a route gives, as FastAPI takes it: its model, and every status it may have."""
    responses: dict[int | str, dict[str, Any]] = {
        status: _failure(status) for status in sorted({*ALWAYS, *statuses})
    }
    if stream:
        event = {"schema": {"type": "string"}, "example": _STREAM}
        responses[success] = {"content": {"text/event-stream": event}}
    return {"response_model": model, "status_code": success, "responses": responses}


_STREAM = 'event: started\ndata: {"event": "started", …}\n\nevent: done\ndata: {…}\n\n'


def _failure(status: int) -> dict[str, Any]:
    code, meaning = _MEANINGS[status]
    error = {"code": code, "message": f"{meaning}. …", "request_id": "7f3b2c9d…"}
    example = {"application/json": {"example": {"error": error}}}
    described: dict[str, Any] = {"model": Failed, "description": meaning, "content": example}
    if status in (429, 503):
        seconds = {"description": "Seconds to wait", "schema": {"type": "integer"}}
        described["headers"] = {"Retry-After": seconds}
    return described
