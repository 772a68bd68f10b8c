"""Files dropped on the page: indexed as a job, with its progress and then its report."""

import asyncio
import shutil
from collections.abc import AsyncGenerator, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from index.errors import SettingsError
from qa.page.drawing import fill
from qa.page.words import say
from qa.serving.job import Job, State
from qa.serving.jobs import Jobs
from qa.serving.settings import MIB, ServerSettings

# Seconds between two looks at a job.
_EVERY = 0.3
# Of what was skipped or not read so many are named.
_NAMED = 20


@dataclass(frozen=True, slots=True)
class Dropped:
    """A file that came in, and what its owner calls it."""

    path: Path
    name: str


def check(files: Sequence[Dropped], settings: ServerSettings) -> None:
    """Raises SettingsError, and takes the files away, where they are more than an upload may be."""
    if len(files) > settings.max_files:
        problem = say("too_many_files", most=settings.max_files)
    elif sum(file.path.stat().st_size for file in files) > settings.max_upload:
        problem = say("too_large_files", most=f"{settings.max_upload / MIB:.4g}")
    else:
        return
    for file in files:
        file.path.unlink(missing_ok=True)
    raise SettingsError(problem, say("fewer_files"))


async def adding(jobs: Jobs, files: Sequence[Dropped], owner: str) -> AsyncGenerator[Job]:
    """Index these files, which are taken away; the job as it goes on, last when it is over."""
    job = await asyncio.to_thread(_started, jobs, files, owner)
    async for one in following(jobs, job):
        yield one


async def following(jobs: Jobs, job: Job) -> AsyncGenerator[Job]:
    """The job as it goes on, last when it is over; without a report if it is forgotten by then."""
    yield job
    while not job.state.over:
        await asyncio.sleep(_EVERY)
        job = jobs.get(job.id) or replace(job, state=State.DONE)
        yield job


def unfinished(jobs: Jobs, owner: str) -> Job | None:
    """The owner's oldest job that is not over: what a page that is opened again shows."""
    running = [job for job in jobs.of(owner) if not job.state.over]
    return running[-1] if running else None


def stop(jobs: Jobs, name: str, owner: str) -> None:
    """Stop a job, if it is the owner's."""
    job = jobs.get(name)
    if job is not None and job.owner == owner:
        jobs.stop(name)


def job_html(job: Job) -> str:
    """How far it is, or what came of it."""
    report = job.report or {}
    return fill(
        "job",
        job=job,
        files=job.files,
        line=_line(job),
        counts=_counted(job.report, job.tries) if job.report else "",
        lists=[
            (name, count, _told(report[kind]), count - len(report[kind][:_NAMED]))
            for name, kind in (("not_read", "failed"), ("skipped", "skipped"))
            if (count := len(report.get(kind, ())) + report.get(f"more_{kind}", 0))
        ],
    )


def _started(jobs: Jobs, files: Sequence[Dropped], owner: str) -> Job:
    reception = jobs.receive(owner)
    try:
        for file in files:
            shutil.move(file.path, reception.place(file.name))
    except BaseException:
        reception.discard()
        raise
    return jobs.begin(reception)


def _line(job: Job) -> str:
    match job.state:
        case State.WAITING:
            return say("waiting")
        case State.RUNNING if job.total:
            stage = say(f"stage_{job.stage}")
            return say("running_of", stage=stage, done=job.done, total=job.total)
        case State.RUNNING:
            return say("running", stage=say(f"stage_{job.stage or 'reading'}"), done=job.done)
        case State.STOPPED:
            return say("added_stopped")
        case State.FAILED:
            return say("added_failed", problem=(job.error or {}).get("message", ""))
    return ""


def _counted(report: Mapping[str, Any], tries: int) -> str:
    """The counts, which are those of the last time that the job was begun."""
    counts = say("report", **{k: report[k] for k in ("read", "added", "updated", "unchanged")})
    return f"{counts} {say('resumed')}" if tries > 1 else counts


def _told(events: Iterable[Mapping[str, Any]]) -> list[str]:
    """Each as `file, record: reason`; a reason that begins with the file says it itself."""
    return [_one_told(one["file"], one["record"], one["reason"]) for one in events][:_NAMED]


def _one_told(file: str, record: str, reason: str) -> str:
    if reason.startswith((f"'{file}'", f'"{file}"')):
        return reason
    return f"{', '.join(filter(None, (file, record)))}: {reason}"
