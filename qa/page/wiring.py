"""Which part of the page calls what."""

from functools import partial
from typing import Any

import gradio as gr

from qa.page.doing import Handlers
from qa.page.parts import Parts

# Events are the page's own business (the API is `/v1`), and draw no veil over what they change.
_ON: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "private"}
_NO_FILTERS = "() => ['', '', [], [], [], [], false]"


def wire(page: gr.Blocks, parts: Parts, do: Handlers) -> None:
    """Connect the parts with what they do."""
    asking = parts.asking
    shown = [
        asking.talk,
        parts.evidence,
        asking.question,
        asking.current,
        asking.ask,
        asking.stop,
        asking.alert,
    ]
    _wire_asking(page, parts, do, shown)
    _wire_filters(page, parts, do)
    _wire_adding(page, parts, do)
    _wire_conversations(parts, do, shown)
    _wire_shelf(parts, do)


def _wire_asking(page: gr.Blocks, parts: Parts, do: Handlers, shown: list[Any]) -> None:
    asking, asks = parts.asking, do.asks
    asked = [asking.question, asking.current, asking.style, *parts.filtering.fields]
    ask = {"fn": asks.ask, "inputs": asked, "outputs": shown, "trigger_mode": "multiple", **_ON}
    gr.on([asking.ask.click, asking.question.submit], **ask)
    asking.hints.example(asks.example, None, asking.question, **_ON).then(**ask)
    asking.stop.click(asks.stop, **_ON)
    asking.new.click(asks.new, asking.style, shown, **_ON).then(**_settled("new"))
    styled = [asking.talk, parts.evidence]
    asking.style.input(asks.restyle, [asking.current, asking.style], styled, **_ON)
    page.load(asks.load, None, shown, **_ON).then(**_settled("load"))
    page.load(do.accounts.shown, None, parts.account, **_ON)
    page.load(asks.hints, None, asking.hints, **_ON)


def _wire_filters(page: gr.Blocks, parts: Parts, do: Handlers) -> None:
    filters = parts.filtering
    page.load(do.filters.facets, None, filters.listed, **_ON)
    changes = [field.change for field in filters.fields]
    drawn = {"inputs": filters.fields, "outputs": filters.drawer, "trigger_mode": "always_last"}
    gr.on(changes, do.filters.drawer, **drawn, **_ON)
    cleared = filters.clear.click(None, None, filters.narrowing, js=_NO_FILTERS, **_ON)
    cleared.then(**_settled("clear"))


def _wire_adding(page: gr.Blocks, parts: Parts, do: Handlers) -> None:
    drop, job = parts.adding.drop, parts.adding.job
    added = drop.upload(do.adds.add, drop, [drop, job], trigger_mode="multiple", **_ON)
    added.then(do.filters.facets, None, parts.filtering.listed, **_ON)
    added.then(do.asks.hints, None, parts.asking.hints, **_ON)
    page.load(do.adds.resume, None, job, **_ON)
    job.halt(do.adds.halt, **_ON)


def _wire_conversations(parts: Parts, do: Handlers, shown: list[Any]) -> None:
    asking, keeping, keeps = parts.asking, parts.keeping, do.keeps
    sought = [keeping.find, asking.current]
    lists = partial(gr.on, fn=keeps.history, inputs=sought, outputs=keeping.history, **_ON)
    lists(keeping.tab.select)
    lists(keeping.find.change, trigger_mode="always_last")
    opened = keeping.history.open(keeps.open, asking.style, [*shown, parts.tabs], **_ON)
    opened.then(**_settled("open"))
    keeping.history.rename(keeps.rename, sought, keeping.history, **_ON)
    removed = [keeping.history, *shown]
    doomed = [*sought, asking.style]
    gone = keeping.history.remove(keeps.remove, doomed, removed, trigger_mode="multiple", **_ON)
    gone.then(**_settled("remove"))


def _wire_shelf(parts: Parts, do: Handlers) -> None:
    shelf, style, finds = parts.shelf, parts.asking.style, do.finds
    now = [shelf.sought, shelf.start, style]
    shelf.tab.select(finds.open, now, shelf.listed, **_ON)
    shelf.tab.select(finds.shelf, None, shelf.counts, **_ON)
    sought = {"inputs": [shelf.words, style], "outputs": shelf.listed, "trigger_mode": "multiple"}
    gr.on([shelf.find.click, shelf.words.submit], finds.find, **sought, **_ON)
    shelf.found.turn(finds.turn, style, [*shelf.listed, shelf.words], **_ON)
    style.input(finds.restyle, now, shelf.listed, **_ON)
    removed = shelf.found.remove(finds.remove, now, shelf.listed, trigger_mode="multiple", **_ON)
    removed.then(finds.shelf, None, shelf.counts, **_ON)
    removed.then(do.filters.facets, None, parts.filtering.listed, **_ON)
    removed.then(do.asks.hints, None, parts.asking.hints, **_ON)


def _settled(kind: str) -> dict[str, Any]:
    """The page's script asks nothing until what a question is asked with has come back."""
    return {"fn": None, "js": f"() => abstractqa.settled('{kind}')", **_ON}
