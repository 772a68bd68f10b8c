"""RIS as PubMed, Embase, Ovid, Zotero, EndNote and people write it. All entries are invented."""

import io
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from index.records import Author, Event, Failure, Record
from index.sources import ris
from index.sources.dates import year_of
from index.sources.files import open_source
from index.sources.names import author_of

_SAMPLES = Path(__file__).parents[2] / "shared" / "data" / "pubmed_samples"


def _read(text: str | bytes) -> list[Event]:
    data = text if isinstance(text, bytes) else text.encode()
    return list(ris.read(io.BytesIO(data), "a.ris"))


def _one(*lines: str) -> Record:
    """The record in an entry of these lines."""
    events = _read("\n".join(["TY  - JOUR", *lines, "ER  - ", ""]))
    assert len(events) == 1
    assert isinstance(events[0], Record), events[0]
    return events[0]


def test_the_fields_of_an_entry() -> None:
    record = _one(
        "TI  - Tea and sleep: a trial.",
        "AU  - Ash, Mary Ann",
        "AU  - Birch, C. D.",
        "T2  - Journal of invented trials",
        "J2  - J Inv Trials",
        "PY  - 2019",
        "DA  - 2019/10//undefined",
        "VL  - 14",
        "IS  - 2",
        "SP  - 121",
        "EP  - 128",
        "DO  - https://doi.org/10.1234/ABC.5",
        "LA  - eng",
        "KW  - sleep",
        "KW  - tea",
        "SN  - 1234-5678",
        "AB  - BACKGROUND: Tea is drunk.  RESULTS: Sleep was short.",
    )
    assert record.title == "Tea and sleep: a trial."
    assert [author.display for author in record.authors] == ["Ash MA", "Birch CD"]
    assert record.journal == "Journal of invented trials"
    assert record.journal_abbreviation == "J Inv Trials"
    assert (record.published, record.year) == ("2019/10", 2019)
    assert (record.volume, record.issue, record.pages) == ("14", "2", "121-128")
    assert record.doi == "10.1234/abc.5"
    assert record.languages == ("eng",)
    assert record.keywords == ("sleep", "tea")
    assert [(part.label, part.category, part.text) for part in record.parts] == [
        ("BACKGROUND", "BACKGROUND", "Tea is drunk."),
        ("RESULTS", "RESULTS", "Sleep was short."),
    ]
    assert record.extra == {"tags": {"TY": ["JOUR"], "SN": ["1234-5678"]}}
    assert record.origin.record == "record 1 (line 1)"


@pytest.mark.parametrize(
    ("lines", "pmid"),
    [
        (["AN  - 1234567", "DB  - PubMed"], "1234567"),
        (["AN  - 1234567", "DP  - NLM"], "1234567"),
        (["AN  - 1234567", "DB  - Ovid MEDLINE(R)"], "1234567"),
        (["AN  - 1234567", "DB  - Embase", "DB  - Medline"], None),
        (["AN  - 1234567"], None),
        (["AN  - 2009142766", "DB  - MEDLINE"], None),
        (["C5  - 1234567", "DB  - Embase"], "1234567"),
        (["C5  - 1234567"], None),
        (["U1  - 1234567[pmid]"], "1234567"),
        (["N1  - PMID: 1234567"], "1234567"),
        (["N1  - Erratum in: J Inv Trials. PMID: 7654321"], None),
        (["UR  - https://pubmed.ncbi.nlm.nih.gov/1234567/"], "1234567"),
        (["UR  - http://www.ncbi.nlm.nih.gov/pubmed/1234567"], "1234567"),
        (["UR  - http://ovidsp.ovid.com/ovidweb.cgi?T=JS&D=prem1&AN=1234567"], "1234567"),
        (["UR  - http://ovidsp.ovid.com/ovidweb.cgi?T=JS&D=psyc4&AN=1234567"], None),
        (["UR  - http://sfx.example.org/?id=pmid:&id=doi:10.1234%2Fa"], None),
        (["ID  - 1234567"], None),
        (["C7  - 1234567"], None),
    ],
)
def test_a_pmid_is_taken_only_where_the_entry_says_so(lines: list[str], pmid: str | None) -> None:
    assert _one("TI  - Tea", *lines).pmid == pmid


@pytest.mark.parametrize(
    ("line", "pmcid"),
    [
        ("C2  - Pmc1234567", "PMC1234567"),
        ("U2  - PMC1234567[pmcid]", "PMC1234567"),
        ("AN  - PMC1234567", "PMC1234567"),
        ("L2  - https://www.ncbi.nlm.nih.gov/pmc/articles/PMC1234567/", "PMC1234567"),
        ("N1  - PMCID: PMC1234567", "PMC1234567"),
        ("C2  - 1234567", None),
    ],
)
def test_a_pmcid_likewise(line: str, pmcid: str | None) -> None:
    assert _one("TI  - Tea", line).pmcid == pmcid


@pytest.mark.parametrize(
    ("lines", "own_id"),
    [
        (["AN  - L373791783", "ID  - 12"], "L373791783"),
        (["AN  - 104567890", "DB  - CINAHL"], "cinahl:104567890"),
        (["ID  - ash2019"], "ash2019"),
        # EndNote's running number: two libraries both have an entry 12.
        (["ID  - 12"], None),
    ],
)
def test_own_identifiers(lines: list[str], own_id: str | None) -> None:
    assert _one("TI  - Tea", *lines).own_id == own_id


@pytest.mark.parametrize(
    ("lines", "published", "year"),
    [
        (["PY  - 2011", "DA  - Mar 1"], "2011 Mar 1", 2011),
        (["PY  - 2005", "Y1  - 2005/07/15"], "2005/07/15", 2005),
        (["Y1  - 2013", "PY  - 2013/04/18", "PY  - 2013/02/15/received"], "2013/04/18", 2013),
        (["PY  - 2019///"], "2019", 2019),
        (["DA  - Jun"], "", None),
        (["PY  - 99"], "", None),
    ],
)
def test_dates(lines: list[str], published: str, year: int | None) -> None:
    record = _one("TI  - Tea", *lines)
    assert (record.published, record.year) == (published, year)


@pytest.mark.parametrize(
    ("date", "year"),
    [
        ("2003 Nov-Dec", 2003),
        ("1998 Dec-1999 Jan", 1998),
        ("Winter 1979", 1979),
        ("15/03/2004", 2004),
        ("20190501", 2019),
        ("12345678", None),
        ("volume 12019", None),
        ("", None),
    ],
)
def test_the_year_of_a_date(date: str, year: int | None) -> None:
    assert year_of(date) == year


@pytest.mark.parametrize(
    ("name", "author"),
    [
        ("Ash, Mary Ann", Author("Ash", "Mary Ann", "MA")),
        ("Ash, M.-A.", Author("Ash", "M.-A.", "MA")),
        ("Ash, Thomas, Jr", Author("Ash", "Thomas, Jr", "T Jr")),
        ("Ash MA", Author("Ash", "MA", "MA")),
        ("Ash M.A.", Author("Ash", "M.A.", "MA")),
        ("van der Berg J. A.", Author("van der Berg", "J. A.", "JA")),
        ("Mary Ann van Ash", Author("van Ash", "Mary Ann", "MA")),
        ("M. A. Ash", Author("Ash", "M. A.", "MA")),
        ("Ash", Author("Ash")),
        ("Tea Study Group", Author("Tea Study Group", collective=True)),
        ("Ministry of Tea,", Author("Ministry of Tea", collective=True)),
    ],
)
def test_names(name: str, author: Author) -> None:
    assert author_of(name) == author


def test_the_abstract_is_ab_else_n2() -> None:
    assert _one("N2  - Tea.").parts[0].text == "Tea."
    assert [part.text for part in _one("N2  - Tea.", "AB  - Coffee.").parts] == ["Coffee."]
    assert [part.text for part in _one("AB  - Tea.", "AB  - Tea.").parts] == ["Tea."]
    assert _one("TI  - Tea", "AB  - ").parts == ()


def test_untagged_lines_continue_the_field_before() -> None:
    record = _one(
        "AB  - Tea keeps",
        "people awake.",
        "",
        "IL - 6 was not measured.",
        "KW  - sleep",
        "tea; rest",
        "AU  - Ash, M.",
        "Birch, C.",
    )
    assert record.parts[0].text == "Tea keeps people awake. IL - 6 was not measured."
    assert record.keywords == ("sleep", "tea", "rest")
    assert [author.display for author in record.authors] == ["Ash M", "Birch C"]


def test_a_label_may_begin_a_line_of_the_abstract() -> None:
    parts = _one("AB  - Background: Tea is drunk.", "Results: Sleep was short.").parts
    assert [part.label for part in parts] == ["Background", "Results"]


def test_markup_and_entities_become_text() -> None:
    record = _one(
        "TI  - <i>E. coli</i> &amp; tea", "AB  - 10<sup>6</sup> cells, P &lt; 0.05, a < b."
    )
    assert record.title == "E. coli & tea"
    assert record.parts[0].text == "106 cells, P < 0.05, a < b."


def test_nlms_notice_of_a_cut_is_no_text() -> None:
    record = _one("AB  - Tea is drunk.(ABSTRACT TRUNCATED AT 250 WORDS)")
    assert record.truncated
    assert record.parts[0].text == "Tea is drunk."


_TWO = "TY  - JOUR\nTI  - Tea\nAU  - Ash, M.\nER  - \nTY  - JOUR\nTI  - Coffee\nER  - \n"


@pytest.mark.parametrize(
    "text",
    [
        _TWO,
        _TWO.replace("ER  - \n", "", 1),
        _TWO.removesuffix("ER  - \n"),
        _TWO.replace("\n", "\r\n"),
        _TWO.replace("\n", "\r"),
        "\ufeff" + _TWO,
        _TWO.replace("JOUR\n", "JOUR\n\n"),
        _TWO.replace("  - ", " - "),
        "   " + _TWO.replace("\n", "\n   "),
        _TWO.replace("ER  - ", "ER  -"),
        _TWO.replace("ER  - ", "ER  - end of entry"),
        "Provider: Invented\nDatabase: None\n\n" + _TWO,
        _TWO.replace("ER  - \n", "ER  - \nLink to the full text: http://example.org\n"),
        _TWO.replace("TY  - JOUR\n", "TY  - BOOK\nTY  - JOUR\n"),
    ],
    ids=[
        "plain", "ER missing", "last ER missing", "CRLF", "CR", "BOM", "blank after TY",
        "one space", "indented", "bare ER", "text after ER", "preamble", "text between", "TY twice",
    ],
)  # fmt: skip
def test_two_entries_are_two_records(text: str) -> None:
    events = _read(text)
    assert [event.title for event in events if isinstance(event, Record)] == ["Tea", "Coffee"]
    assert len(events) == 2
    assert [a.display for e in events if isinstance(e, Record) for a in e.authors] == ["Ash M"]


def test_utf_16_and_windows_1252_are_read() -> None:
    entry = "TY  - JOUR\nTI  - Größe\nER  - \n"
    for data in (entry.encode("utf-16"), entry.encode("cp1252")):
        (event,) = _read(data)
        assert isinstance(event, Record)
        assert event.title == "Größe"


def test_a_bad_entry_is_one_failure_and_the_others_go_on() -> None:
    bad = "TY  - JOUR\nAU  - Ash, M.\nER  - \n"
    stray = "TI  - Lost its beginning\nER  - \n"
    events = _read(_TWO + bad + stray + _TWO)
    assert [type(event) for event in events] == [Record, Record, Failure, Failure, Record, Record]
    _, _, nothing, lost, *_ = events
    assert isinstance(nothing, Failure)
    assert isinstance(lost, Failure)
    assert nothing.record == "record 3 (line 8)"
    assert "neither a title" in nothing.reason
    assert "TY, AU" in nothing.reason
    assert lost.record == "record 4 (line 11)"
    assert "`TY  - JOUR`" in lost.reason


def test_a_file_without_entries_is_one_failure() -> None:
    for text in ("", "Dear editor,\n"):
        (event,) = _read(text)
        assert isinstance(event, Failure)
        assert event.record == ""
        assert "a.ris" in event.reason


@given(st.binary(max_size=400))
@example(b"TY  - \nER  - ")
@example(b"TY  -\n\xff\xfe\nAB  - \xed\xa0\x80\nER")
@example(b"\xff\xfeT\x00Y\x00 \x00 \x00-")
def test_arbitrary_bytes_never_raise(data: bytes) -> None:
    for text in (data, b"TY  - JOUR\nTI  - " + data):
        assert _read(text)


_LINES = st.text(st.characters(exclude_categories=["Cs", "Cc", "Zl", "Zp"]), min_size=1)


@given(st.lists(st.tuples(st.sampled_from(["TI", "AU", "AB", "PY", "KW", "M3", "UR"]), _LINES)))
def test_every_entry_is_one_event(fields: list[tuple[str, str]]) -> None:
    body = "".join(f"{tag}  - {value}\n" for tag, value in fields)
    events = _read(f"TY  - JOUR\n{body}ER  - \n" * 3)
    assert len(events) == 3


_FILES: dict[str, dict[str, int]] = {
    "ris/asreview_embase.ris": {"records": 6, "with PMID": 3},
    "ris/asreview_ovid_zotero.ris": {"records": 6},
    "ris/asreview_pubmed_zotero.ris": {"records": 6},
    "ris/revtools_avian_ecology_bibliography.ris": {"records": 20},
    "ris/van_de_Schoot_2017_included-1.ris": {
        "records": 363, "without abstract": 167, "without DOI": 238, "with PMID": 61,
    },
    "other/asreview_pubmed_endnote.txt": {"records": 6, "with PMID": 6},
    "other/kwok2020_INCLUDED-v2.txt": {
        "records": 120, "without abstract": 6, "without DOI": 26, "with PMID": 18,
    },
    "ris/jabref_RisImporterCorrupted.ris": {"failures": 1},
}  # fmt: skip


@pytest.mark.skipif(not _SAMPLES.is_dir(), reason=f"the real samples are not at {_SAMPLES}")
@pytest.mark.parametrize("file", _FILES)
def test_real_files(file: str) -> None:
    with open_source(str(_SAMPLES / file)) as stream:
        events = list(ris.read(stream, file))
    found = [event for event in events if isinstance(event, Record)]
    counts = {
        "records": len(found),
        "failures": len(events) - len(found),
        "without abstract": sum(not record.parts for record in found),
        "without DOI": sum(record.doi is None for record in found),
        "with PMID": sum(record.pmid is not None for record in found),
    }
    assert {name: count for name, count in counts.items() if count} == _FILES[file]
