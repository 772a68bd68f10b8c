"""Conversations listed, opened, renamed and deleted."""

import asyncio

import gradio as gr

from index.errors import AbstractQAError, ConversationNotFoundError
from qa.page import history
from qa.page.doing.asking import UNCHANGED, Asks
from qa.page.doing.events import Updates, detail, owner_of
from qa.page.drawing import fill
from qa.serving.service import Service


class Keeps:
    """Over the conversations of a service; `words` are those that are looked for, `current` the
    conversation that is open."""

    def __init__(self, service: Service, asks: Asks) -> None:
        self._conversations, self._asks = service.conversations, asks
        self._places = service.places
        self._removing = asyncio.Lock()

    def history(self, request: gr.Request, words: str, current: str) -> str:
        """The list."""
        try:
            return history.history_html(self._conversations, owner_of(request), words, current)
        except AbstractQAError as error:
            return fill("alert", text=self._places.told(error))

    async def open(self, event: gr.EventData, request: gr.Request, style: str) -> Updates:
        """A conversation from the list: what `Asks` gives, and the tab it is seen in."""
        shown = await self._asks.open(request, detail(event, "id"), style)
        return (*shown, gr.Tabs(selected="ask"))

    def rename(self, event: gr.EventData, request: gr.Request, words: str, current: str) -> str:
        """A conversation under another name: the list."""
        name, title = detail(event, "id"), detail(event, "title")
        try:
            self._conversations.rename(owner_of(request), name, title)
        except AbstractQAError as error:
            alert = fill("alert", text=self._places.told(error))
            return alert + self.history(request, words, current)
        return self.history(request, words, current)

    async def remove(
        self, event: gr.EventData, request: gr.Request, words: str, current: str, style: str
    ) -> Updates:
        """A conversation forgotten: the list, and where it was open, a new one in its place."""
        name = detail(event, "id")
        # One after the other: the list that is shown last must be without any of them.
        async with self._removing:
            try:
                await asyncio.to_thread(self._conversations.delete, owner_of(request), name)
            except ConversationNotFoundError:
                pass  # Another window was quicker.
            except AbstractQAError as error:
                alert = fill("alert", text=self._places.told(error))
                kept = await asyncio.to_thread(self.history, request, words, current)
                return (alert + kept, *UNCHANGED)
            shown = await self._asks.new(request, style) if name == current else UNCHANGED
            still = "" if name == current else current
            return (await asyncio.to_thread(self.history, request, words, still), *shown)
