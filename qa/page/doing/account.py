"""Whose page it is, and whether what its owner typed has been asked."""

from typing import Any

import gradio as gr
from starlette.requests import Request

from qa.characters import encodable
from qa.page.doing.events import owner_of
from qa.page.drawing import fill
from qa.serving.service import Service


class Accounts:
    """Over the conversations of a service."""

    def __init__(self, service: Service) -> None:
        self._conversations = service.conversations

    def shown(self, request: gr.Request) -> str:
        """The owner, who may log out; without keys it is nobody's page."""
        return fill("account", owner=owner_of(request))

    def taken(self, text: Any, request: gr.Request | Request) -> bool:
        """Whether this is what the owner asked last: a window that is gone does not know whether
        the server had it."""
        owner = owner_of(request)
        last = [
            exchange.question
            for heading in self._conversations.list(owner, limit=1)
            for exchange in self._conversations.get(owner, heading.id).exchanges[-1:]
        ]
        return last == [encodable(str(text)).strip()]
