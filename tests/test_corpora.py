"""Corpora named by a prefix: finding them, reading each layout. All text is invented."""

import gzip
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.assemble import assemble, key_of
from index.errors import SourceError
from index.records import Event, Failure, MeshTerm, Part, Record, Skipped
from index.sources import CORPORA, expand, read
from index.sources.abstracts import clean
from index.sources.named import Corpus, named
from index.verify import check_offsets

NEWTS: dict[str, Any] = {
    "doc_id": 7,
    "title": "On newts.",
    "abstract": ["BACKGROUND Newts  swim vs.", "frogs. In Lake A.", "\nThey dive.  "],
    "structured": True,
}
PUBMEDQA: dict[str, Any] = {
    "QUESTION": "Do newts dive?",
    "CONTEXTS": ["To see newts dive.", "Ten newts\nwere watched."],
    "LABELS": ["AIMS", "Methods"],
    "LONG_ANSWER": "Newts dive.",
    "MESHES": ["Salamandridae", " "],
    "YEAR": "2004",
    "final_decision": "yes",
}


def write(path: Path, *rows: object) -> Path:
    """A file of these rows, a line each, whether text or values; gzipped if its name says so."""
    text = "".join(f"{row if isinstance(row, str) else json.dumps(row)}\n" for row in rows)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(gzip.compress(text.encode()) if path.suffix == ".gz" else text.encode())
    return path


def events(argument: str) -> list[Event]:
    """What comes of one argument of `abstractqa index`."""
    return [event for source in expand([argument]) for event in read(source)]


def record(argument: str) -> Record:
    (event,) = events(argument)
    assert isinstance(event, Record), event
    return event


def failures(found: list[Event]) -> list[Failure]:
    return [event for event in found if isinstance(event, Failure)]


@pytest.mark.parametrize("name", ["corpus.jsonl", "corpus.jsonl.gz"])
def test_a_folder_or_its_file_gives_the_corpus(tmp_path: Path, name: str) -> None:
    file = write(tmp_path / "pond" / name, NEWTS)
    for argument in (f"scifact:{tmp_path / 'pond'}", f"scifact:{file}"):
        assert list(expand([argument])) == [f"scifact:{file}"]
        found = record(argument)
        assert (found.own_id, found.origin.format) == ("scifact:7", "scifact")
        # The path alone, as of every other source.
        assert (found.origin.path, found.origin.record) == (str(file), "line 1")
    assert list(read(f"scifact:{tmp_path / 'pond'}")) == events(argument)


@pytest.mark.parametrize("prefix", sorted(CORPORA))
def test_a_corpus_that_is_not_there_is_named_with_its_layout(tmp_path: Path, prefix: str) -> None:
    (tmp_path / "pond").mkdir()
    for path in (tmp_path / "gone", tmp_path / "pond", ""):
        with pytest.raises(SourceError) as caught:
            list(expand([f"{prefix}:{path}"]))
        assert f"'{prefix}:{path}'" in caught.value.problem
        assert caught.value.remedy.startswith(f"Name {prefix}:F")
        (only,) = read(f"{prefix}:{path}")
        assert isinstance(only, Failure) and only.reason == str(caught.value)


def test_a_path_that_exists_is_no_corpus(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    write(Path("scifact:pond.jsonl"), {"title": "Not theirs."})
    assert record("scifact:pond.jsonl").origin.format == "jsonl"
    assert named("beir:pond") == Corpus("beir", "pond")
    for other in ("beir", "C:/pond", "elsewhere:pond", "-"):
        assert named(other) is None


@pytest.mark.parametrize("prefix", sorted(CORPORA))
def test_what_is_no_text_or_empty_is_said_once(tmp_path: Path, prefix: str) -> None:
    file = tmp_path / "corpus.jsonl"
    for raw, kind in ((b"PK\x03\x04" + b"\n" * 99, Failure), (b" \n", Skipped)):
        file.write_bytes(raw)
        (only,) = read(f"{prefix}:{file}")
        assert isinstance(only, kind) and not getattr(only, "record", "?")


@pytest.mark.parametrize(
    ("row", "prefix"),
    [
        (NEWTS, "scifact"),
        ({"1234": PUBMEDQA}, "pubmedqa"),
        ({"questions": [{"snippets": [{"text": "Newts."}]}]}, "bioasq"),
    ],
)
def test_without_its_prefix_the_file_says_how_to_name_it(
    tmp_path: Path, row: object, prefix: str
) -> None:
    file = write(tmp_path / "corpus.jsonl", row, row)
    (only,) = read(str(file))
    assert isinstance(only, Failure)
    assert f"Name it {prefix}:{file}" in only.reason


@pytest.mark.parametrize("prefix", sorted(CORPORA))
@given(data=st.binary(max_size=300) | st.text(max_size=100).map(str.encode))
def test_arbitrary_bytes_never_raise(
    tmp_path_factory: pytest.TempPathFactory, prefix: str, data: bytes
) -> None:
    file = tmp_path_factory.mktemp("odd") / "odd"
    file.write_bytes(data)
    assert all(not isinstance(event, Record) for event in read(f"{prefix}:{file}"))


_JSON: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner),
    max_leaves=6,
)


@pytest.mark.parametrize("prefix", sorted(CORPORA))
@given(data=st.data())
def test_any_values_under_the_right_names_never_raise(
    tmp_path_factory: pytest.TempPathFactory, prefix: str, data: st.DataObject
) -> None:
    snippet = {
        "text": "Newts swim.",
        "document": "http://www.ncbi.nlm.nih.gov/pubmed/12",
        "beginSection": "abstract",
        "endSection": "abstract",
        "offsetInBeginSection": 0,
        "offsetInEndSection": 11,
    }
    rows: dict[str, dict[str, Any]] = {
        "scifact": dict(NEWTS),
        "beir": {"_id": "7", "title": "On newts.", "text": "Newts swim.", "metadata": {}},
        "pubmedqa": dict(PUBMEDQA),
        "bioasq": snippet,
    }
    row = rows[prefix]
    row[data.draw(st.sampled_from(sorted(row)))] = data.draw(_JSON)
    whole: dict[str, Any] = {
        "pubmedqa": {"12": row, "13": data.draw(_JSON)},
        "bioasq": {"questions": [{"id": "q", "snippets": [row]}, data.draw(_JSON)]},
    }
    file = write(tmp_path_factory.mktemp("odd") / "odd", whole.get(prefix, row))
    for event in read(f"{prefix}:{file}"):
        if isinstance(event, Record):
            assert list(check_offsets(assemble(event, ()))) == []
        else:
            assert isinstance(event, Skipped | Failure) and event.reason


# -- SciFact -----------------------------------------------------------------------------------


def test_scifact_keeps_its_sentences_as_they_are(tmp_path: Path) -> None:
    found = record(f"scifact:{write(tmp_path / 'corpus.jsonl', NEWTS)}")
    article = assemble(found, ())
    assert article.key == "scifact:7"
    assert article.abstract == "BACKGROUND Newts swim vs. frogs. In Lake A. They dive."
    assert [article.text(sentence) for sentence in article.sentences] == [
        "BACKGROUND Newts swim vs.",
        "frogs. In Lake A.",
        "They dive.",
    ]
    assert [section.label for section in article.sections] == [None]
    assert found.extra == {"structured": True}


_WORDS = st.text(max_size=12) | st.sampled_from(["Newts", "vs.", "e\u0301", "A.", "\ud800", "\x1c"])
_SENTENCE = st.lists(_WORDS, min_size=1, max_size=6).map(" ".join).filter(clean)


@given(st.lists(_SENTENCE, min_size=1, max_size=8))
def test_given_boundaries_survive(
    tmp_path_factory: pytest.TempPathFactory, sentences: list[str]
) -> None:
    row = {**NEWTS, "abstract": sentences}
    found = record(f"scifact:{write(tmp_path_factory.mktemp('p') / 'corpus.jsonl', row)}")
    article = assemble(found, ())
    assert list(check_offsets(article)) == []
    assert [article.abstract[s.start : s.end] for s in article.sentences] == [
        clean(text) for text in sentences
    ]


@pytest.mark.parametrize(
    ("row", "words"),
    [
        ({"doc_id": None}, ["None", "doc_id"]),
        ({"doc_id": 4.5}, ["4.5", "doc_id"]),
        ({"doc_id": True}, ["True", "doc_id"]),
        ({"doc_id": " "}, ["' '", "doc_id"]),
        ({"title": 5}, ["5", "title"]),
        ({"abstract": "Newts swim."}, ["Newts swim.", "abstract", "a list"]),
        ({"abstract": ["Newts.", " \n"]}, [r"' \n'", "sentence 1 (from 0) of doc_id 7"]),
        ({"abstract": [None]}, ["None", "sentence 0"]),
        ({"abstract": [], "title": ""}, ["neither a title nor an abstract"]),
        ("{torn", ["{torn"]),
        ("[1]", ["[1]"]),
    ],
    ids=str,
)
def test_a_bad_line_of_scifact_is_named_and_the_rest_goes_on(
    tmp_path: Path, row: Any, words: list[str]
) -> None:
    bad = row if isinstance(row, str) else {**NEWTS, **row}
    file = write(tmp_path / "corpus.jsonl.gz", NEWTS, bad, {**NEWTS, "doc_id": "8"})
    before, failure, after = events(f"scifact:{file}")
    assert isinstance(before, Record) and isinstance(after, Record) and after.own_id == "scifact:8"
    assert isinstance(failure, Failure)
    assert (failure.path, failure.record) == (str(file), "line 2")
    assert "doc_id" in failure.reason and "as published" in failure.reason
    for word in words:
        assert word in failure.reason


def test_scifact_without_abstract_is_a_title_and_a_cut_one_says_so(tmp_path: Path) -> None:
    bare = {"doc_id": 1, "title": "On newts."}
    cut = {"doc_id": 2, "abstract": ["Newts swim.", "(ABSTRACT TRUNCATED AT 250 WORDS)"]}
    first, second = events(f"scifact:{write(tmp_path / 'corpus.jsonl', bare, cut)}")
    assert isinstance(first, Record) and isinstance(second, Record)
    assert (first.parts, first.truncated, second.title) == ((), False, "")
    assert second.truncated and len(second.parts[0].spans) == 2


def test_half_a_corpus_gives_what_came_before(tmp_path: Path) -> None:
    file = write(tmp_path / "corpus.jsonl.gz", *({**NEWTS, "doc_id": n} for n in range(900)))
    file.write_bytes(file.read_bytes()[:-500])
    *records, failure = events(f"scifact:{file}")
    assert records and isinstance(failure, Failure) and "incomplete gzip" in failure.reason


# -- BEIR --------------------------------------------------------------------------------------


def test_beir_is_split_as_other_text(tmp_path: Path) -> None:
    row = {
        "_id": "a1",
        "title": "On  newts.",
        "text": "AIMS: To see newts.\nRESULTS: Newts vs. frogs. They dive.",
        "metadata": {"pond": 3},
    }
    rows = [row, {"_id": 2, "text": "Newts swim."}, {"_id": "3", "title": "Newts.", "text": ""}]
    first, second, third = events(f"beir:{write(tmp_path / 'corpus.jsonl', *rows).parent}")
    assert isinstance(first, Record) and isinstance(second, Record) and isinstance(third, Record)
    article = assemble(first, ())
    assert article.key == "beir:a1"
    assert [section.category for section in article.sections] == ["OBJECTIVE", "RESULTS"]
    assert len(article.sentences) == 3
    assert (first.title, first.extra) == ("On newts.", {"metadata": {"pond": 3}})
    assert (second.own_id, second.title, second.extra) == ("beir:2", "", {})
    assert third.parts == ()


@pytest.mark.parametrize(
    ("row", "word"),
    [
        ({"title": "Newts."}, "_id"),
        ({"_id": "1", "title": "", "text": " "}, "neither a title nor an abstract"),
        ({"_id": "1", "text": ["Newts."]}, "['Newts.']"),
        ({"_id": "1", "title": 5, "text": "Newts."}, "title"),
    ],
)
def test_a_bad_line_of_beir_is_named(tmp_path: Path, row: object, word: str) -> None:
    file = write(tmp_path / "corpus.jsonl", row, {"_id": "2", "text": "Newts."})
    failure, after = events(f"beir:{file}")
    assert isinstance(failure, Failure) and isinstance(after, Record)
    assert failure.record == "line 1" and word in failure.reason


# -- PubMedQA ----------------------------------------------------------------------------------


def pubmedqa(folder: Path, **changed: Any) -> str:
    return f"pubmedqa:{write(folder / 'ori.json', {'1234': {**PUBMEDQA, **changed}})}"


def test_pubmedqa_is_the_abstract_as_printed(tmp_path: Path) -> None:
    found = record(pubmedqa(tmp_path))
    assert key_of(found) == "pmid:1234"
    assert found.title == "Do newts dive?"
    assert found.parts == (
        Part("To see newts dive.", "AIMS", "OBJECTIVE"),
        Part("Ten newts were watched.", "Methods", "METHODS"),
        Part("Newts dive.", "CONCLUSIONS", "CONCLUSIONS"),
    )
    assert (found.published, found.year, found.truncated) == ("2004", 2004, False)
    assert found.mesh == (MeshTerm("Salamandridae"),)
    assert found.extra == {"final_decision": "yes"}
    assert (found.origin.format, found.origin.record) == ("pubmedqa", "PMID 1234")


@pytest.mark.parametrize("labels", [None, [], ["AIMS"], ["A", "B", "C"]])
def test_labels_that_do_not_fit_are_left_out(tmp_path: Path, labels: object) -> None:
    found = record(pubmedqa(tmp_path, LABELS=labels))
    assert [part.label for part in found.parts] == [None, None, "CONCLUSIONS"]


@pytest.mark.parametrize("answer", [None, "", " "])
def test_without_its_conclusion_the_abstract_is_not_whole(tmp_path: Path, answer: object) -> None:
    found = record(pubmedqa(tmp_path, LONG_ANSWER=answer, YEAR=None, MESHES=None))
    assert [part.label for part in found.parts] == ["AIMS", "Methods"]
    assert found.truncated
    assert (found.year, found.mesh) == (None, ())


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"QUESTION": 5}, ["5", "QUESTION"]),
        ({"CONTEXTS": "Newts."}, ["Newts.", "CONTEXTS"]),
        ({"CONTEXTS": ["Newts.", 5]}, ["5", "item 1 of CONTEXTS"]),
        ({"LABELS": [5, 5]}, ["5", "LABELS"]),
        ({"LONG_ANSWER": ["Newts."]}, ["['Newts.']", "LONG_ANSWER"]),
        ({"MESHES": {"a": 1}}, ["{'a': 1}", "MESHES"]),
        ({"YEAR": [2004]}, ["[2004]", "YEAR"]),
        ({"QUESTION": "", "CONTEXTS": [], "LONG_ANSWER": ""}, ["neither a title nor"]),
    ],
    ids=str,
)
def test_a_bad_record_of_pubmedqa_is_named(
    tmp_path: Path, changed: dict[str, Any], words: list[str]
) -> None:
    rows = {"99": {**PUBMEDQA, **changed}, "x": PUBMEDQA, "98": [1], "1234": PUBMEDQA}
    bad, key, value, good = events(f"pubmedqa:{write(tmp_path / 'ori.json.gz', rows)}")
    assert isinstance(bad, Failure) and bad.record == "PMID 99"
    for word in words:
        assert word in bad.reason
    assert isinstance(key, Failure) and "'x' is not a PMID" in key.reason
    assert isinstance(value, Failure) and value.record == "PMID 98"
    assert isinstance(good, Record)


@pytest.mark.parametrize("prefix", ["pubmedqa", "bioasq"])
@pytest.mark.parametrize("text", ['{"1234": {', '{"1234": "yes"}', '["1234"]', "{} {}"])
def test_a_broken_whole_file_is_one_failure(tmp_path: Path, prefix: str, text: str) -> None:
    (only,) = failures(events(f"{prefix}:{write(tmp_path / 'ori.json', text)}"))
    assert (only.record, "ori.json" in only.reason) == ("", True)
    assert "as published" in only.reason
