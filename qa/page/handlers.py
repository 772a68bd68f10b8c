"""What happens when something on the page is used: the events' functions, in Gradio's terms."""

from collections.abc import AsyncGenerator, Mapping
from contextlib import aclosing, suppress
from typing import Any

import gradio as gr
from starlette.requests import Request

from index.errors import AbstractQAError, ConversationNotFoundError
from qa.citing import DEFAULT_STYLE
from qa.page import adding, history, shelf
from qa.page.drawing import evidence_pane_html, fill, hints_html, talk_html
from qa.page.examples import Examples
from qa.page.exports import parcel
from qa.page.options import Choices, filters_in
from qa.page.talking import Question, Stops, Talk, answering, opened
from qa.page.words import say
from qa.serving import needs
from qa.serving.service import Service

# So many values of each kind are offered; others can be typed.
_OFFERED = 200

Updates = tuple[Any, ...]


class Handlers:
    """The functions, over one service. Each gives values for the parts that `wiring` names."""

    def __init__(self, service: Service) -> None:
        self.service = service
        self.stops = Stops()
        self.examples = Examples(service.library)

    # -- asking: talk, evidence, question, current, ask, stop, alert ---------------------------

    async def ask(
        self, request: gr.Request, question: str, current: str, style: str, *fields: Any
    ) -> AsyncGenerator[Updates]:
        """The question answered, in the conversation that is open."""
        window = str(request.session_hash)
        if not question.strip() or self.stops.running(window):
            yield _told(say("answering" if question.strip() else "no_question"))
            return
        stop = self.stops.begin(window)
        try:
            options = Choices(*fields).options
            asked = Question(question, owner_of(request), current, options)
            talks = answering(self.service, asked, stop)
            async with aclosing(talks):
                box: object = ""
                async for talk in talks:
                    if not talk.running:
                        # Whoever sees the whole answer may ask on at once.
                        self.stops.end(window, stop)
                    yield _shown(talk, style, box=box)
                    # What is typed meanwhile stays.
                    box = _SKIP
        except AbstractQAError as error:
            yield _told(str(error), gr.update(interactive=True), gr.update(interactive=False))
        finally:
            self.stops.end(window, stop)

    def stop(self, request: gr.Request) -> None:
        """Stop this window's answer."""
        self.stops.stop(str(request.session_hash))

    def new(self, request: gr.Request, style: str) -> Updates:
        """An empty conversation; it is kept once something is asked in it."""
        self.stops.stop(str(request.session_hash))
        return _shown(Talk(), style)

    def load(self, request: gr.Request) -> Updates:
        """The conversation that the page's address names, else an empty one."""
        name = str(request.query_params.get("c") or "")
        return self._opened(request, name, DEFAULT_STYLE) if name else _shown(Talk(), DEFAULT_STYLE)

    def hints(self) -> str:
        """What can be asked."""
        return hints_html(self.examples.find(), not len(self.service.library.store.catalogue))

    def restyle(self, request: gr.Request, current: str, style: str) -> tuple[str, str]:
        """Talk and evidence with references in another style."""
        if not current:
            return gr.skip(), gr.skip()
        talk = opened(self.service, owner_of(request), current)
        return _talk(talk, style), evidence_pane_html(talk.exchanges, style)

    def example(self, event: gr.EventData) -> str:
        """The question that was chosen."""
        return str(_detail(event).get("question", ""))

    def parcel(self, wanted: Any, request: gr.Request | Request) -> dict[str, str]:
        """A file for the page's script to save."""
        return parcel(self.service, owner_of(request), wanted).to_dict()

    def _opened(self, request: gr.Request, name: str, style: str) -> Updates:
        try:
            return _shown(opened(self.service, owner_of(request), name), style)
        except ConversationNotFoundError:
            return _shown(Talk(), style, alert=say("gone"))

    # -- filters -------------------------------------------------------------------------------

    def facets(self) -> Updates:
        """What each filter offers."""
        facets = self.service.library.facets(_OFFERED)
        years = list(facets.years)
        ends = (years[0], years[-1]) if years else ("", "")
        given = (facets.journals, facets.publication_types, facets.mesh, facets.languages)
        names = ("journal", "publication type", "mesh", "language")
        return (
            *(gr.update(placeholder=str(year)) for year in ends),
            *(
                gr.update(choices=_choices(counts), info=_left_out(name, facets.unknown))
                for name, counts in zip(names, given, strict=True)
            ),
        )

    def drawer(self, *fields: Any) -> dict[str, Any]:
        """The drawer's title, which says how many filters are set."""
        try:
            count = len(filters_in(Choices(*fields).options))
        except AbstractQAError as error:
            return gr.update(label=f"{say('filters')}: {error}")
        return gr.update(label=say("filters_set", count=count) if count else say("filters"))

    def clear(self) -> Updates:
        """No filters."""
        return "", "", [], [], [], [], False

    # -- adding: drop, job ---------------------------------------------------------------------

    async def add(
        self, request: gr.Request, files: list[adding.Dropped] | None
    ) -> AsyncGenerator[Updates]:
        """The files indexed, as a job that is shown."""
        if files:
            jobs = adding.adding(self.service.jobs, files, owner_of(request))
            async with aclosing(jobs):
                async for job in jobs:
                    yield None, adding.job_html(job)

    async def resume(self, request: gr.Request) -> AsyncGenerator[str]:
        """A job that goes on from before the page was opened."""
        job = adding.unfinished(self.service.jobs, owner_of(request))
        if job is not None:
            async for one in adding.following(self.service.jobs, job):
                yield adding.job_html(one)

    def halt(self, event: gr.EventData, request: gr.Request) -> None:
        """Stop a job."""
        adding.stop(self.service.jobs, str(_detail(event).get("id", "")), owner_of(request))

    # -- conversations: history; open gives talk, evidence, current, alert, tabs ------------------

    def history(self, request: gr.Request, words: str, current: str) -> str:
        """The list of conversations."""
        return self._history(owner_of(request), words, current)

    def open(self, event: gr.EventData, request: gr.Request, style: str) -> Updates:
        """A conversation from the list."""
        self.stops.stop(str(request.session_hash))
        name = str(_detail(event).get("id", ""))
        return (*self._opened(request, name, style), gr.Tabs(selected="ask"))

    def rename(self, event: gr.EventData, request: gr.Request, words: str, current: str) -> str:
        """A conversation under another name."""
        detail, owner = _detail(event), owner_of(request)
        name, title = str(detail.get("id", "")), str(detail.get("title", ""))
        try:
            self.service.conversations.rename(owner, name, title)
        except AbstractQAError as error:
            return fill("alert", text=str(error)) + self._history(owner, words, current)
        return self._history(owner, words, current)

    def remove(
        self, event: gr.EventData, request: gr.Request, words: str, current: str, style: str
    ) -> Updates:
        """A conversation forgotten; where it was open, a new one stands there."""
        name, owner = str(_detail(event).get("id", "")), owner_of(request)
        # Another window may have been quicker.
        with suppress(ConversationNotFoundError):
            self.service.conversations.delete(owner, name)
        listed = self._history(owner, words, "" if name == current else current)
        if name != current:
            return (listed, *(gr.skip() for _ in range(_SHOWN)))
        self.stops.stop(str(request.session_hash))
        return (listed, *_shown(Talk(), style))

    def _history(self, owner: str, words: str, current: str) -> str:
        try:
            return history.history_html(self.service.conversations, owner, words, current)
        except AbstractQAError as error:
            return fill("alert", text=str(error))

    # -- the store -------------------------------------------------------------------------------

    def shelf(self) -> str:
        """What is in the store."""
        library = self.service.library
        return shelf.shelf_html(library.stats(), library.facets(_OFFERED))

    async def find(self, words: str) -> str:
        """Articles found by words."""
        if not words.strip():
            return ""
        try:
            return shelf.found_html(await self.service.search(words))
        except AbstractQAError as error:
            return fill("alert", text=str(error))


def owner_of(request: gr.Request | Request) -> str:
    """Whose page it is: the name of a key, or nobody's on loopback."""
    # Gradio gives its own kind to events, and the server's to what a script calls.
    given = request.request if isinstance(request, gr.Request) else request
    return needs.owner_of(given) if given is not None else ""


_SHOWN = 7
_SKIP = gr.skip()


def _shown(talk: Talk, style: str, *, alert: str = "", box: object = _SKIP) -> Updates:
    """talk, evidence, question, current, ask, stop, alert."""
    return (
        _talk(talk, style),
        evidence_pane_html(talk.exchanges, style),
        box,
        talk.conversation,
        gr.update(interactive=not talk.running),
        gr.update(interactive=talk.running),
        fill("alert", text=alert),
    )


def _talk(talk: Talk, style: str) -> str:
    return talk_html(talk.exchanges, talk.conversation, style)


def _told(alert: str, ask: object = _SKIP, stop: object = _SKIP) -> Updates:
    """Nothing but a message, and perhaps the two buttons."""
    return (_SKIP, _SKIP, _SKIP, _SKIP, ask, stop, fill("alert", text=alert))


def _detail(event: gr.EventData) -> Mapping[str, Any]:
    """What the page's script sent with an event, which may be anything."""
    data = event._data
    return data if isinstance(data, Mapping) else {}


def _choices(counts: Mapping[str, int]) -> list[tuple[str, str]]:
    return [(f"{name} ({count})", name) for name, count in counts.items()]


def _left_out(name: str, unknown: Mapping[str, int]) -> str | None:
    """Which articles a filter leaves out because nothing is known of them there."""
    count = unknown.get(name, 0)
    if not count:
        return None
    return say("unknown_mesh" if name == "mesh" else "unknown", count=count)
