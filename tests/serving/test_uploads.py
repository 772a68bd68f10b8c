"""Files uploaded: indexed in turn, whatever they are called, and never more than is allowed."""

import json
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from answering.helpers import SAMPLE
from hypothesis import given
from hypothesis import strategies as st
from invented import WordHashEmbedder, trials

from index.store import Store
from qa import Library, Settings
from qa.serving.job import State
from qa.serving.jobs import Jobs
from qa.serving.reception import Reception, shown_name
from serving.conftest import Serve
from serving.running import Running, error_of, until


def rows(count: int, first: int = 1) -> bytes:
    """A JSON Lines file of invented trials."""
    return "".join(json.dumps(row) + "\n" for row in trials(count, first)).encode()


@pytest.fixture
def at(empty: Library, serve: Serve) -> Running:
    """A server over an empty store."""
    return serve(empty, max_file=200_000, max_upload=300_000, max_files=4)


def inside(folder: Path) -> set[str]:
    """Every file under a folder, by its path."""
    return {str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()}


def test_an_upload_is_indexed(at: Running, empty: Library) -> None:
    sent = at.upload(("trials.jsonl", rows(5)), ("notes.txt", b"Bread, milk, two eggs.\n"))
    assert sent.status_code == 202
    assert sent.headers["location"] == f"/v1/jobs/{sent.json()['id']}"
    job = at.finished(sent.json()["id"])
    assert (job["state"], job["tries"], job["error"]) == ("done", 1, None)
    assert (job["report"]["read"], job["report"]["added"]) == (5, 5)
    assert [failure["file"] for failure in job["report"]["failed"]] == ["notes.txt"]
    assert at.client.get("/v1/articles/pmid:3").json()["key"] == "pmid:3"
    assert len(empty.store.catalogue) == 5


def test_an_article_comes_from_the_file_as_its_user_calls_it(at: Running, empty: Library) -> None:
    """However often it is sent: the place on this server's disk is nobody's business."""
    for count in (5, 0):
        job = at.finished(at.upload(("my trials.jsonl", rows(5))).json()["id"])
        assert (job["report"]["added"], job["report"]["unchanged"]) == (count, 5 - count)
    origins = empty.article("pmid:3").origins
    assert [(one.path, one.record) for one in origins] == [("my trials.jsonl", "line 3")]


@pytest.mark.parametrize(
    "file", sorted((SAMPLE / "articles").iterdir()), ids=lambda path: path.name
)
def test_every_format(at: Running, file: Path) -> None:
    sent = at.upload((file.name, file.read_bytes()))
    job = at.finished(sent.json()["id"])
    assert job["state"] == "done"
    assert job["report"]["read"] > 0
    assert job["report"]["failed"] == []


def test_a_job_forgets_its_files(at: Running, tmp_path: Path) -> None:
    job = at.finished(at.upload(("a.jsonl", rows(2))).json()["id"])
    left = inside(tmp_path / "data" / "jobs")
    until(
        lambda: inside(tmp_path / "data" / "jobs"), lambda left: left == {f"{job['id']}/job.json"}
    )
    assert str(tmp_path) not in json.dumps(job)
    del left


NAMES = [
    "../../../../etc/cron.d/evil",
    "..\\..\\windows\\system32\\evil.dll",
    "/etc/passwd",
    "C:\\evil.xml",
    "\\\\server\\share\\evil.xml",
    "..",
    ".",
    "",
    " ",
    "a\0b.xml",
    "CON.txt",
    "a" * 3000 + ".xml",
    "a" * 5000 + ".xml",
    "прото́кол 研究.jsonl",
    "\u202egpj.lxm",
    "<script>alert(1)</script>.xml",
    "'; DROP TABLE articles; --.csv",
    "$(touch pwned).xml",
    "-rf",
    "*",
    "bioasq:x",
    "a\r\nX-Evil: 1.xml",
]


@pytest.mark.parametrize("name", NAMES, ids=lambda name: repr(name[:20]))
def test_a_name_names_no_place(empty: Library, serve: Serve, tmp_path: Path, name: str) -> None:
    at = serve(empty)
    before = inside(tmp_path)
    boundary = "b"
    disposition = b'Content-Disposition: form-data; name="files"; filename="%b"' % (
        name.replace("\\", "\\\\").replace('"', "%22").encode()
    )
    content = b"--b\r\n%b\r\n\r\n%b\r\n--b--\r\n" % (disposition, rows(1))
    headers = {"Content-Type": f"multipart/form-data; boundary={boundary}"}
    sent = at.client.post("/v1/articles", content=content, headers=headers)
    if sent.status_code != 202:
        # No header holds a line end, nor thousands of characters: the body is broken.
        assert "\r" in name or len(name) > 4000
        assert sent.status_code == 422
        return
    job = at.finished(sent.json()["id"])
    assert job["state"] == "done"
    assert job["report"]["added"] == 1
    (shown,) = job["files"]
    assert shown
    assert not set(shown) & set("/\\\0\u202e\r\n")
    assert len(shown) <= 200
    new = {path for path in inside(tmp_path) - before if not path.startswith("store/")}
    assert all(path.startswith(f"data/jobs/{job['id']}/") for path in new), new


@given(st.text())
def test_any_name_is_shown_as_one_line_of_plain_characters(name: str) -> None:
    shown = shown_name(name)
    assert shown == shown_name(shown)
    assert shown.isprintable() or " " in shown
    assert 0 < len(shown) <= 200


@given(st.lists(st.text(), max_size=5))
def test_any_name_stays_in_its_folder(names: list[str]) -> None:
    reception = Reception("id", "", Path("/nowhere"))
    places = [reception.place(name) for name in names]
    assert all(place.parent == Path("/nowhere/files") for place in places)
    assert len({place.name for place in places}) == len(names)


def test_a_file_too_large(at: Running, tmp_path: Path) -> None:
    refused = at.upload(("a.jsonl", b"x" * 200_001))
    assert refused.status_code == 413
    assert error_of(refused) == "too_large"
    assert inside(tmp_path / "data" / "jobs") == set()


def test_files_too_large_together(at: Running, tmp_path: Path) -> None:
    refused = at.upload(*((f"{n}.jsonl", b"x" * 150_000) for n in range(3)))
    assert refused.status_code == 413
    assert error_of(refused) == "too_large"
    assert inside(tmp_path / "data" / "jobs") == set()


def test_too_many_files(at: Running, tmp_path: Path) -> None:
    refused = at.upload(*((f"{n}.jsonl", b"x") for n in range(5)))
    assert refused.status_code == 422
    assert error_of(refused) == "invalid_request"
    assert inside(tmp_path / "data" / "jobs") == set()


def test_a_body_without_a_length_is_stopped_as_it_comes(at: Running) -> None:
    sent = 0

    def endless() -> Iterator[bytes]:
        nonlocal sent
        yield b'--b\r\nContent-Disposition: form-data; name="files"; filename="a"\r\n\r\n'
        while sent < 100_000_000:
            sent += 65_536
            yield b"x" * 65_536

    headers = {"Content-Type": "multipart/form-data; boundary=b"}
    refused = at.client.post("/v1/articles", content=endless(), headers=headers)
    assert refused.status_code == 413
    assert sent < 20_000_000


@pytest.mark.parametrize(
    ("kind", "content", "status"),
    [
        ("application/json", b"{}", 415),
        ("text/plain", b"x", 415),
        ("", b"x", 415),
        ("multipart/form-data", b"--b--\r\n", 422),
        ("multipart/form-data; boundary=b", b"", 422),
        ("multipart/form-data; boundary=b", b"--b--\r\n", 422),
        ("multipart/form-data; boundary=b", b"nonsense", 422),
        (
            "multipart/form-data; boundary=b",
            b'--b\r\nContent-Disposition: form-data; name="files"\r\n\r\nx\r\n--b--\r\n',
            422,
        ),
        (
            "multipart/form-data; boundary=b",
            b'--b\r\nContent-Disposition: form-data; name="other"; filename="a"\r\n\r\nx\r\n--b--',
            422,
        ),
        (
            "multipart/form-data; boundary=b",
            b'--b\r\nContent-Disposition: form-data; name="files"; filename="a"\r\n\r\ntorn off',
            422,
        ),
        ("multipart/form-data; boundary=" + "b" * 1000, b"x", 422),
    ],
)
def test_a_body_that_is_no_upload(
    at: Running, tmp_path: Path, kind: str, content: bytes, status: int
) -> None:
    headers = {"Content-Type": kind} if kind else {}
    refused = at.client.post("/v1/articles", content=content, headers=headers)
    assert refused.status_code == status, refused.text
    assert error_of(refused) == "invalid_request"
    assert inside(tmp_path / "data" / "jobs") == set()


def test_an_article_is_removed(at: Running, empty: Library) -> None:
    at.finished(at.upload(("a.jsonl", rows(3))).json()["id"])
    assert at.client.delete("/v1/articles/pmid:2").status_code == 204
    assert error_of(at.client.delete("/v1/articles/pmid:2")) == "article_not_found"
    assert error_of(at.client.get("/v1/articles/2")) == "article_not_found"
    assert at.client.get("/v1/stats").json()["articles"] == 2
    assert not empty.verify().problems


class Slow(WordHashEmbedder):
    """Takes its time, so that a job can be seen while it runs."""

    def documents(self, texts: Any) -> Any:
        time.sleep(0.05)
        return super().documents(texts)


@pytest.fixture
def slow(tmp_path: Path) -> Iterator[Library]:
    """A library that indexes ten abstracts at a time, slowly."""
    settings = Settings(store=tmp_path / "slow", reranker="none", window=10)
    with Library(Store.create(tmp_path / "slow", Slow()), settings) as opened:
        yield opened


def state(at: Running, id_: str) -> Any:
    return at.client.get(f"/v1/jobs/{id_}").json()


def test_jobs_take_turns_and_show_how_far_they_are(slow: Library, serve: Serve) -> None:
    at = serve(slow)
    first = at.upload(("a.jsonl", rows(100))).json()["id"]
    second = at.upload(("b.jsonl", rows(10, first=1000))).json()["id"]
    seen = until(
        lambda: state(at, first), lambda job: job["stage"] == "embedding" and job["done"] >= 20
    )
    assert (seen["state"], seen["total"]) == ("running", 100)
    assert state(at, second)["state"] == "waiting"
    assert [job["id"] for job in at.client.get("/v1/jobs").json()] == [second, first]
    assert at.finished(first)["report"]["added"] == 100
    assert at.finished(second)["report"]["added"] == 10


def test_a_job_is_stopped(slow: Library, serve: Serve) -> None:
    at = serve(slow)
    running = at.upload(("a.jsonl", rows(200))).json()["id"]
    waiting = at.upload(("b.jsonl", rows(10, first=5000))).json()["id"]
    until(lambda: state(at, running), lambda job: job["stage"] == "embedding")
    assert at.client.delete(f"/v1/jobs/{waiting}").json()["state"] == "stopped"
    at.client.delete(f"/v1/jobs/{running}")
    assert at.finished(running)["state"] == "stopped"
    assert state(at, waiting)["report"] is None
    assert at.client.get("/v1/stats").json()["articles"] == 200
    # What was left is done by the next.
    assert at.finished(at.upload(("c.jsonl", rows(1, first=9000))).json()["id"])["state"] == "done"
    assert at.client.get("/v1/stats").json()["pending"] == 0
    assert not slow.verify().problems


def test_questions_are_answered_meanwhile(slow: Library, serve: Serve) -> None:
    at = serve(slow)
    job = at.upload(("a.jsonl", rows(200))).json()["id"]
    until(lambda: state(at, job), lambda told: told["stage"] == "embedding")
    answer = at.ask(question="Does arbol prevent attacks of gout?")
    assert answer.status_code == 200
    assert state(at, job)["state"] == "running"
    locked = at.client.delete("/v1/articles/pmid:1")
    assert (locked.status_code, error_of(locked)) == (503, "store_locked")
    assert int(locked.headers["retry-after"]) > 0
    at.client.delete(f"/v1/jobs/{job}")
    at.finished(job)


def test_a_job_waits_for_whoever_is_writing(empty: Library, serve: Serve) -> None:
    at = serve(empty)
    with empty.store.writing():
        first, second = (at.upload(("a.jsonl", rows(3))).json()["id"] for _ in range(2))
        until(lambda: state(at, first), lambda job: job["state"] == "running")
        at.client.delete(f"/v1/jobs/{first}")
        assert at.finished(first)["state"] == "stopped"
        until(lambda: state(at, second), lambda job: job["state"] == "running")
    assert at.finished(second)["report"]["added"] == 3


def test_only_the_newest_jobs_are_kept(empty: Library, serve: Serve, tmp_path: Path) -> None:
    at = serve(empty, keep_jobs=2)
    ids = [at.upload(("a.jsonl", rows(1, first=n))).json()["id"] for n in range(1, 5)]
    at.finished(ids[-1])
    until(lambda: len(at.client.get("/v1/jobs").json()), lambda count: count == 2)
    folder = tmp_path / "data" / "jobs"
    until(lambda: {path.name for path in folder.iterdir()}, lambda kept: kept == set(ids[-2:]))
    assert error_of(at.client.get(f"/v1/jobs/{ids[0]}")) == "not_found"


def left_over(folder: Path, library: Library) -> Jobs:
    """Jobs as a server that starts finds them."""
    jobs = Jobs(library, folder)
    jobs.open()
    return jobs


def test_what_a_killed_server_left_is_taken_up(empty: Library, tmp_path: Path) -> None:
    folder, file = tmp_path / "jobs", tmp_path / "a.jsonl"
    file.write_bytes(rows(3))
    folder.mkdir()
    before = Jobs(empty, folder)  # Never opened: nothing is worked on.
    half = before.receive("")
    half.place("b.jsonl").write_bytes(rows(3)[:100])
    waiting = before.start([file], "jane")
    (folder / "strange").mkdir()
    after = left_over(folder, empty)
    job = until(lambda: after.get(waiting.id), lambda job: job.state.over)
    after.close()
    assert (job.state, job.owner, job.files) == (State.DONE, "jane", ("a.jsonl",))
    assert job.report["added"] == 3
    assert [path.name for path in folder.iterdir()] == [waiting.id]


def test_a_job_that_kills_the_server_is_given_up(empty: Library, tmp_path: Path) -> None:
    folder, file = tmp_path / "jobs", tmp_path / "a.jsonl"
    file.write_bytes(rows(3))
    folder.mkdir()
    before = Jobs(empty, folder)
    job = before.start([file], "")
    path = folder / job.id / "job.json"
    told = json.loads(path.read_bytes())
    path.write_text(json.dumps({**told, "state": "running", "tries": 3}))
    after = left_over(folder, empty)
    given_up = after.get(job.id)
    after.close()
    assert given_up is not None
    assert given_up.state is State.FAILED
    assert "3 times" in (given_up.error or {})["message"]
    assert len(empty.store.catalogue) == 0


def test_an_upload_that_breaks_off_leaves_nothing(at: Running, tmp_path: Path) -> None:
    def torn() -> Iterator[bytes]:
        yield b'--b\r\nContent-Disposition: form-data; name="files"; filename="a"\r\n\r\n'
        yield b"x" * 100_000
        raise ConnectionError

    headers = {"Content-Type": "multipart/form-data; boundary=b"}
    with pytest.raises((ConnectionError, httpx.TransportError)):
        at.client.post("/v1/articles", content=torn(), headers=headers)
    until(lambda: list((tmp_path / "data" / "jobs").iterdir()), lambda left: left == [])
