"""Whoever asks over HTTP learns nothing of where things lie on this machine."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import gradio as gr
import pytest
from filelock import FileLock
from hypothesis import given
from hypothesis import strategies as st

from index.catalogue import Catalogue
from index.errors import BusyError, SourceError, StoreError
from qa import Library
from qa.conversations import Conversations
from qa.page.adding import Dropped
from qa.page.doing import Handlers
from qa.page.doing.asking import UNCHANGED
from qa.serving.jobs import Jobs
from qa.serving.places import Places
from qa.settings import Settings
from serving.conftest import Serve
from serving.running import error_of
from serving.test_uploads import rows


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ("the store at /srv/lab/store can only be read", "the store at store can only be read"),
        ("/srv/lab/store/vectors cannot be read", "vectors cannot be read"),
        ("no room in /srv/other/store-server/jobs/7f/job.json", "no room in 7f/job.json"),
        ("'/models/big/a.gguf' is no GGUF file", "'a.gguf' is no GGUF file"),
        ("gguf:/models/big/a.gguf cannot be loaded", "gguf:a.gguf cannot be loaded"),
        ("See https://lab.example/srv/lab/a", "See https://lab.example/srv/lab/a"),
        ("the DOI 10.1/srv/lab/x is no DOI", "the DOI 10.1/srv/lab/x is no DOI"),
        ("There is nothing at /v1/jobs/7", "There is nothing at /v1/jobs/7"),
        ("/etc/ssl/private/key.pem cannot be read", "key.pem cannot be read"),
        ("cannot read '/home/jane doe/my keys', see /docs", "cannot read 'my keys', see /docs"),
        ("no such file: /home/jane/.cache/model.bin.", "no such file: model.bin."),
        ("see file:///usr/lib/python3/x.py, line 7", "see x.py, line 7"),
        ("(/var/a) or gguf:/usr/share/a.gguf", "(a) or gguf:a.gguf"),
        ("/etc is full", "etc is full"),
        ("See https://home/usr/lib", "See https://home/usr/lib"),
        ("5 mg/usr, and/or /usrs", "5 mg/usr, and/or /usrs"),
    ],
)
def test_of_a_path_its_name_is_left(said: str, shown: str) -> None:
    settings = Settings(store=Path("/srv/lab/store"), llm="gguf:/models/big/a.gguf")
    places = Places.of(settings, Path("/srv/other/store-server"))
    assert places.hidden(said) == shown


PARTS = st.lists(st.text("abc.-_ é0", min_size=1).filter(str.strip), min_size=1, max_size=4)


@given(st.sampled_from(sorted(one.name for one in Path("/").iterdir())), PARTS)
def test_no_path_of_this_machine_is_left(root: str, parts: list[str]) -> None:
    path = "/".join(["", root, *parts])
    said = Places().hidden(f"there is no '{path}' here, nor {path.replace(' ', '')}. See /docs")
    assert f"/{root}" not in said
    assert said.endswith("See /docs")


def test_an_error_stays_what_it_is() -> None:
    places = Places([Path("/srv/lab/store")])
    with pytest.raises(BusyError, match=r"^store is busy. Leave store$") as told, places.hiding():
        raise BusyError("/srv/lab/store is busy", "Leave /srv/lab/store", 7.0)
    assert (told.value.problem, told.value.retry_after) == ("store is busy", 7.0)


def test_a_store_that_is_written_to_is_not_told_by_its_place(empty: Library, serve: Serve) -> None:
    at, store = serve(empty), empty.settings.store
    at.finished(at.upload(("a.jsonl", rows(1))).json()["id"])
    key = next(iter(empty.store.catalogue)).key
    with FileLock(store / "write.lock"):
        refused = at.client.delete(f"/v1/articles/{key}")
    assert (refused.status_code, error_of(refused)) == (503, "store_locked")
    assert f"the store at {store.name}" in refused.text
    assert str(store.parent) not in refused.text


def test_a_store_that_is_lost_is_not_told_by_its_place(empty: Library, serve: Serve) -> None:
    at, store = serve(empty), empty.settings.store
    empty.store.catalogue.close()
    for told in (at.client.get("/readyz"), at.ask(), at.client.get("/v1/facets")):
        assert told.status_code == 503
        assert f"the store at {store.name} is closed" in told.text
        assert str(store.parent) not in told.text


def test_neither_a_job_nor_an_answer_tells_a_place(
    empty: Library, serve: Serve, monkeypatch: pytest.MonkeyPatch
) -> None:
    at = serve(empty)
    place = Path.home() / "private" / "model.bin"

    def fails(*_: object) -> None:
        raise SourceError(f"{place} cannot be read", f"Look at {place}")

    monkeypatch.setattr(Library, "index", fails)
    monkeypatch.setattr(Library, "ask", fails)
    job = at.finished(at.upload(("a.jsonl", rows(1))).json()["id"])
    assert "model.bin cannot be read" in job["error"]["message"]
    asked = at.ask()
    assert "model.bin cannot be read" in asked.text
    for told in (str(job), asked.text):
        assert str(place.parent) not in told


def test_the_page_tells_no_place(
    empty: Library, serve: Serve, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Wherever it says why something was not done."""
    service, window = serve(empty).service, gr.Request(session_hash="w")
    place = Path("/etc/private/file")

    def fails(*_: object, **__: object) -> None:
        raise StoreError(f"{place} cannot be read", "Wait")

    for owner, names in (
        (Conversations, ("list", "append", "rename", "delete", "get")),
        (Library, ("article",)),
        (Jobs, ("receive",)),
        (Catalogue, ("latest",)),
    ):
        for name in names:
            monkeypatch.setattr(owner, name, fails)
    do, event = Handlers.over(service), gr.EventData(None, {"id": "a", "key": "a", "form": "nbib"})
    fields: tuple[Any, ...] = ("", "", [], [], [], [], False, 5, True)
    dropped = [Dropped(Path(__file__), "a")]

    async def last(updates: AsyncIterator[object]) -> object:
        return [one async for one in updates if one != UNCHANGED][-1]

    async def said() -> list[object]:
        return [
            do.keeps.history(window, "", ""),
            do.keeps.rename(event, window, "", ""),
            await do.keeps.remove(event, window, "", "", "apa"),
            await do.finds.remove(event, window, "", "", "apa"),
            await do.finds.find(window, "", "apa"),
            await last(do.asks.ask(window, "Why?", "a", "apa", *fields)),
            await last(do.adds.add(window, dropped)),
            do.asks.parcel({"form": "nbib"}, window),
        ]

    for one in asyncio.run(said()):
        assert "file cannot be read" in str(one)
        assert str(place) not in str(one)
