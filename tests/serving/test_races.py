"""Two things at once, of which each would be right alone."""

import json
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from httpx_sse import connect_sse
from llm.servers import Server
from llm.steps import speaks_when_let
from llm.wires import OpenAI
from writing.scripted import reply

from index.errors import StoreError
from qa import Library
from qa.refusal import LOOKED, answerability
from qa.serving.jobs import Jobs
from serving.conftest import Serve
from serving.running import Running, error_of
from serving.test_uploads import rows

QUESTION = "Does arbol prevent attacks of gout?"
SENTENCES = "Arbol prevented attacks of gout in adults. It cost {} pennies."


def article(number: int, abstract: str) -> bytes:
    """A JSON Lines file of one article."""
    row = {"pmid": str(number), "title": "Arbol in gout.", "abstract": abstract}
    return json.dumps(row).encode() + b"\n"


@pytest.fixture
def at(empty: Library, serve: Serve) -> Running:
    """A server over one article."""
    at = serve(empty, rate="none")
    at.finished(at.upload(("a.jsonl", article(1, SENTENCES.format(3)))).json()["id"])
    return at


def at_once(count: int, work: Callable[[], Any]) -> list[Any]:
    """What each of several threads gets that begin together."""
    together = threading.Barrier(count)

    def one() -> Any:
        together.wait()
        return work()

    with ThreadPoolExecutor(count) as threads:
        return [made.result() for made in [threads.submit(one) for _ in range(count)]]


def test_an_article_is_removed_once(at: Running, empty: Library) -> None:
    for _ in range(5):
        told = at_once(6, lambda: at.client.delete("/v1/articles/pmid:1"))
        seen = Counter("" if one.status_code == 204 else error_of(one) for one in told)
        assert seen.pop("") == 1
        assert set(seen) <= {"article_not_found", "store_locked"}
        assert not empty.verify().problems
        at.finished(at.upload(("a.jsonl", article(1, SENTENCES.format(3)))).json()["id"])


def test_the_same_records_sent_twice_at_once_are_added_once(at: Running, empty: Library) -> None:
    sent = at_once(4, lambda: at.upload(("b.jsonl", rows(20, first=100))).json()["id"])
    reports = [at.finished(job)["report"] for job in sent]
    assert sum(report["added"] for report in reports) == 20
    assert sum(report["unchanged"] for report in reports) == 60
    assert len(empty.store.catalogue) == 21
    assert not empty.verify().problems


def test_every_article_goes_while_an_answer_is_made(at: Running, empty: Library) -> None:
    weighed = empty.finding.invoke(QUESTION).weighed
    assert weighed.evidence
    assert at.client.delete("/v1/articles/pmid:1").status_code == 204
    assert len(empty.store.lexical) == 0
    assert 0 <= answerability(weighed.retrieval, weighed.evidence, empty.store, LOOKED) <= 1


@pytest.mark.parametrize("meanwhile", ["removed", "changed"])
def test_an_answer_cites_what_it_was_made_from(
    empty: Library, serve: Serve, meanwhile: str
) -> None:
    before = SENTENCES.format(3)
    said = reply(("Arbol prevented attacks of gout in adults.", [1]))
    half = len(said) // 2
    with Server(OpenAI(), [speaks_when_let(said[:half], said[half:])]) as model:
        named = {"llm": "openai:m", "llm_base_url": model.url, "llm_key": "sk-invented"}
        at = serve(empty.using(**named, llm_window=32_768))
        at.finished(at.upload(("a.jsonl", article(1, before))).json()["id"])
        asked = {"json": {"question": QUESTION}, "headers": {"Accept": "text/event-stream"}}
        with connect_sse(at.client, "POST", "/v1/ask", **asked) as source:
            events = source.iter_sse()
            assert next(events).event == "started"
            if meanwhile == "removed":
                assert at.client.delete("/v1/articles/pmid:1").status_code == 204
            else:
                after = article(1, f"Not a word of this was there. {before} And there is more.")
                at.finished(at.upload(("a.jsonl", after)).json()["id"])
            model.go_on.set()
            whole = [event.json() for event in events][-1]
    assert whole["event"] == "done"
    (cited,) = whole["answer"]["citations"]
    assert before[cited["start"] : cited["end"]] == cited["text"] == before.partition(" It")[0]


@pytest.fixture
def jobs(empty: Library, tmp_path: Path) -> Iterator[Jobs]:
    """Jobs that nobody works on."""
    (tmp_path / "jobs").mkdir()
    yield Jobs(empty, tmp_path / "jobs")


def test_an_upload_given_up_as_it_becomes_a_job_is_one_or_nothing(
    jobs: Jobs, tmp_path: Path
) -> None:
    """A server that is told to stop may give up what another thread has just begun."""
    begun = jobs.receive("")
    begun.place("a.jsonl").write_bytes(rows(3))
    job = jobs.begin(begun)
    begun.discard()
    assert (tmp_path / "jobs" / job.id / "files" / "0.jsonl").read_bytes() == rows(3)
    given_up = jobs.receive("")
    given_up.place("a.jsonl").write_bytes(rows(3))
    given_up.discard()
    with pytest.raises(StoreError, match="cannot keep files"):
        jobs.begin(given_up)
    assert [one.id for one in jobs.of("")] == [job.id]
    assert [path.name for path in (tmp_path / "jobs").iterdir()] == [job.id]


def test_given_up_and_begun_at_once(jobs: Jobs, tmp_path: Path) -> None:
    for _ in range(50):
        reception = jobs.receive("")
        reception.place("a.jsonl").write_bytes(rows(3))
        together = threading.Barrier(2)

        def begin(reception: Any = reception, together: Any = together) -> bool:
            together.wait()
            try:
                jobs.begin(reception)
            except StoreError:
                return False
            return True

        with ThreadPoolExecutor(1) as other:
            begun = other.submit(begin)
            together.wait()
            reception.discard()
        folder = tmp_path / "jobs" / reception.id
        assert folder.exists() == begun.result() == (jobs.get(reception.id) is not None)
        if begun.result():
            assert (folder / "files" / "0.jsonl").read_bytes() == rows(3)
