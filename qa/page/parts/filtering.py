"""What a question is asked with, besides its words."""

from dataclasses import dataclass
from typing import Any

import gradio as gr

from qa.page.words import say


@dataclass(frozen=True, slots=True)
class Given:
    """What the server says of itself: `articles` are read where nothing else is chosen, `most` can
    be; `model` may write answers."""

    articles: int
    most: int
    model: str | None


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
        return [*self.narrowing, self.articles, self.extractive]

    @property
    def narrowing(self) -> list[Any]:
        """Those that leave articles out."""
        return [*self.listed, self.include_retracted]

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


def lay_out(given: Given) -> Filtering:
    """A drawer, closed."""
    with gr.Accordion(say("filters"), open=False, elem_id="filters") as drawer:
        with gr.Row():
            first = gr.Textbox("", label=say("from_year"), max_lines=1, min_width=120)
            last = gr.Textbox("", label=say("to_year"), max_lines=1, min_width=120)
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
        clear = gr.Button(say("clear"), size="sm", elem_id="clear")
    return Filtering(
        first, last, journals, types, mesh, languages, retracted, count, way, clear, drawer
    )


def _several(name: str) -> gr.Dropdown:
    return gr.Dropdown(
        [], label=say(name), multiselect=True, allow_custom_value=True, min_width=200
    )
