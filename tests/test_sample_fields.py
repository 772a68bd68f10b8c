"""Real exports read as a person read them: `sample_fields.json` was made by hand from the files.

Only identifiers, titles, counts and a few words are in that table. It is compared with what the
readers say, before anything is merged or stored.
"""

import json
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from index import sources
from index.assemble import assemble, key_of
from index.records import Event, Record, Skipped

_HERE = Path(__file__).parent
_SAMPLES = _HERE.parent.parent / "shared" / "data" / "pubmed_samples"
_EXPECTED: list[dict[str, Any]] = json.loads((_HERE / "sample_fields.json").read_text("utf-8"))
_ARTICLES = [row for row in _EXPECTED if not row.get("skipped")]

pytestmark = pytest.mark.skipif(
    not _SAMPLES.is_dir(), reason=f"the real samples are not at {_SAMPLES}"
)


@cache
def _events(file: str) -> list[Event]:
    return list(sources.read(str(_SAMPLES / file)))


def _name(row: dict[str, Any]) -> str:
    return f"{row['file']}::{row.get('key') or row.get('title', '')[:30]}"


def _record(row: dict[str, Any]) -> Record:
    """The record with the row's key, or with its title if it has none."""
    records = [event for event in _events(row["file"]) if isinstance(event, Record)]
    if "key" in row:
        found = [record for record in records if key_of(record) == row["key"]]
    else:
        found = [record for record in records if record.title == row["title"]]
    assert len(found) == 1, f"{len(found)} records for {_name(row)} among {len(records)}"
    return found[0]


def _abstract(record: Record) -> str:
    return "\n".join(part.text for part in record.parts)


# What each column of the table is compared with; a few publication types stand for all.
_ACTUAL: dict[str, Callable[[Record], object]] = {
    "pmid": lambda record: record.pmid,
    "doi": lambda record: record.doi,
    "pmcid": lambda record: record.pmcid,
    "title": lambda record: record.title,
    "journal": lambda record: record.journal,
    "published": lambda record: record.published,
    "year": lambda record: record.year,
    "first_author": lambda record: record.authors[0].display if record.authors else None,
    "n_authors": lambda record: len(record.authors),
    "n_sections": lambda record: len(record.parts),
    "section_labels": lambda record: [part.label for part in record.parts],
    "section_categories": lambda record: [part.category for part in record.parts],
    "n_mesh": lambda record: len(record.mesh),
    "languages": lambda record: list(record.languages),
    "abstract_starts": lambda record: " ".join(_abstract(record).split()[:3]),
    "abstract_ends": lambda record: " ".join(_abstract(record).split()[-2:]),
    "has_abstract": lambda record: bool(record.parts),
    "statuses": lambda record: list(assemble(record, ()).statuses),
}


@pytest.mark.parametrize("row", _ARTICLES, ids=_name)
def test_a_record_says_what_its_file_says(row: dict[str, Any]) -> None:
    record = _record(row)
    compared = [column for column in row if column in _ACTUAL]
    assert {column: _ACTUAL[column](record) for column in compared} == {
        column: row[column] for column in compared
    }
    assert set(row.get("publication_types", ())) <= set(record.publication_types)
    if "a_major_mesh" in row:
        assert row["a_major_mesh"] in {term.descriptor for term in record.mesh if term.major}
    if "collective" in row:
        groups = {author.family for author in record.authors if author.collective}
        assert row["collective"] in groups


@pytest.mark.parametrize("row", [row for row in _EXPECTED if row.get("skipped")], ids=_name)
def test_a_file_without_abstracts_is_skipped(row: dict[str, Any]) -> None:
    assert [type(event) for event in _events(row["file"])] == [Skipped]


def test_the_gzipped_sample_gives_the_records_of_the_plain_one() -> None:
    plain, zipped = (
        [event.pmid for event in _events(file) if isinstance(event, Record)]
        for file in ("xml/pubmedsample_2019.xml", "xml_gz/pubmedsample_2019.xml.gz")
    )
    assert len(plain) == 176
    assert plain == zipped


def test_the_table_covers_every_folder_of_samples() -> None:
    folders = {path.name for path in _SAMPLES.iterdir() if path.is_dir()}
    assert {row["file"].partition("/")[0] for row in _EXPECTED} == folders
