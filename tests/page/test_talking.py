"""A question asked on the page, as it is kept and shown."""

import asyncio
from collections.abc import AsyncGenerator, Mapping
from contextlib import aclosing
from typing import Any

import pytest

from index.errors import SettingsError
from qa.conversations import State
from qa.page.talking import Question, Stops, Talk, answering, opened, until
from qa.serving import Service

MIGRAINE = "Does lumetripant prevent migraine?"
SIDE_EFFECTS = "What about its side effects?"


def ask(
    service: Service,
    text: str,
    conversation: str = "",
    options: Mapping[str, Any] | None = None,
    owner: str = "",
) -> list[Talk]:
    """Every state of the conversation, as the answer is made."""

    async def asked() -> list[Talk]:
        question = Question(text, owner, conversation, options or {})
        async with aclosing(answering(service, question, asyncio.Event())) as talks:
            return [talk async for talk in talks]

    return asyncio.run(asked())


def test_an_answer_comes_statement_by_statement(service: Service) -> None:
    talks = ask(service, MIGRAINE)
    assert [talk.running for talk in talks] == [True] * (len(talks) - 2) + [False, False]
    answers = [talk.exchanges[-1].answer for talk in talks]
    counts = [len(answer.statements) if answer else 0 for answer in answers]
    assert counts == [0, 0, 1, 2, 3, 3, 3]
    for answer in filter(None, answers):
        named = {number for one in answer.statements for number in one.numbers}
        assert named == {citation.number for citation in answer.citations}
    whole, direct = answers[-1], service.library.ask(MIGRAINE)
    assert whole is not None
    assert whole.statements == direct.statements
    assert whole.citations == direct.citations
    assert whole.references == direct.references


def test_it_is_kept_as_it_was_shown(service: Service) -> None:
    last = ask(service, MIGRAINE)[-1]
    again = opened(service, "", last.conversation)
    assert again.exchanges[0].answer == last.exchanges[0].answer
    assert again.exchanges[0].state is State.DONE


def test_a_follow_up_goes_on_in_its_conversation(service: Service) -> None:
    first = ask(service, MIGRAINE)[-1]
    second = ask(service, SIDE_EFFECTS, first.conversation)[-1]
    assert second.conversation == first.conversation
    assert [one.question for one in second.exchanges] == [MIGRAINE, SIDE_EFFECTS]
    answer = second.exchanges[1].answer
    assert answer is not None
    assert answer.asked == SIDE_EFFECTS
    assert "lumetripant" in answer.question


def test_another_owners_conversation_is_not_continued(service: Service) -> None:
    mine = ask(service, MIGRAINE, owner="jane")[-1]
    theirs = ask(service, SIDE_EFFECTS, mine.conversation, owner="john")[-1]
    assert theirs.conversation != mine.conversation
    assert len(theirs.exchanges) == 1


def test_filters_are_kept_and_said(service: Service) -> None:
    options = {"years": "2022", "articles": 5, "extractive": True}
    last = ask(service, MIGRAINE, options=options)[-1]
    assert last.exchanges[0].options == "2022"
    answer = last.exchanges[0].answer
    assert answer is not None
    assert {citation.year for citation in answer.citations} == {2022}
    assert opened(service, "", last.conversation).exchanges[0].options == "2022"


def test_what_cannot_be_asked_is_not_kept(service: Service) -> None:
    with pytest.raises(SettingsError):
        ask(service, "   ")
    with pytest.raises(SettingsError):
        ask(service, "x" * 5000)


def test_what_goes_wrong_is_shown_in_the_conversation(service: Service) -> None:
    last = ask(service, MIGRAINE, options={"years": "2020-2010"})[-1]
    exchange = last.exchanges[0]
    assert exchange.state is State.FAILED
    assert not last.running
    assert "2020-2010" in exchange.note
    kept = opened(service, "", last.conversation).exchanges[0]
    assert (kept.state, kept.note) == (State.FAILED, exchange.note)


def test_a_stopped_answer_says_so(service: Service) -> None:
    async def stopped() -> list[Talk]:
        stop, talks = asyncio.Event(), []
        async for talk in answering(service, Question(MIGRAINE, "", "", {}), stop):
            talks.append(talk)
            stop.set()
        return talks

    talks = asyncio.run(stopped())
    assert [talk.running for talk in talks] == [True, False]
    assert talks[-1].exchanges[0].state is State.STOPPED
    assert opened(service, "", talks[-1].conversation).exchanges[0].state is State.STOPPED


def test_a_window_that_goes_away_leaves_a_stopped_answer(service: Service) -> None:
    async def left() -> str:
        talks = answering(service, Question(MIGRAINE, "", "", {}), asyncio.Event())
        first = await anext(talks)
        going_on = asyncio.ensure_future(anext(talks))
        await asyncio.sleep(0)
        going_on.cancel()
        await asyncio.gather(going_on, return_exceptions=True)
        return first.conversation

    name = asyncio.run(left())
    assert opened(service, "", name).exchanges[0].state is State.STOPPED


def test_until_ends_what_makes_it() -> None:
    ended = []

    async def numbers() -> AsyncGenerator[int]:
        try:
            yield 1
            await asyncio.sleep(60)
            yield 2
        finally:
            ended.append(True)

    async def read() -> list[int]:
        stop, seen = asyncio.Event(), []
        async for number in until(numbers(), stop):
            seen.append(number)
            asyncio.get_running_loop().call_later(0.01, stop.set)
        return seen

    assert asyncio.run(read()) == [1]
    assert ended == [True]


def test_until_gives_everything_where_nothing_stops_it() -> None:
    async def numbers() -> AsyncGenerator[int]:
        for number in (0, 1, 2):
            yield number

    async def read() -> list[int]:
        return [number async for number in until(numbers(), asyncio.Event())]

    assert asyncio.run(read()) == [0, 1, 2]


def test_each_window_is_stopped_by_itself() -> None:
    async def tried() -> None:
        stops = Stops()
        one, other = stops.begin("one"), stops.begin("other")
        stops.stop("one")
        stops.stop("a window that is gone")
        assert (one.stop.is_set(), other.stop.is_set()) == (True, False)
        stops.end("one", one)
        assert (stops.running("one"), stops.running("other")) == (False, True)

    asyncio.run(tried())


def test_a_window_is_left_once_its_last_is_sent() -> None:
    async def tried() -> None:
        stops = Stops()
        answer = stops.begin("one")
        answer.whole = True
        leaving = asyncio.create_task(stops.leave("one"))
        await asyncio.sleep(0.05)
        assert answer.stop.is_set()
        assert not leaving.done()
        stops.end("one", answer)
        await asyncio.wait_for(leaving, 1)

    asyncio.run(tried())
