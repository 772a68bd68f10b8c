"""Whoever asks over HTTP learns nothing of where things lie on this machine."""

from pathlib import Path

import pytest
from filelock import FileLock

from index.errors import BusyError
from qa import Library
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
    ],
)
def test_of_a_path_its_name_is_left(said: str, shown: str) -> None:
    settings = Settings(store=Path("/srv/lab/store"), llm="gguf:/models/big/a.gguf")
    places = Places.of(settings, Path("/srv/other/store-server"))
    assert places.hidden(said) == shown


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
        assert "catalogue.sqlite cannot be used now" in told.text
        assert str(store.parent) not in told.text
