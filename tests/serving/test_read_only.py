"""A store that can only be read: asked as any other, and nothing is written to it."""

import json
import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from index import database, store
from index.embedder import Embedder
from index.errors import StoreError, StoreReadOnlyError
from index.store import Store
from qa import Library, Settings
from qa.serving import ServerSettings, Service, service
from serving.conftest import Serve
from serving.running import QUESTION, Running, error_of
from serving.test_asking import untimed
from serving.test_uploads import rows


@contextmanager
def only_read(folder: Path, patch: pytest.MonkeyPatch) -> Iterator[None]:
    """The folder while nobody may write to it: by its rights; for root, whom they do not stop, by a
    mount; where nothing may be mounted the program is told so."""
    if os.geteuid() != 0:
        folder.chmod(0o500)
        yield
        folder.chmod(0o700)
        return
    bound = subprocess.run(  # noqa: S603
        ["mount", "--bind", str(folder), str(folder)],  # noqa: S607
        capture_output=True,
        check=False,
    )
    if bound.returncode:
        for module in (database, store):
            patch.setattr(module, "writable", lambda _: False)
        yield
        return
    try:
        remount = ["mount", "-o", "remount,ro,bind", str(folder)]
        subprocess.run(remount, check=True)  # noqa: S603
        yield
    finally:
        subprocess.run(["umount", "--lazy", str(folder)], check=True)  # noqa: S603, S607


def test_a_folder_for_uploads_that_can_only_be_read(
    library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "data"
    folder.mkdir()
    with only_read(folder, monkeypatch):
        if os.access(folder, os.W_OK):
            monkeypatch.setattr(service, "writable", lambda _: False)
        with pytest.raises(StoreError, match="Name another in ABSTRACTQA_SERVE_DATA"):
            Service.over(library.using(), ServerSettings(data=folder))


@pytest.fixture
def at(
    sample_store: Path,
    builtin: Embedder,
    serve: Serve,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> Iterator[Running]:
    """The sample on a disk that is only read, served."""
    folder = tmp_path / "store"
    shutil.copytree(sample_store, folder)
    before = contents(folder)
    with only_read(folder, monkeypatch):
        library = Library(Store.open(folder, builtin), Settings(store=folder))
        with library:
            yield serve(library)
    assert contents(folder) == before


def contents(folder: Path) -> dict[str, bytes]:
    return {str(path): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_it_is_asked_as_any_other(at: Running, library: Library) -> None:
    here = json.loads(json.dumps(library.ask(QUESTION).to_dict()))
    assert untimed(at.ask().json()) == untimed(here)
    found = at.client.post("/v1/search", json={"query": "migraine", "options": {"years": "2015-"}})
    assert found.json()["hits"]
    assert at.client.get("/v1/stats").json()["articles"] == library.stats().articles
    assert at.client.get("/v1/facets").status_code == 200
    assert not at.service.library.verify().problems


def test_what_would_write_to_it_is_told_so(at: Running) -> None:
    for refused in (at.upload(("a.jsonl", rows(1))), at.client.delete("/v1/articles/99000001")):
        assert (refused.status_code, error_of(refused)) == (503, "store_read_only")
        assert "can only be read" in refused.text
    assert at.client.get("/v1/jobs").json() == []
    with pytest.raises(StoreReadOnlyError):
        at.service.library.store.catalogue.set_fact("by", "somebody")
    assert at.client.get("/v1/articles/99000001").status_code == 200
