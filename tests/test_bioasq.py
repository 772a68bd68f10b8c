"""Partial abstracts from BioASQ's snippets. All text is invented."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.records import Event, Failure, Part, Record, Skipped
from index.sources import expand, read
from index.sources.bioasq_snippets import Snippet, pieces_of

WHOLE = (
    "Newts swim in every pond of the valley. They dive at dusk and rise at dawn. "
    "Ten of twelve newts came back to the stone they had left. Frogs did not."
)


def snippet(begin: int, end: int, **changed: Any) -> dict[str, Any]:
    return {
        "document": "http://www.ncbi.nlm.nih.gov/pubmed/1234",
        "text": WHOLE[begin:end],
        "beginSection": "abstract",
        "endSection": "abstract",
        "offsetInBeginSection": begin,
        "offsetInEndSection": end,
        **changed,
    }


def title(text: str, **changed: Any) -> dict[str, Any]:
    return snippet(0, 1, text=text, beginSection="title", endSection="title", **changed)


def events(folder: Path, *questions: object) -> list[Event]:
    file = folder / "golden.json"
    file.write_text(json.dumps({"questions": questions}), "utf-8")
    return [event for source in expand([f"bioasq:{file}"]) for event in read(source)]


def asked(*snippets: object) -> dict[str, Any]:
    return {"id": "q1", "body": "Do newts dive?", "snippets": list(snippets)}


def test_all_that_questions_quote_of_one_article_is_one_record(tmp_path: Path) -> None:
    other = snippet(0, 39, document="https://pubmed.ncbi.nlm.nih.gov/77")
    found = events(
        tmp_path,
        asked(snippet(76, 133), title("On newts."), other),
        {"id": "q2", "body": "No snippets."},
        asked(snippet(0, 39), snippet(5, 20), title("On newts and frogs.")),
    )
    first, second = found
    assert isinstance(first, Record) and isinstance(second, Record)
    assert (first.pmid, first.title) == ("1234", "On newts and frogs.")
    assert first.parts == (Part(WHOLE[:39]), Part(WHOLE[76:133]))
    assert first.truncated
    assert (first.origin.format, first.origin.record) == ("bioasq", "PMID 1234")
    assert (second.pmid, second.title) == ("77", "")


def test_a_title_alone_is_an_article_without_abstract(tmp_path: Path) -> None:
    (only,) = events(tmp_path, asked(title("On newts.")))
    assert isinstance(only, Record)
    assert (only.title, only.parts, only.truncated) == ("On newts.", (), False)


def test_older_files_name_the_abstract_by_number(tmp_path: Path) -> None:
    old = {"beginSection": "sections.0", "endSection": "sections.0"}
    (only,) = events(tmp_path, asked(snippet(0, 39, **old)))
    assert isinstance(only, Record) and only.parts == (Part(WHOLE[:39]),)


@pytest.mark.parametrize(
    "sections", [("sections.4", "sections.4"), ("title", "abstract"), (None, None)]
)
def test_a_snippet_of_another_section_is_skipped(
    tmp_path: Path, sections: tuple[str | None, str | None]
) -> None:
    odd = dict(zip(("beginSection", "endSection"), sections, strict=True))
    skipped, only = events(tmp_path, asked(snippet(0, 39), snippet(0, 39, **odd)))
    assert isinstance(skipped, Skipped) and skipped.record == "question 1 (q1), snippet 2"
    assert isinstance(only, Record)


@pytest.mark.parametrize(
    ("changed", "word"),
    [
        ({"text": ""}, "text"),
        ({"text": 5}, "5"),
        ({"document": "http://elsewhere.example/1"}, "elsewhere.example"),
        ({"document": None}, "document"),
        ({"offsetInBeginSection": "0"}, "offsetInBeginSection"),
        ({"offsetInEndSection": None}, "offsetInEndSection"),
        ({"beginSection": 3}, "beginSection"),
    ],
    ids=str,
)
def test_a_bad_snippet_is_named_and_the_rest_goes_on(
    tmp_path: Path, changed: dict[str, Any], word: str
) -> None:
    failure, only = events(tmp_path, asked(snippet(0, 39, **changed), snippet(40, 75)))
    assert isinstance(failure, Failure) and isinstance(only, Record)
    assert failure.record == "question 1 (q1), snippet 1"
    assert word in failure.reason and "as published" in failure.reason


@pytest.mark.parametrize("question", [5, None, {"id": "q9", "snippets": "Newts."}, asked(7)])
def test_a_bad_question_is_named_and_the_rest_goes_on(tmp_path: Path, question: object) -> None:
    failure, only = events(tmp_path, question, asked(snippet(0, 39)))
    assert isinstance(failure, Failure) and failure.record.startswith("question 1")
    assert isinstance(only, Record)


def cut(begin: int, end: int, shift: int = 0) -> Snippet:
    return Snippet(WHOLE[begin:end], begin + shift, end + shift)


@pytest.mark.parametrize(
    ("snippets", "pieces"),
    [
        # Apart, in order; a second mention adds nothing.
        ([cut(76, 133), cut(0, 39), cut(0, 39)], [WHOLE[:39], WHOLE[76:133]]),
        # One within another, whatever its offsets say.
        ([cut(0, 75), cut(10, 30), cut(40, 60, shift=99)], [WHOLE[:75]]),
        # Overlapping, and the words agree: joined, also over three and with offsets a little off.
        ([cut(0, 60), cut(40, 133)], [WHOLE[:133]]),
        ([cut(0, 30), cut(25, 60), cut(50, 100)], [WHOLE[:100]]),
        ([cut(0, 75), cut(40, 133, shift=-7)], [WHOLE[:133]]),
        # A label more or less: the same words do not stand twice.
        ([cut(0, 39), Snippet("AIM " + WHOLE[:39], 0, 43)], ["AIM " + WHOLE[:39]]),
        (
            [
                Snippet("AIM: Newts swim in every pond of the", 0, 36),
                Snippet("AIM Newts swim in every pond of the valley.", 0, 43),
            ],
            ["AIM Newts swim in every pond of the valley."],
        ),
        # Offsets that say "overlap" of texts with nothing in common are wrong: both stay.
        ([cut(0, 39), cut(40, 75, shift=-9)], [WHOLE[:39], WHOLE[40:75]]),
        # What is joined may hold what could not be placed before.
        ([cut(0, 60), cut(55, 80, shift=70), cut(40, 133)], [WHOLE[:133]]),
    ],
)
def test_pieces(snippets: list[Snippet], pieces: list[str]) -> None:
    assert list(pieces_of(snippets)) == pieces
    assert list(pieces_of(reversed(snippets))) == pieces


LETTERS = "".join(chr(0x4E00 + n) for n in range(200))  # no character twice
_CUTS = st.tuples(st.integers(0, 60), st.integers(1, 60)).map(
    lambda place: Snippet(LETTERS[place[0] : sum(place)], place[0], sum(place))
)


@given(st.lists(_CUTS, max_size=12))
def test_right_offsets_give_every_character_once_and_in_order(snippets: list[Snippet]) -> None:
    quoted = {place for one in snippets for place in range(one.begin, one.end)}
    assert "".join(pieces_of(snippets)) == "".join(LETTERS[place] for place in sorted(quoted))
