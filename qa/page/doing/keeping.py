"""Conversations listed, opened, renamed and deleted."""

from contextlib import suppress

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

    def history(self, request: gr.Request, words: str, current: str) -> str:
        """The list."""
        try:
            return history.history_html(self._conversations, owner_of(request), words, current)
        except AbstractQAError as error:
            return fill("alert", text=str(error))

    def open(self, event: gr.EventData, request: gr.Request, style: str) -> Updates:
        """A conversation from the list: what `Asks` gives, and the tab it is seen in."""
        return (*self._asks.open(request, detail(event, "id"), style), gr.Tabs(selected="ask"))

    def rename(self, event: gr.EventData, request: gr.Request, words: str, current: str) -> str:
        """A conversation under another name: the list."""
        name, title = detail(event, "id"), detail(event, "title")
        try:
            self._conversations.rename(owner_of(request), name, title)
        except AbstractQAError as error:
            return fill("alert", text=str(error)) + self.history(request, words, current)
        return self.history(request, words, current)

    def remove(
        self, event: gr.EventData, request: gr.Request, words: str, current: str, style: str
    ) -> Updates:
        """A conversation forgotten: the list, and where it was open, a new one in its place."""
        name = detail(event, "id")
        # Another window may have been quicker.
        with suppress(ConversationNotFoundError):
            self._conversations.delete(owner_of(request), name)
        if name == current:
            return (self.history(request, words, ""), *self._asks.new(request, style))
        return (self.history(request, words, current), *UNCHANGED)
