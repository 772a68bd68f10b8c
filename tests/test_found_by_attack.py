"""Faults that an attack on the product found, each with its smallest case. All text is invented."""

import gzip
import json
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from invented import WordHashEmbedder, record

from index.article import RETRACTED
from index.assemble import assemble
from index.build import build
from index.errors import StoreError
from index.ingest import Ingest
from index.progress import Silent
from index.records import Notice, Record
from index.sources import files, jsonl
from index.sources.abstracts import without_notice
from index.sources.citation_line import parse_authors
from index.sources.page_blocks import authors_of
from index.store import Store
from qa.question import _METHOD

_NOTICE = record(
    pmid="2",
    title="Retraction: a trial.",
    notices=(Notice("RetractionOf", "Invented J. 2020", "1"),),
)
_PAPER = record(pmid="1", title="A trial.")


@pytest.mark.parametrize("order", [(_PAPER, _NOTICE), (_NOTICE, _PAPER)], ids=["before", "after"])
def test_a_notice_marks_the_paper_that_it_retracts(
    store: Store, order: tuple[Record, Record]
) -> None:
    ingest = Ingest(store.catalogue)
    for one in order:
        ingest.place(one)
    assert store.article("1").status == RETRACTED
    assert RETRACTED not in store.article("2").statuses


@pytest.mark.parametrize(
    "told",
    [
        record(publication_types=("Journal Article, Retracted Publication",)),
        record(title="RETRACTED: A trial."),
        record(extra={"retracted": True}),
        record(notices=(Notice("PartialRetractionIn"),)),
    ],
    ids=["in one text", "in the title", "in a column", "in part"],
)
def test_a_retraction_is_seen_however_it_is_told(told: Record) -> None:
    assert assemble(told, ()).status == RETRACTED


def test_two_articles_under_one_own_id_in_one_file_stay_two(store: Store, tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text(
        '{"id": "1", "title": "Gout and diet.", "abstract": "Diet helped."}\n'
        '{"id": "1", "title": "Sleep and age.", "abstract": "Age harmed."}\n'
    )
    for added in (2, 0):
        report = build(store, [str(tmp_path / "a.jsonl")], Silent())
        assert (report.added, report.updated) == (added, 0)
    assert {article.title for article in store.catalogue} == {"Gout and diet.", "Sleep and age."}


def test_a_deeply_nested_value_fails_alone(store: Store, tmp_path: Path) -> None:
    deep = "[" * 200 + "]" * 200
    (tmp_path / "a.jsonl").write_text(
        f'{{"title": "Deep.", "x": {deep}}}\n{{"title": "Flat.", "abstract": "All well."}}\n'
    )
    report = build(store, [str(tmp_path / "a.jsonl")], Silent())
    assert (report.added, len(report.failed)) == (1, 1)
    assert "nested too deep" in report.failed[0].reason


def test_a_file_name_that_is_not_utf_8_is_read(store: Store, tmp_path: Path) -> None:
    path = f"{tmp_path}/latin\udce9.jsonl"
    Path(path).write_text('{"title": "A trial.", "abstract": "It helped."}\n')
    assert build(store, [path], Silent()).added == 1


def test_an_own_id_cannot_pass_for_a_pmid(store: Store) -> None:
    ingest = Ingest(store.catalogue)
    ingest.place(record(own_id="pmid:7", pmid=None, doi=None, title="Not in PubMed."))
    ingest.place(record(pmid="7", title="In PubMed."))
    assert store.article("pmid:7").title == "In PubMed."
    assert len(store.catalogue) == 2


def test_what_another_process_wrote_is_found(store: Store, tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text('{"title": "Gout.", "abstract": "Diet helped."}\n')
    assert store.lexical.search(["gout"], 1) == []
    with Store.open(store.path, WordHashEmbedder()) as other:
        build(other, [str(tmp_path / "a.jsonl")], Silent())
    assert len(store.lexical.search(["gout"], 1)) == 1


@pytest.mark.parametrize(
    "endless",
    [
        f"AB  - {'Newts swim. ' * 100_000}",
        "\n".join(f"OT  - newt number {number}" for number in range(90_000)),
        "\n".join(f"FAU - Newt, Number {number}" for number in range(90_000)),
        "\n".join(f"MH  - Newts/*number {number}" for number in range(90_000)),
    ],
    ids=["abstract", "keywords", "authors", "headings"],
)
def test_a_record_that_nobody_could_read_again_is_skipped(
    store: Store, tmp_path: Path, endless: str
) -> None:
    newts = "PMID- 1\nTI  - On newts.\nAB  - Newts swim.\n"
    record = f"PMID- 2\nTI  - On newts.\n{endless}\n"
    (tmp_path / "a.nbib").write_text(f"{newts}\n{record}\n{newts.replace('- 1', '- 3')}")
    report = build(store, [str(tmp_path / "a.nbib")], Silent())
    assert (report.added, [one.record for one in report.skipped]) == (2, ["record 2 (PMID 2)"])
    assert "1,000,000 are read at most" in report.skipped[0].reason
    assert store.catalogue.backlog.count_pending() == 0


def test_of_what_could_not_be_read_a_report_names_a_thousand_and_counts_the_rest(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    broken, endless = tmp_path / "broken.jsonl", tmp_path / "endless.jsonl"
    broken.write_text('{"title": "Newts", "abs\n' * 1500)
    newts = "".join(f'{{"title": "Newts {n}", "abstract": "They swim."}}\n' for n in range(1002))
    endless.write_text(newts)
    monkeypatch.setattr(sys.modules[build.__module__], "RECORD_CHARACTERS", 10)
    report = build(store, [str(broken), str(endless)], Silent())
    assert (report.read, len(report.failed), report.more_failed) == (0, 1000, 500)
    assert (len(report.skipped), report.more_skipped) == (1000, 2)
    assert [one.record for one in report.skipped[:2]] == ["line 1", "line 2"]
    told = report.to_dict()
    assert (told["more_failed"], told["more_skipped"], len(told["failed"])) == (500, 2, 1000)


def test_a_gzip_file_of_one_endless_line_ends_there(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(files, "LINE_BYTES", 1 << 20)
    newts = b"PMID- 1\nTI  - On newts.\nAB  - Newts swim.\n\n"
    packed = tmp_path / "a.nbib.gz"
    packed.write_bytes(gzip.compress(newts + b"PMID- 2\nTI  - " + b"n" * (1 << 24)))
    report = build(store, [str(packed)], Silent())
    assert store.article("1").title == "On newts."
    (failure,) = report.failed
    assert "a line of more than 1,048,576 bytes" in failure.reason
    packed.write_bytes(gzip.compress(b"\n" * (1 << 22) + newts))
    assert build(store, [str(packed)], Silent()).failed == ()


@pytest.mark.parametrize("pack", [bytes, gzip.compress], ids=["plain", "gzip"])
def test_json_lines_end_at_a_line_without_end(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, pack: Callable[[bytes], bytes]
) -> None:
    monkeypatch.setattr(jsonl, "LINE_CHARACTERS", 2000)
    newts = b'{"pmid": "1", "title": "On newts.", "abstract": "Newts swim."}'
    spaced = newts + b" " * (1999 - len(newts)) + b"\n"  # As long as a line may be.
    endless = b'{"pmid": "2", "title": "On eels.", "abstract": "' + b"n" * (1 << 24)
    packed = tmp_path / "a.jsonl"
    packed.write_bytes(pack(spaced + endless + b'"}\n' + newts.replace(b"1", b"3") + b"\n"))
    report = build(store, [str(packed)], Silent())
    assert (report.read, report.added) == (1, 1)
    (failure,) = report.failed
    assert failure.record == "line 2"
    assert failure.reason.startswith(
        "is longer than 2,000 characters, and nothing is read from here on: {"
    )


def test_an_array_on_one_line_may_be_as_long_as_the_file(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(jsonl, "LINE_CHARACTERS", 100)
    rows = [{"title": f"On newts {n}.", "abstract": "Newts swim."} for n in range(20)]
    whole = tmp_path / "a.json"
    whole.write_text(json.dumps(rows))
    report = build(store, [str(whole)], Silent())
    assert (report.added, report.failed) == (20, ())


def test_a_closed_store_says_so(store: Store) -> None:
    store.close()
    with pytest.raises(StoreError, match=r"is closed\. Open it again"):
        store.article("1")


@pytest.mark.parametrize(
    "read",
    [
        lambda: authors_of([["poly" * 25 + "(x)"]]),
        lambda: parse_authors("Smith J " + "1" * 20_000 + "x"),
        lambda: without_notice("x" + " " * 50_000 + "y ABSTRACT TRUNCATED"),
        lambda: _METHOD.search("is " * 20_000),
    ],
    ids=["author line", "author marks", "truncation", "method question"],
)
def test_no_pattern_takes_long(read: object) -> None:
    started = time.perf_counter()
    assert callable(read)
    read()
    assert time.perf_counter() - started < 2
