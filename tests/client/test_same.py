"""What a client gives is what the library gives: the same objects, the same errors."""

import asyncio
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from answering.helpers import QUESTIONS
from serving.running import Running, error_of

from index.errors import ArticleNotFoundError, SettingsError
from qa import Answer, Client, Library, Turn
from qa.events import Done, Event, Said, Started

MIGRAINE = "Does lumetripant prevent chronic migraine?"
FOLLOW_UP = "How large was the trial?"


def untimed(answer: Answer) -> Answer:
    """What two runs have in common."""
    return replace(answer, timings_ms={})


@pytest.mark.parametrize("row", QUESTIONS[::3], ids=lambda row: row["question"][:40])
def test_answers(client: Client, library: Library, row: dict[str, Any]) -> None:
    assert untimed(client.ask(row["question"])) == untimed(library.ask(row["question"]))


@pytest.mark.parametrize(
    "history", [[MIGRAINE], [Turn(MIGRAINE, "It does. [1]")], MIGRAINE, [Turn(MIGRAINE, "\ud800")]]
)
def test_follow_ups(client: Client, library: Library, history: Any) -> None:
    answer = client.ask(FOLLOW_UP, history)
    assert untimed(answer) == untimed(library.ask(FOLLOW_UP, history))
    assert answer.asked == FOLLOW_UP


# What stands in JSON as it does in Python.
NO_HISTORIES = [
    ([""], "history[0] is ''"),
    ([MIGRAINE, 7], "history[1] is 7"),
    ([MIGRAINE, None], "history[1] is None"),
    ([MIGRAINE, ["a"]], "history[1] is ['a']"),
    ([{"question": "a", "said": "b"}], "history[0] is {'question': 'a', 'said': 'b'}"),
    ([{"question": "a", "answer": 1}], "history[0] is {'answer': 1, 'question': 'a'}"),
    ({"a": 1}, "the history is {'a': 1}"),
    (7, "the history is 7"),
    (None, "the history is None"),
]


@pytest.mark.parametrize(
    ("history", "said"),
    [*NO_HISTORIES, ([Turn(" ")], "history[0] is Turn("), ({MIGRAINE}, "the history is {")],
    ids=str,
)
def test_a_history_that_is_none(client: Client, library: Library, history: Any, said: str) -> None:
    for asked in (client, library):
        with pytest.raises(SettingsError) as refused:
            asked.ask(FOLLOW_UP, history)
        assert str(refused.value).startswith(said)
        assert "Give a list of questions, oldest first" in str(refused.value)


@pytest.mark.parametrize(("history", "said"), NO_HISTORIES, ids=str)
def test_over_http_it_is_refused_in_the_same_words(
    server: Running, library: Library, history: Any, said: str
) -> None:
    with pytest.raises(SettingsError) as refused:
        library.ask(FOLLOW_UP, history)
    sent = server.client.post("/v1/ask", json={"question": FOLLOW_UP, "history": history})
    assert (sent.status_code, error_of(sent)) == (422, "settings")
    assert sent.json()["error"]["message"] == str(refused.value)
    assert said in sent.text


def test_a_history_of_too_many_or_too_long_questions_is_told_so(server: Running) -> None:
    for history, said in ((["a"] * 1001, "1000 items"), (["a" * 100_001], "100000 characters")):
        sent = server.client.post("/v1/ask", json={"question": FOLLOW_UP, "history": history})
        assert sent.status_code == 422
        assert said in sent.text


def test_without_blocking(client: Client, library: Library) -> None:
    async def several() -> list[Answer]:
        return await asyncio.gather(*(client.aask(FOLLOW_UP, [MIGRAINE]) for _ in range(4)))

    wanted = untimed(library.ask(FOLLOW_UP, [MIGRAINE]))
    # In two loops, one after the other.
    assert [untimed(one) for _ in range(2) for one in asyncio.run(several())] == [wanted] * 8


def told(events: list[Event]) -> list[Event]:
    return [Done(untimed(one.answer)) if isinstance(one, Done) else one for one in events]


def test_streams(client: Client, library: Library) -> None:
    async def listen() -> list[Event]:
        return [event async for event in client.astream(FOLLOW_UP, [MIGRAINE])]

    wanted = told(list(library.stream(FOLLOW_UP, [MIGRAINE])))
    assert [type(event) for event in wanted] == [Started, Said, *[Said] * (len(wanted) - 3), Done]
    assert told(list(client.stream(FOLLOW_UP, [MIGRAINE]))) == wanted
    assert told(asyncio.run(listen())) == wanted


@pytest.mark.parametrize(
    "changed",
    [
        {"statements": 1, "articles": 3},
        {"years": "2018-2019"},
        {"journals": "Invented Journal of Headache Medicine; Another"},
        {"publication_types": ["Review"], "languages": ("eng",)},
        {"include_retracted": True, "llm": None},
    ],
)
def test_other_settings(client: Client, library: Library, changed: dict[str, Any]) -> None:
    here, there = library.using(**changed), client.using(**changed)
    assert untimed(there.ask(MIGRAINE)) == untimed(here.ask(MIGRAINE))
    assert there.search("migraine") == here.search("migraine")
    there.close()
    assert client.stats() == library.stats()


def test_settings_add_up(client: Client, library: Library) -> None:
    both = client.using(articles=3).using(statements=1).ask(MIGRAINE)
    assert untimed(both) == untimed(library.using(articles=3, statements=1).ask(MIGRAINE))


def test_articles(client: Client, library: Library) -> None:
    wanted = library.article("99000001")
    for name in ("99000001", "pmid:99000001", wanted.doi or ""):
        found = client.article(name)
        assert [Path(one.path).name for one in wanted.origins] == [o.path for o in found.origins]
        record = replace(found.record, origin=wanted.record.origin)
        assert replace(found, origins=wanted.origins, record=record) == wanted


@pytest.mark.parametrize("limit", [0, 1, 50, 1000])
def test_what_can_be_filtered_by(client: Client, library: Library, limit: int) -> None:
    found, wanted = client.facets(limit), library.facets(limit)
    assert found == wanted
    # Most common first, which equal dicts do not tell.
    assert list(found.mesh.items()) == list(wanted.mesh.items())
    assert client.facets() == library.facets()


def test_a_number_of_values_that_cannot_be_had(client: Client) -> None:
    with pytest.raises(SettingsError):
        client.facets(-1)


@pytest.mark.parametrize(
    "name", ["nothing", "..", "../stats", "a/b?c#d", "%2e", "10.1/Ä", "\ud800"]
)
def test_no_such_article(client: Client, name: str) -> None:
    with pytest.raises(ArticleNotFoundError):
        client.article(name)


def asked_badly(asks: Any) -> list[Callable[[], object]]:
    return [
        lambda: asks.ask("  "),
        lambda: asks.search(""),
        lambda: list(asks.stream("")),
        lambda: asks.ask(MIGRAINE, [7]),
        lambda: asks.ask(MIGRAINE, [""]),
        lambda: asks.using(years="soon"),
        lambda: asks.using(articles=0),
        lambda: asks.using(embedder="another"),
        lambda: asks.using(years="2020-2010").ask(MIGRAINE),
    ]


@pytest.mark.parametrize("number", range(9))
def test_the_same_errors(client: Client, library: Library, number: int) -> None:
    for asks in (library, client):
        with pytest.raises(SettingsError):
            asked_badly(asks)[number]()


def test_the_models_settings_are_the_servers(client: Client) -> None:
    with pytest.raises(SettingsError, match="llm is the server's to set"):
        client.using(llm="openai:gpt")
    with pytest.raises(SettingsError, match=r"yeers is no setting\. A question"):
        client.using(yeers="2020-")


def test_many_at_once(client: Client, library: Library) -> None:
    questions = [row["question"] for row in QUESTIONS[:6]]
    wanted = [untimed(library.ask(question)) for question in questions]
    answers = list(client.ask_many(questions, workers=3))
    assert [untimed(one) for one in answers if isinstance(one, Answer)] == wanted
