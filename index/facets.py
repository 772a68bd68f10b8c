"""What articles can be filtered by: year, journal, publication type, MeSH, language.

Values are compared without regard to case, width and spaces. A journal is known by its full name
and its abbreviation, a MeSH heading with and without its qualifiers, a language by code and name.
An article of which a source does not say the year (or journal, …) matches no filter on it.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict, dataclass
from functools import lru_cache
from typing import Any
from unicodedata import normalize

from index.article import Article
from index.errors import SettingsError
from index.languages import code_of, name_of
from index.records import MeshTerm

YEAR, JOURNAL, TYPE, MESH, LANGUAGE = "year", "journal", "publication type", "mesh", "language"
# The value, in each field, of an article of which nothing is known there.
UNKNOWN = ""


@dataclass(frozen=True, slots=True)
class Filters:
    """Which articles count; within a field any of the values, of the fields all. Empty: all.

    `years` are the first and the last that count; None: no bound on that side.
    Raises SettingsError for years that end before they begin.
    """

    years: tuple[int | None, int | None] | None = None
    journals: tuple[str, ...] = ()
    publication_types: tuple[str, ...] = ()
    mesh: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        first, last = self.bounds
        if first is not None and last is not None and first > last:
            raise SettingsError(
                f"the years {first}-{last} end before they begin", f"Give {last}-{first}"
            )

    def __bool__(self) -> bool:
        return bool(self.values) or self.bounds != (None, None)

    @property
    def bounds(self) -> tuple[int | None, int | None]:
        """First and last year."""
        return self.years or (None, None)

    @property
    def values(self) -> dict[str, tuple[str, ...]]:
        """What is asked for in each field but the year, folded; fields without are left out."""
        given = (
            (JOURNAL, self.journals),
            (TYPE, self.publication_types),
            (MESH, self.mesh),
            (LANGUAGE, self.languages),
        )
        folded = {
            field: tuple(dict.fromkeys(filter(None, map(_FOLD[field], texts))))
            for field, texts in given
        }
        return {field: values for field, values in folded.items() if values}

    def to_dict(self) -> dict[str, Any]:
        """The filters as JSON-ready values."""
        return asdict(self)


@dataclass(frozen=True, slots=True)
class Facets:
    """What a store can be filtered by, and how many articles each value has.

    Years are ascending, the rest most common first. `unknown` counts, by field, the articles that
    a filter on it leaves out because no source says it.
    """

    articles: int
    years: dict[int, int]
    journals: dict[str, int]
    publication_types: dict[str, int]
    mesh: dict[str, int]
    languages: dict[str, int]
    unknown: dict[str, int]

    def to_dict(self) -> dict[str, Any]:
        """The counts as JSON-ready values."""
        return asdict(self)


@dataclass(frozen=True, slots=True)
class Facet:
    """One value of an article: `value` is compared, `printed` shown; those not `listed`, such as
    a journal's abbreviation beside its name, are only found."""

    field: str
    value: str
    printed: str
    listed: bool = True


def facets_of(article: Article) -> list[Facet]:
    """Everything an article can be found by, each value once; `UNKNOWN` in fields without."""
    found: dict[tuple[str, str], Facet] = {}
    for field, printed, listed in _given(article):
        value = _FOLD[field](printed)
        if value:
            shown = name_of(value, printed) if field == LANGUAGE else printed
            found.setdefault((field, value), Facet(field, value, shown, listed))
    known = {facet.field for facet in found.values()}
    return [*found.values(), *(Facet(f, UNKNOWN, "", False) for f in _FOLD if f not in known)]


def _given(article: Article) -> Iterator[tuple[str, str, bool]]:
    record = article.record
    if record.year is not None:
        yield YEAR, str(record.year), True
    yield JOURNAL, article.journal, True
    yield JOURNAL, record.journal_abbreviation, False
    yield from ((TYPE, name, True) for name in record.publication_types)
    yield from ((MESH, term.descriptor, True) for term in record.mesh)
    yield from ((MESH, heading, False) for heading in _qualified(record.mesh))
    yield from ((LANGUAGE, name, True) for name in record.languages)


def _qualified(terms: Iterable[MeshTerm]) -> Iterator[str]:
    for term in terms:
        yield from (f"{term.descriptor}/{qualifier.name}" for qualifier in term.qualifiers)


# The same few thousand names come with every article.
@lru_cache(1 << 16)
def folded(text: str) -> str:
    """The text as it is compared."""
    # SQLite's JSON ends a text at a null character.
    text = normalize("NFKC", normalize("NFKC", text.replace("\0", " ")).casefold())
    return " ".join(text.split())


def _journal(text: str) -> str:
    """Abbreviations are printed with stops and without: N. Engl. J. Med."""
    return folded(text.replace(".", " "))


@lru_cache(1 << 16)
def _heading(text: str) -> str:
    """An asterisk marks a major topic, and is no part of the heading."""
    return "/".join(map(folded, text.replace("*", " ").split("/"))).strip("/")


def _language(text: str) -> str:
    return code_of(folded(text))


_FOLD: dict[str, Callable[[str], str]] = {
    YEAR: str,
    JOURNAL: _journal,
    TYPE: folded,
    MESH: _heading,
    LANGUAGE: _language,
}
