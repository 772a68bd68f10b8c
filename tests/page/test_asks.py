"""What a question on the page sends to its window."""

import asyncio
from typing import Any

import gradio as gr

from qa.page.doing.asking import UNCHANGED, Asks
from qa.page.doing.events import SKIP
from qa.serving import Service

FIELDS: tuple[Any, ...] = ("", "", [], [], [], [], False, 5, True)
MIGRAINE = "Does lumetripant prevent migraine?"


def updates(asks: Asks, left_after: int | None = None) -> list[tuple[Any, ...]]:
    """All that a window is sent; it turns to a new conversation after so many of them."""
    window = gr.Request(session_hash="w")

    async def asked() -> list[tuple[Any, ...]]:
        seen = []
        leaving = None
        async for update in asks.ask(window, MIGRAINE, "", "vancouver", *FIELDS):
            seen.append(update)
            if len(seen) == left_after:
                leaving = asyncio.create_task(asks.new(window, "vancouver"))
                await asyncio.sleep(0)
        if leaving:
            await leaving
        return seen

    return asyncio.run(asked())


def test_evidence_is_sent_where_it_has_changed(service: Service) -> None:
    *sent, last = updates(Asks(service))
    panes = [evidence for _, evidence, *_ in sent]
    changed = [one for one in panes if one is not SKIP]
    assert len(changed) == len(set(changed)) < len(panes)
    assert 'id="x0-c3"' in changed[-1]
    # Gradio sends the last of it twice.
    assert last == UNCHANGED


def test_a_window_that_has_left_is_sent_no_more(service: Service) -> None:
    assert updates(Asks(service), left_after=2)[2:] == [UNCHANGED]
