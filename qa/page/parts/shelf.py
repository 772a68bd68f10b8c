"""What is in the store."""

from dataclasses import dataclass

import gradio as gr

from qa.page.words import say


@dataclass(frozen=True, slots=True)
class Shelf:
    """Counts, and a search; `sought` are the words of what is shown."""

    tab: gr.Tab
    words: gr.Textbox
    find: gr.Button
    found: gr.HTML
    sought: gr.Textbox
    counts: gr.HTML


def lay_out() -> Shelf:
    """A tab of its own."""
    with gr.Tab(say("tab_store"), id="store") as tab:
        with gr.Row(equal_height=True, elem_id="seek"):
            words = gr.Textbox(
                label=say("store_find"),
                placeholder=say("store_find_hint"),
                max_lines=1,
                scale=4,
                elem_id="words",
            )
            find = gr.Button(say("store_search"), min_width=90, scale=0)
        found = gr.HTML(elem_id="found", apply_default_css=False)
        counts = gr.HTML(elem_id="shelf", apply_default_css=False)
    # No gr.State: the page would hold a connection open for it, of the few that a browser allows.
    sought = gr.Textbox(visible="hidden", elem_id="sought")
    return Shelf(tab, words, find, found, sought, counts)
