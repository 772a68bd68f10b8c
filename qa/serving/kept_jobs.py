"""What is known of jobs, in memory and on disk.

DATA/jobs/.half-ID/     an upload that still comes in; removed at the next start
DATA/jobs/ID/job.json   what is known of a job
DATA/jobs/ID/files/     its files by number, removed when it is over
"""

import shutil
import threading
import time
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from qa.serving.job import Job
from qa.serving.logs import log
from qa.serving.reception import Reception, stored_files


class KeptJobs:
    """Jobs by id; any thread may ask. Of each owner the last `keep` to end are kept."""

    def __init__(self, folder: Path, keep: int) -> None:
        self._folder, self._keep = folder, keep
        self._lock = threading.Lock()
        self._jobs: dict[str, Job] = {}

    def left(self) -> list[Job]:
        """The jobs that an earlier server left; half uploads go."""
        self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        found = {path: _left(path) for path in sorted(self._folder.iterdir())}
        for path, job in found.items():
            if job is None:
                shutil.rmtree(path, ignore_errors=True)
        return [job for job in found.values() if job is not None]

    def keep(self, job: Job, reception: Reception) -> None:
        """Make what was received a job's; raises OSError, and then there is none."""
        job.save(reception.folder / "job.json")
        reception.folder.rename(self._folder / job.id)

    def files(self, job: Job) -> Sequence[Path]:
        """The files of a job that is not over, in the order of their names."""
        return stored_files(self._folder / job.id)

    def get(self, id: str) -> Job | None:  # noqa: A002  (what a job has is called id)
        """The job with this id."""
        with self._lock:
            return self._jobs.get(id)

    def of(self, owner: str) -> list[Job]:
        """The jobs of an owner, newest first."""
        with self._lock:
            mine = [job for job in self._jobs.values() if job.owner == owner]
        return sorted(mine, key=lambda job: job.created, reverse=True)

    @property
    def unfinished(self) -> int:
        """How many wait or run."""
        with self._lock:
            return sum(not job.state.over for job in self._jobs.values())

    def hold(self, job: Job) -> None:
        """Know a job, in memory."""
        with self._lock:
            self._jobs[job.id] = job

    def note(self, id: str, **changed: Any) -> None:  # noqa: A002
        """Change a job, in memory alone."""
        with self._lock:
            self._jobs[id] = replace(self._jobs[id], **changed)

    def change(self, job: Job, **changed: Any) -> Job:
        """The job changed, here and on disk."""
        made = replace(job, **changed)
        try:
            made.save(self._folder / job.id / "job.json")
        except OSError as error:
            # The next job must have its turn; a server that starts again does this one anew.
            log.error("job not kept", job=job.id, error=error.strerror)
        self.hold(made)
        return made

    def end(self, job: Job, **changed: Any) -> Job:
        """The job changed for the last time; its files go, and its owner's oldest."""
        made = self.change(job, ended=time.time(), **changed)
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
        for job in oldest:
            shutil.rmtree(self._folder / job.id, ignore_errors=True)


def _left(path: Path) -> Job | None:
    """The job that an earlier server left in a folder; None for half an upload."""
    try:
        job = Job.load(path / "job.json")
    except (OSError, ValueError):
        return None
    return job if job.id == path.name else None
