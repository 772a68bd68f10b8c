"""A few answers at a time, few more waiting, and nothing made for somebody who has gone."""

import asyncio
import threading
import time
from contextlib import aclosing
from pathlib import Path

import httpx
import pytest
from httpx_sse import connect_sse
from llm.steps import silent, speaks, speaks_when_let
from writing.scripted import reply

from index.errors import AnswerTimeoutError, BusyError
from qa import Library
from qa.serving import ServerSettings, Service
from qa.serving.lanes import Lanes
from serving.conftest import Scripted
from serving.running import PATIENCE, QUESTION, error_of, first_sentence, until

STREAM = {"Accept": "text/event-stream"}


def test_so_many_at_a_time_and_the_rest_in_turn() -> None:
    running, most, order = 0, 0, []
    lock = threading.Lock()

    def work(number: int) -> int:
        nonlocal running, most
        with lock:
            running += 1
            most = max(most, running)
            order.append(number)
        time.sleep(0.01)
        with lock:
            running -= 1
        return number

    async def all_of_them() -> list[int]:
        lanes = Lanes(2, queue=10)
        made = await asyncio.gather(*(lanes.run(work, number) for number in range(8)))
        assert (lanes.taken, lanes.waiting) == (0, 0)
        lanes.close()
        return made

    assert asyncio.run(all_of_them()) == list(range(8))
    assert most == 2
    assert order[:2] in ([0, 1], [1, 0])


def test_a_full_queue_refuses_and_says_when_to_come_again() -> None:
    async def ask() -> None:
        lanes, go_on = Lanes(1, queue=2), threading.Event()
        asked = [asyncio.create_task(lanes.run(go_on.wait, PATIENCE)) for _ in range(3)]
        await asyncio.sleep(0)
        with pytest.raises(BusyError) as refused:
            await lanes.run(go_on.wait)
        assert refused.value.retry_after >= 1
        go_on.set()
        await asyncio.gather(*asked)
        assert await lanes.run(lambda: 7) == 7
        lanes.close()

    asyncio.run(ask())


def test_whoever_leaves_the_queue_makes_room() -> None:
    async def ask() -> None:
        lanes, go_on = Lanes(1, queue=1), threading.Event()
        done: list[str] = []
        first = asyncio.create_task(lanes.run(go_on.wait, PATIENCE))
        second = asyncio.create_task(lanes.run(done.append, "second"))
        await asyncio.sleep(0)
        second.cancel()
        await asyncio.wait([second])
        third = asyncio.create_task(lanes.run(done.append, "third"))
        await asyncio.sleep(0)
        go_on.set()
        await asyncio.gather(first, third)
        assert done == ["third"]
        lanes.close()

    asyncio.run(ask())


def test_a_thread_that_goes_on_keeps_its_lane() -> None:
    async def ask() -> None:
        lanes, go_on = Lanes(1, queue=0), threading.Event()
        asked = asyncio.create_task(lanes.run(go_on.wait, PATIENCE))
        await asyncio.sleep(0.01)
        asked.cancel()
        await asyncio.wait([asked])
        assert lanes.taken == 1
        with pytest.raises(BusyError):
            await lanes.run(go_on.wait)
        go_on.set()
        while lanes.taken:
            await asyncio.sleep(0.01)
        lanes.close()

    asyncio.run(ask())


def test_what_breaks_frees_its_lane() -> None:
    async def ask() -> None:
        lanes = Lanes(1, queue=0)
        for _ in range(3):
            with pytest.raises(ZeroDivisionError):
                await lanes.run(lambda: 1 // 0)
            with pytest.raises(ZeroDivisionError):
                async with lanes.lane():
                    raise ZeroDivisionError
        lanes.close()

    asyncio.run(ask())


def test_statements_stream_as_the_model_writes(scripted: Scripted, library: Library) -> None:
    said = reply((first_sentence(library), [2]), ("Sopiradine cures everything.", [2]))
    half = said.index("}") + 1
    at, model = scripted([speaks_when_let(said[:half], said[half:]), speaks(said)])
    body = {"question": QUESTION}
    with connect_sse(at.client, "POST", "/v1/ask", json=body, headers=STREAM) as source:
        events = source.iter_sse()
        names = [next(events).event, next(events).event]
        assert names == ["started", "said"]  # And the model has not ended.
        model.go_on.set()
        names += [event.event for event in events]
    assert names[-1] == "done"
    metrics = at.client.get("/metrics").text
    assert 'abstractqa_answers_total{by="model",kind="answered"} 1.0' in metrics


def test_the_extractive_answer_though_there_is_a_model(
    scripted: Scripted, library: Library
) -> None:
    at, model = scripted([silent()])
    answer = at.ask(options={"extractive": True}).json()
    assert answer["answer"] == library.ask(QUESTION).answer
    assert model.requests == []


@pytest.mark.parametrize("accept", ["application/json", "text/event-stream"])
def test_a_client_that_goes_away_stops_the_model(scripted: Scripted, accept: str) -> None:
    at, model = scripted([silent('{"statements": [')], model_lanes=1, queue=0)
    with (
        pytest.raises(httpx.ReadTimeout),
        httpx.Client(base_url=at.url, timeout=httpx.Timeout(PATIENCE, read=1.0)) as leaving,
    ):
        leaving.post("/v1/ask", json={"question": QUESTION}, headers={"Accept": accept})
    assert model.left.wait(PATIENCE)
    until(lambda: at.service.writers.taken, lambda taken: taken == 0)


def test_a_client_that_goes_away_while_its_follow_up_is_understood_stops_the_model(
    scripted: Scripted,
) -> None:
    at, model = scripted([silent("What")], model_lanes=1, queue=0)
    body = {"question": "And in older people?", "history": [QUESTION]}
    with pytest.raises(httpx.ReadTimeout):
        httpx.post(f"{at.url}/v1/ask", json=body, timeout=httpx.Timeout(PATIENCE, read=1.0))
    assert model.left.wait(PATIENCE)
    until(lambda: at.service.writers.taken, lambda taken: taken == 0)


@pytest.mark.parametrize("headers", [{}, STREAM], ids=["whole", "streamed"])
def test_an_answer_that_takes_too_long(scripted: Scripted, headers: dict[str, str]) -> None:
    at, model = scripted([silent()], answer_timeout=1.0)
    told = at.client.post("/v1/ask", json={"question": QUESTION}, headers=headers)
    if headers:
        assert 'event: error\ndata: {"event": "error", "error": {"code": "timeout"' in told.text
    else:
        assert (told.status_code, error_of(told)) == (504, "timeout")
    assert model.left.wait(PATIENCE)
    until(lambda: at.service.writers.taken, lambda taken: taken == 0)


def test_a_full_queue_is_503_and_extractive_answers_go_on(scripted: Scripted) -> None:
    at, _ = scripted([silent()], model_lanes=1, queue=0)
    waiting = threading.Thread(target=lambda: _asked(at.url))
    waiting.start()
    until(lambda: at.service.writers.taken, lambda taken: taken == 1)
    for headers in ({}, STREAM):
        refused = at.client.post("/v1/ask", json={"question": QUESTION}, headers=headers)
        assert (refused.status_code, error_of(refused)) == (503, "busy")
        assert int(refused.headers["retry-after"]) >= 1
    assert at.ask(options={"extractive": True}).status_code == 200
    waiting.join()


def _asked(url: str) -> None:
    with pytest.raises(httpx.ReadTimeout):
        httpx.post(f"{url}/v1/ask", json={"question": QUESTION}, timeout=3.0)


def test_a_service_is_used_without_a_server(library: Library, tmp_path: Path) -> None:
    settings = ServerSettings(data=tmp_path, answer_timeout=1e-9)

    async def ask(service: Service) -> list[str]:
        events = service.answer(QUESTION, ["Before?"], {"articles": 3}, "jane")
        async with aclosing(events):
            return [type(event).__name__ async for event in events]

    service = Service.over(library.using(), ServerSettings(data=tmp_path))
    assert asyncio.run(ask(service))[-1] == "Done"
    service.close()
    hurried = Service.over(library.using(), settings)
    with pytest.raises(AnswerTimeoutError, match="no answer within"):
        asyncio.run(ask(hurried))
    hurried.close()
