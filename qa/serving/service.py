"""What answers, for the API and the page alike: one library, a few lanes, jobs, conversations."""

import asyncio
import math
from collections.abc import AsyncGenerator, Mapping, Sequence
from contextlib import aclosing
from dataclasses import dataclass, field, replace
from typing import Any

from index.errors import AnswerTimeoutError, SettingsError, StoreError
from qa.answer import Answer, SearchResult
from qa.conversations import Conversations
from qa.events import Done, Event, Notice, of_answer
from qa.following import Turn
from qa.library import Library
from qa.serving.asked import Earlier, Options, turns
from qa.serving.folder import conversations_in, made
from qa.serving.jobs import Jobs
from qa.serving.lanes import Lanes
from qa.serving.logs import log
from qa.serving.metrics import Metrics
from qa.serving.places import Places
from qa.serving.readiness import Readiness
from qa.serving.settings import ServerSettings

History = Sequence[str | Earlier | Turn]


@dataclass(frozen=True)
class Service:
    """A library as many people use it at once.

    `lanes` make extractive answers and searches, `writers` those of a language model, which
    mostly wait for it. `conversations` are the page's. `places` are what nobody who asks need know.
    """

    library: Library
    settings: ServerSettings
    lanes: Lanes
    writers: Lanes
    jobs: Jobs
    readiness: Readiness
    metrics: Metrics
    conversations: Conversations
    places: Places
    # What waits for the next event of an answer.
    _waiting: set["asyncio.Task[Any]"] = field(default_factory=set, repr=False)

    @classmethod
    def over(
        cls,
        library: Library,
        settings: ServerSettings | None = None,
    ) -> "Service":
        """A service over a library that is open; closing it closes the library too.

        Raises StoreLockedError where another server uses the same folder, StoreError where it
        cannot be used.
        """
        chosen = settings or ServerSettings()
        folder = chosen.folder(library.settings.store)
        places = Places.of(library.settings, folder)
        service = cls(
            library=library,
            settings=chosen,
            lanes=Lanes(chosen.lanes, chosen.queue, "lane"),
            writers=Lanes(chosen.model_lanes, chosen.queue, "writer"),
            jobs=Jobs(library, folder / "jobs", chosen.keep_jobs, places),
            readiness=Readiness(library),
            metrics=Metrics(),
            conversations=conversations_in(made(folder)),
            places=places,
        )
        service._watch()
        return service

    async def answer(
        self,
        question: str,
        history: History = (),
        options: Options | Mapping[str, Any] | None = None,
        owner: str = "",
    ) -> AsyncGenerator[Event]:
        """What comes as the answer is made, as `Library.astream` has it; last Done.

        Holds a lane while it runs; close it, or cancel the task, to stop. Raises BusyError if the
        queue is full, AnswerTimeoutError after `answer_timeout` seconds, SettingsError for what
        cannot be asked.
        """
        asked = Options.from_mapping(options)
        self._check(question, history, asked)
        if self.settings.log_questions:
            log.info("asked", question=question, owner=owner)
        library = asked.of(self.library)
        deadline = asyncio.get_running_loop().time() + self.settings.answer_timeout
        events = self._events(library, question, turns(history))
        with self.places.hiding():
            async with aclosing(events):
                while (event := await self._next(events, deadline)) is not None:
                    if isinstance(event, Done):
                        self.metrics.answer(event.answer)
                    yield self._told(event)

    async def ask(
        self,
        question: str,
        history: History = (),
        options: Options | Mapping[str, Any] | None = None,
        owner: str = "",
    ) -> Answer:
        """The whole answer; raises as `answer` does."""
        return await self.whole(self.answer(question, history, options, owner))

    async def whole(self, events: AsyncGenerator[Event]) -> Answer:
        """What Done holds: every stream ends with it."""
        async with aclosing(events):
            return [event.answer async for event in events if isinstance(event, Done)][-1]

    async def search(
        self, query: str, options: Options | Mapping[str, Any] | None = None
    ) -> SearchResult:
        """Ranked articles with their best sentences; raises as `answer` does."""
        asked = Options.from_mapping(options)
        self._check(query, (), asked)
        library = asked.of(self.library)
        with self.places.hiding():
            try:
                async with asyncio.timeout(self.settings.answer_timeout):
                    return await self.lanes.run(library.search, query)
            except TimeoutError as error:
                raise self._too_slow() from error

    def _told(self, event: Event) -> Event:
        """The event; a notice may hold what an error said."""
        hidden = self.places.hidden
        match event:
            case Notice(text):
                return Notice(hidden(text))
            case Done(answer):
                return Done(replace(answer, notices=tuple(map(hidden, answer.notices))))
        return event

    async def _events(
        self, library: Library, question: str, history: Sequence[Turn]
    ) -> AsyncGenerator[Event]:
        if library.settings.llm is None:
            for event in of_answer(await self.lanes.run(library.ask, question, history)):
                yield event
            return
        async with self.writers.lane(), aclosing(library.astream(question, history)) as events:
            async for event in events:
                yield event

    def stop_answers(self) -> None:
        """Stop every answer that is being made, as if each had been told to."""
        for waiting in tuple(self._waiting):
            waiting.cancel()

    async def _next(self, events: AsyncGenerator[Event], deadline: float) -> Event | None:
        waiting = asyncio.current_task()
        assert waiting is not None  # noqa: S101  (this is asked in a task)
        self._waiting.add(waiting)
        try:
            async with asyncio.timeout_at(deadline):
                return await anext(events, None)
        except TimeoutError as error:
            raise self._too_slow() from error
        finally:
            self._waiting.discard(waiting)

    def _too_slow(self) -> AnswerTimeoutError:
        seconds = f"{self.settings.answer_timeout:g}"
        return AnswerTimeoutError(
            f"no answer within {seconds} seconds", "Ask again, or ask for fewer articles"
        )

    def _check(self, question: str, history: History, asked: Options) -> None:
        limit, most = self.settings.max_question, self.settings.max_articles
        if asked.articles is not None and asked.articles > most:
            raise SettingsError(
                f"{asked.articles} articles are asked for, {most} are allowed", "Ask for fewer"
            )
        if len(question) > limit:
            raise SettingsError(
                f"the question has {len(question)} characters, {limit} are allowed", "Shorten it"
            )
        if len(history) > self.settings.max_history:
            raise SettingsError(
                f"the history has {len(history)} questions, {self.settings.max_history} are "
                "allowed",
                "Leave out the oldest",
            )

    def _watch(self) -> None:
        watch, lanes, writers = self.metrics.watch, self.lanes, self.writers
        watch("lanes_taken", "Answers being made", lambda: lanes.taken + writers.taken)
        watch("queue_length", "Questions that wait", lambda: lanes.waiting + writers.waiting)
        watch("jobs_unfinished", "Uploads that wait or are indexed", lambda: self.jobs.unfinished)
        watch("articles", "Articles stored", self._count_articles)

    def _count_articles(self) -> float:
        # The other figures are wanted most when the store is gone.
        try:
            return len(self.library.store.catalogue)
        except StoreError:
            return math.nan

    def close(self) -> None:
        """Stop the job that runs, and release the store's files."""
        self.jobs.close()
        self.lanes.close()
        self.writers.close()
        self.conversations.close()
        self.library.close()
