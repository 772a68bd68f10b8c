"""The page, put together."""

from typing import Any

import gradio as gr

from qa.page.doing import Handlers
from qa.page.drawing import fill
from qa.page.parts import Parts, account, adding, asking, filtering, keeping, shelf
from qa.page.uploads import only_uploads
from qa.page.wiring import wire
from qa.page.words import say
from qa.serving.service import Service

# Every hour, files that came in a day ago and were never dropped are deleted.
_FORGOTTEN = (3600, 86_400)


def build_page(service: Service) -> gr.Blocks:
    """The chat page over a service; `mount` puts it into an application."""
    page: gr.Blocks
    with gr.Blocks(
        title=say("title"), analytics_enabled=False, fill_width=True, delete_cache=_FORGOTTEN
    ) as page:
        do = Handlers.over(service)
        wire(page, _lay_out(service, do), do)
    only_uploads(page)
    page.queue(default_concurrency_limit=None, api_open=False)
    return page


def _lay_out(service: Service, do: Handlers) -> Parts:
    library, settings = service.library, service.settings
    given = filtering.Given(library.settings.articles, settings.max_articles, library.settings.llm)

    # Gradio marks what it serves, which a method does not allow.
    def parcel(wanted: Any, request: gr.Request) -> dict[str, str]:
        return do.asks.parcel(wanted, request)

    def taken(text: Any, request: gr.Request) -> bool:
        return do.accounts.taken(text, request)

    with gr.Row(elem_id="head"):
        gr.HTML(fill("header", most_files=settings.max_files), elem_id="header")
        whose = account.lay_out(taken)
    with gr.Tabs(elem_id="tabs") as tabs:
        with gr.Tab(say("tab_ask"), id="ask"), gr.Row(elem_id="desk"):
            with gr.Column(elem_id="left"):
                asks = asking.lay_out(parcel)
                filters = filtering.lay_out(given)
                adds = adding.lay_out(settings.max_files, wanted=not len(library.store.catalogue))
            with gr.Column(elem_id="right"):
                evidence = asking.lay_out_evidence()
        keeps = keeping.lay_out()
        finds = shelf.lay_out()
    return Parts(whose, tabs, asks, filters, adds, evidence, keeps, finds)
