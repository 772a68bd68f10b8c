"""Finding, opening and decoding sources, and reading them whole. All text is invented."""

import gzip
import io
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from index.errors import SourceError
from index.records import Failure, Record, Skipped
from index.sources import READERS, read
from index.sources.detect import FORMATS
from index.sources.files import decode_head, expand, open_source, open_text

ARTICLE = (
    "<PubmedArticle><MedlineCitation><PMID>{}</PMID><Article><ArticleTitle>On newts."
    "</ArticleTitle></Article></MedlineCitation></PubmedArticle>"
)
XML = f"<PubmedArticleSet>{ARTICLE.format(1)}{ARTICLE.format(2)}</PubmedArticleSet>".encode()
MEDLINE = b"PMID- 7\nTI  - On newts.\nAB  - Newts swim.\n"


@pytest.fixture
def pond(tmp_path: Path) -> Path:
    for name in ("b.xml", "a.xml", "deep/er/c.xml", "a/z.nbib", ".hidden.xml", ".git/d.xml"):
        file = tmp_path / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(XML)
    return tmp_path


def names(paths: Iterator[str], pond: Path) -> list[str]:
    return [str(Path(path).relative_to(pond)) for path in paths]


def test_a_folder_gives_its_files_sorted_and_without_hidden_ones(pond: Path) -> None:
    assert names(expand([str(pond)]), pond) == ["a.xml", "b.xml", "a/z.nbib", "deep/er/c.xml"]


def test_files_and_patterns_keep_the_order_given(pond: Path) -> None:
    arguments = [str(pond / "b.xml"), str(pond / "*.xml"), str(pond / "**" / "c.xml")]
    assert names(expand(arguments), pond) == ["b.xml", "a.xml", "b.xml", "deep/er/c.xml"]
    assert list(expand(["-"])) == ["-"]


def test_a_name_that_looks_like_a_pattern_is_a_file_first(tmp_path: Path) -> None:
    odd = tmp_path / "newts[1].xml"
    odd.write_bytes(XML)
    assert list(expand([str(odd)])) == [str(odd)]


@pytest.mark.parametrize(
    ("argument", "said"),
    [("no.xml", "does not exist"), ("*.gz", "No file matches"), ("empty", "holds no file")],
)
def test_what_gives_no_file_is_named(pond: Path, argument: str, said: str) -> None:
    (pond / "empty").mkdir()
    with pytest.raises(SourceError, match=said) as caught:
        list(expand([str(pond / argument)]))
    assert argument in caught.value.problem and caught.value.remedy


@pytest.mark.parametrize("name", ["newts.xml", "newts.xml.gz"])
@pytest.mark.parametrize("packed", [False, True], ids=["plain", "gzip"])
def test_gzip_is_known_by_its_bytes_not_its_name(tmp_path: Path, name: str, packed: bool) -> None:
    path = tmp_path / name
    path.write_bytes(gzip.compress(XML) if packed else XML)
    with open_source(str(path)) as stream:
        assert stream.head() == XML
        assert stream.read() == XML
        assert stream.damage is None


def test_several_gzip_members_are_one_source(tmp_path: Path) -> None:
    path = tmp_path / "newts.gz"
    path.write_bytes(gzip.compress(XML[:50]) + gzip.compress(XML[50:]))
    with open_source(str(path)) as stream:
        assert stream.read() == XML


def test_a_missing_file_is_named() -> None:
    missing = pytest.raises(SourceError, match=r"'gone\.xml' cannot be opened: No such file")
    with missing, open_source("gone.xml"):
        pass


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        ("naïve β\n".encode(), "naïve β\n"),
        ("naïve β\n".encode("utf-8-sig"), "naïve β\n"),
        ("naïve β\n".encode("utf-16"), "naïve β\n"),
        (b"\xfe\xff" + "naïve β\n".encode("utf-16-be"), "naïve β\n"),
        ("naïve – “5 µg”\n".encode("cp1252"), "naïve – “5 µg”\n"),
        ("naïve\n".encode() + "naïve\n".encode("cp1252"), "naïve\nnaïve\n"),
        (b"a\r\nb\rc\n", "a\nb\nc\n"),
        (b"never \x81 assigned", "never \ufffd assigned"),
        (b"", ""),
    ],
)
def test_decoding(raw: bytes, text: str) -> None:
    assert open_text(io.BytesIO(raw)).read() == text
    assert decode_head(raw) == text


@given(st.text().filter(lambda text: "\r" not in text and not text.startswith("\ufeff")))
def test_utf8_is_never_taken_for_anything_else(text: str) -> None:
    assert open_text(io.BytesIO(text.encode())).read() == text


@given(st.binary())
def test_decoding_never_raises(raw: bytes) -> None:
    assert isinstance(open_text(io.BytesIO(raw)).read(), str)


def test_every_format_has_a_reader() -> None:
    assert set(READERS) == set(FORMATS)


def test_standard_input_is_read_and_left_open(monkeypatch: pytest.MonkeyPatch) -> None:
    buffer = io.BytesIO(gzip.compress(XML))
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(buffer))
    assert [event.pmid for event in read("-") if isinstance(event, Record)] == ["1", "2"]
    assert not buffer.closed


@pytest.mark.parametrize("raw", [XML, MEDLINE], ids=["xml", "medline"])
def test_read_finds_the_reader(tmp_path: Path, raw: bytes) -> None:
    path = tmp_path / "newts"
    path.write_bytes(raw)
    found = list(read(str(path)))
    assert all(isinstance(event, Record) and event.title == "On newts." for event in found)
    assert len(found) == raw.count(b"PMID>") // 2 + raw.count(b"PMID-")


@pytest.mark.parametrize(
    ("raw", "kind", "said"),
    [
        (b"", Skipped, "is empty"),
        (b"\xef\xbb\xbf\r\n \n", Skipped, "is empty"),
        (gzip.compress(b""), Skipped, "is empty"),
        (b"<PubmedArticleSet></PubmedArticleSet>", Skipped, "holds no records"),
        (b"<html>502 Bad Gateway</html>", Failure, "an HTML page"),
        (b"%PDF-1.7", Failure, "a PDF"),
        (b"\x1f\x8bnot gzip at all", Failure, "damaged or incomplete gzip"),
    ],
)
def test_a_source_without_records_says_why(
    tmp_path: Path, raw: bytes, kind: type, said: str
) -> None:
    path = tmp_path / "newts"
    path.write_bytes(raw)
    (only,) = read(str(path))
    assert isinstance(only, kind) and isinstance(only, Failure | Skipped)
    assert (only.path, only.record) == (str(path), "")
    assert said in only.reason and "newts" in only.reason


def test_a_missing_source_is_one_failure_not_an_exception() -> None:
    (only,) = read("gone.xml")
    assert isinstance(only, Failure) and "cannot be opened" in only.reason


LONG = b"<PubmedArticleSet>" + b"".join(
    ARTICLE.format(n).replace("newts", f"{n * 7919 % 9973} newts").encode() for n in range(1, 3000)
)
PACKED = gzip.compress(LONG + b"</PubmedArticleSet>")


@settings(max_examples=25, deadline=None)
@given(st.integers(2, len(PACKED) - 1))
@example(72)
@example(len(PACKED) - 1)
def test_truncated_gzip_gives_what_came_before_and_one_failure(
    tmp_path_factory: pytest.TempPathFactory, cut: int
) -> None:
    path = tmp_path_factory.mktemp("cut") / "newts.xml.gz"
    path.write_bytes(PACKED[:cut])
    *records, failure = read(str(path))
    assert [r.pmid for r in records if isinstance(r, Record)] == [
        str(n) for n in range(1, len(records) + 1)
    ]
    assert isinstance(failure, Failure) and "damaged or incomplete gzip" in failure.reason
    if cut == len(PACKED) - 1:
        assert len(records) == 2999


@settings(max_examples=25, deadline=None)
@given(st.integers(20, len(PACKED) - 1), st.integers(1, 255))
def test_corrupt_gzip_never_raises_and_is_reported(
    tmp_path_factory: pytest.TempPathFactory, place: int, flip: int
) -> None:
    broken = bytearray(PACKED)
    broken[place] ^= flip
    path = tmp_path_factory.mktemp("flip") / "newts.xml.gz"
    path.write_bytes(broken)
    assert isinstance(list(read(str(path)))[-1], Failure)
