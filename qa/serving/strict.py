"""A body of JSON, taken as it is meant or not at all: what two readers could take for two things
is told what is wrong with it."""

import json
from collections.abc import Awaitable, Callable
from typing import Any, NoReturn

from fastapi.routing import APIRoute
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response


class Unreadable(HTTPException):
    """A body that cannot be read, and why."""

    def __init__(self, why: str) -> None:
        super().__init__(400, f"the body cannot be read: {why}")


class StrictRoute(APIRoute):
    """A route whose body is read so."""

    def get_route_handler(self) -> Callable[[Request], Awaitable[Response]]:  # type: ignore[override]
        """As FastAPI has it extended."""
        plain = super().get_route_handler()

        async def handler(request: Request) -> Response:
            return await plain(_Strict(request.scope, request.receive))

        return handler


class _Strict(Request):
    async def json(self) -> Any:
        """What the body holds; raises Unreadable."""
        return read_json(await self.body())


def read_json(body: bytes) -> Any:
    """What a body holds; raises Unreadable for what is no JSON in UTF-8, names something twice,
    has numbers that JSON has not, or goes too deep."""
    try:
        text = body.decode("utf-8-sig")
        return json.loads(text, object_pairs_hook=_once, parse_constant=_no_number)
    except UnicodeDecodeError as error:
        raise Unreadable(f"it is not UTF-8 from byte {error.start} on. Send it in UTF-8") from error
    except json.JSONDecodeError as error:
        place = f"{error.msg[0].lower()}{error.msg[1:]}, at character {error.pos}"
        raise Unreadable(f"it is no JSON: {place}. Send a JSON object") from error
    except RecursionError as error:
        raise Unreadable("it is nested too deeply. Send an object as /docs shows it") from error
    except ValueError as error:
        # Python's own bound on digits.
        raise Unreadable("it has a number that is too long. Send a shorter one") from error


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, value in pairs:
        if name in found:
            raise Unreadable(f"it names {name[:40]!r} twice in one object. Name it once")
        found[name] = value
    return found


def _no_number(name: str) -> NoReturn:
    raise Unreadable(f"{name} is no number in JSON. Leave it out, or send a number")
