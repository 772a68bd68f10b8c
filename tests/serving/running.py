"""A real server on loopback, in a thread of the tests."""

import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx

from qa import Library
from qa.serving import ServerSettings, Service, build_app
from qa.serving.run import server_of

# Seconds after which something that should have happened has not.
PATIENCE = 20.0
QUESTION = "Does sopiradine prevent delirium after an operation?"


@dataclass(frozen=True)
class Running:
    """A server that runs, and somebody who asks it."""

    url: str
    service: Service
    client: httpx.Client

    def ask(self, **body: Any) -> httpx.Response:
        """One question."""
        return self.client.post("/v1/ask", json={"question": QUESTION, **body})

    def upload(self, *files: tuple[str, bytes]) -> httpx.Response:
        """Files under these names."""
        return self.client.post("/v1/articles", files=[("files", file) for file in files])

    def finished(self, job: str) -> Any:
        """The job when nothing more will happen to it."""
        return until(
            lambda: self.client.get(f"/v1/jobs/{job}").json(),
            lambda told: told.get("state", told) not in ("waiting", "running"),
        )


@contextmanager
def running(
    library: Library, data: Path, page: bool = False, buffer: int | None = None, **settings: Any
) -> Iterator[Running]:
    """A server over a library, under these settings; `data` is its folder, `buffer` how many bytes
    its machine takes that nobody has read."""
    with listening() as at:
        if buffer is not None:
            at.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, buffer)
        url = f"http://127.0.0.1:{at.getsockname()[1]}"
        service = Service.over(library.using(), ServerSettings(data=data, **settings))
        server = server_of(build_app(service, page=page), service)
        thread = threading.Thread(target=server.run, args=([at],))
        thread.start()
        try:
            until(lambda: server.started, bool)
            with httpx.Client(base_url=url, timeout=PATIENCE) as client:
                until(lambda: client.get("/readyz").status_code, lambda status: status != 503)
                yield Running(url, service, client)
        finally:
            server.should_exit = True
            thread.join()


@contextmanager
def listening() -> Iterator[socket.socket]:
    """A port of its own."""
    with socket.socket() as at:
        at.bind(("127.0.0.1", 0))
        yield at


def until(look: Callable[[], Any], good: Callable[[Any], bool]) -> Any:
    """What is seen once it is good."""
    end = time.monotonic() + PATIENCE
    while not good(seen := look()):
        assert time.monotonic() < end, f"still {seen!r}"
        time.sleep(0.01)
    return seen


def error_of(response: httpx.Response) -> str:
    """The code in the one shape of errors."""
    told = response.json()
    assert set(told) == {"error"}, told
    assert set(told["error"]) == {"code", "message", "request_id"}
    assert told["error"]["request_id"] == response.headers["x-request-id"] != ""
    assert all(isinstance(value, str) and value for value in told["error"].values())
    return str(told["error"]["code"])


def first_sentence(library: Library) -> str:
    """What the model is shown as its second sentence."""
    article = library.finding.invoke(QUESTION).weighed.retrieval.articles[0].article
    return article.text(article.sentences[1])
