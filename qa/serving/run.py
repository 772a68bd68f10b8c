"""A server that runs until it is told to stop."""

import asyncio
import signal
import socket
from collections.abc import Iterator
from contextlib import contextmanager

import click
import uvicorn
from fastapi import FastAPI

from index.errors import SettingsError
from qa.serving.app import build_app
from qa.serving.connection import connection
from qa.serving.logs import printed, to_stderr
from qa.serving.service import Service
from qa.serving.settings import ServerSettings
from qa.serving.streaming import grace


def serve(service: Service, page: bool = True) -> None:
    """Serve until SIGINT or SIGTERM: then nothing new begins, and what runs has `stop_timeout`.

    Prints the address. Raises SettingsError where it cannot listen there, and as `build_app` does.
    """
    settings = service.settings
    to_stderr(settings.log_questions)
    try:
        app = build_app(service, page)
        listening = _listen(settings)
    except BaseException:
        service.close()
        raise
    click.echo(f"abstractqa is at {address(settings.host, listening.getsockname()[1])}")
    with printed(settings.log_questions), _ended_by_signal():
        server_of(app, service).run([listening])


@contextmanager
def _ended_by_signal() -> Iterator[None]:
    """Being told to stop is no failure: uvicorn passes SIGTERM on when it has stopped."""
    before = signal.signal(signal.SIGTERM, lambda *_: None)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


def server_of(app: FastAPI, service: Service) -> uvicorn.Server:
    """What speaks HTTP for the application; run it with sockets that are bound."""
    settings = service.settings
    config = uvicorn.Config(
        app,
        log_config=None,
        access_log=False,
        server_header=False,
        ws="none",
        # The other parser takes headers without end, and longer for each byte than for the last.
        http=connection(settings, service.metrics),
        timeout_graceful_shutdown=settings.stop_timeout,
    )
    return _Server(config, service)


class _Server(uvicorn.Server):
    """Told to stop, it lets answers end, and stops them in time to have each told so: uvicorn would
    cut them off."""

    def __init__(self, config: uvicorn.Config, service: Service) -> None:
        super().__init__(config)
        self._service = service

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """As uvicorn calls it."""
        stopping = asyncio.create_task(self._stop_answers())
        try:
            await super().shutdown(sockets)
        finally:
            stopping.cancel()

    async def _stop_answers(self) -> None:
        await asyncio.sleep(grace(self._service.settings))
        self._service.stop_answers()


def address(host: str, port: int) -> str:
    """The URL of a server that listens there."""
    bare = host.strip("[]")
    return f"http://[{bare}]:{port}" if ":" in bare else f"http://{bare}:{port}"


def _listen(settings: ServerSettings) -> socket.socket:
    host, port = settings.host.strip("[]"), settings.port
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)
        family, *_, place = found[0]
        return socket.create_server(place, family=family)
    except OSError as error:
        raise SettingsError(
            f"nothing can listen at {host}, port {port} ({error.strerror})",
            "Give another --host or --port",
        ) from error
