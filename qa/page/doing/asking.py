"""A question asked, an answer stopped, a conversation opened and begun anew."""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import aclosing
from typing import Any

import gradio as gr
from starlette.requests import Request

from index.errors import AbstractQAError, ConversationNotFoundError
from qa.citing import DEFAULT_STYLE
from qa.page.doing.events import SKIP, Updates, detail, owner_of, window_of
from qa.page.drawing import evidence_pane_html, fill, hints_html, talk_html
from qa.page.examples import Examples
from qa.page.exports import parcel
from qa.page.options import Choices
from qa.page.talking import Question, Stops, Talk, answering, opened
from qa.page.words import say
from qa.serving.service import Service


class Asks:
    """Each gives values for talk, evidence, question, current, ask, stop and alert, where nothing
    else is said."""

    def __init__(self, service: Service) -> None:
        self._service = service
        self._stops = Stops()
        self._examples = Examples(service.library)

    async def ask(
        self, request: gr.Request, question: str, current: str, style: str, *fields: Any
    ) -> AsyncGenerator[Updates]:
        """The question answered, in the conversation that is open."""
        window = window_of(request)
        if not question.strip() or self._stops.running(window):
            yield _told(say("answering" if question.strip() else "no_question"))
            return
        running = self._stops.begin(window)
        try:
            options = Choices(*fields).options
            asked = Question(question, owner_of(request), current, options)
            async with aclosing(answering(self._service, asked, running.stop)) as talks:
                box: object = ""
                seen = None
                async for talk in talks:
                    if not self._stops.holds(window, running):
                        break
                    if not talk.running:
                        # Whoever sees the whole answer may ask on at once.
                        running.whole = True
                    evidence = evidence_pane_html(talk.exchanges, style)
                    # All of it is sent where it changes: most updates change the words alone.
                    pane = SKIP if evidence == seen else evidence
                    yield _shown(talk, style, pane, box=box)
                    # What is typed meanwhile stays.
                    box, seen = SKIP, evidence
            # Gradio ends by sending the last of it again: over a conversation begun meanwhile.
            yield UNCHANGED
        except AbstractQAError as error:
            said = self._service.places.told(error)
            yield _told(said, gr.update(interactive=True), gr.update(interactive=False))
        finally:
            self._stops.end(window, running)

    async def stop(self, request: gr.Request) -> None:
        """Stop this window's answer; gives nothing."""
        self._stops.stop(window_of(request))

    async def new(self, request: gr.Request, style: str) -> Updates:
        """An empty conversation; it is kept once something is asked in it."""
        return await self.open(request, "", style)

    async def load(self, request: gr.Request) -> Updates:
        """The conversation that the page's address names, else an empty one."""
        return await self.open(request, str(request.query_params.get("c") or ""), DEFAULT_STYLE)

    async def open(self, request: gr.Request, name: str, style: str) -> Updates:
        """A conversation that was kept, or without a name an empty one; what is answered in this
        window stops."""
        await self._stops.leave(window_of(request))
        if not name:
            return _shown(Talk(), style)
        try:
            talk = await asyncio.to_thread(opened, self._service, owner_of(request), name)
        except ConversationNotFoundError:
            return _shown(Talk(), style, alert=say("gone"))
        return _shown(talk, style)

    def restyle(self, request: gr.Request, current: str, style: str) -> tuple[str, str]:
        """Talk and evidence with references in another style."""
        if not current:
            return SKIP, SKIP
        try:
            talk = opened(self._service, owner_of(request), current)
        except AbstractQAError as error:
            # Deleted in another window: what is seen stays.
            del error
            return SKIP, SKIP
        return _talk(talk, style), evidence_pane_html(talk.exchanges, style)

    def hints(self) -> str:
        """What can be asked, for the hints."""
        store = self._service.library.store
        return hints_html(self._examples.find(), not len(store.catalogue))

    def example(self, event: gr.EventData) -> str:
        """The question that was chosen, for its box."""
        return detail(event, "question")

    def parcel(self, wanted: Any, request: gr.Request | Request) -> dict[str, str]:
        """A file for the page's script to save."""
        return parcel(self._service, owner_of(request), wanted).to_dict()


def _shown(
    talk: Talk, style: str, evidence: object = None, *, alert: str = "", box: object = SKIP
) -> Updates:
    """`evidence` is that of the talk where none is given."""
    pane = evidence_pane_html(talk.exchanges, style) if evidence is None else evidence
    return (
        _talk(talk, style),
        pane,
        box,
        talk.conversation,
        gr.update(interactive=not talk.running),
        gr.update(interactive=talk.running),
        fill("alert", text=alert),
    )


def _talk(talk: Talk, style: str) -> str:
    return talk_html(talk.exchanges, talk.conversation, style)


def _told(alert: str, ask: object = SKIP, stop: object = SKIP) -> Updates:
    """Nothing but a message, and perhaps the two buttons."""
    return (SKIP, SKIP, SKIP, SKIP, ask, stop, fill("alert", text=alert))


UNCHANGED: Updates = (SKIP,) * len(_told(""))
