"""The chat page, mounted below everything that the API does not answer."""

import os
import shutil
from collections.abc import MutableMapping
from pathlib import Path
from typing import Any

from fastapi import FastAPI
from starlette.routing import Match, Mount

from qa.page.genuine import Genuine
from qa.page.look import mount
from qa.page.page import build_page
from qa.page.tickets import Ticketed, Tickets
from qa.serving.service import Service
from qa.serving.tidying import Tidy
from qa.serving.windows import OwnWindows

# The API answers for these itself, also when it has nothing there.
_API = ("/v1/", "/healthz", "/readyz", "/metrics", "/docs", "/openapi.json", "/login", "/logout")


class _Below(Mount):
    """A mount that leaves the API's paths alone, so that 404 and 405 have its shape."""

    def matches(self, scope: MutableMapping[str, Any]) -> tuple[Match, MutableMapping[str, Any]]:
        if scope["type"] == "http" and scope["path"].startswith(_API):
            return Match.NONE, {}
        return super().matches(scope)


def _receive_in(folder: Path) -> None:
    """Files that come in by the page's own way lie there until they are dropped as a job; what an
    earlier server left goes. Gradio takes the place from the environment alone."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(mode=0o700, parents=True)
    os.environ["GRADIO_TEMP_DIR"] = str(folder)


def add_page(app: FastAPI, service: Service) -> None:
    """Mount the chat page at `/`."""
    _receive_in(service.settings.folder(service.library.settings.store) / "page")
    page = build_page(service)
    mount(app, page, service.settings.max_file)
    mounted = app.router.routes.pop()
    assert isinstance(mounted, Mount)  # noqa: S101  (what was mounted above)
    tickets = Tickets()
    guarded = Tidy(OwnWindows(Genuine(Ticketed(mounted.app, tickets), page, tickets)))
    app.router.routes.append(_Below(mounted.path, app=guarded))
