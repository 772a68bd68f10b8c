"""What all events have in common: whose they are, what came with them, what they change."""

from collections.abc import Mapping
from typing import Any

import gradio as gr
from starlette.requests import Request

from qa.serving import needs

Updates = tuple[Any, ...]
# Leaves a part as it is.
SKIP = gr.skip()


def owner_of(request: gr.Request | Request) -> str:
    """Whose page it is: the name of a key, or nobody's on loopback."""
    # Gradio gives its own kind to events, and the server's to what a script calls.
    given = request.request if isinstance(request, gr.Request) else request
    return needs.owner_of(given) if given is not None else ""


def window_of(request: gr.Request) -> str:
    """Which window it is: a name that Gradio gives it for as long as it is open."""
    return str(request.session_hash)


def detail(event: gr.EventData, name: str) -> str:
    """What the page's script sent under this name with an event, which may be anything."""
    data = event._data
    return str(data.get(name, "")) if isinstance(data, Mapping) else ""
