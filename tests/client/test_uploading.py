"""Files of this machine, indexed by a server."""

import gzip
import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from answering.helpers import SAMPLE
from serving.running import Running, running
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

import qa
from client.conftest import Answering
from client.test_failing import app
from index.errors import ArticleNotFoundError, ModelError, RemoteError, SettingsError, SourceError
from index.progress import Advance
from qa import Client, Library
from qa.client import uploading


class Watched:
    """Progress as it was reported: what, unit, total and how much was done."""

    def __init__(self) -> None:
        self.stages: list[tuple[str, str, int | None]] = []
        self.done: dict[str, int] = {}

    @contextmanager
    def track(self, what: str, unit: str, total: int | None) -> Iterator[Advance]:
        self.stages.append((what, unit, total))

        def advance(count: int, /) -> None:
            assert count >= 0
            self.done[what] = self.done.get(what, 0) + count

        yield advance


@pytest.fixture
def server(empty: Library, tmp_path: Path) -> Iterator[Running]:
    """A server over an empty store."""
    with running(empty, tmp_path / "data") as at:
        yield at


@pytest.fixture
def client(server: Running) -> Iterator[Client]:
    with qa.connect(server.url) as connected:
        yield connected


def test_the_report_is_the_librarys(
    client: Client, empty: Library, tmp_path: Path, embedder: Any
) -> None:
    done = client.index(SAMPLE / "articles")
    folder = tmp_path / "here"
    with Library(empty.store.create(folder, embedder), qa.Settings(store=folder)) as here:
        wanted = here.index(SAMPLE / "articles")
        assert here.stats() == client.stats()
    assert (done.read, done.added, done.updated) == (wanted.read, wanted.added, wanted.updated)
    assert (done.added, done.failed) == (47, ())
    assert [(one.record, one.reason) for one in done.skipped] == [
        (one.record, one.reason) for one in wanted.skipped
    ]
    assert empty.stats() == client.stats()


def test_progress(client: Client) -> None:
    seen = Watched()
    file = SAMPLE / "articles" / "pubmed.xml"
    done = client.index([file], seen)
    size = file.stat().st_size
    assert seen.stages[0] == ("uploading", "byte", size)
    assert seen.done["uploading"] == size
    assert {what for what, _, _ in seen.stages} <= {"uploading", "reading", "embedding"}
    assert seen.done.get("embedding", 0) <= done.added


def test_files_folders_patterns_and_odd_names(client: Client, tmp_path: Path) -> None:
    def row(pmid: str) -> bytes:
        return json.dumps({"pmid": pmid, "title": "Tea", "abstract": "Tea helps."}).encode()

    folder = tmp_path / "rows"
    (folder / "deep").mkdir(parents=True)
    (folder / 'a "b"\n<i>.jsonl').write_bytes(row("99100001"))
    (folder / "deep" / "Ä.jsonl.gz").write_bytes(gzip.compress(row("99100002")))
    (tmp_path / "one.jsonl").write_bytes(row("99100003"))
    (tmp_path / "broken.xml").write_bytes(b"<PubmedArticleSet><Pubmed")
    done = client.index([folder, str(tmp_path / "*.jsonl"), tmp_path / "broken.xml"])
    assert done.added == 3
    assert [failure.path for failure in done.failed] == ["broken.xml"]
    assert client.article("99100002").title == "Tea"


def test_what_is_too_much_to_name_is_counted(client: Client, tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text('{"title": "Tea", "abs\n' * 1001)
    done = client.index(tmp_path / "a.jsonl")
    assert (len(done.failed), done.more_failed, done.more_skipped) == (1000, 1, 0)


def test_files_go_by_the_names_they_are_given(client: Client, tmp_path: Path) -> None:
    file, other = tmp_path / "1.xml", tmp_path / "2.xml"
    for one in (file, other):
        one.write_bytes(b"<PubmedArticleSet><Pubmed")
    done = client.index([file, other], names={str(file): "of May.xml", "elsewhere.xml": "lost"})
    assert [failure.path for failure in done.failed] == ["of May.xml", "2.xml"]


def test_many_files_go_some_at_a_time(
    client: Client, server: Running, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(uploading, "_FILES", 3)
    for number in range(7):
        row = {"pmid": f"9910000{number}", "title": "Tea", "abstract": "Tea helps."}
        (tmp_path / f"{number}.jsonl").write_text(json.dumps(row))
    done = client.index(str(tmp_path / "*.jsonl"))
    assert (done.read, done.added) == (7, 7)
    jobs = server.client.get("/v1/jobs").json()
    assert [len(job["files"]) for job in jobs] == [1, 3, 3]


@pytest.mark.parametrize(
    ("source", "error"),
    [("nowhere.xml", SourceError), ("-", SettingsError), ("/dev/null", SettingsError)],
)
def test_what_cannot_be_uploaded(client: Client, source: str, error: type[Exception]) -> None:
    with pytest.raises(error):
        client.index(source)


def test_nothing_at_all(client: Client) -> None:
    assert client.index([]).read == 0


# -- jobs that end otherwise ---------------------------------------------------------------------


class Uploads:
    """A server whose job goes through these states; remembers how it was called."""

    def __init__(self, *states: dict[str, Any]) -> None:
        self.states, self.calls = list(states), list[str]()

    async def __call__(self, request: Request) -> Response:
        self.calls.append(f"{request.method} {request.url.path}")
        if request.method == "POST":
            await request.body()
            return JSONResponse({"id": "j", "state": "waiting"}, 202)
        state = self.states.pop(0) if len(self.states) > 1 else self.states[0]
        return JSONResponse({"id": "j", **state})


@pytest.fixture
def file(tmp_path: Path) -> Path:
    made = tmp_path / "a.jsonl"
    made.write_text("{}")
    return made


@pytest.mark.parametrize(
    ("state", "error"),
    [
        ({"state": "stopped"}, RemoteError),
        ({"state": "failed", "error": {"code": "model", "message": "Away"}}, ModelError),
        ({"state": "failed"}, RemoteError),
        ({"state": "done"}, RemoteError),
        ({"state": "done", "report": {"read": "many"}}, RemoteError),
        ({"state": "done", "report": []}, RemoteError),
    ],
)
def test_a_job_that_fails(
    answering: Answering, file: Path, state: dict[str, Any], error: type[Exception]
) -> None:
    with pytest.raises(error):
        answering(app(Uploads({"state": "running", "stage": "reading"}, state))).index(file)


def test_an_interrupt_stops_the_job(answering: Answering, file: Path) -> None:
    uploads = Uploads({"state": "running", "stage": "embedding", "done": 1, "total": 9})

    class Interrupting(Watched):
        @contextmanager
        def track(self, what: str, unit: str, total: int | None) -> Iterator[Advance]:
            if what == "embedding":
                raise KeyboardInterrupt
            yield lambda count: None

    with pytest.raises(KeyboardInterrupt):
        answering(app(uploads)).index(file, Interrupting())
    assert uploads.calls[-1] == "DELETE /v1/jobs/j"


def test_a_busy_server_gets_the_whole_file_again(answering: Answering, file: Path) -> None:
    bodies: list[bytes] = []
    report = {"read": 0, "added": 0, "updated": 0, "unchanged": 0, "skipped": [], "failed": [],
              "deletions": [], "seconds": 0.1}  # fmt: skip

    async def reply(request: Request) -> Response:
        if request.method == "GET":
            return JSONResponse({"id": "j", "state": "done", "report": report})
        bodies.append(await request.body())
        error = {"error": {"code": "busy", "message": "Later", "request_id": "1"}}
        if len(bodies) == 1:
            return JSONResponse(error, 503, {"Retry-After": "0"})
        return JSONResponse({"id": "j", "state": "waiting"}, 202)

    answering(app(reply)).index(file)
    assert [body.count(b'filename="a.jsonl"') for body in bodies] == [1, 1]
    assert all(b"\r\n{}\r\n" in body for body in bodies)


def test_a_real_job_is_stopped(client: Client, server: Running) -> None:
    class Leaving(Watched):
        @contextmanager
        def track(self, what: str, unit: str, total: int | None) -> Iterator[Advance]:
            if what != "uploading":
                raise KeyboardInterrupt
            yield lambda count: None

    held = threading.Event()
    library = server.service.library
    real = library.store.embedder.documents
    library.store.embedder.documents = lambda texts: (held.wait(10), real(texts))[1]  # type: ignore[method-assign]
    try:
        with pytest.raises(KeyboardInterrupt):
            client.index(SAMPLE / "articles", Leaving())
    finally:
        held.set()
    [job] = server.client.get("/v1/jobs").json()
    assert server.finished(job["id"])["state"] == "stopped"


def test_an_article_is_removed(client: Client, tmp_path: Path) -> None:
    row = {"doi": "10.5555/a b", "title": "Tea", "abstract": "Tea helps."}
    (tmp_path / "rows.jsonl").write_text(json.dumps(row))
    assert client.index(tmp_path / "rows.jsonl").added == 1
    assert client.remove("10.5555/a b").title == "Tea"
    assert client.stats().articles == 0
    with pytest.raises(ArticleNotFoundError):
        client.remove("10.5555/a b")
