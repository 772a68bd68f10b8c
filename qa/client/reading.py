"""What a server sends, as it is read: never more of it than the memory of this machine bears."""

from collections.abc import AsyncGenerator, AsyncIterator, Generator, Iterator, Mapping
from typing import Any, Protocol, TypeVar

from index.errors import RemoteError

# Bytes of a reply, characters of one event. A server of ours sends a few MiB at most.
LONGEST = 64 << 20
# What is asked for, and all that is taken: gzip makes of a piece that is read, 64 KiB, no more
# than about LONGEST, while other ways, or several one upon another, know no such bound.
PACKED = "gzip"
Piece = TypeVar("Piece", bytes, str)


class Unread(Protocol):
    """A reply of which no more than the head is read."""

    @property
    def headers(self) -> Mapping[str, str]:
        """Its head."""

    def iter_bytes(self) -> Iterator[bytes]:
        """Its body, unpacked."""

    def aiter_bytes(self) -> AsyncIterator[bytes]:
        """The same without blocking."""

    def iter_text(self) -> Iterator[str]:
        """Its body as text."""

    def aiter_text(self) -> AsyncIterator[str]:
        """The same without blocking."""


class Bounded:
    """A reply read up to LONGEST; RemoteError beyond it, or if it is packed as nobody asked for."""

    def __init__(self, reply: Any, url: str) -> None:
        self.headers: Mapping[str, str] = reply.headers
        self._reply: Unread = reply
        self._url, self._held = url, 0
        packed = self.headers.get("content-encoding", "").strip().lower()
        if packed not in ("", "identity", PACKED):
            raise RemoteError(f"{url} packed its reply as {packed[:40]!r}", "Check the address")

    def whole(self) -> bytes:
        """All of the body."""
        return b"".join(map(self._counted, self._reply.iter_bytes()))

    async def awhole(self) -> bytes:
        """The same without blocking."""
        return b"".join([self._counted(piece) async for piece in self._reply.aiter_bytes()])

    def iter_text(self) -> Generator[str]:
        """The text as it comes."""
        yield from map(self._counted, self._reply.iter_text())

    async def aiter_text(self) -> AsyncGenerator[str]:
        """The same without blocking."""
        async for piece in self._reply.aiter_text():
            yield self._counted(piece)

    def count_anew(self) -> None:
        """What was read so far is an event, and done with."""
        self._held = 0

    def _counted(self, piece: Piece) -> Piece:
        self._held += len(piece)
        if self._held > LONGEST:
            raise RemoteError(
                f"{self._url} sent more than {LONGEST:,} bytes at a time",
                "See that an abstractqa server is there",
            )
        return piece
