"""The same hundred questions by the command, from Python, over HTTP and by the client: one chain
stands behind all of them, so they cite the same sentences."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from answering.helpers import QUESTIONS, run
from serving.running import Running

from qa import Client, Library

ASKED = [one["question"] for one in QUESTIONS][:100]
Ask = Callable[[str], dict[str, Any]]


@pytest.fixture
def command(sample_store: Path, shared_model: object) -> Ask:
    return lambda question: dict(run("ask", question, "--json", "--store", str(sample_store)).json)


@pytest.fixture
def over_http(server: Running) -> Ask:
    return lambda question: dict(
        server.client.post("/v1/ask", json={"question": question}).raise_for_status().json()
    )


def test_a_hundred_questions(
    library: Library, client: Client, command: Ask, over_http: Ask
) -> None:
    assert len(set(ASKED)) == 100
    refused = 0
    for question in ASKED:
        expected = library.ask(question)
        refused += expected.refused
        for ask in (lambda asked: client.ask(asked).to_dict(), command, over_http):
            assert told(ask(question)) == told(expected.to_dict()), question
    # Answers and refusals alike.
    assert 0 < refused < 50


def told(answer: dict[str, Any]) -> tuple[Any, ...]:
    """What an answer says: its words, and of each citation the article, the place and the text."""
    cited = [
        tuple(one[name] for name in ("number", "key", "sentence", "start", "end", "text", "url"))
        for one in answer["citations"]
    ]
    return answer["answer"], answer["refused"], cited, [one["key"] for one in answer["articles"]]
