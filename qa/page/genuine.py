"""What no window of the page sends is refused before Gradio sees it, which would break over it and
fill the log; files that an event names are found by their names."""

import json
from reprlib import repr as shortly
from typing import Annotated, Any

import gradio as gr
from gradio.data_classes import ListFiles
from pydantic import Field, StrictBool, StrictStr, TypeAdapter, ValidationError
from starlette.requests import Request
from starlette.types import ASGIApp, Receive, Scope, Send

from qa.page.tickets import Tickets
from qa.serving.errors import refusal
from qa.serving.tidying import again

_AT = "/gradio_api"
_NO_EVENT = "the body is no JSON object, as an event of the page is"
_TEXT: TypeAdapter[Any] = TypeAdapter(StrictStr)
_TEXTS: TypeAdapter[Any] = TypeAdapter(list[StrictStr] | None)
_ANY: TypeAdapter[Any] = TypeAdapter(Any)
# What each kind of part may hold; what else it asks of a value, it says itself.
_HOLDS: dict[type[Any], TypeAdapter[Any]] = {
    gr.Textbox: _TEXT,
    gr.Checkbox: TypeAdapter(StrictBool),
    gr.Slider: TypeAdapter(Annotated[float, Field(strict=True, allow_inf_nan=False)]),
    gr.File: TypeAdapter(ListFiles | None),
}
# What makes Gradio take an object for a file.
_FILE = {"_type": "gradio.FileData"}
_Fault = tuple[int, str]


class Genuine:
    """Lets through events that the page has, with values that its parts can have."""

    def __init__(self, app: ASGIApp, page: gr.Blocks, tickets: Tickets) -> None:
        self._app, self._page, self._tickets = app, page, tickets
        self._checks = {
            f"{_AT}/queue/join": self._event,
            f"{_AT}/component_server": self._served,
        }

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        fault = None
        if scope["type"] == "http":
            request, path = Request(scope, receive), scope["path"].rstrip("/")
            if path == f"{_AT}/queue/data":
                fault = self._window(request.query_params.get("session_hash"))
            elif request.method == "POST" and path in self._checks:
                fields = _fields(await request.body())
                owner = scope.get("state", {}).get("owner", "")
                fault = self._checks[path](fields, owner) if fields else _fault(400, _NO_EVENT)
                # As it was understood here, with its files found.
                receive = again(json.dumps(fields).encode(), receive)
        answers = self._app if fault is None else refusal(scope, *fault)
        await answers(scope, receive, send)

    def _window(self, name: str | None) -> _Fault | None:
        # Gradio finds it only once it has begun to answer.
        known = self._page._queue.pending_messages_per_session
        if name is None or name in known:
            return None
        return _fault(404, "no window of this name has asked for anything")

    def _event(self, fields: dict[str, Any], owner: str) -> _Fault | None:
        index, given = fields.get("fn_index"), fields.get("data")
        event = self._page.fns.get(index) if isinstance(index, int) else None
        if event is None or event.fn is None:
            return _fault(404, f"the page has no event {shortly(index)}")
        if not isinstance(given, list) or len(given) != len(event.inputs):
            return _fault(422, f"data is {shortly(given)}, no list of {len(event.inputs)}")
        for place, (part, value) in enumerate(zip(event.inputs, given, strict=True)):
            if not _fits(part, value):
                return _fault(422, f"data[{place}] cannot be {shortly(value)}")
            if isinstance(part, gr.File) and value and not self._found(value, owner):
                return _fault(422, f"data[{place}] names a file that was not uploaded")
        return None

    def _found(self, files: list[dict[str, Any]], owner: str) -> bool:
        """Put its place into each file; False where the owner has uploaded none of its name."""
        try:
            for file in files:
                file["path"] = str(self._tickets.redeemed(file["path"], owner))
        except gr.Error:
            return False
        return all(file.get("meta") == _FILE for file in files)

    def _served(self, fields: dict[str, Any], owner: str) -> _Fault | None:
        del owner  # It names no file.
        part, name = fields.get("component_id"), fields.get("fn_name")
        block = self._page.blocks.get(part) if isinstance(part, int) else None
        if block is None or not isinstance(name, str):
            return _fault(404, f"the page has no part {shortly(part)} that serves {shortly(name)}")
        return None


def _fault(status: int, said: str) -> _Fault:
    return status, f"{said}. Load the page again"


def _fields(body: bytes) -> dict[str, Any]:
    """Those of a JSON object; none of anything else."""
    try:
        fields = json.loads(body)
    except (ValueError, RecursionError):
        return {}
    return fields if isinstance(fields, dict) else {}


def _fits(part: Any, value: Any) -> bool:
    several = isinstance(part, gr.Dropdown) and part.multiselect
    single = _TEXT if isinstance(part, gr.Dropdown) else _HOLDS.get(type(part), _ANY)
    try:
        (_TEXTS if several else single).validate_python(value)
        if not isinstance(part, gr.File):
            part.preprocess(value)
    except (ValidationError, gr.Error):
        return False
    return isinstance(part, gr.File) or not _names_file(value)


def _names_file(value: Any) -> bool:
    """Whether a value has an object within that Gradio might take for a file, however deep."""
    left = [value]
    while left:
        one = left.pop()
        if isinstance(one, dict):
            if {"path", "meta"} <= one.keys():
                return True
            left += one.values()
        elif isinstance(one, list):
            left += one
    return False
