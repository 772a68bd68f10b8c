"""What is exported is read back, every field equal, by parsers that had no part in writing it."""

import io
import json
from collections.abc import Mapping, Sequence
from typing import Any

import jsonschema
import nbib
import rispy
from bibtexparser.entrypoint import parse_string
from bibtexparser.middlewares import (
    LatexDecodingMiddleware,
    NameParts,
    SeparateCoAuthors,
    SplitNameParts,
)
from hypothesis import given, settings
from hypothesis import strategies as st
from pylatexenc.latex2text import (
    LatexNodes2Text,
    MacroTextSpec,
    get_default_latex_context_db,
)

from citing.helpers import reference, references
from index.article import RETRACTED
from index.records import Record
from index.sources import medline, ris
from qa.answer import Reference
from qa.citing import export
from qa.citing.dates import published
from qa.citing.lines import abstract, line, title
from qa.citing.names import person
from qa.citing.standing import publication_types, standing

# What CSL-JSON allows (csl-data.json of the Citation Style Language project), cut down to the
# variables that an article has; anything else is a mistake of ours.
_TEXT = {"type": "string", "minLength": 1}
_PART = {"type": "integer"}
_CSL = {
    "type": "array",
    "items": {
        "type": "object",
        "required": ["id", "type"],
        "additionalProperties": False,
        "properties": {
            "type": {"enum": ["article-journal"]},
            **dict.fromkeys(
                (
                    "id title container-title container-title-short volume issue page DOI PMID "
                    "PMCID URL language abstract note"
                ).split(),
                _TEXT,
            ),
            "author": {
                "type": "array",
                "items": {
                    "type": "object",
                    "additionalProperties": False,
                    "minProperties": 1,
                    "properties": dict.fromkeys("family given suffix literal".split(), _TEXT),
                },
            },
            "issued": {
                "type": "object",
                "additionalProperties": False,
                "properties": {
                    "literal": _TEXT,
                    "date-parts": {
                        "type": "array",
                        "minItems": 1,
                        "maxItems": 2,
                        "items": {"type": "array", "minItems": 1, "maxItems": 3, "items": _PART},
                    },
                },
            },
            "custom": {"type": "object"},
        },
    },
}

many = st.lists(references(), max_size=2, unique_by=lambda one: one.key)


def _known(**fields: Any) -> dict[str, Any]:
    return {name: value for name, value in fields.items() if value}


def _journal(one: Reference) -> str:
    return line(one.journal) or line(one.journal_abbreviation)


def _names(one: Reference) -> list[str]:
    """`Smith, Jane A`, and a group's name as it is."""
    return [
        line(author.family) if author.collective else person(author).inverted
        for author in one.authors
    ]


# --- BibTeX, by bibtexparser


# pylatexenc knows LaTeX's commands for braces within mathematics only.
_CONTEXT = get_default_latex_context_db()
_CONTEXT.add_context_category(
    "braces",
    macros=[MacroTextSpec("textbraceleft", "{"), MacroTextSpec("textbraceright", "}")],
    prepend=True,
)
_LATEX = LatexNodes2Text(latex_context=_CONTEXT)


def _bibtex(text: str) -> list[Mapping[str, Any]]:
    found = parse_string(
        text,
        append_middleware=[
            SeparateCoAuthors(),
            SplitNameParts(),
            LatexDecodingMiddleware(decoder=_LATEX),
        ],
    )
    assert not found.failed_blocks
    raw = parse_string(text)
    return [
        {name: field.value for name, field in one.fields_dict.items()}
        # Read as they stand, by LaTeX too.
        | {name: plain[name].value for name in ("doi", "url") if name in plain}
        for one, plain in zip(
            found.entries, (each.fields_dict for each in raw.entries), strict=True
        )
    ]


def _bibtex_name(name: NameParts) -> str:
    family = " ".join([*name.von, *name.last])
    parts = (family, " ".join(name.first), " ".join(name.jr))
    # The parser decodes no names.
    return ", ".join(_LATEX.latex_to_text(part) for part in parts if part)


def _circumflex(value: Any) -> Any:
    """pylatexenc reads \\textasciicircum as a letter of its own (U+02C6)."""
    return value.replace("\u02c6", "^") if isinstance(value, str) else value


@settings(max_examples=40)
@given(many)
def test_bibtex(given_: Sequence[Reference]) -> None:
    read = _bibtex(export(given_, "bibtex"))
    assert len(read) == len(given_)
    for one, fields in zip(given_, read, strict=True):
        date = published(one.published, one.year)
        year = str(date.start[0]) if date.start else ""
        names = [_circumflex(_bibtex_name(name)) for name in fields.get("author", [])]
        assert names == [_circumflex(name) for name in _names(one)]
        expected = _known(
            title=title(one),
            journal=_journal(one),
            shortjournal=line(one.journal_abbreviation),
            year=year,
            month=date.text.removeprefix(year).strip(),
            volume=line(one.volume),
            number=line(one.issue),
            # LaTeX makes one dash of the two between pages.
            pages=line(one.pages).replace("-", "\u2013"),
            doi=(one.doi or "").replace("{", "%7B").replace("}", "%7D"),
            url=one.url,
            pmid=one.pmid,
            pmcid=one.pmcid,
            language=", ".join(one.languages),
            pubtype="; ".join(publication_types(one)),
            note=standing(one),
            abstract=abstract(one),
        )
        rest = {name: _circumflex(value) for name, value in fields.items() if name != "author"}
        assert rest == {name: _circumflex(value) for name, value in expected.items()}


# --- RIS, by rispy's parser, and our own reader


class _Parser(rispy.RisParser):  # type: ignore[misc]
    DEFAULT_LIST_TAGS = [*rispy.config.LIST_TYPE_TAGS, "M3"]  # noqa: RUF012


@settings(max_examples=40)
@given(many)
def test_ris(given_: Sequence[Reference]) -> None:
    read = rispy.loads(export(given_, "ris"), implementation=_Parser)
    assert len(read) == len(given_)
    for one, fields in zip(given_, read, strict=True):
        date = published(one.published, one.year)
        start, _, end = fields.pop("start_page", ""), None, fields.pop("end_page", "")
        assert "-".join(filter(None, (start, end))) == line(one.pages)
        names = [name.removesuffix(",") for name in fields.pop("authors", [])]
        assert names == _names(one)
        assert fields.pop("date", "").startswith(str(date.start[0]) if len(date.start) > 1 else "")
        assert fields == _known(
            type_of_reference="JOUR",
            title=title(one),
            secondary_title=_journal(one),
            alternate_title1=line(one.journal_abbreviation),
            year=str(date.start[0]) if date.start else "",
            volume=line(one.volume),
            number=line(one.issue),
            doi=one.doi,
            accession_number=one.pmid,
            name_of_database="PubMed",
            custom2=one.pmcid,
            language=", ".join(one.languages),
            type_of_work=list(publication_types(one)),
            notes=[standing(one)] if one.statuses else [],
            abstract=abstract(one),
            urls=[one.url],
        )


# --- nbib, by the nbib package, and our own reader


@settings(max_examples=40)
@given(many)
def test_nbib(given_: Sequence[Reference]) -> None:
    read = nbib.read(export(given_, "nbib"))
    assert len(read) == len(given_)
    for one, fields in zip(given_, read, strict=True):
        persons = [author for author in one.authors if not author.collective]
        groups = [line(author.family) for author in one.authors if author.collective]
        assert [name["author"] for name in fields.pop("authors", [])] == [
            ", ".join(filter(None, (line(one.family), line(one.given) or person(one).given)))
            for one in persons
        ]
        assert fields == _known(
            pubmed_id=int(one.pmid or 0),
            journal_volume=line(one.volume),
            journal_issue=line(one.issue),
            publication_date=published(one.published, one.year).text,
            title=line(one.title),
            pages=line(one.pages),
            abstract=abstract(one),
            # The package keeps the last of several.
            corporate_author=groups[-1] if groups else "",
            language=one.languages[-1] if one.languages else "",
            publication_types=list(publication_types(one)),
            journal_abbreviated=line(one.journal_abbreviation),
            journal=_journal(one),
            pmcid=int((one.pmcid or "PMC0")[3:]),
            doi=one.doi,
        )


@settings(max_examples=40)
@given(many)
def test_our_own_reader_of_nbib(given_: Sequence[Reference]) -> None:
    text = export(given_, "nbib")
    read = list(medline.read(io.BytesIO(text.encode()), "x.nbib")) if text else []
    assert len(read) == len(given_)
    for one, record in zip(given_, read, strict=True):
        assert isinstance(record, Record)
        assert (record.pmid, record.title, record.pages) == (one.pmid, line(one.title), one.pages)
        assert (record.pmcid, record.languages) == (one.pmcid, one.languages)
        assert record.journal == _journal(one)
        assert record.publication_types == publication_types(one)
        assert record.published == published(one.published, one.year).text
        assert [name.collective for name in record.authors] == [
            name.collective for name in one.authors
        ]
        assert [name.display for name in record.authors] == [
            line(name.display) for name in one.authors
        ]
        assert [(said.kind, said.pmid) for said in record.notices] == [
            (said.kind, said.pmid) for said in one.notices
        ]


def test_our_own_reader_of_ris() -> None:
    """On text without markup, which that reader takes away."""
    one = reference(published="2003 Nov-Dec", year=2003, statuses=("retracted",))
    (record,) = ris.read(io.BytesIO(export([one], "ris").encode()), "x.ris")
    assert isinstance(record, Record)
    assert (record.pmid, record.doi, record.pmcid) == (one.pmid, one.doi, one.pmcid)
    assert (record.journal, record.journal_abbreviation) == (one.journal, "Inv J Pain Med")
    assert (record.year, record.volume, record.issue, record.pages) == (2003, "12", "3", "637-41")
    assert [name.display for name in record.authors] == ["Smith JA", "Müller HP"]
    assert record.publication_types == ("Journal Article", "Retracted Publication")
    assert [part.text for part in record.parts] == ["We did it."]


# --- CSL-JSON, by its schema


@settings(max_examples=40)
@given(many)
def test_csl_json(given_: Sequence[Reference]) -> None:
    read = json.loads(export(given_, "csl-json"))
    jsonschema.validate(read, _CSL)
    assert len({one["id"] for one in read}) == len(given_)
    for one, fields in zip(given_, read, strict=True):
        date = published(one.published, one.year)
        names = [
            name.get("literal")
            or ", ".join(filter(None, map(name.get, ("family", "given", "suffix"))))
            for name in fields.pop("author", [])
        ]
        assert names == _names(one)
        dates = fields.pop("issued", {}).get("date-parts", [])
        assert dates == [list(part) for part in (date.start, date.end) if part]
        custom = fields.pop("custom", {})
        assert custom == _known(
            published=one.published,
            publication_types=list(publication_types(one)),
            statuses=list(one.statuses),
        )
        del fields["id"]
        assert fields == {"type": "article-journal"} | _known(
            **{
                "title": title(one),
                "container-title": _journal(one),
                "container-title-short": line(one.journal_abbreviation),
                "volume": line(one.volume),
                "issue": line(one.issue),
                "page": line(one.pages),
                "DOI": one.doi,
                "PMID": one.pmid,
                "PMCID": one.pmcid,
                "URL": one.url,
                "language": ", ".join(one.languages),
                "abstract": abstract(one),
                "note": standing(one),
            }
        )


@settings(max_examples=25)
@given(references())
def test_a_retracted_article_says_so_in_every_form(one: Reference) -> None:
    bibtex, (in_ris,), nbib_text, (csl,) = (
        _bibtex(export([one], "bibtex")),
        rispy.loads(export([one], "ris"), implementation=_Parser),
        export([one], "nbib"),
        json.loads(export([one], "csl-json")),
    )
    told = (
        "Retracted" in bibtex[0].get("note", ""),
        "Retracted" in "".join(in_ris.get("notes", [])),
        "\nPT  - Retracted Publication\n" in nbib_text,
        "Retracted" in csl.get("note", ""),
    )
    assert set(told) == {RETRACTED in one.statuses}
