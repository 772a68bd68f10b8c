"""Text for a terminal: what abstracts hold is shown and never obeyed."""

import json
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from answering.helpers import make_library
from index.build import IndexReport
from index.records import Failure, Skipped
from index.sentence_transformer import SentenceTransformerEmbedder
from index.verify import Verification
from qa import Answer, Library, render


def obeyed(text: str) -> set[str]:
    """Characters that a terminal would obey; line ends are the renderer's own."""
    unsafe = {c for c in text if unicodedata.category(c) in ("Cc", "Cf", "Cs")}
    return unsafe - {"\n"}


@pytest.fixture
def hostile(
    tmp_path: Path, builtin: SentenceTransformerEmbedder, hostile_rows: list[dict[str, Any]]
) -> Iterator[Library]:
    with make_library(tmp_path, builtin, *hostile_rows) as library:
        yield library


def test_control_characters_of_an_abstract_never_reach_the_terminal(hostile: Library) -> None:
    asked = hostile.ask("Does vexadrine halve gout attacks in adults?")
    assert "\x1b" in asked.answer  # the sentence itself stays verbatim
    shown = (
        render.answer(asked),
        render.search(hostile.search("vexadrine quorbin")),
        render.article(hostile.article("99100001")),
    )
    for text in shown:
        assert obeyed(text) == set()
        assert "Vexadrine" in text
        assert "\ufffd" in text


def test_json_escapes_them_and_loses_nothing(hostile: Library) -> None:
    shown = hostile.ask("Does vexadrine halve gout attacks in adults?").to_dict()
    text = render.as_json(shown)
    assert obeyed(text) == set()
    assert "\\u202e" in text
    assert json.loads(text)["citations"][0]["title"] == shown["citations"][0]["title"]


@given(st.text())
def test_json_reads_back_as_it_was(text: str) -> None:
    made = render.as_json({"text": text})
    assert obeyed(made) == set()
    assert json.loads(made) == {"text": text}


def test_json_keeps_letters_readable() -> None:
    assert "β-blocker, Łódź, 北京, ±3" in render.as_json(["β-blocker, Łódź, 北京, ±3"])


def test_hostile_keys_are_shown_harmless(hostile: Library) -> None:
    hits = hostile.search("quorbin").hits
    [key] = [hit.key for hit in hits if hit.key.startswith("row")]
    assert obeyed(render.article(hostile.article(key))) == set()
    assert obeyed(render.search(hostile.search("quorbin"))) == set()
    assert obeyed(render.answer(hostile.ask("zorbitrexate\x1b[31m in the row?"))) == set()


def test_reports_are_shown_harmless() -> None:
    report = IndexReport(
        read=0, added=0, updated=0, unchanged=0,
        skipped=(Skipped("b\x1b.csv", "", "no\x07abstracts"),),
        failed=(Failure("a\x1b.xml", "record 1\u202e", "bad \x9b value"),),
        deletions=("1",), seconds=0.0,
    )  # fmt: skip
    shown = render.report(report)
    assert obeyed(shown) == set()
    assert "failed: a\ufffd.xml, record 1\ufffd: bad \ufffd value" in shown
    assert "withdrawn by their source, still stored: PMID 1" in shown
    assert obeyed(render.verification(Verification(1, 1, 1, ("key\x1b: bad",)))) == set()


def test_what_a_report_does_not_name_is_counted() -> None:
    report = IndexReport(
        read=1, added=1, updated=0, unchanged=0,
        skipped=(Skipped("a.csv", "row 2", "no title"),), failed=(), deletions=(), seconds=0.0,
        more_skipped=7, more_failed=2,
    )  # fmt: skip
    shown = render.report(report).splitlines()
    assert shown[:3] == ["failed: 2 more", "skipped: a.csv, row 2: no title", "skipped: 7 more"]
    assert "8 skipped, 2 failed" in shown[3]


@given(st.text())
def test_safe_keeps_every_harmless_character(text: str) -> None:
    made = render.safe(text)
    assert len(made) == len(text)
    assert not {unicodedata.category(c) for c in made} & {"Cc", "Cf", "Cs"}
    assert all(b in (a, "\ufffd") for a, b in zip(text, made, strict=True))


@pytest.mark.parametrize("text", ["P < .05, ±0.3 µg, naïve Łódź 北京 β-blocker", "[1] {a} $b <i>"])
def test_letters_and_signs_stay(text: str) -> None:
    assert render.safe(text) == text


def test_every_mark_has_its_source_below(answers: list[tuple[dict[str, Any], Answer]]) -> None:
    for _, answer in answers[:20]:
        shown = render.answer(answer)
        for cite in answer.citations:
            assert f"\n[{cite.number}] " in shown
            assert f"characters {cite.start}-{cite.end}" in shown
        assert shown.endswith("For research; not medical advice.")
