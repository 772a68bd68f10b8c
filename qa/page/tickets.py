"""What an uploaded file is called on the way to the page and back: not by its place on this
machine, which is nobody's business, and so that no other owner can name it."""

import hashlib
import hmac
import json
import secrets
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import gradio as gr
from gradio.utils import get_upload_folder
from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from qa.page.uploads import received


class Tickets:
    """Names of uploads, each good for its owner alone, and while this server runs."""

    def __init__(self) -> None:
        self._secret = secrets.token_bytes()

    def issued(self, file: Path, owner: str) -> str:
        """The name of an uploaded file for its owner."""
        place = file.relative_to(get_upload_folder()).as_posix()
        return f"{self._seal(place, owner)}/{place}"

    def redeemed(self, name: str, owner: str) -> Path:
        """The file that was uploaded; raises `gr.Error` where this owner has none of this name."""
        seal, _, place = name.partition("/")
        if not hmac.compare_digest(seal.encode(), self._seal(place, owner).encode()):
            raise gr.Error("no file was uploaded under this name", print_exception=False)
        return received(str(Path(get_upload_folder(), place)))

    def _seal(self, place: str, owner: str) -> str:
        said = json.dumps([owner, place]).encode()
        return hmac.new(self._secret, said, hashlib.sha256).hexdigest()


class Ticketed:
    """Has whoever uploads told the names of the files in place of where they lie."""

    def __init__(self, app: ASGIApp, tickets: Tickets) -> None:
        self._app, self._tickets = app, tickets

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["path"].rstrip("/") != "/gradio_api/upload":
            await self._app(scope, receive, send)
            return
        owner = scope.get("state", {}).get("owner", "")
        start: Message = {}
        body = b""

        async def telling(message: Message) -> None:
            nonlocal start, body
            if message["type"] == "http.response.start":
                start = message
                return
            body += message.get("body", b"")
            if message.get("more_body", False):
                return
            told = self._told(json.loads(body), owner) if start["status"] == 200 else body
            MutableHeaders(scope=start)["Content-Length"] = str(len(told))
            await send(start)
            await send({"type": "http.response.body", "body": told})

        await self._app(scope, receive, telling)

    def _told(self, places: Sequence[Any], owner: str) -> bytes:
        return json.dumps([self._tickets.issued(Path(one), owner) for one in places]).encode()
