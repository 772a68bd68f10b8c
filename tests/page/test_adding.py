"""Dropped files as a job, and a job as it is shown."""

import asyncio
from pathlib import Path
from typing import Any

import pytest
from lxml import html

from index.embedder import Embedder
from index.store import Store
from qa import Library, Settings
from qa.page.adding import Dropped, adding, job_html, stop, unfinished
from qa.serving.job import Job, State
from qa.serving.jobs import Jobs

ROW = '{"pmid": "99300001", "title": "Tea and sleep.", "abstract": "Tea did not help sleep."}\n'


def text(job: Job) -> str:
    tree: Any = html.fromstring(job_html(job))
    return " ".join(tree.text_content().split())


def test_dropped_files_are_indexed_and_taken_away(tmp_path: Path, store: Store) -> None:
    library = Library(store, Settings(store=tmp_path / "store"))
    jobs = Jobs(library, tmp_path / "jobs")
    jobs.open()
    good, bad = tmp_path / "a", tmp_path / "b"
    good.write_text(ROW, "utf-8")
    bad.write_bytes(b"\x00\x01")
    files = [Dropped(good, "tea <b>.jsonl"), Dropped(bad, "../../holiday.dat")]

    async def all_of_it() -> list[Job]:
        return [job async for job in adding(jobs, files, "jane")]

    seen = asyncio.run(all_of_it())
    jobs.close()
    assert seen[-1].state is State.DONE
    assert unfinished(jobs, "jane") is None
    assert not good.exists()
    assert not bad.exists()
    said = text(seen[-1])
    assert "tea <b>.jsonl, holiday.dat" in said
    assert "Articles read: 1. New: 1, updated: 0, known already: 0." in said
    assert "Not read (1)" in said
    assert "/jobs/" not in said


@pytest.mark.parametrize(
    ("job", "said"),
    [
        (Job("1", "", ("a",), 0.0), "Waiting"),
        (Job("1", "", ("a",), 0.0, State.RUNNING, "reading", 12), "Reading articles: 12"),
        (Job("1", "", ("a",), 0.0, State.RUNNING), "Reading articles: 0"),
        (
            Job("1", "", ("a",), 0.0, State.RUNNING, "embedding", 3, 9),
            "Preparing abstracts: 3 of 9",
        ),
        (Job("1", "", ("a",), 0.0, State.STOPPED), "stopped"),
        (
            Job("1", "", ("a",), 0.0, State.FAILED, error={"code": "x", "message": "<b>"}),
            "Nothing was added: <b>",
        ),
    ],
)
def test_a_job_in_words(job: Job, said: str) -> None:
    assert said in text(job)


def test_only_its_owner_stops_a_job(tmp_path: Path, store: Store, embedder: Embedder) -> None:
    del embedder
    jobs = Jobs(Library(store, Settings(store=tmp_path / "store")), tmp_path / "jobs")
    source = tmp_path / "a.jsonl"
    source.write_text(ROW, "utf-8")
    (tmp_path / "jobs").mkdir()
    job = jobs.start([source], "jane")
    stop(jobs, job.id, "john")
    waiting = jobs.get(job.id)
    assert waiting is not None
    assert waiting.state is State.WAITING
    stop(jobs, "another", "jane")
    stop(jobs, job.id, "jane")
    stopped = jobs.get(job.id)
    assert stopped is not None
    assert stopped.state is State.STOPPED
