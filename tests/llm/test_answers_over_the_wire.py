"""A library asked with a model on a server: answers, degraded ones, events, and no key anywhere."""

import asyncio
import json
import logging
import signal
import threading
import time
from typing import Any

import pytest
from answering.helpers import with_settings
from writing.scripted import reply

from index.errors import OfflineError
from llm.calling import KEY
from llm.servers import Server, Step
from llm.steps import fails, silent, speaks, speaks_when_let, stops
from llm.wires import TOKENS_IN, TOKENS_OUT, Wire
from qa import Answer, Library, Usage
from qa.events import Done, Event, Said
from qa.offline import enforce

QUESTION = "Does sopiradine prevent delirium after an operation?"
PIECE = 11


def asked(
    library: Library, server: Server, monkeypatch: pytest.MonkeyPatch, **more: Any
) -> Library:
    """The library, with the model at this server."""
    monkeypatch.setenv("ABSTRACTQA_LLM_KEY", KEY)
    name = f"{server.wire.provider}:m"
    given = {
        "llm": name,
        "llm_base_url": server.url,
        "llm_timeout": 5.0,
        "llm_window": 8192,
        **more,
    }
    return with_settings(library, **given)


def said(text: str) -> Step:
    """A whole reply, in small pieces."""
    return speaks(*(text[at : at + PIECE] for at in range(0, len(text), PIECE)))


def first_sentence(library: Library) -> str:
    """What every brief for the question shows as its second sentence."""
    article = library.finding.invoke(QUESTION).weighed.retrieval.articles[0].article
    return article.text(article.sentences[1])


def test_an_answer_over_each_protocol(
    wire: Wire, library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = first_sentence(library)
    with Server(wire, [said(reply((text, [2]), verdict="yes"))]) as server:
        answer = asked(library, server, monkeypatch, llm_prices=(1.0, 2.0)).ask(QUESTION)
        sent = server.requests[0]
    assert [s.text for s in answer.statements] == [text]
    assert answer.citations[0].text == text
    assert answer.verdict == "yes"
    assert answer.usage is not None
    assert answer.usage.cost is not None
    assert text in json.dumps(sent.body, ensure_ascii=False)


def test_it_is_the_same_without_blocking(
    wire: Wire, library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = first_sentence(library)
    with Server(wire, [said(reply((text, [2])))]) as server:
        model = asked(library, server, monkeypatch)

        async def both() -> tuple[Answer, list[Event]]:
            return await model.aask(QUESTION), [event async for event in model.astream(QUESTION)]

        answer, events = asyncio.run(both())
    assert [s.text for s in answer.statements] == [text]
    last = events[-1]
    assert isinstance(last, Done)
    assert last.answer.statements == answer.statements


def test_what_the_standing_question_took_is_counted(
    wire: Wire, library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    follow_up, prices = ("And in older people?", ["What is delirium?"]), (1.0, 2.0)
    # Every other reply is the standing question.
    steps = [said(QUESTION), said(reply((first_sentence(library), [2])))]
    with Server(wire, steps * 4) as server:
        model = asked(library, server, monkeypatch, llm_prices=prices)

        async def others() -> tuple[Answer, list[Event]]:
            return await model.aask(*follow_up), [e async for e in model.astream(*follow_up)]

        answers = [model.ask(*follow_up)]
        streams = [list(model.stream(*follow_up))]
        answer, events = asyncio.run(others())
    ends = [stream[-1] for stream in (*streams, events)]
    answers += [answer, *(one.answer for one in ends if isinstance(one, Done))]
    assert len(answers) == 4
    alone = Usage(TOKENS_IN, TOKENS_OUT).priced(prices)
    for one in answers:
        assert (one.question, one.asked) == (QUESTION, follow_up[0])
        assert one.usage == alone + alone


def test_a_statement_is_shown_before_the_server_has_sent_the_rest(
    wire: Wire, library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = first_sentence(library)
    whole = reply((text, [2]), ("Nothing else is known.", []))
    cut = whole.index("}, {") + 1
    with Server(wire, [speaks_when_let(whole[:cut], whole[cut:]), said(reply())]) as server:
        events = asked(library, server, monkeypatch).stream(QUESTION)
        first = next(event for event in events if isinstance(event, Said))
        assert first.statement.text == text
        assert first.citations[0].text == text
        server.go_on.set()
        assert isinstance(list(events)[-1], Done)


@pytest.mark.parametrize(
    ("step", "reason"),
    [
        (fails(500), "failed on its server"),
        (fails(429), "too many requests"),
        (fails(401, f"Incorrect API key provided: {KEY}"), "refused its key"),
        (silent(), "said nothing"),
        (stops(hang_up=True), "broke off|cannot be reached"),
        (said("I would rather not say."), "could not be read"),
        (said('{"statements": [{"text": "A'), "could not be read"),
    ],
    ids=["500", "429", "401", "silent", "cut", "prose", "half"],
)
def test_a_failing_model_leaves_the_extractive_answer(
    wire: Wire,
    library: Library,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    *,
    step: Step,
    reason: str,
) -> None:
    caplog.set_level(logging.DEBUG)
    plain = library.ask(QUESTION)
    with Server(wire, [step]) as server:
        answer = asked(library, server, monkeypatch, llm_timeout=0.5).ask(QUESTION)
    assert answer.statements == plain.statements
    assert answer.citations == plain.citations
    (notice,) = answer.notices
    assert any(one in notice for one in reason.split("|"))
    assert "\n" not in notice
    assert KEY not in json.dumps(answer.to_dict())
    assert KEY not in caplog.text


def test_offline_a_server_elsewhere_is_an_error_and_one_here_is_not(
    wire: Wire, library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = first_sentence(library)
    enforce()
    try:
        with Server(wire, [said(reply((text, [2])))]) as server:
            assert asked(library, server, monkeypatch).ask(QUESTION).statements
            away = asked(library, server, monkeypatch, llm_base_url="http://192.0.2.1:9/v1")
            with pytest.raises(OfflineError, match=r"192\.0\.2\.1"):
                away.ask(QUESTION)
    finally:
        enforce(False)


def doubted(library: Library) -> list[Step]:
    """A statement that is judged, in other words than the store's; then no word about it."""
    text = first_sentence(library)
    claim = f"In short, {text[0].lower()}{text[1:]}"
    return [said(reply((claim, [2]), verdict="yes")), silent()]


def test_cancelling_stops_the_second_opinion(
    wire: Wire, library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def stopped(server: Server) -> bool:
        model = asked(library, server, monkeypatch, verify="llm", llm_timeout=60)
        task = asyncio.create_task(model.aask(QUESTION))
        while len(server.requests) < 2:
            await asyncio.sleep(0.01)
        await asyncio.sleep(0.05)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        return await asyncio.to_thread(server.left.wait, 3)

    with Server(wire, doubted(library)) as server:
        assert asyncio.run(stopped(server))


def test_interrupting_stops_the_second_opinion(
    wire: Wire, library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupt(server: Server) -> None:
        while len(server.requests) < 2:
            time.sleep(0.01)
        time.sleep(0.05)
        signal.pthread_kill(threading.main_thread().ident or 0, signal.SIGINT)

    with Server(wire, doubted(library)) as server:
        model = asked(library, server, monkeypatch, verify="llm", llm_timeout=60)
        other = threading.Thread(target=interrupt, args=(server,))
        other.start()
        with pytest.raises(KeyboardInterrupt):
            list(model.stream(QUESTION))
        other.join()
        assert server.left.wait(3)
