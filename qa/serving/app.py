"""The application: routes, the guard before them, and the page."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from importlib.metadata import version

from fastapi import FastAPI

from qa.serving import asking, health
from qa.serving.errors import add_handlers
from qa.serving.service import Service


def build_app(service: Service, page: bool = True) -> FastAPI:
    """The API over a service, with the chat page at `/` unless `page` is False.

    The service is closed when the application stops.
    """
    app = FastAPI(
        title="abstractqa",
        version=version("abstractqa"),
        summary="Answers from biomedical abstracts that cite the very sentences they used.",
        lifespan=_running,
        docs_url=None,
        redoc_url=None,
    )
    app.state.service = service
    add_handlers(app)
    for part in (asking, health):
        app.include_router(part.router)
    return app


@asynccontextmanager
async def _running(app: FastAPI) -> AsyncIterator[None]:
    service: Service = app.state.service
    service.jobs.open()
    warming = asyncio.create_task(asyncio.to_thread(service.readiness.warm_up))
    try:
        yield
    finally:
        await warming
        await asyncio.to_thread(service.close)
