"""Every answer that the bundled sample gives, and rows that mean harm."""

import json
from typing import Any

import pytest

from answering.helpers import QUESTIONS
from qa import Answer, Library


@pytest.fixture(scope="session")
def answers(library: Library) -> list[tuple[dict[str, Any], Answer]]:
    """Each of the sample's questions with its answer."""
    return [(entry, library.ask(entry["question"])) for entry in QUESTIONS]


@pytest.fixture
def hostile_rows() -> list[dict[str, Any]]:
    """Invented records that try to speak to the terminal."""
    return [
        {
            "pmid": "99100001",
            "title": "\x1b[31mVexadrine\x07 \u202efor\u202c gout\x9b2J",
            "abstract": "Vexadrine \x1b]0;owned\x07 halved gout \u2066attacks\u2069 in 40 adults.",
            "journal": "Journal \x1b[2J of \u200fHarm",
        },
        json.loads('{"id": "row\\u001b[2J", "title": "Quorbin \\ud800", "abstract": "Quorbin."}'),
    ]
