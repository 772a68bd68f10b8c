"""What every request passes, page and API alike, from the outside in."""

from fastapi import FastAPI
from starlette.middleware.cors import CORSMiddleware

from qa.serving.access import Access
from qa.serving.doors import Doors
from qa.serving.headers import SafeHeaders
from qa.serving.keys import Keyring
from qa.serving.recording import Recording
from qa.serving.service import Service


def guard(app: FastAPI, service: Service, keys: Keyring) -> None:
    """Put an id, a log and figures, safe headers, the doors, and keys and rates before the routes;
    pages of other sites may ask only where they are named."""
    settings = service.settings
    # The last one added is the outermost.
    app.add_middleware(Access, settings=settings, keys=keys)
    if settings.origins:
        app.add_middleware(
            CORSMiddleware,
            allow_origins=settings.origins,
            allow_methods=("GET", "POST", "DELETE"),
            allow_headers=("Authorization", "Content-Type", "Accept", "X-Request-ID"),
            expose_headers=("Location", "Retry-After", "X-Request-ID"),
        )
    app.add_middleware(Doors, settings=settings)
    app.add_middleware(SafeHeaders, settings=settings)
    app.add_middleware(Recording, settings=settings, metrics=service.metrics)
