"""What a server does with one request."""

import time
from collections.abc import Callable, Sequence
from typing import Any

from llm.servers import PATIENCE, Reply, Step


def speaks(*pieces: str, reason: str = "stop") -> Step:
    """A whole reply in these pieces."""

    def step(reply: Reply) -> None:
        wire = reply.wire
        reply.begin()
        reply.send(*wire.opening(), *map(wire.text, pieces), *wire.ending(reason))
        reply.end()

    return step


def speaks_when_let(first: str, last: str) -> Step:
    """The first piece; the last when the test sets `server.go_on`."""

    def step(reply: Reply) -> None:
        wire = reply.wire
        reply.begin()
        reply.send(*wire.opening(), wire.text(first))
        if reply.server.go_on.wait(PATIENCE):
            reply.send(wire.text(last), *wire.ending("stop"))
        reply.end()

    return step


def fails(status: int, said: str = "it broke", **headers: str) -> Step:
    """An error in the protocol's words."""
    return lambda reply: reply.whole(status, reply.wire.failure(said), **headers)


def speaks_without_schema(*pieces: str) -> Step:
    """A whole reply, unless a schema is asked for: that is not known here."""
    refused = fails(400, "'response_format' of type 'json_schema' is not supported")

    def step(reply: Reply) -> None:
        asked = reply.wire.schema_in(reply.request.body)
        (refused if asked else speaks(*pieces))(reply)

    return step


def says(body: bytes, kind: str = "text/html") -> Step:
    """A reply that is none of the protocol's."""
    return lambda reply: reply.whole(200, body, content_type=kind)


def silent(*pieces: str) -> Step:
    """Nothing, or nothing after these pieces, until the other side leaves."""

    def step(reply: Reply) -> None:
        if pieces:
            reply.begin()
            reply.send(*reply.wire.opening(), *map(reply.wire.text, pieces))
        reply.until_left()

    return step


def endless(*pieces: str, then: Callable[[Any], Sequence[bytes]]) -> Step:
    """These pieces, then the test's own events, again and again until the other side leaves."""

    def step(reply: Reply) -> None:
        reply.begin()
        reply.send(*reply.wire.opening(), *map(reply.wire.text, pieces))
        until = time.monotonic() + PATIENCE
        try:
            while time.monotonic() < until:
                reply.send(*then(reply.wire))
                time.sleep(0.01)
        except ConnectionError:
            reply.server.left.set()

    return step


def stops(*pieces: str, hang_up: bool) -> Step:
    """These pieces, and not the protocol's end: the connection cut, or ended as HTTP has it."""

    def step(reply: Reply) -> None:
        reply.begin()
        reply.send(*reply.wire.opening(), *map(reply.wire.text, pieces))
        if hang_up:
            reply.hang_up()
        else:
            reply.end()

    return step


def sends(*pieces: str, then: Callable[[Any], Sequence[bytes]]) -> Step:
    """These pieces, then events of the test's own."""

    def step(reply: Reply) -> None:
        reply.begin()
        reply.send(*reply.wire.opening(), *map(reply.wire.text, pieces), *then(reply.wire))
        reply.end()

    return step


def speaks_slowly(*pieces: str, pause: float) -> Step:
    """A whole reply with so many seconds between its pieces."""

    def step(reply: Reply) -> None:
        reply.begin()
        reply.send(*reply.wire.opening())
        for piece in pieces:
            time.sleep(pause)
            reply.send(reply.wire.text(piece))
        reply.send(*reply.wire.ending("stop"))
        reply.end()

    return step
