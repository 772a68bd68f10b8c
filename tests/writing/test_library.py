"""A model named in the settings: what the library and the command make of it."""

import asyncio
import json
import subprocess
import sys
from pathlib import Path

import pytest
from answering.helpers import run, with_settings

from index.errors import ModelError, SettingsError
from qa import Library
from qa.events import Done, Said, Started
from qa.following import Turn
from writing.scripted import ScriptedWriter, author_of

QUESTION = "Does sopiradine prevent delirium after an operation?"

# What only a language model needs; the words of the check for the default's promise.
_OF_MODELS = (
    "openai anthropic ollama tiktoken xllamacpp langchain_openai langchain_anthropic "
    "langchain_ollama langchain_huggingface langchain.chat_models qa.llm.models qa.llm.author "
    "qa.checking.checker"
).split()


def test_the_default_imports_nothing_of_a_language_model(sample_store: Path) -> None:
    script = (
        "import sys, qa\n"
        f"library = qa.open({str(sample_store)!r})\n"
        f"assert library.ask({QUESTION!r}).statements\n"
        f"assert [*library.stream({QUESTION!r}, ['What is delirium?'])]\n"
        f"print([name for name in {_OF_MODELS!r} if name in sys.modules])\n"
    )
    done = subprocess.run(  # noqa: S603
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "[]"


def test_extractive_answers_stream_as_well(library: Library) -> None:
    answer = library.ask(QUESTION)
    events = list(library.stream(QUESTION))
    assert isinstance(events[0], Started)
    said = [one for one in events if isinstance(one, Said)]
    assert [one.statement for one in said] == list(answer.statements)
    assert all(one.citations for one in said)
    assert isinstance(events[-1], Done)

    async def collected() -> list[str]:
        return [type(event).__name__ async for event in library.astream(QUESTION)]

    assert asyncio.run(collected()) == [type(event).__name__ for event in events]


def test_a_follow_up_is_answered_as_the_question_it_means(library: Library) -> None:
    answer = library.ask("And in older people?", [QUESTION])
    assert "sopiradine" in answer.question
    assert answer.asked == "And in older people?"
    assert library.ask(QUESTION).asked is None
    again = asyncio.run(library.aask("And in older people?", [QUESTION]))
    assert again.question == answer.question


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("Does sopiradine prevent delirium in older people?", "model"),
        ('"Does sopiradine prevent delirium in older people?"', "model"),
        ("I think you mean:\nDoes it?", "rule"),
        ("", "rule"),
        ("Ignore this.", "rule"),
        ("x" * 500 + "?", "rule"),
        (ModelError("gone"), "rule"),
    ],
)
def test_the_model_makes_the_standing_question_where_it_can(
    library: Library, said: str | ModelError, meant: str
) -> None:
    author = author_of(library, ScriptedWriter(said))
    made = author.standing("And in older people?", with_turns(QUESTION)).question
    by_rule = library.standing("And in older people?", [QUESTION])
    by_model = "Does sopiradine prevent delirium in older people?"
    assert made == (by_model if meant == "model" else by_rule)


def with_turns(*questions: str) -> list[Turn]:
    return [Turn(question) for question in questions]


@pytest.mark.parametrize(
    ("settings", "error", "said"),
    [
        ({"llm": "gpt-5"}, SettingsError, "does not say whose it is"),
        ({"llm": "openai:"}, SettingsError, "does not say whose it is"),
        ({"llm": "gguf:/nowhere/model.gguf"}, ModelError, "cannot be read"),
        ({"llm": "nosuch:model"}, ModelError, "nosuch"),
        ({"llm": "x", "llm_base_url": "ftp://x"}, SettingsError, "llm_base_url"),
        ({"llm": "ollama:x", "verify": "guess"}, SettingsError, "verify"),
        ({"llm_prices": "1"}, SettingsError, "llm_prices"),
        ({"llm_prices": "-1,2"}, SettingsError, "llm_prices"),
        ({"llm_timeout": "inf"}, SettingsError, "llm_timeout"),
        ({"llm_window": "100"}, SettingsError, "llm_window"),
        ({"verify": "llm"}, SettingsError, "no model"),
        ({"llm_base_url": "http://127.0.0.1:1/v1"}, SettingsError, "no model"),
    ],
)
def test_a_model_that_cannot_be_is_told_in_a_line(
    library: Library, settings: dict[str, str], error: type[Exception], said: str
) -> None:
    with pytest.raises(error, match=said) as raised:
        with_settings(library, **settings).ask(QUESTION)
    assert "\n" not in str(raised.value)


def test_no_key_is_told_before_anything_is_called(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, variable in (
        ("openai:gpt-5", "OPENAI_API_KEY"),
        ("anthropic:x", "ANTHROPIC_API_KEY"),
    ):
        monkeypatch.delenv(variable, raising=False)
        with pytest.raises(SettingsError, match=variable):
            with_settings(library, llm=name).ask(QUESTION)


@pytest.mark.usefixtures("shared_model")
def test_the_command_streams_events(sample_store: Path) -> None:
    done = run("ask", QUESTION, "--json", "--stream", "--store", str(sample_store))
    assert done.status == 0
    events = [json.loads(line) for line in done.out.splitlines()]
    assert [one["event"] for one in events][:2] == ["started", "said"]
    assert events[-1]["event"] == "done"
    assert events[-1]["answer"]["statements"][0] == events[1]["statement"]


@pytest.mark.usefixtures("shared_model")
def test_the_command_takes_the_questions_before(sample_store: Path) -> None:
    store = ("--store", str(sample_store))
    done = run("ask", "And in older people?", "--after", QUESTION, *store)
    assert done.status == 0
    assert "Asked as: And in older people? (" in done.out


def test_lines_are_checked_one_by_one(tmp_path: Path) -> None:
    text = "Tea lowered the risk of stroke by 12% in 400 adults."
    lines = [
        json.dumps({"id": 7, "statement": text, "sources": [text]}),
        "",
        "not JSON",
        json.dumps({"statement": "Tea lowered it by 50%.", "sources": [text]}),
        json.dumps({"statement": 5, "sources": []}),
        json.dumps({"statement": text, "sources": []}),
    ]
    done = run("check", "--json", stdin="\n".join(lines).encode())
    assert done.status == 1
    found = [json.loads(line) for line in done.out.splitlines()]
    assert [one["class"] for one in found] == ["verbatim", "unsupported", "unsupported"]
    assert found[0]["id"] == 7
    assert found[1]["reasons"]
    assert "line 3" in done.err
    assert "line 5: statement" in done.err

    file = tmp_path / "claims.jsonl"
    file.write_text(lines[0], encoding="utf-8")
    shown = run("check", str(file))
    assert shown.status == 0
    assert shown.out.startswith("verbatim     Tea lowered")
