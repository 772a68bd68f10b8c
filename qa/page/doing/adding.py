"""Files indexed, their job followed and stopped."""

from collections.abc import AsyncGenerator
from contextlib import aclosing

import gradio as gr

from index.errors import AbstractQAError
from qa.page import adding
from qa.page.doing.events import SKIP, Updates, detail, owner_of
from qa.page.drawing import fill
from qa.serving.service import Service


class Adds:
    """Over the jobs of a service."""

    def __init__(self, service: Service) -> None:
        self._jobs, self._settings = service.jobs, service.settings
        self._places = service.places

    async def add(
        self, request: gr.Request, files: list[adding.Dropped] | None
    ) -> AsyncGenerator[Updates]:
        """The files indexed, as a job that is shown; for the drop zone and the job.

        The drop zone is emptied once: more may be dropped there while the job goes on.
        """
        if not files:
            yield SKIP, SKIP
            return
        drop: object = None
        try:
            adding.check(files, self._settings)
            jobs = adding.adding(self._jobs, files, owner_of(request))
            async with aclosing(jobs):
                async for job in jobs:
                    yield drop, adding.job_html(job)
                    drop = SKIP
        except AbstractQAError as error:
            yield drop, fill("alert", text=self._places.told(error))

    async def resume(self, request: gr.Request) -> AsyncGenerator[str]:
        """A job that goes on from before the page was opened, for the job."""
        job = adding.unfinished(self._jobs, owner_of(request))
        if job is None:
            # Else Gradio empties what may show another job by then.
            yield SKIP
            return
        async for one in adding.following(self._jobs, job):
            yield adding.job_html(one)

    def halt(self, event: gr.EventData, request: gr.Request) -> None:
        """Stop a job; gives nothing."""
        adding.stop(self._jobs, detail(event, "id"), owner_of(request))
