"""Uploads indexed one at a time, in a thread, kept on disk until they are done.

DATA/jobs/.half-ID/     an upload that still comes in; removed at the next start
DATA/jobs/ID/job.json   what is known of a job
DATA/jobs/ID/files/     its files by number, removed when it is over
"""

import queue
import shutil
import threading
import time
from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

from index.errors import AbstractQAError
from qa.library import Library
from qa.serving.indexing import Stopped, Watched, indexed, renamed
from qa.serving.job import Job, State
from qa.serving.logs import log
from qa.serving.reception import Reception, keeping, stored_files
from qa.wire import code_of

# A job that brings the server down is not begun for ever.
_TRIES = 3


class Jobs:
    """Uploads to be indexed; any thread may ask. Of each owner the last `keep` to end are kept."""

    def __init__(self, library: Library, folder: Path, keep: int = 100) -> None:
        self._library, self._folder, self._keep = library, folder, keep
        self._lock = threading.Lock()
        # Held while a waiting job is begun or stopped, which writes; what is asked never waits.
        self._taking = threading.Lock()
        self._jobs: dict[str, Job] = {}
        self._stops: dict[str, threading.Event] = {}
        self._queue: queue.SimpleQueue[str | None] = queue.SimpleQueue()
        self._worker: threading.Thread | None = None
        self._closing = threading.Event()

    # -- for everybody -----------------------------------------------------------------------

    def open(self) -> None:
        """Take up what an earlier server left: half uploads go, unfinished jobs begin again."""
        self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        for path in sorted(self._folder.iterdir()):
            job = _left(path)
            if job is None:
                shutil.rmtree(path, ignore_errors=True)
            else:
                self._take_up(job)
        self._worker = threading.Thread(target=self._work, name="indexing", daemon=True)
        self._worker.start()

    def receive(self, owner: str) -> Reception:
        """A place for the files of an upload that comes in; hand it to `begin`.

        Raises StoreError where nothing can be kept, DiskFullError where there is no room,
        StoreReadOnlyError where nothing could be indexed.
        """
        self._library.store.check_writable()
        with keeping():
            return Reception.made(self._folder, owner)

    def begin(self, reception: Reception) -> Job:
        """Index what was received, when its turn comes; if it cannot be kept it is not begun.

        Raises StoreError, or DiskFullError, as `receive` does.
        """
        job = Job(reception.id, reception.owner, tuple(reception.names), time.time())
        with keeping():
            job.save(reception.folder / "job.json")
            reception.folder.rename(self._folder / job.id)
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
        with self._lock:
            return self._jobs.get(id)

    def of(self, owner: str) -> list[Job]:
        """The jobs of an owner, newest first."""
        with self._lock:
            mine = [job for job in self._jobs.values() if job.owner == owner]
        return sorted(mine, key=lambda job: job.created, reverse=True)

    def stop(self, id: str) -> Job | None:  # noqa: A002
        """Stop a job; what was indexed so far stays. None if there is none with this id."""
        with self._taking:
            with self._lock:
                job = self._jobs.get(id)
                if job is None or job.state.over:
                    return job
                self._stops[id].set()
            if job.state is State.WAITING:
                return self._end(job, state=State.STOPPED)
        return job

    @property
    def unfinished(self) -> int:
        """How many wait or run."""
        with self._lock:
            return sum(not job.state.over for job in self._jobs.values())

    def close(self) -> None:
        """Stop indexing; the job that runs is taken up when the server starts again."""
        self._closing.set()
        self._queue.put(None)
        if self._worker is not None:
            self._worker.join()

    # -- the worker --------------------------------------------------------------------------

    def _take_up(self, job: Job) -> None:
        if job.state.over:
            with self._lock:
                self._jobs[job.id] = job
        elif job.tries >= _TRIES:
            problem = f"The server stopped {job.tries} times while it indexed this"
            error = {"code": "internal", "message": f"{problem}. Upload fewer files at a time"}
            self._end(job, state=State.FAILED, error=error)
        else:
            self._add(replace(job, state=State.WAITING, stage=None, done=0, total=None))

    def _add(self, job: Job) -> None:
        with self._lock:
            self._jobs[job.id] = job
            self._stops[job.id] = threading.Event()
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
            return self._set(job, state=State.RUNNING, tries=job.tries + 1)

    def _run(self, job: Job) -> None:
        names: dict[str, str] = {}
        try:
            files = map(str, stored_files(self._folder / job.id))
            names = dict(zip(files, job.files, strict=False))
            report = indexed(
                self._library, names, Watched(partial(self._advanced, job.id))
            ).to_dict()
        except Stopped:
            if not self._closing.is_set():
                self._end(self._jobs[job.id], state=State.STOPPED)
        except AbstractQAError as error:
            shown = {"code": code_of(error), "message": renamed(str(error), names)}
            self._end(self._jobs[job.id], state=State.FAILED, error=shown)
        except Exception as error:  # noqa: BLE001  (the next job must have its turn)
            log.error("job failed", job=job.id, error=type(error).__name__)
            message = "Something went wrong while indexing. See the server's log"
            shown = {"code": "internal", "message": message}
            self._end(self._jobs[job.id], state=State.FAILED, error=shown)
        else:
            self._end(self._jobs[job.id], state=State.DONE, report=report)

    def _set(self, job: Job, **changed: Any) -> Job:
        """The job changed, here and on disk."""
        made = replace(job, **changed)
        try:
            made.save(self._folder / job.id / "job.json")
        except OSError as error:
            # The next job must have its turn; a server that starts again does this one anew.
            log.error("job not kept", job=job.id, error=error.strerror)
        with self._lock:
            self._jobs[job.id] = made
        return made

    def _end(self, job: Job, **changed: Any) -> Job:
        made = self._set(job, ended=time.time(), **changed)
        shutil.rmtree(self._folder / job.id / "files", ignore_errors=True)
        self._forget_oldest(job.owner)
        return made

    def _forget_oldest(self, owner: str) -> None:
        with self._lock:
            mine = [job for job in self._jobs.values() if job.owner == owner and job.state.over]
            mine.sort(key=lambda job: job.ended or job.created)
            oldest = mine[: max(0, len(mine) - self._keep)]
            for job in oldest:
                del self._jobs[job.id]
                self._stops.pop(job.id, None)
        for job in oldest:
            shutil.rmtree(self._folder / job.id, ignore_errors=True)

    def _advanced(self, id: str, **changed: Any) -> None:  # noqa: A002
        """Note how far a job is, in memory; raises what ends the run if somebody wants that."""
        if self._closing.is_set() or self._stops[id].is_set():
            raise Stopped
        with self._lock:
            self._jobs[id] = replace(self._jobs[id], **changed)


def _left(path: Path) -> Job | None:
    """The job that an earlier server left in a folder; None for half an upload."""
    try:
        job = Job.load(path / "job.json")
    except (OSError, ValueError):
        return None
    return job if job.id == path.name else None
