"""Which format a source is in, told from its first bytes; the file's name only breaks ties."""

import csv
import re
from collections.abc import Callable
from pathlib import PurePath

from index.errors import UnknownFormatError
from index.sources.files import decode_head
from index.sources.pubmed_xml import ROOT_ELEMENTS

FORMATS = (
    "pubmed-xml", "medline", "ris", "pubmed-text", "saved-page", "pubmed-csv", "csv", "jsonl",
)  # fmt: skip
_EXPORT = "In PubMed, use Save with Format: PubMed (or Send to: Citation manager)."

_BINARY = (
    (b"%PDF", "a PDF", f"PDF is not read. {_EXPORT}"),
    (b"PK\x03\x04", "a zip archive or an Office document", "Unzip it, or save it as CSV or text."),
    (b"\xd0\xcf\x11\xe0", "an old Office document", "Save it as CSV or text."),
    (b"\x1f\x8b", "gzip inside gzip", "Unzip it once by hand."),
    (b"BZh", "bzip2", "Unzip it, or compress it with gzip."),
    (b"\xfd7zXZ", "xz", "Unzip it, or compress it with gzip."),
    (b"\x28\xb5\x2f\xfd", "zstandard", "Unzip it, or compress it with gzip."),
    (b"{\\rtf", "RTF, a word processor's format", "Save it as plain text."),
)
_TEXT = (
    (r"@\w+\s*\{", "BibTeX, which seldom holds abstracts", _EXPORT),
    (r"%[0A-Z] ", "an EndNote export", "Export it as RIS."),
    (r"[\d\s,]+\Z", "a list of PMIDs without their records", _EXPORT),
    (r"\d+: (?s:.{20,2000}?)\bPMID: \d", "PubMed's Summary export, which has no abstracts",
     "Save with Format: Abstract (text) or PubMed."),
    (r"Pubmed-entry ::=", "PubMed's old ASN.1 format", _EXPORT),
)  # fmt: skip

_HTML = re.compile(r"<(?:!doctype\s+html|html|head|body)\b", re.IGNORECASE)
_ROOT = re.compile(r"<([\w.:-]+)")
_PROLOG = re.compile(r"<\?.*?\?>|<!--.*?-->|<!DOCTYPE[^>\[]*>", re.DOTALL)
_DOCTYPE = re.compile(r"<!DOCTYPE\s+([\w.:-]+)")
_TAG_LINE = re.compile(r"^([A-Z][A-Z0-9]{1,3}) *- ?", re.MULTILINE)
_RIS_ONLY = frozenset(
    ("TY", "ER", "T1", "JF", "JO", "N2", "A1", "SP", "EP", "VL", "KW", "UR", "Y1")
)
_MEDLINE_ONLY = frozenset(
    ("PMID", "OWN", "STAT", "FAU", "JT", "DP", "MH", "AID", "PMC", "PMCR", "DCOM", "EDAT", "SO")
)
_PUBMED_TEXT = re.compile(r"\d+\. \S(?:.|\n(?!\n)){3,600}?\b(?:1[5-9]|20)\d\d\b")
_PUBMED_TEXT_SIGNS = re.compile(
    r"^(?:PMID: \d|Author information:|DOI: 10\.)|\bdoi: 10\.|\. (?:1[5-9]|20)\d\d[ ;.]",
    re.MULTILINE,
)
_CITATION = re.compile(
    r"^\S[^\n]{2,150}\. (?:1[5-9]|20)\d\d(?: [A-Z][a-z]{2}[^;:\n]{0,12})?[;:. ][^\n]*"
    r"(?:doi:|\d+\(\d+\):|:e?\d+|Epub)",
    re.MULTILINE,
)
_CHROME = re.compile(
    r"^(?:Send to|Choose Destination|Author information|Supplemental Content|Full text links|"
    r"Similar articles|Support Center|Free PMC article|\[Indexed for MEDLINE\]|Affiliations?|"
    r"Display options|Clipboard|Actions|Cite|Share|PubMed Disclaimer|LinkOut.*|PMID: ?\d+.*|"
    r"DOI: ?10\..*|Conflict of interest statement|An official website of the United States.*|"
    r"Add to (?:Collections|Search)|Publication types|MeSH terms)\s*$",
    re.MULTILINE | re.IGNORECASE,
)
_PUBMED_CSV = ("pmid", "title", "authors", "citation")
_JSON_COLUMN = re.compile(
    r'"(?:(?:article[ _-]?)?titles?|abstracts?(?:[ _-]text)?|text)"\s*:', re.IGNORECASE
)
# Published corpora, each read only where a prefix names it: their keys and their sentences are
# what gold is given for, and a look at the content does not promise either.
_CORPORA = (
    (r'\{\s*"doc_id"\s*:[^\n]*"abstract"\s*:\s*\[', "scifact", "SciFact's corpus"),
    (r'\{\s*"\d+"\s*:\s*\{\s*"QUESTION"\s*:', "pubmedqa", "PubMedQA's questions"),
    (r'\{\s*"questions"\s*:\s*\[', "bioasq", "BioASQ's questions"),
)
_QUERIES = re.compile(r'\{\s*"_id"\s*:\s*"[^"\n]*",\s*"text"\s*:(?![^\n]*"title")')
_TEXT_COLUMNS = frozenset(("title", "abstract", "titles", "abstracts"))


def detect(head: bytes, name: str) -> str:
    """The one of `FORMATS` that a source's first bytes show; `name` is its path.

    Raises UnknownFormatError, which says what the content looks like and what to do.
    """
    text = refuse_binary(head, name).lstrip(" \t\r\n\ufeff\u200b")
    if not text:
        raise _unknown(name, "an empty file", "Export it again.")
    for recognise in _RECOGNISERS:
        found = recognise(text, name)
        if found:
            return found
    raise _unknown(name, "text in no known format", f"Formats read: {', '.join(FORMATS)}.")


def refuse_binary(head: bytes, name: str) -> str:
    """A source's first bytes as text; raises UnknownFormatError, as `detect`, if they are none."""
    for magic, looks_like, remedy in _BINARY:
        if head.startswith(magic):
            raise _unknown(name, looks_like, remedy)
    text = decode_head(head)
    if "\0" in text:
        raise _unknown(name, "binary data", "If it is UTF-16 text, save it as UTF-8.")
    return text


def _unknown(name: str, looks_like: str, remedy: str) -> UnknownFormatError:
    return UnknownFormatError(f"{name!r} cannot be read: it looks like {looks_like}", remedy)


def _xml(text: str, name: str) -> str | None:
    if not text.startswith("<"):
        return None
    doctype = _DOCTYPE.search(text)
    root = _ROOT.search(_PROLOG.sub("", text[:10_000]))
    names = {found.group(1) for found in (doctype, root) if found}
    # A document that declares entities goes to the XML reader, which says why it is refused.
    if names & ROOT_ELEMENTS or ("<!ENTITY" in text and text.startswith(("<?xml", "<!DOCTYPE"))):
        return "pubmed-xml"
    if "html" in {found.lower() for found in names} or _HTML.match(text):
        raise _unknown(name, "an HTML page", f"Save the records, not the web page. {_EXPORT}")
    if root and text.startswith("<?xml"):
        raise _unknown(name, f"XML with the root <{root.group(1)}>, not PubMed's", _EXPORT)
    return None


def _json(text: str, name: str) -> str | None:
    if not re.match(r"\{\s*[\"}]|\[\s*[\[\{\]]", text):
        return None
    if _QUERIES.match(text):
        raise _unknown(name, "BEIR's queries", "Name the folder, for its corpus: beir:FOLDER.")
    for pattern, corpus, looks_like in _CORPORA:
        if re.match(pattern, text):
            remedy = f"Name it {corpus}:{name} to have it read as that."
            raise _unknown(name, looks_like, remedy)
    if not _JSON_COLUMN.search(text):
        # Said once of the file, not of each of its hundreds of objects.
        raise _unknown(
            name, "JSON about something else", "Objects need the keys `title` and `abstract`."
        )
    return "jsonl"


def _tagged(text: str, name: str) -> str | None:
    """MEDLINE and RIS share the form `TI  - …`: the tags that only one of them has decide."""
    tags = _TAG_LINE.findall(text[:20_000])
    if not tags or not (_TAG_LINE.match(text) or len(tags) > 2):
        return None
    ris = len(_RIS_ONLY.intersection(tags)) + 9 * (tags[0] == "TY")
    medline = len(_MEDLINE_ONLY.intersection(tags)) + 9 * (tags[0] == "PMID")
    if ris != medline:
        return "ris" if ris > medline else "medline"
    if len(tags) < 2:
        return None
    return "ris" if _extension(name) == ".ris" else "medline"


def _pubmed_text(text: str, _: str) -> str | None:
    if _PUBMED_TEXT.match(text) and _PUBMED_TEXT_SIGNS.search(text):
        return "pubmed-text"
    return None


def _foreign(text: str, name: str) -> None:
    """Raises for what is known but not read, before a looser recogniser takes it for its own."""
    for pattern, looks_like, remedy in _TEXT:
        if re.match(pattern, text):
            raise _unknown(name, looks_like, remedy)


def _table(text: str, name: str) -> str | None:
    first = text.splitlines()[0].rstrip()
    for delimiter in (",", "\t", ";", "|"):
        cells = next(csv.reader([first], delimiter=delimiter), [])
        columns = [re.sub(r"[\W_]+", " ", cell).strip().lower().split() for cell in cells]
        if tuple(map(" ".join, columns[:4])) == _PUBMED_CSV and ["abstract"] not in columns:
            return "pubmed-csv"
        # A header has several short cells; a sentence that mentions an abstract has a full stop.
        is_header = len(columns) > 1 or _extension(name) in (".csv", ".tsv")
        if not is_header or first.endswith(".") or any(len(words) > 6 for words in columns):
            continue
        if any(len(words) <= 3 and _TEXT_COLUMNS.intersection(words) for words in columns):
            return "csv"
    return None


def _other_table(text: str, name: str) -> None:
    """Raises for a file that is called a table and has none of the columns that are needed."""
    if _extension(name) not in (".csv", ".tsv"):
        return
    first = text.splitlines()[0][:10_000]
    cells = max((next(csv.reader([first], delimiter=sign), []) for sign in ",\t;|"), key=len)
    named = [f"{cell.strip():.40}" for cell in cells if cell.strip()]
    found = ", ".join(named[:8]) + (f" and {len(named) - 8} more" if len(named) > 8 else "")
    raise _unknown(
        name,
        f"a table whose first line names {found or 'no column'}, "
        "but neither `title` nor `abstract`",
        "Name the columns `title` and `abstract` there; `pmid`, `doi`, `journal`, `year` and "
        "`authors` are read too.",
    )


def _saved_page(text: str, _: str) -> str | None:
    chrome = {found.group().strip().lower() for found in _CHROME.finditer(text)}
    opening = "\n".join([line for line in text.splitlines() if line.strip()][:12])
    cited = _CITATION.search(opening) is not None
    return "saved-page" if len(chrome) + 2 * cited >= 2 else None


def _extension(name: str) -> str:
    return PurePath(name.lower().removesuffix(".gz")).suffix


_RECOGNISERS: tuple[Callable[[str, str], str | None], ...] = (
    _xml, _json, _tagged, _pubmed_text, _foreign, _table, _saved_page, _other_table,
)  # fmt: skip
