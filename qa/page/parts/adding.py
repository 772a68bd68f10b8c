"""Where files are dropped, and what came of them."""

from dataclasses import dataclass
from pathlib import Path

import gradio as gr
from gradio.data_classes import FileData, ListFiles

from qa.page.adding import Dropped
from qa.page.uploads import received
from qa.page.words import say

_JOB = "abstractqa.job(element, (detail) => trigger('halt', detail))"


@dataclass(frozen=True, slots=True)
class Adding:
    """The drop zone and its job."""

    drop: gr.File
    job: gr.HTML


def lay_out(most: int, *, wanted: bool) -> Adding:
    """A drawer, open where articles are `wanted` first; `most` files are taken at a time."""
    with gr.Accordion(say("add"), open=wanted, elem_id="add"):
        drop = gr.File(
            file_count="multiple", label=say("drop", most=most), height=120, elem_id="drop"
        )
        # Gradio's own gives no name but a changed one, and leaves an empty file behind each time.
        # A subclass would do as well, but Gradio writes a stub file beside the module of one.
        drop.preprocess = _dropped  # type: ignore[method-assign, assignment]
        job = gr.HTML("", js_on_load=_JOB, elem_id="job", apply_default_css=False)
    return Adding(drop, job)


def _dropped(payload: ListFiles | FileData | None) -> list[Dropped]:
    files = payload.root if isinstance(payload, ListFiles) else [payload] if payload else []
    return [Dropped(received(one.path), one.orig_name or Path(one.path).name) for one in files]
