"""Jobs of several owners, kept, forgotten and stopped as they are begun."""

import json
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from invented import trials

from qa import Library
from qa.serving.job import Job, State
from qa.serving.jobs import Jobs
from serving.running import until


@pytest.fixture
def file(tmp_path: Path) -> Path:
    made = tmp_path / "a.jsonl"
    made.write_text("".join(json.dumps(row) + "\n" for row in trials(2)))
    return made


@pytest.fixture
def jobs(empty: Library, tmp_path: Path) -> Iterator[Jobs]:
    """Jobs of which two are kept; nobody works on them until they are opened."""
    (tmp_path / "jobs").mkdir()
    yield Jobs(empty, tmp_path / "jobs", keep=2)


def ids(found: list[Job]) -> set[str]:
    return {job.id for job in found}


def test_another_owners_jobs_push_none_out(jobs: Jobs, file: Path) -> None:
    first = jobs.start([file], "jane")
    others = [jobs.start([file], "john") for _ in range(3)]
    for job in (*others, first):
        jobs.stop(job.id)
    assert ids(jobs.of("jane")) == {first.id}
    assert ids(jobs.of("john")) == ids(others[1:])


def test_the_jobs_that_ended_first_are_forgotten(jobs: Jobs, file: Path, tmp_path: Path) -> None:
    first, *later = [jobs.start([file], "jane") for _ in range(3)]
    for job in (*later, first):
        jobs.stop(job.id)
    kept = {first.id, later[1].id}
    assert ids(jobs.of("jane")) == kept
    assert {path.name for path in (tmp_path / "jobs").iterdir()} == kept


def test_a_job_that_an_older_server_ended_is_forgotten_by_when_it_was_made(
    jobs: Jobs, file: Path, empty: Library, tmp_path: Path
) -> None:
    old = jobs.start([file], "jane")
    jobs.stop(old.id)
    path = tmp_path / "jobs" / old.id / "job.json"
    told = json.loads(path.read_bytes())
    assert told.pop("ended") >= old.created
    path.write_text(json.dumps(told))
    after = Jobs(empty, tmp_path / "jobs", keep=2)
    after.open()
    new = [after.start([file], "jane") for _ in range(2)]
    until(lambda: after.unfinished, lambda count: count == 0)
    after.close()
    assert ids(after.of("jane")) == ids(new)


def test_a_job_stopped_as_it_is_begun_has_one_state(
    jobs: Jobs, file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The one who stops it comes while the worker writes that it runs."""
    saving, go_on = threading.Event(), threading.Event()
    real, seen = Job.save, list[State]()

    def slow(job: Job, path: Path) -> None:
        if job.state is State.RUNNING:
            saving.set()
            go_on.wait(0.3)
        seen.append(job.state)
        real(job, path)

    job = jobs.start([file], "jane")
    monkeypatch.setattr(Job, "save", slow)
    jobs.open()
    assert saving.wait(5)
    stopped = jobs.stop(job.id)
    assert stopped is not None
    go_on.set()
    until(lambda: jobs.unfinished, lambda count: count == 0)
    jobs.close()
    last = jobs.get(job.id)
    assert last is not None
    assert stopped.state is State.RUNNING
    # It may have been done before it saw that it was stopped.
    assert seen in ([State.RUNNING, State.STOPPED], [State.RUNNING, State.DONE])
    assert Job.load(tmp_path / "jobs" / job.id / "job.json") == last
