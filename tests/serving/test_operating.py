"""What whoever runs a server sees of it: health, figures, log."""

import io
import json
import logging
import re
import shutil
import sys
import traceback
import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from answering.helpers import run
from prometheus_client.parser import text_string_to_metric_families

from qa import Library
from qa.serving import logs
from qa.serving.readiness import Readiness
from qa.serving.service import Service
from serving.conftest import Serve
from serving.running import Running, error_of

SECRET = "Does zebrafish melatonin shorten jet lag in astronauts?"  # noqa: S105


def figures(at: Running) -> dict[str, float]:
    """Every sample by its name and labels, as Prometheus' own parser reads them."""
    families = text_string_to_metric_families(at.client.get("/metrics").text)
    return {
        " ".join([sample.name, *(f"{k}={v}" for k, v in sorted(sample.labels.items()))]): (
            sample.value
        )
        for family in families
        for sample in family.samples
    }


def test_figures(library: Library, serve: Serve) -> None:
    at = serve(library)
    at.ask()
    at.ask(question="Is there life on the moon of a far planet?")
    at.ask(question="")
    at.client.get("/v1/articles/pmid:99000001")
    at.client.get("/v1/articles/pmid:99000002")
    seen = figures(at)
    asked = "abstractqa_requests_total method=POST route=/v1/ask"
    assert (seen[f"{asked} status=200"], seen[f"{asked} status=422"]) == (2, 1)
    read = "abstractqa_requests_total method=GET route=/v1/articles/{key} status=200"
    assert seen[read] == 2
    assert seen["abstractqa_answers_total by=extractive kind=answered"] == 1
    assert seen["abstractqa_answers_total by=extractive kind=refused"] == 1
    assert seen["abstractqa_articles"] == len(library.store.catalogue)
    assert seen["abstractqa_queue_length"] == seen["abstractqa_jobs_unfinished"] == 0
    assert seen["abstractqa_request_seconds_bucket le=+Inf route=/v1/ask"] == 3


def test_strangers_make_no_new_figures(library: Library, serve: Serve) -> None:
    at = serve(library)
    counts = []
    for number in range(30):
        at.client.get(f"/nowhere/{number}")
        at.client.request(f"M{number}", "/v1/ask")
        at.client.get(f"/v1/articles/{number}")
        counts.append(len(figures(at)))
    assert counts[2:] == counts[1:-1]


@pytest.fixture
def logged(monkeypatch: pytest.MonkeyPatch) -> Iterator[io.StringIO]:
    """The log, as the server sets it up."""
    written = io.StringIO()
    monkeypatch.setattr(sys, "stderr", written)
    root, ours = logging.getLogger(), logging.getLogger("abstractqa")
    kept = root.handlers[:], root.level, ours.level
    logs.to_stderr()
    yield written
    logging.captureWarnings(False)
    root.handlers[:], root.level, ours.level = kept


def lines(written: io.StringIO) -> list[dict[str, Any]]:
    return [json.loads(line) for line in written.getvalue().splitlines()]


def test_a_line_for_each_request(library: Library, serve: Serve, logged: io.StringIO) -> None:
    at = serve(library)
    told = at.ask(question=SECRET)
    at.client.get("/v1/articles/pmid:secret-of-mine")
    (line,) = [one for one in lines(logged) if one.get("route") == "/v1/ask"]
    assert line["request_id"] == told.headers["x-request-id"]
    assert (line["method"], line["status"], line["owner"]) == ("POST", 200, "")
    assert line["ms"] > 0
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT.*Z", line["timestamp"])
    assert "zebrafish" not in logged.getvalue()
    assert "secret" not in logged.getvalue()


def broken(*_: object) -> None:
    raise RuntimeError(SECRET)


def test_what_breaks_is_told_without_its_question(
    library: Library, serve: Serve, logged: io.StringIO, monkeypatch: pytest.MonkeyPatch
) -> None:
    at = serve(library)
    monkeypatch.setattr(Service, "_check", broken)
    told = at.ask(question=SECRET)
    assert (told.status_code, error_of(told)) == (500, "internal")
    (line,) = [one for one in lines(logged) if one["event"] == "broken"]
    assert line["request_id"] == told.headers["x-request-id"]
    assert line["error"] == "RuntimeError"
    assert "test_operating.py" in line["at"][-1]
    assert "zebrafish" not in told.text + logged.getvalue()


@pytest.mark.parametrize("questions", [False, True])
def test_what_libraries_print_is_a_line_of_the_log(
    logged: io.StringIO, monkeypatch: pytest.MonkeyPatch, questions: bool
) -> None:
    """As Gradio prints what goes wrong in an event, and Python its warnings."""
    monkeypatch.setattr(sys, "stderr", logged)
    logs.to_stderr(questions)
    with logs.printed(questions):
        for wrong in (RuntimeError, KeyError):
            try:
                broken_by(wrong)
            except wrong:
                traceback.print_exc()
        sys.stderr.write(SECRET)
        with warnings.catch_warnings():
            warnings.simplefilter("always")
            logging.captureWarnings(True)
            warnings.warn(f"{SECRET}\nand more", UserWarning, stacklevel=1)
            logging.captureWarnings(False)
        try:
            broken_by(RuntimeError)
        except RuntimeError:
            logging.getLogger("asyncio").exception("Task was lost\nfuture: %s", SECRET)
    told = lines(logged)
    assert [one["event"] for one in told] == [
        "broken",
        "broken",
        "printed",
        "warning",
        "Task was lost",
    ]
    assert [one.get("error") for one in told] == [
        "RuntimeError",
        "KeyError",
        None,
        "UserWarning",
        "RuntimeError",
    ]
    assert all("test_operating.py:" in told[n]["at"][-1] for n in (0, 1, 4))
    assert "test_operating.py:" in told[3]["at"]
    assert ("zebrafish" in logged.getvalue()) == questions
    assert "Traceback" not in logged.getvalue()


def broken_by(wrong: type[Exception]) -> None:
    raise wrong(SECRET)


def test_a_log_that_cannot_be_written_to_stops_nothing(logged: io.StringIO) -> None:
    logged.close()
    with logs.printed():
        logs.log.error("unheard")
        sys.stderr.write(SECRET)


def test_questions_are_logged_where_that_is_wanted(
    library: Library, serve: Serve, logged: io.StringIO
) -> None:
    at = serve(library, log_questions=True)
    at.ask(question=SECRET)
    assert SECRET in [line.get("question") for line in lines(logged)]


def test_a_store_that_is_lost_is_not_ready(empty: Library, serve: Serve) -> None:
    at = serve(empty)
    assert at.client.get("/readyz").status_code == 200
    empty.store.catalogue.close()
    refused = at.client.get("/readyz")
    assert "is closed" in refused.json()["error"]["message"]
    assert (refused.status_code, error_of(refused)) == (503, "busy")
    assert at.client.get("/healthz").status_code == 200


def test_a_store_that_is_deleted_is_not_ready_until_there_is_one(
    empty: Library, serve: Serve, tmp_path: Path
) -> None:
    at, store, aside = serve(empty), empty.store.path, tmp_path / "aside"
    shutil.move(store, aside)
    asked = (at.client.get("/readyz"), at.client.get("/v1/stats"), at.ask())
    assert [told.status_code for told in asked] == [503] * 3
    assert all("there is no store at" in told.text for told in asked)
    refused = at.upload(("a.jsonl", b"{}"))
    assert (refused.status_code, error_of(refused)) == (503, "store_missing")
    assert "abstractqa_articles NaN" in at.client.get("/metrics").text
    shutil.copytree(aside, store)
    assert at.client.get("/readyz").status_code == 200
    assert "abstractqa_articles 0.0" in at.client.get("/metrics").text


def test_a_model_that_cannot_be_used_is_not_ready(library: Library) -> None:
    wrong = Readiness(library.using(llm="gguf:/nowhere/model.gguf"))
    assert wrong.reason == "The models are being loaded"
    wrong.warm_up()
    assert "/nowhere/model.gguf" in str(wrong.reason)


def test_an_address_that_is_taken(sample_store: Path, server: Running) -> None:
    port = server.url.rpartition(":")[2]
    done = run("serve", "--store", str(sample_store), "--port", port, "--no-page")
    assert done.status == 2
    assert "nothing can listen at 127.0.0.1" in done.err
    assert done.err.count("\n") == 1


def test_a_wish_for_web_sockets_is_answered_without_a_warning(
    library: Library, serve: Serve, logged: io.StringIO
) -> None:
    wish = {"Connection": "Upgrade", "Upgrade": "websocket", "Sec-WebSocket-Key": "x"}
    assert serve(library).client.get("/v1/stats", headers=wish).status_code == 200
    assert {line["level"] for line in lines(logged)} == {"info"}
