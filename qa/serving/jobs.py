"""Uploads indexed one at a time, in a thread, kept on disk until they are done."""

import queue
import shutil
import threading
import time
from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

from index.build import IndexReport
from index.errors import AbstractQAError
from qa.library import Library
from qa.serving.indexing import Stopped, Watched, indexed, renamed
from qa.serving.job import Job, State
from qa.serving.kept_jobs import KeptJobs
from qa.serving.logs import log
from qa.serving.places import Places
from qa.serving.reception import Reception, keeping
from qa.wire import code_of

# A job that brings the server down is not begun for ever.
_TRIES = 3


class Jobs:
    """Uploads to be indexed; any thread may ask. Of each owner the last `keep` to end are kept."""

    def __init__(
        self, library: Library, folder: Path, keep: int = 100, places: Places | None = None
    ) -> None:
        self._library, self._folder = library, folder
        self._kept = KeptJobs(folder, keep)
        self._places = places or Places()
        # Held while a waiting job is begun or stopped, which writes; what is asked never waits.
        self._taking = threading.Lock()
        self._stops: dict[str, threading.Event] = {}
        self._queue: queue.SimpleQueue[str | None] = queue.SimpleQueue()
        self._worker: threading.Thread | None = None
        self._closing = threading.Event()

    # -- for everybody -----------------------------------------------------------------------

    def open(self) -> None:
        """Take up what an earlier server left: half uploads go, unfinished jobs begin again."""
        for job in self._kept.left():
            self._take_up(job)
        self._worker = threading.Thread(target=self._work, name="indexing", daemon=True)
        self._worker.start()

    def receive(self, owner: str) -> Reception:
        """A place for the files of an upload that comes in; hand it to `begin`.

        Raises StoreError where nothing can be kept, DiskFullError where there is no room,
        StoreReadOnlyError where nothing could be indexed.
        """
        with self._places.hiding(), keeping():
            self._library.store.check_writable()
            return Reception.made(self._folder, owner)

    def begin(self, reception: Reception) -> Job:
        """Index what was received, when its turn comes; if it cannot be kept it is not begun.

        Raises StoreError, or DiskFullError, as `receive` does.
        """
        job = Job(reception.id, reception.owner, tuple(reception.names), time.time())
        with keeping():
            self._kept.keep(job, reception)
        self._add(job)
        return job

    def start(self, files: Sequence[Path], owner: str) -> Job:
        """Index copies of these files, when their turn comes; raises as `receive` does."""
        reception = self.receive(owner)
        try:
            with keeping():
                for file in files:
                    shutil.copyfile(file, reception.place(file.name))
            return self.begin(reception)
        except BaseException:
            reception.discard()
            raise

    def get(self, id: str) -> Job | None:  # noqa: A002  (what a job has is called id)
        """The job with this id."""
        return self._kept.get(id)

    def of(self, owner: str) -> list[Job]:
        """The jobs of an owner, newest first."""
        return self._kept.of(owner)

    def stop(self, id: str) -> Job | None:  # noqa: A002
        """Stop a job; what was indexed so far stays. None if there is none with this id."""
        with self._taking:
            job, stop = self.get(id), self._stops.get(id)
            if job is None or stop is None or job.state.over:
                return job
            stop.set()
            if job.state is State.WAITING:
                return self._end(job, state=State.STOPPED)
        return job

    @property
    def unfinished(self) -> int:
        """How many wait or run."""
        return self._kept.unfinished

    def close(self) -> None:
        """Stop indexing; the job that runs is taken up when the server starts again."""
        self._closing.set()
        self._queue.put(None)
        if self._worker is not None:
            self._worker.join()

    # -- the worker --------------------------------------------------------------------------

    def _take_up(self, job: Job) -> None:
        if job.state.over:
            self._kept.hold(job)
        elif job.tries >= _TRIES:
            problem = f"The server stopped {job.tries} times while it indexed this"
            error = {"code": "internal", "message": f"{problem}. Upload fewer files at a time"}
            self._end(job, state=State.FAILED, error=error)
        else:
            self._add(replace(job, state=State.WAITING, stage=None, done=0, total=None))

    def _add(self, job: Job) -> None:
        self._stops[job.id] = threading.Event()
        self._kept.hold(job)
        self._queue.put(job.id)

    def _work(self) -> None:
        while (id_ := self._queue.get()) is not None and not self._closing.is_set():
            job = self._begun(id_)
            if job is not None:
                self._run(job)

    def _begun(self, id: str) -> Job | None:  # noqa: A002
        """The job, running; None if it was stopped while it waited."""
        with self._taking:
            job = self.get(id)
            if job is None or job.state is not State.WAITING:
                return None
            return self._kept.change(job, state=State.RUNNING, tries=job.tries + 1)

    def _run(self, job: Job) -> None:
        """Index it, and note what came of it; what goes wrong is the job's alone."""
        names: dict[str, str] = {}
        try:
            names = dict(zip(map(str, self._kept.files(job)), job.files, strict=False))
            report = indexed(self._library, names, Watched(partial(self._advanced, job.id)))
        except Stopped:
            if not self._closing.is_set():
                self._end(job, state=State.STOPPED)
        except AbstractQAError as error:
            message = self._places.hidden(renamed(str(error), names))
            self._fail(job, code_of(error), message)
        except Exception as error:  # noqa: BLE001  (the next job must have its turn)
            log.error("job failed", job=job.id, error=type(error).__name__)
            message = "Something went wrong while indexing. See the server's log"
            self._fail(job, "internal", message)
        else:
            self._end(job, state=State.DONE, report=self._told(report))

    def _told(self, report: IndexReport) -> dict[str, Any]:
        """A report whose reasons name no place."""
        told = report.to_dict()
        for one in (*told["skipped"], *told["failed"]):
            one["reason"] = self._places.hidden(one["reason"])
        return told

    def _fail(self, job: Job, code: str, message: str) -> None:
        self._end(job, state=State.FAILED, error={"code": code, "message": message})

    def _end(self, job: Job, **changed: Any) -> Job:
        """The job as it was last seen, and over."""
        made = self._kept.end(self.get(job.id) or job, **changed)
        self._stops.pop(job.id, None)
        return made

    def _advanced(self, id: str, **changed: Any) -> None:  # noqa: A002
        """Note how far a job is, in memory; raises what ends the run if somebody wants that."""
        if self._closing.is_set() or self._stops[id].is_set():
            raise Stopped
        self._kept.note(id, **changed)
