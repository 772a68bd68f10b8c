"""The conversations that are kept."""

from dataclasses import dataclass

import gradio as gr

from qa.page.words import say

_HISTORY = """abstractqa.history(element, {
  open: (detail) => trigger('open', detail),
  remove: (detail) => trigger('remove', detail),
  rename: (detail) => trigger('rename', detail),
}, watch)"""


@dataclass(frozen=True, slots=True)
class Keeping:
    """The list of conversations."""

    tab: gr.Tab
    find: gr.Textbox
    history: gr.HTML


def lay_out() -> Keeping:
    """A tab of its own."""
    with gr.Tab(say("tab_conversations"), id="conversations") as tab:
        find = gr.Textbox("", label=say("find_conversation"), max_lines=1, elem_id="find")
        history = gr.HTML(js_on_load=_HISTORY, elem_id="history", apply_default_css=False)
    return Keeping(tab, find, history)
