"""The application: routes, the guard before them, and the page."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from importlib.metadata import version

from fastapi import FastAPI

from qa.serving import articles, asking, completions, health, jobs_routes, login
from qa.serving.docs import add_docs
from qa.serving.document import add_limits
from qa.serving.errors import add_handlers
from qa.serving.guard import guard
from qa.serving.keys import Keyring
from qa.serving.service import Service


def build_app(service: Service, page: bool = True) -> FastAPI:
    """The API over a service, with the chat page at `/` unless `page` is False.

    The service is closed when the application stops. Raises SettingsError for keys that cannot be
    used, or for none where other machines can ask.
    """
    keys = Keyring.of(service.settings)
    app = FastAPI(
        title="abstractqa",
        version=version("abstractqa"),
        summary="Answers from biomedical abstracts that cite the very sentences they used.",
        lifespan=_running,
        docs_url=None,
        redoc_url=None,
        swagger_ui_oauth2_redirect_url=None,
    )
    app.state.service, app.state.keys = service, keys
    add_handlers(app)
    guard(app, service, keys)
    for part in (asking, articles, jobs_routes, completions, health, login):
        app.include_router(part.router)
    add_limits(app, service.settings)
    add_docs(app)
    if page:
        # Loaded when wanted: Gradio takes seconds.
        from qa.serving.paging import add_page  # noqa: PLC0415

        add_page(app, service)
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
