"""Questions over HTTP: the same answers as from the library, whole or as they are made."""

import json
from pathlib import Path

import pytest
from answering.helpers import QUESTIONS
from httpx_sse import connect_sse

from qa import Library
from serving.conftest import Serve
from serving.running import QUESTION, Running, error_of

STREAM = {"Accept": "text/event-stream"}


def untimed(answer: dict[str, object]) -> dict[str, object]:
    """What two runs have in common."""
    return {name: value for name, value in answer.items() if name != "timings_ms"}


@pytest.mark.parametrize("row", QUESTIONS[:6], ids=lambda row: row["question"][:30])
def test_the_answer_is_the_librarys(server: Running, library: Library, row: dict[str, str]) -> None:
    made = json.loads(json.dumps(library.ask(row["question"]).to_dict()))
    assert untimed(server.ask(question=row["question"]).json()) == untimed(made)


def test_options_change_this_answer_only(server: Running, library: Library) -> None:
    few = server.ask(options={"statements": 1, "articles": 3}).json()
    assert len(few["statements"]) == 1
    assert len(few["articles"]) == 3
    assert len(server.ask().json()["statements"]) == len(library.ask(QUESTION).statements) > 1


def test_filters(server: Running) -> None:
    found = server.ask(options={"years": "2018-2019"}).json()["articles"]
    assert found
    assert {2018, 2019} >= {article["year"] for article in found}


@pytest.mark.parametrize("before", ["Does lumetripant prevent chronic migraine?", None])
def test_a_follow_up_needs_its_history(server: Running, before: str | None) -> None:
    answer = server.ask(question="How large was the trial?", history=[before] if before else [])
    assert ("lumetripant" in answer.json()["question"]) == bool(before)


def test_history_may_have_answers(server: Running) -> None:
    earlier = {"question": "Does lumetripant prevent chronic migraine?", "answer": "It does. [1]"}
    answer = server.ask(question="How large was the trial?", history=[earlier]).json()
    assert "lumetripant" in answer["question"]
    assert answer["asked"] == "How large was the trial?"


def test_a_stream_ends_with_the_whole_answer(server: Running) -> None:
    body = {"question": QUESTION}
    with connect_sse(server.client, "POST", "/v1/ask", json=body, headers=STREAM) as source:
        assert source.response.headers["content-type"].startswith("text/event-stream")
        events = [(event.event, event.json()) for event in source.iter_sse()]
    names = [name for name, _ in events]
    assert names == ["started", *["said"] * (len(names) - 2), "done"]
    assert all(told["event"] == name for name, told in events)
    whole = events[-1][1]["answer"]
    assert [told["statement"] for name, told in events if name == "said"] == whole["statements"]
    assert untimed(whole) == untimed(server.ask().json())


def test_a_stream_that_cannot_begin_has_a_status(server: Running) -> None:
    body = {"question": QUESTION, "options": {"years": "2020-2010"}}
    refused = server.client.post("/v1/ask", json=body, headers=STREAM)
    assert refused.status_code == 422
    assert error_of(refused) == "settings"


def test_an_empty_store_is_ready_and_says_so(empty: Library, serve: Serve) -> None:
    at = serve(empty)
    assert at.client.get("/readyz").json() == {"status": "ready"}
    answer = at.ask().json()
    assert answer["refused"]
    assert answer["reason"] == empty.ask(QUESTION).reason


def test_search(server: Running, library: Library) -> None:
    found = server.client.post("/v1/search", json={"query": "migraine prophylaxis"})
    assert found.json() == json.loads(json.dumps(library.search("migraine prophylaxis").to_dict()))


def test_an_article_by_any_of_its_names(server: Running, library: Library) -> None:
    article = library.article("pmid:99000020")
    for name in ("pmid:99000020", "99000020", article.doi):
        told = server.client.get(f"/v1/articles/{name}").json()
        assert told["key"] == "pmid:99000020"
        assert told["sentences"][0]["text"] == article.text(article.sentences[0])


def test_no_folder_of_the_server_is_told(server: Running, sample_store: Path) -> None:
    told = server.client.get("/v1/articles/pmid:99000020").json()
    assert [origin["path"] for origin in told["origins"]] == ["pubmed.xml"]
    assert told["record"]["origin"]["path"] == "pubmed.xml"
    assert str(sample_store) not in server.client.get("/v1/stats").text


def test_stats_and_facets(server: Running, library: Library) -> None:
    assert server.client.get("/v1/stats").json() == json.loads(
        json.dumps(library.stats().to_dict())
    )
    facets = server.client.get("/v1/facets").json()
    assert facets["years"]["2021"] == library.store.catalogue.facets(10).years[2021]
