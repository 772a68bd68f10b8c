"""Named columns of a table, or keys of a JSON object, and values of the kinds they may hold."""

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Any

from index.sources.abstracts import clean

SYNONYMS = {
    "own_id": "doc_id docid id article_id record_id",
    "pmid": "pmid pubmed_id pubmedid",
    "doi": "doi",
    "pmcid": "pmcid pmc pmc_id",
    "title": "title article_title titles",
    "abstract": "abstract abstract_text abstracts text",
    "sections": "sections",
    "journal": "journal journal_title journal_book source_title",
    "journal_abbreviation": "journal_abbreviation iso_abbreviation",
    "volume": "volume",
    "issue": "issue",
    "pages": "pages",
    "published": "published date publication_date pub_date",
    "year": "year publication_year pub_year",
    "authors": "authors author",
    "mesh": "mesh mesh_terms mesh_headings",
    "keywords": "keywords author_keywords",
    "publication_types": "publication_types publication_type pub_types",
    "languages": "languages language lang",
}
"""Each field's column names, the preferred first; capitals, spaces and signs do not matter."""

_FIELDS = {name: field for field, names in SYNONYMS.items() for name in names.split()}
_RANKS = {name: rank for rank, name in enumerate(_FIELDS)}
_LIST_SIGNS = re.compile(r"[;|\n]")
NO_VALUE = frozenset(("", "-", "na", "n/a", "nan", "none", "null"))
"""What tables write for an identifier that is missing, in lower case."""


class UnusableValueError(ValueError):
    """A value of a kind its column cannot have; the message names both."""

    def __init__(self, field: str, value: object, wanted: str) -> None:
        shown = repr(value)
        shown = shown if len(shown) <= 80 else shown[:77] + "…"
        super().__init__(f"the value {shown} for {field} is not {wanted}")


@lru_cache(maxsize=1000)
def field_of(column: str) -> str | None:
    """The field that a column's name stands for, or None."""
    return _FIELDS.get(_plain_name(column))


@lru_cache(maxsize=1000)
def _rank(column: str) -> int:
    return _RANKS.get(_plain_name(column), len(_RANKS))


def _plain_name(column: str) -> str:
    return re.sub(r"[\W_]+", "_", column.casefold()).strip("_")


def sort_out(row: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """Values by field, and what has no field under its own name.

    Of two columns for one field the preferred is read, if it has a value; the other is kept.
    """
    values: dict[str, Any] = {}
    read = set()
    for column in sorted(row, key=_rank):
        field = field_of(column)
        if field and field not in values and not _is_empty(row[column]):
            values[field] = row[column]
            read.add(column)
    empty = {column for column in row if field_of(column) and _is_empty(row[column])}
    rest = {column: value for column, value in row.items() if column not in read | empty}
    return values, rest


def _is_empty(value: object) -> bool:
    return value is None or (isinstance(value, str) and not value.strip())


def text_of(values: Mapping[str, Any], field: str) -> str:
    """The value as clean text, empty if there is none; a number only where one may be meant.

    Raises UnusableValueError for a list, an object, true or false, or a number for a text.
    """
    return clean(raw_text_of(values, field))


def raw_text_of(values: Mapping[str, Any], field: str) -> str:
    """As `text_of`, with line breaks as given."""
    value = values.get(field, "")
    if isinstance(value, str):
        return value
    may_be_number = field not in ("title", "abstract", "journal", "journal_abbreviation")
    if may_be_number and isinstance(value, int | float) and not isinstance(value, bool):
        # A column with gaps makes whole numbers decimal in pandas: 12345.0.
        return str(int(value)) if value == value // 1 else str(value)
    raise UnusableValueError(field, value, "text or a number" if may_be_number else "text")


def items_of(values: Mapping[str, Any], field: str) -> Iterator[str | dict[str, Any]]:
    """The items of a list, or of a text that separates them by `;`, `|` or line ends.

    Raises UnusableValueError for anything else, and for items that are neither text nor object.
    """
    value = values.get(field, [])
    if isinstance(value, str):
        value = _LIST_SIGNS.split(value)
    if not isinstance(value, list):
        raise UnusableValueError(field, value, "a list or a text with semicolons")
    for item in value:
        if isinstance(item, str):
            text = clean(item)
            if text:
                yield text
        elif isinstance(item, dict):
            yield item
        else:
            raise UnusableValueError(field, item, "text or an object, as a list's items must be")


def texts_of(values: Mapping[str, Any], field: str) -> tuple[str, ...]:
    """The items of a list of texts, each once. Raises UnusableValueError as `items_of`."""
    items = list(items_of(values, field))
    for item in items:
        if not isinstance(item, str):
            raise UnusableValueError(field, item, "text, as this list's items must be")
    return tuple(dict.fromkeys(item for item in items if isinstance(item, str)))
