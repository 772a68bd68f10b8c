"""A disk without room: uploads are refused, nothing is left of them, and the rest goes on."""

from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from invented import WordHashEmbedder

from index.errors import DiskFullError, StoreError
from index.store import Store
from qa import Library, Settings
from qa.serving.jobs import Jobs
from serving.conftest import Serve
from serving.rooms import ROOM, little_room
from serving.running import error_of
from serving.test_uploads import rows


@pytest.fixture
def small(tmp_path: Path) -> Iterator[Path]:
    """A folder with little room."""
    with little_room(tmp_path / "small") as folder:
        yield folder


def files_in(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


def test_an_upload_for_which_there_is_no_room(empty: Library, serve: Serve, small: Path) -> None:
    at = serve(empty, data=small)
    for _ in range(2):
        refused = at.upload(("a.jsonl", b"x" * (3 * ROOM)))
        assert (refused.status_code, error_of(refused)) == (507, "disk_full")
        assert str(small) not in refused.text
        assert files_in(small / "jobs") == []
    job = at.finished(at.upload(("a.jsonl", rows(3))).json()["id"])
    assert (job["state"], job["report"]["added"]) == ("done", 3)
    described = at.client.get("/openapi.json").json()["paths"]["/v1/articles"]["post"]
    assert "507" in described["responses"]


def test_a_file_dropped_for_which_there_is_no_room(
    empty: Library, small: Path, tmp_path: Path
) -> None:
    large = tmp_path / "large.jsonl"
    large.write_bytes(b"x" * ROOM)
    more = tmp_path / "more.jsonl"
    more.write_bytes(b"x" * ROOM)
    jobs = Jobs(empty, small)
    with pytest.raises(DiskFullError):
        jobs.start([large, more, large], "")
    assert list(small.iterdir()) == []


def test_a_store_without_room_fails_its_job_and_not_the_next(
    embedder: WordHashEmbedder, serve: Serve, tmp_path: Path
) -> None:
    room = little_room(tmp_path / "small", 4 * ROOM)
    with room as small, Library(Store.create(small, embedder), Settings(store=small)) as library:
        at = serve(library)
        job = at.finished(at.upload(("few.jsonl", rows(3))).json()["id"])
        filling = small / "filling"
        with suppress(OSError):
            filling.write_bytes(b"x" * (4 * ROOM))
        job = at.finished(at.upload(("many.jsonl", rows(2000, first=10))).json()["id"])
        assert job["state"] == "failed"
        assert job["error"]["code"] in ("disk_full", "store")
        refused = at.client.delete("/v1/articles/pmid:2")
        if refused.status_code != 204:  # Where only files are limited, this may fit.
            assert (refused.status_code, error_of(refused)) == (507, "disk_full")
        filling.unlink()
        job = at.finished(at.upload(("more.jsonl", rows(3, first=5000))).json()["id"])
        assert (job["state"], job["report"]["added"]) == ("done", 3)
        assert not library.verify().problems


def test_a_conversation_for_which_there_is_no_room(
    empty: Library, serve: Serve, small: Path
) -> None:
    at = serve(empty, data=small)
    kept = at.service.conversations
    name = kept.create("", "Tea").id
    # Where only files are limited, SQLite does not know why it cannot write.
    with pytest.raises(StoreError, match=r"no room|disk I/O"):
        for _ in range(1000):
            kept.settle("", name, kept.append("", name, "x" * 4000).number)
    assert at.ask().status_code == 200
    assert kept.get("", name).exchanges
