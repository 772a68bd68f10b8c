"""What is in the store."""

from dataclasses import dataclass
from typing import Any

import gradio as gr

from qa.page.words import say

# The names of a page's own events stand in these scripts, where Gradio looks for them.
_FOUND = """abstractqa.shelf(element, {
  turn: (detail) => trigger('turn', detail),
  remove: (detail) => trigger('remove', detail),
}, watch)"""


@dataclass(frozen=True, slots=True)
class Shelf:
    """Articles, and counts of them; `sought` are the words of what is shown, `start` is how many
    articles are before those shown without words."""

    tab: gr.Tab
    words: gr.Textbox
    find: gr.Button
    found: gr.HTML
    sought: gr.Textbox
    start: gr.Textbox
    counts: gr.HTML

    @property
    def listed(self) -> list[Any]:
        """The list, and what it is a list of."""
        return [self.found, self.sought, self.start]


def lay_out() -> Shelf:
    """A tab of its own."""
    with gr.Tab(say("tab_store"), id="store") as tab:
        with gr.Row(equal_height=True, elem_id="seek"):
            words = gr.Textbox(
                "",
                label=say("store_find"),
                placeholder=say("store_find_hint"),
                max_lines=1,
                scale=4,
                elem_id="words",
            )
            find = gr.Button(say("store_search"), min_width=90, scale=0)
        with gr.Row(elem_id="holdings"):
            found = gr.HTML(js_on_load=_FOUND, elem_id="found", apply_default_css=False)
            counts = gr.HTML(elem_id="shelf", apply_default_css=False)
        # No gr.State: the page would hold a connection open for it, of the few that browsers allow.
        sought = gr.Textbox("", visible="hidden", elem_id="sought")
        start = gr.Textbox("", visible="hidden", elem_id="start")
    return Shelf(tab, words, find, found, sought, start, counts)
