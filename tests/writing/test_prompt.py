"""The whole of what a model is told, as it is sent: a change must be meant.

python -m pytest tests/writing/test_prompt.py --rewrite-golden
"""

from pathlib import Path

import pytest
from answering.helpers import with_settings

from prompts import load
from qa import Library
from qa.llm.contract import Message
from writing.scripted import ScriptedWriter, answer_of, reply

GOLDEN = Path(__file__).with_name("golden_prompt.txt")
QUESTION = "Is lumetripant any good in chronic migraine?"
GARBLED = "The patients were very happy and went home with 77 balloons each."


def conversation(library: Library) -> str:
    """Both turns, as the model sees them; the articles are of the invented sample."""
    asked = with_settings(library, articles=2)
    writer = ScriptedWriter(reply((GARBLED, [3]), ("Nothing.", [])), reply())
    answer_of(asked, QUESTION, writer)
    turns: tuple[Message, ...] = writer.asked[1]
    return "\n\n".join(f"=== {turn.role} ===\n{turn.text}" for turn in turns) + "\n"


def test_the_conversation_is_what_it_was(library: Library, request: pytest.FixtureRequest) -> None:
    made = conversation(library)
    if request.config.getoption("--rewrite-golden"):
        GOLDEN.write_text(made, encoding="utf-8")
    assert made == GOLDEN.read_text(encoding="utf-8")


def test_it_is_versioned(library: Library) -> None:
    """Whoever changes the golden text changes the version, by which answers are told apart."""
    words = load("llm")
    assert words.version == "llm-1"
    answer = answer_of(library, QUESTION, ScriptedWriter(reply()))
    assert answer.settings["prompt"] == words.version
    assert answer.settings["model"] == "scripted:model"
