"""A server killed with -9 in the middle of things, and started again."""

import json
import signal
import threading
import time
import uuid
from collections.abc import Iterator
from contextlib import AbstractContextManager, suppress
from pathlib import Path

import httpx
import pytest
from answering.helpers import SAMPLE
from llm.servers import Server
from llm.steps import silent
from llm.wires import OpenAI

from index.embedder import Embedder
from index.store import Store
from qa import Library, Settings
from qa.conversations import FILE, Conversations, State
from serving.children import Child, child
from serving.running import PATIENCE, QUESTION, until
from serving.test_uploads import inside, rows

# Abstracts written together: some are, and some are not, when it is killed.
_WINDOW = 50
# Seconds that indexing may take on a machine with much else to do.
_LONG = 500.0


def without_page(store: Path, *more: str, **variables: str) -> AbstractContextManager[Child]:
    """A server of the API only."""
    some = {"ABSTRACTQA_WINDOW": str(_WINDOW), "ABSTRACTQA_LLM_KEY": "sk-invented"}
    return child(store, "--no-page", *more, **some, **variables)


@pytest.fixture
def own(tmp_path: Path, builtin: Embedder) -> Path:
    """A store with the sample's XML in it, that only this test uses."""
    folder = tmp_path / "store"
    with Library(Store.create(folder, builtin), Settings(store=folder)) as library:
        library.index([SAMPLE / "articles" / "pubmed.xml"])
    return folder


def test_killed_in_mid_answer_and_mid_upload(own: Path, builtin: Embedder) -> None:
    data = own.with_name("store-server")
    data.mkdir()
    with Conversations(data / FILE) as conversations:
        kept = conversations.create("", "Delirium")
        conversations.append("", kept.id, QUESTION)
    with Server(OpenAI(), [silent('{"statements": [')]) as model:
        named = ("--llm", "openai:m", "--llm-base-url", model.url)
        with without_page(own, *named) as served:
            before = served.client.get("/v1/stats").json()
            asking = threading.Thread(target=_asked, args=(served,))
            asking.start()
            until(lambda: model.requests, bool)  # The model writes.
            sending = threading.Thread(target=_torn, args=(served,))
            sending.start()
            until(lambda: [one for one in inside(data) if "/.half-" in one], bool)
            served.kill()
            asking.join()
            sending.join()
    assert [one for one in inside(data) if "/.half-" in one]  # Half an upload is there,
    with without_page(own) as again:
        assert not [one for one in inside(data) if "/.half-" in one]  # and now is not.
        assert again.client.get("/v1/stats").json() == before
        assert again.client.get("/v1/jobs").json() == []
        answer = again.client.post("/v1/ask", json={"question": QUESTION}).json()
        assert answer["citations"]
    with Library(Store.open(own, builtin), Settings(store=own)) as library:
        assert not library.verify().problems
    with Conversations(data / FILE) as conversations:
        (exchange,) = conversations.get("", kept.id).exchanges
        assert (exchange.question, exchange.state) == (QUESTION, State.INTERRUPTED)


def test_killed_in_mid_index(own: Path, builtin: Embedder) -> None:
    with without_page(own) as served:
        files = [("files", ("trials.jsonl", rows(600)))]
        job = served.client.post("/v1/articles", files=files).json()["id"]
        told = until(
            lambda: served.client.get(f"/v1/jobs/{job}").json(),
            lambda told: told["stage"] == "embedding" and told["done"] >= _WINDOW,
        )
        served.kill()
    with without_page(own) as again:
        seen = again.client.get(f"/v1/jobs/{job}").json()
        assert (seen["id"], seen["files"]) == (told["id"], ["trials.jsonl"])
        assert seen["state"] in ("waiting", "running", "done")
        end = time.monotonic() + _LONG
        while (told := again.client.get(f"/v1/jobs/{job}").json())["state"] != "done":
            assert told["state"] in ("waiting", "running"), told
            assert time.monotonic() < end
            time.sleep(0.2)
        assert (told["tries"], told["report"]["read"], told["report"]["failed"]) == (2, 600, [])
        stats = again.client.get("/v1/stats").json()
        assert (stats["articles"], stats["pending"]) == (600 + 17, 0)
    with Library(Store.open(own, builtin), Settings(store=own)) as library:
        assert not library.verify().problems


def test_a_signal_ends_it_in_order(own: Path) -> None:
    with without_page(own) as served:
        served.process.send_signal(signal.SIGTERM)
        assert served.process.wait(PATIENCE) == 0
    first, *log = (own.parent / "log").read_text().splitlines()
    assert first.startswith("abstractqa is at http://127.0.0.1:")
    assert all(json.loads(line)["event"] == "request" for line in log)


def test_a_signal_ends_what_runs_in_time(own: Path, builtin: Embedder) -> None:
    """A stream, an upload that comes in, a job that is indexed, and whoever says nothing."""
    with Server(OpenAI(), [silent('{"statements": [')] * 3) as model:
        named = ("--llm", "openai:m", "--llm-base-url", model.url)
        with without_page(own, *named, ABSTRACTQA_SERVE_STOP_TIMEOUT="2") as served:
            files = [("files", ("trials.jsonl", rows(2000)))]
            job = served.client.post("/v1/articles", files=files).json()["id"]
            until(
                lambda: served.client.get(f"/v1/jobs/{job}").json()["stage"],
                lambda stage: stage == "embedding",
            )
            told: list[int] = []
            held = [
                threading.Thread(target=_streamed, args=(served,)),
                threading.Thread(target=lambda: told.append(_sent_for_ever(served))),
            ]
            for one in held:
                one.start()
            until(lambda: model.requests, bool)
            data = own.with_name("store-server")
            until(lambda: [one for one in inside(data) if "/.half-" in one], bool)
            with served.connected():
                started = time.monotonic()
                served.process.send_signal(signal.SIGTERM)
                assert served.process.wait(PATIENCE) == 0
                assert time.monotonic() - started < PATIENCE / 2
            for one in held:
                one.join()
    assert told == [503]
    log = (own.parent / "log").read_text()
    assert "Traceback" not in log
    assert all(json.loads(line) for line in log.splitlines()[1:])
    kept = inside(data)
    assert not [one for one in kept if "/.half-" in one]
    assert {f"jobs/{job}/job.json", f"jobs/{job}/files/0.jsonl"} <= kept  # It is taken up again.
    with Library(Store.open(own, builtin), Settings(store=own)) as library:
        assert 0 < library.stats().pending < 2000
        assert not [one for one in library.verify().problems if "wait" not in one]


def test_a_signal_stops_an_answer_on_the_page_as_its_reader_would(own: Path) -> None:
    """In time, kept as stopped, its window told so, and without an error in the log."""
    window, seen = uuid.uuid4().hex, list[str]()

    def listen() -> None:
        at = f"{served.client.base_url}/gradio_api/queue/data"
        with httpx.stream("GET", at, params={"session_hash": window}, timeout=30) as told:
            seen.extend(line for line in told.iter_lines() if line.startswith("data:"))

    with Server(OpenAI(), [silent('{"statements": [')]) as model:
        named = ("--llm", "openai:m", "--llm-base-url", model.url)
        variables = {"ABSTRACTQA_LLM_KEY": "sk-invented", "ABSTRACTQA_SERVE_STOP_TIMEOUT": "3"}
        with child(own, *named, **variables) as served:
            _asked_on_the_page(served, window)
            listening = threading.Thread(target=listen)
            listening.start()
            until(lambda: model.requests, bool)
            served.process.send_signal(signal.SIGTERM)
            assert served.process.wait(PATIENCE) == 0
            listening.join()
    assert "process_completed" in seen[-2]
    assert '"success":true' in seen[-2]
    _, *log = (own.parent / "log").read_text().splitlines()
    assert {json.loads(line)["level"] for line in log} == {"info"}
    with Conversations(own.with_name("store-server") / FILE) as conversations:
        (kept,) = conversations.list("")
        (exchange,) = conversations.get("", kept.id).exchanges
    assert (exchange.question, exchange.state) == (QUESTION, State.STOPPED)


def _asked_on_the_page(served: Child, window: str) -> None:
    """As its script sends it: every field as the page has it, and the question."""
    config = served.client.get("/config").json()
    parts = {part["id"]: part for part in config["components"]}
    asking = next(
        one
        for one in config["dependencies"]
        if one["inputs"] and parts[one["inputs"][0]]["props"].get("elem_id") == "question"
    )
    fields = [parts[part] for part in asking["inputs"]]
    values = ["" if one["type"] == "textbox" else one["props"].get("value") for one in fields]
    body = {"data": [QUESTION, *values[1:]], "fn_index": asking["id"], "session_hash": window}
    assert served.client.post("/gradio_api/queue/join", json=body).status_code == 200


def _asked(served: Child) -> None:
    with pytest.raises(httpx.TransportError):
        httpx.post(f"{served.client.base_url}/v1/ask", json={"question": QUESTION}, timeout=30)


def _streamed(served: Child) -> None:
    """A question whose answer is read as it comes, until there is no more of it."""
    body, headers = {"question": QUESTION}, {"Accept": "text/event-stream"}
    with (
        suppress(httpx.RemoteProtocolError),
        httpx.stream(
            "POST", f"{served.client.base_url}/v1/ask", json=body, headers=headers, timeout=30
        ) as told,
    ):
        for _ in told.iter_lines():
            pass


def _torn(served: Child) -> None:
    with pytest.raises(httpx.TransportError):
        _sent_for_ever(served)


def _sent_for_ever(served: Child) -> int:
    """An upload without an end: the status that it is told."""

    def endless() -> Iterator[bytes]:
        yield b'--b\r\nContent-Disposition: form-data; name="files"; filename="a.jsonl"\r\n\r\n'
        while True:
            time.sleep(0.01)
            yield rows(1)

    headers = {"Content-Type": "multipart/form-data; boundary=b"}
    return httpx.post(
        f"{served.client.base_url}/v1/articles", content=endless(), headers=headers, timeout=30
    ).status_code
