"""Where things stand on the page; what they do is in `wiring`."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import gradio as gr
from gradio.data_classes import FileData, ListFiles

from qa.citing import DEFAULT_STYLE, STYLES
from qa.page.adding import Dropped
from qa.page.drawing import evidence_pane_html, fill, talk_html
from qa.page.uploads import received
from qa.page.words import say

# The names of a page's own events stand in these scripts, where Gradio looks for them.
_TALK = "abstractqa.talk(element, server, watch)"
_HINTS = "abstractqa.hints(element, (detail) => trigger('example', detail))"
_HISTORY = """abstractqa.history(element, {
  open: (detail) => trigger('open', detail),
  remove: (detail) => trigger('remove', detail),
  rename: (detail) => trigger('rename', detail),
}, watch)"""
_JOB = "abstractqa.job(element, (detail) => trigger('halt', detail))"


@dataclass(frozen=True, slots=True)
class Asking:
    """The conversation, the question, and its evidence. `current` is the conversation's id: kept
    by the window, so that it outlives a restart of the server."""

    talk: gr.HTML
    hints: gr.HTML
    alert: gr.HTML
    question: gr.Textbox
    ask: gr.Button
    stop: gr.Button
    new: gr.Button
    evidence: gr.HTML
    style: gr.Dropdown
    current: gr.Textbox


@dataclass(frozen=True, slots=True)
class Filtering:
    """The fields of `qa.page.options.Choices`, in its order."""

    first: gr.Textbox
    last: gr.Textbox
    journals: gr.Dropdown
    publication_types: gr.Dropdown
    mesh: gr.Dropdown
    languages: gr.Dropdown
    include_retracted: gr.Checkbox
    articles: gr.Slider
    extractive: gr.Radio
    clear: gr.Button
    drawer: gr.Accordion

    @property
    def fields(self) -> list[Any]:
        """What a question is asked with."""
        return [*self.listed, self.include_retracted, self.articles, self.extractive]

    @property
    def listed(self) -> list[Any]:
        """Those whose values come from the store."""
        return [
            self.first,
            self.last,
            self.journals,
            self.publication_types,
            self.mesh,
            self.languages,
        ]


@dataclass(frozen=True, slots=True)
class Adding:
    """Where files are dropped, and what came of them."""

    drop: gr.File
    job: gr.HTML


@dataclass(frozen=True, slots=True)
class Keeping:
    """The list of conversations."""

    tab: gr.Tab
    find: gr.Textbox
    history: gr.HTML


@dataclass(frozen=True, slots=True)
class Shelf:
    """What is in the store."""

    tab: gr.Tab
    counts: gr.HTML
    words: gr.Textbox
    find: gr.Button
    found: gr.HTML


@dataclass(frozen=True, slots=True)
class Parts:
    """All that the page has."""

    tabs: gr.Tabs
    asking: Asking
    filtering: Filtering
    adding: Adding
    keeping: Keeping
    shelf: Shelf


@dataclass(frozen=True, slots=True)
class Given:
    """What the server says of itself: `articles` are read where nothing else is chosen, `most` can
    be; `model` may write answers; `empty`: there is nothing in the store yet."""

    articles: int
    most: int
    model: str | None
    empty: bool


def lay_out(parcel: Callable[..., Any], given: Given) -> Parts:
    """The page's parts in their places. `parcel` makes what the page's script saves as a file."""
    gr.HTML(fill("header"), elem_id="header")
    with gr.Tabs(elem_id="tabs") as tabs:
        with gr.Tab(say("tab_ask"), id="ask"), gr.Row(elem_id="desk"):
            with gr.Column(elem_id="left"):
                talk = gr.HTML(
                    talk_html((), None, DEFAULT_STYLE),
                    elem_id="talk",
                    js_on_load=_TALK,
                    server_functions=[parcel],
                    apply_default_css=False,
                )
                hints = gr.HTML(js_on_load=_HINTS, elem_id="hints", apply_default_css=False)
                alert = gr.HTML(fill("alert", text=""), elem_id="alert", apply_default_css=False)
                question, ask, stop, new = _composer()
                filtering = _filters(given)
                adding = _drop_zone(given.empty)
            with gr.Column(elem_id="right"):
                evidence = gr.HTML(
                    evidence_pane_html((), DEFAULT_STYLE),
                    elem_id="evidence",
                    apply_default_css=False,
                )
                style = gr.Dropdown(
                    [(words, name) for name, words in STYLES.items()],
                    value=DEFAULT_STYLE,
                    label=say("style"),
                    filterable=False,
                    elem_id="style",
                )
        keeping = _conversations()
        shelf = _shelf()
    current = gr.Textbox(visible="hidden", elem_id="current")
    asking = Asking(talk, hints, alert, question, ask, stop, new, evidence, style, current)
    return Parts(tabs, asking, filtering, adding, keeping, shelf)


def _composer() -> tuple[gr.Textbox, gr.Button, gr.Button, gr.Button]:
    question = gr.Textbox(
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
    return question, ask, stop, new


def _filters(given: Given) -> Filtering:
    with gr.Accordion(say("filters"), open=False, elem_id="filters") as drawer:
        with gr.Row():
            first = gr.Textbox(label=say("from_year"), max_lines=1, min_width=120)
            last = gr.Textbox(label=say("to_year"), max_lines=1, min_width=120)
        with gr.Row():
            journals, types = _several("journals"), _several("publication_types")
        with gr.Row():
            mesh, languages = _several("mesh"), _several("languages")
        retracted = gr.Checkbox(label=say("include_retracted"))
        count = gr.Slider(1, given.most, given.articles, step=1, label=say("articles"))
        ways = [(say("extractive"), True)]
        if given.model:
            ways.insert(0, (say("model", model=given.model), False))
        way = gr.Radio(
            ways, value=ways[0][1], label=say("answer_by"), visible=given.model is not None
        )
        clear = gr.Button(say("clear"), size="sm")
    return Filtering(
        first, last, journals, types, mesh, languages, retracted, count, way, clear, drawer
    )


def _several(name: str) -> gr.Dropdown:
    return gr.Dropdown(
        [], label=say(name), multiselect=True, allow_custom_value=True, min_width=200
    )


def _drop_zone(wanted: bool) -> Adding:
    with gr.Accordion(say("add"), open=wanted, elem_id="add"):
        drop = gr.File(file_count="multiple", label=say("drop"), height=140, elem_id="drop")
        # Gradio's own gives no name but a changed one, and leaves an empty file behind each time.
        # A subclass would do as well, but Gradio writes a stub file beside the module of one.
        drop.preprocess = _dropped  # type: ignore[method-assign, assignment]
        job = gr.HTML("", js_on_load=_JOB, elem_id="job", apply_default_css=False)
    return Adding(drop, job)


def _dropped(payload: ListFiles | FileData | None) -> list[Dropped]:
    files = payload.root if isinstance(payload, ListFiles) else [payload] if payload else []
    return [Dropped(received(one.path), one.orig_name or Path(one.path).name) for one in files]


def _conversations() -> Keeping:
    with gr.Tab(say("tab_conversations"), id="conversations") as tab:
        find = gr.Textbox(label=say("find_conversation"), max_lines=1, elem_id="find")
        history = gr.HTML(js_on_load=_HISTORY, elem_id="history", apply_default_css=False)
    return Keeping(tab, find, history)


def _shelf() -> Shelf:
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
    return Shelf(tab, counts, words, find, found)
