"""Dropped files as a job, and a job as it is shown."""

import asyncio
from pathlib import Path
from typing import Any

import pytest
from lxml import html

from index.embedder import Embedder
from index.errors import SettingsError
from index.store import Store
from qa import Library, Settings
from qa.page.adding import Dropped, adding, check, following, job_html, stop, unfinished
from qa.serving.job import Job, State
from qa.serving.jobs import Jobs
from qa.serving.settings import ServerSettings

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
    ("limits", "said"),
    [
        (ServerSettings(max_files=1), "More than 1 files cannot be taken at a time"),
        (ServerSettings(max_upload=1024), "More than 0.0009766 MiB cannot be taken at a time"),
    ],
)
def test_more_than_an_upload_may_be_is_refused_and_taken_away(
    tmp_path: Path, limits: ServerSettings, said: str
) -> None:
    files = [tmp_path / "a", tmp_path / "b"]
    for file in files:
        file.write_bytes(b"x" * 600)
    dropped = [Dropped(file, file.name) for file in files]
    check(dropped, ServerSettings())
    with pytest.raises(SettingsError, match=said):
        check(dropped, limits)
    assert not any(file.exists() for file in files)


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


def test_what_a_report_does_not_name_is_counted() -> None:
    event = {"file": "a.csv", "record": "row 2", "reason": "no title"}
    counts = dict.fromkeys(("read", "added", "updated", "unchanged"), 0)
    report = {**counts, "failed": [event], "more_failed": 1500, "skipped": [], "more_skipped": 0}
    shown = text(Job("1", "", ("a.csv",), 0.0, State.DONE, report=report))
    assert "Not read (1501)" in shown
    assert "1500 more" in shown


@pytest.mark.parametrize(("tries", "said"), [(1, False), (2, True)])
def test_a_job_begun_anew_does_not_pass_for_one_that_added_nothing(tries: int, said: bool) -> None:
    report = {"read": 9, "added": 0, "updated": 0, "unchanged": 9}
    shown = text(Job("1", "", ("a",), 0.0, State.DONE, report=report, tries=tries))
    assert "New: 0, updated: 0, known already: 9." in shown
    assert ("what was added before that is counted as known already" in shown) is said


@pytest.mark.parametrize("name", ["tea.csv", "jane's tea.csv", 'the "tea".tsv'])
def test_a_file_that_is_not_read_is_named_once(tmp_path: Path, store: Store, name: str) -> None:
    jobs = Jobs(Library(store, Settings(store=tmp_path / "store")), tmp_path / "jobs")
    jobs.open()
    file = tmp_path / "a"
    file.write_text("name;said\nTea;It helps\n", "utf-8")

    async def last() -> Job:
        return [job async for job in adding(jobs, [Dropped(file, name)], "jane")][-1]

    job = asyncio.run(last())
    jobs.close()
    tree: Any = html.fromstring(job_html(job))
    [told] = [item.text_content() for item in tree.iter("li")]
    assert told.count(name) == 1
    assert "first line names name, said, but neither `title` nor `abstract`" in told
    assert "Name the columns `title` and `abstract` there" in told


def test_a_record_that_is_not_read_is_named_with_its_file() -> None:
    event = {"file": "a.csv", "record": "line 2", "reason": "neither a title nor an abstract"}
    counts = dict.fromkeys(("read", "added", "updated", "unchanged"), 0)
    shown = text(Job("1", "", ("a.csv",), 0.0, State.DONE, report={**counts, "failed": [event]}))
    assert "a.csv, line 2: neither a title nor an abstract" in shown


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


def test_a_job_that_is_forgotten_is_followed_no_longer(tmp_path: Path, store: Store) -> None:
    jobs = Jobs(Library(store, Settings(store=tmp_path / "store")), tmp_path / "jobs")
    forgotten = Job("gone", "jane", ("tea.jsonl",), 0.0, State.RUNNING, "reading", 12)

    async def all_of_it() -> list[Job]:
        return [job async for job in following(jobs, forgotten)]

    seen = asyncio.run(asyncio.wait_for(all_of_it(), 5))
    assert [job.state for job in seen] == [State.RUNNING, State.DONE]
    assert "tea.jsonl" in text(seen[-1])
    assert "Reading" not in text(seen[-1])
