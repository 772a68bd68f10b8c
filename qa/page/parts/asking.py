"""The conversation, the question, and the evidence."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import gradio as gr

from qa.citing import DEFAULT_STYLE, STYLES
from qa.page.drawing import evidence_pane_html, fill, talk_html
from qa.page.words import say

# The names of a page's own events stand in these scripts, where Gradio looks for them.
_TALK = "abstractqa.talk(element, server, watch)"
_HINTS = "abstractqa.hints(element, (detail) => trigger('example', detail))"


@dataclass(frozen=True, slots=True)
class Asking:
    """The conversation and the question. `current` is the conversation's id: kept by the window, so
    that it outlives a restart of the server."""

    talk: gr.HTML
    style: gr.Dropdown
    hints: gr.HTML
    alert: gr.HTML
    question: gr.Textbox
    ask: gr.Button
    stop: gr.Button
    new: gr.Button
    current: gr.Textbox


def lay_out(parcel: Callable[..., Any]) -> Asking:
    """`parcel` makes what the page's script saves as a file."""
    talk = gr.HTML(
        talk_html((), None, DEFAULT_STYLE),
        elem_id="talk",
        js_on_load=_TALK,
        server_functions=[parcel],
        apply_default_css=False,
    )
    style = gr.Dropdown(
        [(words, name) for name, words in STYLES.items()],
        value=DEFAULT_STYLE,
        label=say("style"),
        filterable=False,
        elem_id="style",
    )
    hints = gr.HTML(js_on_load=_HINTS, elem_id="hints", apply_default_css=False)
    alert = gr.HTML(fill("alert", text=""), elem_id="alert", apply_default_css=False)
    question = gr.Textbox(
        "",
        label=say("question"),
        placeholder=say("question_hint"),
        lines=1,
        max_lines=6,
        autofocus=True,
        elem_id="question",
    )
    with gr.Row(elem_id="buttons"):
        ask = gr.Button(say("ask"), variant="primary", elem_id="ask", size="md")
        stop = gr.Button(say("stop"), interactive=False, elem_id="stop", size="md")
        new = gr.Button(say("new"), elem_id="new", size="md")
    gr.HTML(fill("keys"), elem_id="keys", apply_default_css=False)
    current = gr.Textbox("", visible="hidden", elem_id="current")
    return Asking(talk, style, hints, alert, question, ask, stop, new, current)


def lay_out_evidence() -> gr.HTML:
    """The cards of what answers cite."""
    return gr.HTML(
        evidence_pane_html((), DEFAULT_STYLE), elem_id="evidence", apply_default_css=False
    )
