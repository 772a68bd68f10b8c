"""What is in the store: articles listed, found and removed."""

import asyncio

import gradio as gr

from index.errors import AbstractQAError, ArticleNotFoundError
from qa.page import shelf
from qa.page.doing.events import SKIP, Updates, detail, window_of
from qa.page.doing.filtering import OFFERED
from qa.page.drawing import fill
from qa.page.found import Look, found_html, leaf_html
from qa.page.latest import Latest
from qa.page.seeking import look
from qa.page.words import say
from qa.serving.service import Service
from qa.showing.text import line

UNCHANGED: Updates = (SKIP, SKIP, SKIP)


class Finds:
    """Over the store of a service.

    Events give the list, the words `sought` that it was found by, and for a list without words how
    many articles are before it, its `start`; what they are given of these may be anything.
    """

    def __init__(self, service: Service) -> None:
        self._service, self._latest = service, Latest()
        self._removing = asyncio.Lock()

    def shelf(self) -> str:
        """What is in the store, counted."""
        library = self._service.library
        return shelf.shelf_html(library.stats(), library.facets(OFFERED))

    async def find(self, request: gr.Request, words: str, style: str) -> Updates:
        """Articles found by words; without words those in the store."""
        with self._latest.asked(window_of(request)) as current:
            made = await self._listed(words, "", self._look(style))
            return made if current() else UNCHANGED

    async def turn(self, event: gr.EventData, request: gr.Request, style: str) -> Updates:
        """Other articles of those in the store; the words that were typed are gone."""
        with self._latest.asked(window_of(request)) as current:
            made = await self._listed("", detail(event, "start"), self._look(style))
            return (*made, "") if current() else (*UNCHANGED, SKIP)

    async def restyle(self, request: gr.Request, sought: str, start: str, style: str) -> Updates:
        """The same with references in another style, where anything is shown."""
        if not sought and not start:
            return UNCHANGED
        with self._latest.asked(window_of(request), wanted=False) as current:
            made = await self._listed(sought, start, self._look(style))
            return made if current() else UNCHANGED

    async def open(self, request: gr.Request, sought: str, start: str, style: str) -> Updates:
        """What is seen when the tab is opened: articles may have been added meanwhile; what was
        found stays."""
        return UNCHANGED if sought else await self.restyle(request, "", start or "0", style)

    async def remove(
        self, event: gr.EventData, request: gr.Request, sought: str, start: str, style: str
    ) -> Updates:
        """An article taken out for good, and the list as it is then.

        Who may not ask the server does not come here; a store that is only read refuses by itself.
        """
        window = window_of(request)
        with self._latest.asked(window) as current:
            # One after the other: the store would refuse the second.
            async with self._removing:
                told = await asyncio.to_thread(self._taken_out, detail(event, "key"))
            how = self._look(style, *self._latest.tell(window, *told))
            made = await self._listed(sought, start, how)
            return made if current() else UNCHANGED

    def _taken_out(self, key: str) -> tuple[str, str]:
        """What was done, or why it was not."""
        library = self._service.library
        try:
            if (found := library.article(key).key) != key:
                # A name may lead to another article by the time it is removed.
                return "", say("taken_by_key", name=key, key=found)
            return say("taken_out", title=line(library.remove(key).title) or key), ""
        except ArticleNotFoundError:
            # Another window may have been quicker.
            return say("taken_before"), ""
        except AbstractQAError as error:
            return "", self._service.places.told(error)

    def _look(self, style: str, done: str = "", problem: str = "") -> Look:
        return Look(style, self._service.library.store.writable, done, problem)

    async def _listed(self, words: str, start: str, how: Look) -> Updates:
        try:
            if words.strip():
                return found_html(await look(self._service, words), how), words, ""
            there = await asyncio.to_thread(
                shelf.leaf, self._service.library.store.catalogue, _whole(start)
            )
            return await asyncio.to_thread(leaf_html, there, how), "", str(there.start)
        except AbstractQAError as error:
            return fill("alert", text=self._service.places.told(error)), "", ""


def _whole(text: str) -> int:
    """A whole number as the page sends it, 0 for anything else; none is larger than any store."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 16 else 0
