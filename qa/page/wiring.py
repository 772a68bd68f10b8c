"""Which part of the page calls what."""

from functools import partial
from typing import Any

import gradio as gr

from qa.page.handlers import Handlers
from qa.page.layout import Parts

# Events are the page's own business (the API is `/v1`), and draw no veil over what they change.
_ON: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "private"}


def wire(page: gr.Blocks, parts: Parts, do: Handlers) -> None:
    """Connect the parts with what they do."""
    asking, filters = parts.asking, parts.filtering
    shown = [
        asking.talk,
        asking.evidence,
        asking.question,
        asking.current,
        asking.ask,
        asking.stop,
        asking.alert,
    ]
    asked = [asking.question, asking.current, asking.style, *filters.fields]
    ask = {"fn": do.ask, "inputs": asked, "outputs": shown, "trigger_mode": "multiple", **_ON}
    gr.on([asking.ask.click, asking.question.submit], **ask)
    asking.hints.example(do.example, None, asking.question, **_ON).then(**ask)
    asking.stop.click(do.stop, **_ON)
    asking.new.click(do.new, asking.style, shown, **_ON)
    asking.style.input(
        do.restyle, [asking.current, asking.style], [asking.talk, asking.evidence], **_ON
    )
    page.load(do.load, None, shown, **_ON)
    page.load(do.hints, None, asking.hints, **_ON)
    _wire_filters(page, parts, do)
    _wire_adding(page, parts, do)
    _wire_conversations(parts, do, shown)
    _wire_shelf(parts, do)


def _wire_filters(page: gr.Blocks, parts: Parts, do: Handlers) -> None:
    filters = parts.filtering
    page.load(do.facets, None, filters.listed, **_ON)
    changes = [field.change for field in filters.fields]
    gr.on(changes, do.drawer, filters.fields, filters.drawer, trigger_mode="always_last", **_ON)
    filters.clear.click(do.clear, None, filters.fields[:7], **_ON)


def _wire_adding(page: gr.Blocks, parts: Parts, do: Handlers) -> None:
    drop, job = parts.adding.drop, parts.adding.job
    added = drop.upload(do.add, drop, [drop, job], trigger_mode="multiple", **_ON)
    added.then(do.facets, None, parts.filtering.listed, **_ON)
    added.then(do.hints, None, parts.asking.hints, **_ON)
    page.load(do.resume, None, job, **_ON)
    job.halt(do.halt, **_ON)


def _wire_conversations(parts: Parts, do: Handlers, shown: list[Any]) -> None:
    asking, keeping = parts.asking, parts.keeping
    sought = [keeping.find, asking.current]
    lists = partial(gr.on, fn=do.history, inputs=sought, outputs=keeping.history, **_ON)
    lists(keeping.tab.select)
    lists(keeping.find.change, trigger_mode="always_last")
    keeping.history.open(do.open, asking.style, [*shown, parts.tabs], **_ON)
    keeping.history.rename(do.rename, sought, keeping.history, **_ON)
    keeping.history.remove(do.remove, [*sought, asking.style], [keeping.history, *shown], **_ON)


def _wire_shelf(parts: Parts, do: Handlers) -> None:
    shelf = parts.shelf
    shelf.tab.select(do.shelf, None, shelf.counts, **_ON)
    gr.on([shelf.find.click, shelf.words.submit], do.find, shelf.words, shelf.found, **_ON)
