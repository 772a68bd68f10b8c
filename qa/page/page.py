"""The page, put together."""

from typing import Any

import gradio as gr

from qa.page.handlers import Handlers
from qa.page.layout import lay_out
from qa.page.wiring import wire
from qa.page.words import say
from qa.serving.service import Service


def build_page(service: Service) -> gr.Blocks:
    """The chat page over a service; `mount` puts it into an application."""
    settings = service.library.settings
    do = Handlers(service)

    def parcel(wanted: Any, request: gr.Request) -> dict[str, str]:
        # Gradio marks what it serves, which a method does not allow.
        return do.parcel(wanted, request)

    page: gr.Blocks
    with gr.Blocks(title=say("title"), analytics_enabled=False, fill_width=True) as page:
        parts = lay_out(parcel, settings.articles, service.settings.max_articles, settings.llm)
        wire(page, parts, do)
    page.queue(default_concurrency_limit=None, api_open=False)
    return page
