"""Requests sent; the only file that knows httpx."""

from collections.abc import AsyncGenerator, Callable, Generator, Iterator
from contextlib import aclosing, asynccontextmanager, closing, contextmanager
from functools import cached_property
from ssl import SSLContext
from typing import Any, cast

import httpx
import httpx_sse

from index.errors import AnswerTimeoutError, RemoteError, SettingsError, first_line
from qa.client.again import Reply, aagain, again
from qa.client.reading import PACKED, Bounded
from qa.client.replies import failure
from qa.client.sending import Request

Files = list[tuple[str, tuple[str, Any]]]
_FORM = "Give one as http://127.0.0.1:7860, and the key as key="


class Transport:
    """A server at an address. Raises errors of the one tree only.

    `timeout` is how many seconds it may say nothing. Threads may share it; tasks too, in any loop.
    """

    def __init__(self, url: str, key: str | None, timeout: float) -> None:
        self.url, self._timeout = _address(url), _positive(timeout)
        self._headers = _authorised(key)

    @cached_property
    def _tls(self) -> SSLContext:
        return httpx.create_ssl_context()

    @cached_property
    def _client(self) -> httpx.Client:
        return httpx.Client(**self._options)

    @property
    def _options(self) -> dict[str, Any]:
        return {"timeout": self._timeout, "headers": self._headers, "verify": self._tls}

    def close(self) -> None:
        """Close the connections that are kept."""
        self._client.close()

    # -- whole replies -----------------------------------------------------------------------

    def send(self, request: Request, files: Callable[[], Files] | None = None) -> bytes:
        """The body of the reply; `files` are made anew for each try."""
        with self._errors():
            return self._good(self._sent(request, files=files)).body

    async def asend(self, request: Request) -> bytes:
        """The same without blocking."""
        with self._errors():
            async with httpx.AsyncClient(**self._options) as client:
                return self._good(await self._asent(client, request)).body

    # -- streams -----------------------------------------------------------------------------

    def stream(self, request: Request) -> Generator[str]:
        """The data of each event; closing it hangs up, and the server stops."""
        with self._errors():
            reply = self._sent(request, stream=True)
            with closing(reply.response):
                text, source = self._events(reply)
                for event in source.iter_sse():
                    text.count_anew()
                    yield event.data

    async def astream(self, request: Request) -> AsyncGenerator[str]:
        """The same without blocking."""
        with self._errors():
            async with httpx.AsyncClient(**self._options) as client:
                reply = await self._asent(client, request, stream=True)
                async with _aclosed(reply.response):
                    text, source = self._events(reply)
                    async with aclosing(source.aiter_sse()) as events:
                        async for event in events:
                            text.count_anew()
                            yield event.data

    def _events(self, reply: Reply) -> tuple[Bounded, httpx_sse.EventSource]:
        response = self._good(reply).response
        # A stream of events is UTF-8, whatever its head says.
        response.encoding = "utf-8"
        text = Bounded(response, self.url)
        return text, httpx_sse.EventSource(cast("httpx.Response", text))

    # -- one try after another ---------------------------------------------------------------

    def _sent(
        self,
        request: Request,
        stream: bool = False,
        files: Callable[[], Files] | None = None,
    ) -> Reply:
        def once() -> Reply:
            made = self._built(self._client, request, files() if files else None)
            response = self._client.send(made, stream=True)
            if stream and response.is_success:
                return Reply(response)
            with closing(response):
                return Reply(response, Bounded(response, self.url).whole())

        return again()(once)

    async def _asent(
        self, client: httpx.AsyncClient, request: Request, stream: bool = False
    ) -> Reply:
        async def once() -> Reply:
            response = await client.send(self._built(client, request), stream=True)
            if stream and response.is_success:
                return Reply(response)
            async with _aclosed(response):
                return Reply(response, await Bounded(response, self.url).awhole())

        return await aagain()(once)

    def _built(
        self,
        client: httpx.Client | httpx.AsyncClient,
        request: Request,
        files: Files | None = None,
    ) -> httpx.Request:
        return client.build_request(
            request.method,
            self.url + request.path,
            json=request.json,
            files=files,
            headers={"Accept": request.accept, "Accept-Encoding": PACKED},
        )

    def _good(self, reply: Reply) -> Reply:
        if reply.response.is_success:
            return reply
        wait = reply.response.headers.get("retry-after")
        raise failure(reply.response.status_code, reply.body, self.url, wait)

    @contextmanager
    def _errors(self) -> Iterator[None]:
        try:
            yield
        except (httpx.ConnectError, httpx.ConnectTimeout) as error:
            raise RemoteError(
                f"nothing answers at {self.url} ({first_line(error)})",
                "Check the address, or start a server there: abstractqa serve",
            ) from error
        except httpx.TimeoutException as error:
            raise AnswerTimeoutError(
                f"{self.url} said nothing for {self._timeout:g} seconds",
                "Ask again, or connect with a longer timeout",
            ) from error
        except httpx_sse.SSEError as error:
            raise RemoteError(
                f"{self.url} sends no stream ({first_line(error)})", "Check the address"
            ) from error
        except httpx.InvalidURL as error:
            raise RemoteError(
                f"nothing at {self.url} can be called so ({first_line(error)})",
                "Give a shorter name",
            ) from error
        except httpx.HTTPError as error:
            raise RemoteError(f"{self.url} broke off ({first_line(error)})", "Ask again") from error


@asynccontextmanager
async def _aclosed(response: httpx.Response) -> AsyncGenerator[None]:
    try:
        yield
    finally:
        await response.aclose()


def _address(url: str) -> str:
    """The address without its last slash; raises SettingsError if it is none."""
    try:
        parsed = httpx.URL(url)
    except (httpx.InvalidURL, TypeError) as error:
        raise SettingsError(f"{url!r} is no address ({first_line(error)})", _FORM) from error
    if parsed.scheme not in ("http", "https") or not parsed.host:
        raise SettingsError(f"{url!r} is no address of a server", _FORM)
    if parsed.userinfo or parsed.query or parsed.fragment:
        raise SettingsError(f"the address of {parsed.host} has more than a place in it", _FORM)
    return str(parsed).rstrip("/")


def _authorised(key: str | None) -> dict[str, str]:
    """The headers that bring a key; raises SettingsError for one that cannot be sent."""
    if key is None:
        return {}
    if not key or not key.isascii() or not key.isprintable() or " " in key:
        raise SettingsError("the key has characters that no key has", "Give it as it was made")
    return {"Authorization": f"Bearer {key}"}


def _positive(timeout: float) -> float:
    """The timeout; raises SettingsError if it is none."""
    if not 0 < timeout <= 86_400:
        raise SettingsError(f"the timeout cannot be {timeout!r}", "Give seconds, up to a day")
    return timeout
