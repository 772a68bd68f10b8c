"""The page, put together."""

from typing import Any

import gradio as gr

from qa.page.handlers import Handlers
from qa.page.layout import Given, lay_out
from qa.page.uploads import only_uploads
from qa.page.wiring import wire
from qa.page.words import say
from qa.serving.service import Service

# Every hour, files that came in a day ago and were never dropped are deleted.
_FORGOTTEN = (3600, 86_400)


def build_page(service: Service) -> gr.Blocks:
    """The chat page over a service; `mount` puts it into an application."""
    library = service.library
    given = Given(
        articles=library.settings.articles,
        most=service.settings.max_articles,
        model=library.settings.llm,
        empty=len(library.store.catalogue) == 0,
    )
    do = Handlers(service)

    def parcel(wanted: Any, request: gr.Request) -> dict[str, str]:
        # Gradio marks what it serves, which a method does not allow.
        return do.parcel(wanted, request)

    page: gr.Blocks
    with gr.Blocks(
        title=say("title"), analytics_enabled=False, fill_width=True, delete_cache=_FORGOTTEN
    ) as page:
        parts = lay_out(parcel, given)
        wire(page, parts, do)
    only_uploads(page)
    page.queue(default_concurrency_limit=None, api_open=False)
    return page
