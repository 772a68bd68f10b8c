"""Whose page it is."""

from collections.abc import Callable
from typing import Any

import gradio as gr


def lay_out(taken: Callable[..., Any]) -> gr.HTML:
    """Empty until it is known; `taken` tells the page's script whether a question was asked."""
    return gr.HTML(
        js_on_load="abstractqa.account(element, server, watch)",
        server_functions=[taken],
        elem_id="account",
        apply_default_css=False,
    )
