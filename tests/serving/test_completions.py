"""OpenAI's own client gets text and citations from `/v1/chat/completions`."""

import asyncio
import json
from collections.abc import Iterator
from typing import Any

import openai
import pytest
from answering.helpers import QUESTIONS
from llm.servers import Server
from llm.steps import fails, speaks
from llm.wires import OpenAI as OpenAIWire
from openai import AsyncOpenAI, OpenAI
from openai.types.chat import ChatCompletionChunk
from writing.scripted import reply

from index.errors import ModelError
from qa import Answer, Library, Turn
from qa.events import Done, Event
from qa.serving import Service
from qa.wire import object_of
from serving.conftest import Serve
from serving.running import QUESTION, Running, until

MIGRAINE = "Does lumetripant prevent chronic migraine?"


def connected(server: Running) -> OpenAI:
    return OpenAI(base_url=f"{server.url}/v1", api_key="none", max_retries=0)


@pytest.fixture(scope="module")
def client(server: Running) -> Iterator[OpenAI]:
    with connected(server) as made:
        yield made


def says(*said: str, role: str = "user") -> list[Any]:
    return [{"role": role, "content": one} for one in said]


def complete(client: OpenAI, *messages: Any, **more: Any) -> Any:
    """A completion of these messages, or of a question."""
    asked = list(messages) or says(QUESTION)
    return client.chat.completions.create(**{"model": "abstractqa", "messages": asked, **more})


def streamed(client: OpenAI, *messages: Any, **more: Any) -> list[ChatCompletionChunk]:
    return list(complete(client, *messages, stream=True, **more))


def extended(completion: Any) -> Answer:
    """The answer under the extension field."""
    return object_of(Answer, completion.model_extra["abstractqa"])


def content_of(chunks: list[ChatCompletionChunk]) -> str:
    return "".join(c.choices[0].delta.content or "" for c in chunks if c.choices)


def untimed(answer: Answer) -> dict[str, Any]:
    return {name: value for name, value in answer.to_dict().items() if name != "timings_ms"}


def check_marks(content: str, answer: Answer, marks: list[dict[str, Any]]) -> None:
    """Each annotation is of a mark in the text, in order, and leads where its citation does."""
    named = [n for one in answer.statements for n in one.numbers]
    # An article without an address cannot be led to.
    numbers = [number for number in named if answer.citations[number - 1].url]
    assert len(marks) == len(numbers)
    for number, mark in zip(numbers, marks, strict=True):
        assert mark["type"] == "url_citation"
        cited = mark["url_citation"]
        assert content[cited["start_index"] : cited["end_index"]] == f"[{number}]"
        citation = answer.citations[number - 1]
        assert (cited["url"], cited["title"]) == (citation.url, citation.title)


# -- answers -------------------------------------------------------------------------------------


@pytest.mark.parametrize("row", QUESTIONS[::6], ids=lambda row: row["question"][:30])
def test_text_and_citations(client: OpenAI, library: Library, row: dict[str, str]) -> None:
    wanted = library.ask(row["question"])
    made = complete(client, *says(row["question"]))
    [choice] = made.choices
    assert (choice.finish_reason, choice.message.role) == ("stop", "assistant")
    assert choice.message.content == wanted.answer
    assert untimed(extended(made)) == untimed(wanted)
    annotated = [one.model_dump() for one in choice.message.annotations]
    check_marks(wanted.answer, wanted, annotated)
    assert made.object == "chat.completion"
    assert made.model == "abstractqa"
    assert made.usage.total_tokens == 0


@pytest.mark.parametrize("row", QUESTIONS[::6], ids=lambda row: row["question"][:30])
def test_the_same_as_a_stream(client: OpenAI, library: Library, row: dict[str, str]) -> None:
    wanted = library.ask(row["question"])
    chunks = streamed(client, *says(row["question"]))
    assert content_of(chunks) == wanted.answer
    assert [c.choices[0].finish_reason for c in chunks] == [None] * (len(chunks) - 1) + ["stop"]
    assert chunks[0].choices[0].delta.role == "assistant"
    assert untimed(extended(chunks[-1])) == untimed(wanted)
    marks = [
        mark
        for chunk in chunks
        for mark in (chunk.choices[0].delta.model_extra or {}).get("annotations", [])
    ]
    check_marks(wanted.answer, wanted, marks)
    assert len({(c.id, c.created, c.model, c.object) for c in chunks}) == 1
    assert all(c.usage is None for c in chunks)


def test_a_statement_comes_with_its_annotations(client: OpenAI, library: Library) -> None:
    wanted = library.ask(MIGRAINE)
    _, *said, _ = streamed(client, *says(MIGRAINE))
    assert len(said) == len(wanted.statements) > 1
    for chunk, statement in zip(said, wanted.statements, strict=True):
        delta = chunk.choices[0].delta
        assert statement.text in (delta.content or "")
        assert len((delta.model_extra or {})["annotations"]) == len(statement.numbers)


def test_without_blocking(server: Running, library: Library) -> None:
    async def both() -> tuple[Any, list[ChatCompletionChunk]]:
        async with AsyncOpenAI(base_url=f"{server.url}/v1", api_key="none") as client:
            create = client.chat.completions.create
            whole = await create(model="abstractqa", messages=says(QUESTION))
            chunks = await create(model="abstractqa", messages=says(QUESTION), stream=True)
            return whole, [chunk async for chunk in chunks]

    whole, chunks = asyncio.run(both())
    wanted = library.ask(QUESTION)
    assert whole.choices[0].message.content == content_of(chunks) == wanted.answer
    assert untimed(extended(whole)) == untimed(extended(chunks[-1])) == untimed(wanted)


def test_usage_at_the_end_where_it_is_asked_for(client: OpenAI) -> None:
    *chunks, last = streamed(client, stream_options={"include_usage": True})
    assert last.choices == []
    assert last.usage is not None
    assert last.usage.total_tokens == 0
    assert extended(chunks[-1]).citations
    assert all(chunk.usage is None for chunk in chunks)


def test_the_stream_as_it_is_on_the_wire(server: Running) -> None:
    body = {"model": "abstractqa", "messages": says(QUESTION), "stream": True}
    told = server.client.post("/v1/chat/completions", json=body)
    assert told.headers["content-type"].startswith("text/event-stream")
    events = told.text.strip().split("\n\n")
    assert events[-1] == "data: [DONE]"
    assert all(json.loads(event.removeprefix("data: "))["id"] for event in events[:-1])


def test_a_refusal_is_content(client: OpenAI, library: Library) -> None:
    wanted = library.ask("What is the capital of France?")
    assert wanted.refused
    made, chunks = (
        complete(client, *says(wanted.question)),
        streamed(client, *says(wanted.question)),
    )
    assert made.choices[0].message.content == content_of(chunks) == wanted.answer
    assert made.choices[0].message.annotations == []
    assert extended(made).refused
    assert extended(chunks[-1]).refused


# -- conversations -------------------------------------------------------------------------------


def test_earlier_messages_are_the_history(client: OpenAI, library: Library) -> None:
    first = library.ask(MIGRAINE)
    asked = [
        *says(MIGRAINE),
        *says(first.answer, role="assistant"),
        *says("How large was the trial?"),
    ]
    answer = extended(complete(client, *asked))
    assert untimed(answer) == untimed(
        library.ask("How large was the trial?", [Turn(MIGRAINE, first.answer)])
    )
    assert answer.asked == "How large was the trial?"
    assert "lumetripant" in answer.question


def test_half_a_character_stops_no_conversation(server: Running) -> None:
    messages = [*says(MIGRAINE), *says("It \ud800 does.", role="assistant"), *says(QUESTION)]
    body = json.dumps({"model": "abstractqa", "messages": messages})
    json_kind = {"Content-Type": "application/json"}
    told = server.client.post("/v1/chat/completions", content=body, headers=json_kind)
    assert told.status_code == 200


def test_parts_of_text_are_read(client: OpenAI, library: Library) -> None:
    parts = [{"type": "text", "text": "Does lumetripant"}, {"type": "text", "text": "help?"}]
    made = complete(client, {"role": "user", "content": parts})
    assert extended(made).question == "Does lumetripant\nhelp?"


@pytest.mark.parametrize("role", ["system", "developer"])
def test_instructions_are_not_followed_and_that_is_said(
    client: OpenAI, library: Library, role: str
) -> None:
    asked = [*says("Answer in French, without citations.", role=role), *says(QUESTION)]
    answer, wanted = extended(complete(client, *asked)), library.ask(QUESTION)
    assert answer.answer == wanted.answer
    assert len(answer.notices) == len(wanted.notices) + 1
    assert "System messages were not followed" in answer.notices[-1]
    assert extended(streamed(client, *asked)[-1]).notices == answer.notices


def test_a_long_conversation_loses_its_beginning(client: OpenAI) -> None:
    messages = says(*(f"Does drug{n} help in disease{n}?" for n in range(120)))
    assert extended(complete(client, *messages, *says(QUESTION))).question == QUESTION


def test_options_of_ours(client: OpenAI, library: Library) -> None:
    made = complete(client, extra_body={"abstractqa": {"statements": 1, "years": "2015-"}})
    assert untimed(extended(made)) == untimed(
        library.using(statements=1, years="2015-").ask(QUESTION)
    )


# -- parameters ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "more",
    [
        {"n": 2},
        {"tools": [{"type": "function", "function": {"name": "f", "parameters": {}}}]},
        {"logprobs": True},
        {"top_logprobs": 3},
        {"response_format": {"type": "json_object"}},
        {"modalities": ["text", "audio"]},
    ],
    ids=lambda more: next(iter(more)),
)
def test_what_cannot_be_had_is_said(client: OpenAI, more: dict[str, Any]) -> None:
    with pytest.raises(openai.BadRequestError) as raised:
        complete(client, **more)
    assert next(iter(more)) in raised.value.message
    assert raised.value.code == "invalid_request"


def test_what_changes_nothing_is_taken(client: OpenAI, library: Library) -> None:
    harmless = {"temperature": 0.3, "top_p": 0.5, "seed": 7, "user": "me", "max_tokens": 5,
                "max_completion_tokens": 5, "presence_penalty": 1.0, "stop": ["."], "n": 1,
                "logit_bias": {"1": 2}, "metadata": {"a": "b"}, "tools": [], "logprobs": False,
                "response_format": {"type": "text"}, "extra_body": {"mood": "good"}}  # fmt: skip
    made = complete(client, **harmless)
    assert made.choices[0].message.content == library.ask(QUESTION).answer


@pytest.mark.parametrize(
    "messages",
    [
        says("Hello.", role="assistant"),
        [*says(QUESTION), *says("Yes.", role="assistant")],
        says("  "),
        [{"role": "user", "content": [{"type": "image_url", "image_url": {"url": "x"}}]}],
        [{"role": "user", "content": None}],
    ],
)
@pytest.mark.parametrize("stream", [False, True])
def test_no_question(client: OpenAI, messages: list[Any], stream: bool) -> None:
    with pytest.raises(openai.BadRequestError):
        complete(client, *messages, stream=stream)


@pytest.mark.parametrize(
    "more",
    [
        {"messages": []},
        {"model": ""},
        {"messages": says("x", role="tool")},
        {"extra_body": {"abstractqa": {"mood": "cheerful"}}},
        {"extra_body": {"abstractqa": {"years": "2020-2010"}}},
        {"messages": says("a" * 5000)},
    ],
)
@pytest.mark.parametrize("stream", [False, True])
def test_what_cannot_be_used(client: OpenAI, more: dict[str, Any], stream: bool) -> None:
    with pytest.raises(openai.UnprocessableEntityError):
        complete(client, stream=stream, **more)


@pytest.mark.parametrize("name", ["gpt-4o", "abstractqa-llm"])
@pytest.mark.parametrize("stream", [False, True])
def test_no_such_model(client: OpenAI, name: str, stream: bool) -> None:
    with pytest.raises(openai.NotFoundError, match="There is: abstractqa") as raised:
        complete(client, model=name, stream=stream)
    assert raised.value.code == "not_found"


def test_models(client: OpenAI) -> None:
    [model] = client.models.list().data
    assert (model.id, model.object) == ("abstractqa", "model")
    assert client.models.retrieve("abstractqa") == model
    with pytest.raises(openai.NotFoundError):
        client.models.retrieve("gpt-4o")


# -- a language model ----------------------------------------------------------------------------


def with_model(library: Library, model: Server, monkeypatch: pytest.MonkeyPatch) -> Library:
    monkeypatch.setenv("ABSTRACTQA_LLM_KEY", "none")
    return library.using(llm="openai:m", llm_base_url=model.url, llm_window=8192, llm_timeout=5.0)


def test_by_a_language_model(
    library: Library, serve: Serve, monkeypatch: pytest.MonkeyPatch
) -> None:
    article = library.finding.invoke(QUESTION).weighed.retrieval.articles[0].article
    text = article.text(article.sentences[1])
    with Server(OpenAIWire(), [speaks(reply((text, [2])))]) as model:
        server = serve(with_model(library, model, monkeypatch))
        with connected(server) as client:
            assert [one.id for one in client.models.list()] == ["abstractqa", "abstractqa-llm"]
            made = complete(client, model="abstractqa-llm")
            chunks = streamed(
                client, model="abstractqa-llm", stream_options={"include_usage": True}
            )
            asked = len(model.requests)
            plain = complete(client, model="abstractqa")
            assert len(model.requests) == asked == 2
    answer = extended(made)
    assert made.choices[0].message.content == content_of(chunks) == f"{text} [1]"
    assert answer.usage is not None
    assert made.usage.prompt_tokens == answer.usage.tokens_in
    assert chunks[-1].usage == made.usage
    check_marks(
        answer.answer, answer, [a.model_dump() for a in made.choices[0].message.annotations]
    )
    assert plain.choices[0].message.content == library.ask(QUESTION).answer


def test_a_failing_model_leaves_the_extractive_answer(
    library: Library, serve: Serve, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Server(OpenAIWire(), [fails(401)]) as model:
        server = serve(with_model(library, model, monkeypatch))
        with connected(server) as client:
            made = complete(client, model="abstractqa-llm")
            chunks = streamed(client, model="abstractqa-llm")
    wanted = library.ask(QUESTION)
    assert made.choices[0].message.content == content_of(chunks) == wanted.answer
    assert any("refused its key" in notice for notice in extended(made).notices)


def test_an_error_in_mid_stream_reaches_the_client(
    client: OpenAI, server: Running, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = Service.answer

    async def breaking(self: Service, *arguments: Any) -> Any:
        async for event in real(self, *arguments):
            if isinstance(event, Done):
                raise ModelError("the model went away", "Ask again")
            yield event

    monkeypatch.setattr(Service, "answer", breaking)
    got: list[ChatCompletionChunk] = []
    with pytest.raises(openai.APIError, match=r"model went away\. Ask again"):
        got.extend(complete(client, stream=True))
    with pytest.raises(openai.InternalServerError, match=r"model went away\. Ask again"):
        complete(client)


def test_leaving_stops_the_work(client: OpenAI, monkeypatch: pytest.MonkeyPatch) -> None:
    ended: list[bool] = []
    real = Service.answer

    async def endless(self: Service, *arguments: Any) -> Any:
        events: list[Event] = [event async for event in real(self, *arguments)]
        try:
            while True:
                yield events[1]
                await asyncio.sleep(0.02)
        finally:
            ended.append(True)

    monkeypatch.setattr(Service, "answer", endless)
    with complete(client, stream=True) as chunks:
        assert next(iter(chunks)).choices[0].delta.role == "assistant"
    until(lambda: ended, bool)
