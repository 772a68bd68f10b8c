"""JSON Lines, JSON arrays, CSV, TSV and PubMed's CSV. All rows are invented."""

import io
import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from index.records import Event, Failure, MeshQualifier, MeshTerm, Part, Record, Skipped
from index.sources import tables
from index.sources.abstracts import clean
from index.sources.columns import field_of
from index.sources.files import open_source

_DATA = Path(__file__).parents[2] / "shared" / "data"
_CORPUS = _DATA / "corpus" / "abstracts_27k.jsonl.gz"


def _jsonl(*rows: object) -> list[Event]:
    text = "".join(row if isinstance(row, str) else json.dumps(row) + "\n" for row in rows)
    return list(tables.read_jsonl(io.BytesIO(text.encode()), "a.jsonl"))


def _csv(text: str) -> list[Event]:
    return list(tables.read_csv(io.BytesIO(text.encode()), "a.csv"))


def _record(row: dict[str, Any]) -> Record:
    (event,) = _jsonl(row)
    assert isinstance(event, Record), event
    return event


def _failure(events: list[Event]) -> Failure:
    (event,) = events
    assert isinstance(event, Failure), event
    return event


def test_the_columns_of_a_row() -> None:
    record = _record(
        {
            "doc_id": "pmid:1234567",
            "Title": "Tea and sleep.",
            "Abstract": "Tea is\ndrunk.",
            "DOI": "https://doi.org/10.1234/ABC",
            "PMC": "4756000",
            "Journal/Book": "J Inv Trials",
            "Publication Year": "2019",
            "authors": "Ash MA, Birch C.",
            "mesh": ["Tea/*adverse effects", "*Sleep"],
            "keywords": "sleep; tea",
            "publication_types": ["Randomized Controlled Trial"],
            "language": "eng",
            "set": 3,
            "sentences": ["Tea is drunk."],
        }
    )
    assert (record.pmid, record.own_id) == ("1234567", "pmid:1234567")
    assert (record.doi, record.pmcid) == ("10.1234/abc", "PMC4756000")
    assert (record.title, record.parts) == ("Tea and sleep.", (Part("Tea is drunk."),))
    assert (record.journal, record.published, record.year) == ("J Inv Trials", "2019", 2019)
    assert [author.display for author in record.authors] == ["Ash MA", "Birch C"]
    assert record.mesh == (
        MeshTerm("Tea", False, (MeshQualifier("adverse effects", True),)),
        MeshTerm("Sleep", True),
    )
    assert record.keywords == ("sleep", "tea")
    assert record.publication_types == ("Randomized Controlled Trial",)
    assert record.languages == ("eng",)
    assert record.extra == {"set": 3, "sentences": ["Tea is drunk."]}
    assert (record.origin.format, record.origin.record) == ("jsonl", "line 1")


@pytest.mark.parametrize(
    ("row", "pmid", "doi", "pmcid", "own_id"),
    [
        ({"doc_id": "scifact:4983"}, None, None, None, "scifact:4983"),
        ({"id": 17}, None, None, None, "17"),
        ({"doc_id": "doi:10.1234/A"}, None, "10.1234/a", None, "doi:10.1234/A"),
        ({"doc_id": "pmc:2253535"}, None, None, "PMC2253535", "pmc:2253535"),
        ({"pmid": 1234567}, "1234567", None, None, None),
        ({"pmid": "1234567.0"}, "1234567", None, None, None),
        ({"pmid": 1234567.0}, "1234567", None, None, None),
        ({"pmid": "", "doi": None, "pmcid": "n/a"}, None, None, None, None),
    ],
)
def test_identifiers(
    row: dict[str, Any], pmid: str | None, doi: str | None, pmcid: str | None, own_id: str | None
) -> None:
    record = _record({"title": "Tea", **row})
    assert (record.pmid, record.doi, record.pmcid, record.own_id) == (pmid, doi, pmcid, own_id)
    assert record.extra == {}


def test_an_identifier_that_is_none_is_kept_as_given() -> None:
    assert _record({"title": "Tea", "pmid": "not yet", "doi": 7}).extra == {
        "pmid": "not yet",
        "doi": 7,
    }


def test_of_two_columns_for_one_field_the_preferred_is_read() -> None:
    record = _record({"text": "The page.", "abstract": "The abstract.", "id": 1, "doc_id": "a"})
    assert record.parts == (Part("The abstract."),)
    assert record.own_id == "a"
    assert record.extra == {"text": "The page.", "id": 1}
    assert _record({"text": "The page.", "abstract": " "}).parts == (Part("The page."),)


def test_authors_in_the_forms_people_use() -> None:
    for authors in (
        ["Ash, Mary", "Birch, C."],
        "Ash, Mary; Birch, C.",
        "Ash M, Birch C",
        [{"family": "Ash", "given": "Mary"}, {"LastName": "Birch", "Initials": "C"}],
        [{"name": "Mary Ash"}, "C. Birch", "et al."],
    ):
        record = _record({"title": "Tea", "authors": authors})
        assert [author.display for author in record.authors] == ["Ash M", "Birch C"], authors


_SECTIONS = [
    {"label": "AIMS", "text": "To drink tea."},
    {"label": None, "text": "It was hot."},
    {"label": "Findings:", "text": "Sleep was short."},
]
_LABELLED = (
    Part("To drink tea.", "AIMS", "OBJECTIVE"),
    Part("It was hot."),
    Part("Sleep was short.", "Findings", "RESULTS"),
)


@pytest.mark.parametrize(
    "abstract",
    [
        None,
        "To drink tea. It was hot. Sleep was short.",
        "To drink tea.\nIt was hot.\n\nSleep  was short.",
        "AIMS: To drink tea. It was hot. Findings: Sleep was short.",
    ],
)
def test_sections_that_make_up_the_abstract_give_its_labels(abstract: str | None) -> None:
    assert _record({"sections": _SECTIONS, "abstract": abstract}).parts == _LABELLED


@pytest.mark.parametrize(
    "abstract",
    [
        "It was hot. To drink tea. Sleep was short.",
        "To drink tea. It was hot.",
        "To drink tea. It was hot. Sleep was short. And sweet.",
        "To drink tea. It was not hot. Sleep was short.",
        "METHODS: To drink tea. It was hot. Sleep was short.",
    ],
    ids=["order", "shorter", "longer", "other words", "other label"],
)
def test_sections_that_do_not_leave_the_abstract_as_it_is(abstract: str) -> None:
    assert _record({"sections": _SECTIONS, "abstract": abstract}).parts == (Part(abstract),)


def test_labels_within_the_abstract_are_found() -> None:
    parts = _record({"abstract": "METHODS: Tea was drunk. RESULTS: Sleep was short."}).parts
    assert [part.category for part in parts] == ["METHODS", "RESULTS"]


@pytest.mark.parametrize(
    ("row", "words"),
    [
        ("{not json}\n", ["line 2", "{not json}"]),
        ('{"title": "Tea"', ["line 2", '{"title": "Tea"']),
        ('{"title": "Tea"} {"title": "Coffee"}\n', ["line 2", '{"title": "Coffee"}']),
        ("[1]\n", ["line 2", "[1]"]),
        ({"title": ["Tea"]}, ["title", "['Tea']"]),
        ({"title": 5}, ["title", "5", "text"]),
        ({"title": "Tea", "abstract": {"a": 1}}, ["abstract", "{'a': 1}"]),
        ({"title": "Tea", "pmid": True}, ["pmid", "True"]),
        ({"title": "Tea", "authors": 5}, ["authors", "5", "list"]),
        ({"title": "Tea", "authors": [{"age": 5}]}, ["authors", "{'age': 5}"]),
        ({"title": "Tea", "keywords": [None]}, ["keywords", "None"]),
        ({"title": "Tea", "sections": ["Hot."]}, ["sections", "Hot."]),
        ({"title": "Tea", "doc_id": "pmid:1", "pmid": "2"}, ["'2'", "pmid:1"]),
        ({"title": " ", "set": "a"}, ["neither a title nor an abstract", "set"]),
        ({}, ["neither a title nor an abstract"]),
    ],
    ids=str,
)
def test_a_bad_line_is_one_failure_that_names_it(row: object, words: list[str]) -> None:
    good = {"title": "Coffee"}
    tail = "" if isinstance(row, str) and not row.endswith("\n") else json.dumps(good)
    events = _jsonl(good, row, tail)
    assert [type(event) for event in events] == [Record, Failure, *([Record] if tail else [])]
    failure = events[1]
    assert isinstance(failure, Failure)
    assert failure.path == "a.jsonl"
    assert failure.record == "line 2"
    for word in words:
        assert word in f"{failure.record}: {failure.reason}"


def test_an_array_is_read_like_lines() -> None:
    rows = [{"title": "Tea"}, {"abstract": "Coffee."}]
    for text in (json.dumps(rows), json.dumps(rows, indent=1), "\ufeff \n" + json.dumps(rows)):
        events = _jsonl(text)
        assert [event.origin.record for event in events if isinstance(event, Record)] == [
            "item 1",
            "item 2",
        ]
    assert _jsonl("[]") == []


def test_a_torn_array_gives_what_came_before() -> None:
    record, failure = _jsonl('[{"title": "Tea"}, {"title": "Cof')
    assert isinstance(record, Record)
    assert isinstance(failure, Failure)
    assert failure.record == "item 2"
    assert '{"title": "Cof' in failure.reason


def test_one_object_over_many_lines_is_one_record_or_failure() -> None:
    (event,) = _jsonl(json.dumps({"title": "Tea"}, indent=1))
    assert isinstance(event, Record)
    # PubMedQA's own file: an object of objects, keyed by PMID.
    keyed = {str(pmid): {"QUESTION": "Is tea hot?"} for pmid in range(1, 50)}
    assert "1, 2, 3" in _failure(_jsonl(json.dumps(keyed, indent=1))).reason


def test_what_json_has_not_and_utf_8_has_not_is_made_storable() -> None:
    record = _record({"title": "Tea \ud83d", "note": "\udc00", "x": float("nan")})
    assert record.title == "Tea \ufffd"
    assert record.extra == {"note": "\ufffd", "x": None}


def test_an_empty_file_is_one_failure() -> None:
    assert "a.jsonl" in _failure(_jsonl("\n\n")).reason
    assert "a.csv" in _failure(_csv("")).reason


@pytest.mark.parametrize("delimiter", [",", "\t", ";", "|"])
def test_a_table_with_any_delimiter(delimiter: str) -> None:
    header = delimiter.join(["PMID", "Title", "Abstract", "MeSH terms", "Note"])
    row = delimiter.join(["12", "Tea", '"Tea, hot;\nand ""sweet""."', '"*Tea; Sleep"', ""])
    events = _csv(f"\ufeff{header}\r\n{row}\r\n\r\n13{delimiter}Coffee{delimiter * 3}x\r\n")
    first, second = events
    assert isinstance(first, Record)
    assert isinstance(second, Record)
    assert first.parts == (Part('Tea, hot; and "sweet".'),)
    assert [term.descriptor for term in first.mesh] == ["Tea", "Sleep"]
    assert (first.pmid, first.origin.format, first.origin.record) == ("12", "csv", "line 2")
    assert (second.title, second.extra) == ("Coffee", {"Note": "x"})
    assert second.origin.record == "line 5"


def test_a_torn_row_is_one_failure_and_the_others_go_on() -> None:
    events = _csv("title,abstract\nTea,Hot.\nCoffee,Hot, too.\nMilk\nWater,Cold.\n")
    assert [type(event) for event in events] == [Record, Failure, Failure, Record]
    longer, shorter = (event for event in events if isinstance(event, Failure))
    assert longer.record == "line 3"
    assert "3 cells where the header names 2 columns: 'Coffee'" in longer.reason
    assert "1 cells where" in shorter.reason


def test_an_open_quote_does_not_swallow_rows_into_an_abstract() -> None:
    tea, failure = _csv('title,abstract\nTea,Hot.\nCoffee,"Hot.\nMilk,Cold.\n')
    assert isinstance(tea, Record)
    assert isinstance(failure, Failure)
    assert failure.record == "line 3"
    assert "quotes" in failure.reason


def test_a_header_without_title_or_abstract_is_one_failure() -> None:
    assert "name, age" in _failure(_csv("name,age\nAsh,5\n")).reason
    assert "'title' twice" in _failure(_csv("title,title\nTea,Hot\n")).reason


_PUBMED = (
    "PMID,Title,Authors,Citation,First Author,Journal/Book,Publication Year,Create Date,PMCID,"
    'NIHMS ID,DOI\n"12","Tea","Ash M.","J Inv. 2019;1:1.","Ash M","J Inv","2019","2019/01/01",,,\n'
)


@pytest.mark.parametrize("read", [tables.read_pubmed_csv, tables.read_csv])
def test_pubmeds_csv_is_skipped_with_the_remedy(read: Any) -> None:
    (event,) = read(io.BytesIO(b"\xef\xbb\xbf" + _PUBMED.encode()), "pubmed.csv")
    assert isinstance(event, Skipped)
    assert (event.path, event.record) == ("pubmed.csv", "")
    for words in ("pubmed.csv", "1 article)", "Abstract (text)", "E-utilities"):
        assert words in event.reason


@given(st.binary(max_size=300))
@example(b"[" * 5000)
@example(b'{"a":' * 5000)
@example(b'{"title":"\\ud800"}')
@example(b'{"title":"a","year":1e999}')
@example(b'{"title":"a","year":' + b"9" * 5000 + b"}")
@example(b'title\n"')
@example(b"title\n\0")
@example(b"title," + b"x" * 200_000)
def test_arbitrary_bytes_never_raise(data: bytes) -> None:
    for read in (tables.read_jsonl, tables.read_csv, tables.read_pubmed_csv):
        list(read(io.BytesIO(data), "a"))
        list(read(io.BytesIO(b"title,abstract\n" + data), "a"))


_JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=5,
)
_UNKNOWN = st.dictionaries(st.text().filter(lambda name: field_of(name) is None), _JSON, max_size=4)


@given(st.lists(st.tuples(st.text(), st.text(), _UNKNOWN)))
def test_any_list_of_rows_comes_back_from_json_lines(
    rows: list[tuple[str, str, dict[str, Any]]],
) -> None:
    events = _jsonl(*({"title": title, "doc_id": name} | rest for title, name, rest in rows))
    assert len(events) == max(len(rows), 1)
    for (title, name, rest), event in zip(rows, events, strict=False):
        if clean(title):
            assert isinstance(event, Record)
            assert (event.title, event.own_id or "") == (clean(title), clean(name))
            assert event.extra == rest
        else:
            assert isinstance(event, Failure)


@given(st.lists(st.dictionaries(st.text(max_size=8), _JSON, max_size=4)))
def test_any_list_of_objects_gives_one_event_each(rows: list[dict[str, Any]]) -> None:
    assert len(_jsonl(*rows)) == max(len(rows), 1)
    assert len(_jsonl(json.dumps(rows))) == len(rows)


@pytest.mark.skipif(not _CORPUS.is_file(), reason=f"the corpus is not at {_CORPUS}")
def test_the_real_corpus() -> None:
    with open_source(str(_CORPUS)) as stream:
        events = list(tables.read_jsonl(stream, _CORPUS.name))
    records = [event for event in events if isinstance(event, Record)]
    assert len(records) == len(events) == 27_030
    assert sum(record.pmid is not None for record in records) == 21_793
    assert sum(record.year is not None for record in records) == 21_781
    assert all(record.parts for record in records)
    # 6,260 have a list of sections; where it is given it makes up the abstract, always.
    assert sum(any(part.label for part in record.parts) for record in records) >= 6_260
    assert Counter(key for record in records for key in record.extra) == {
        "set": 27_030,
        "sentences": 5_183,
    }
