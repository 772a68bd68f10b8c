"""What an answer cites: sentences, and the articles they stand in."""

from dataclasses import dataclass

from index.article import Section
from index.records import Author, Notice


@dataclass(frozen=True, slots=True)
class Citation:
    """One cited sentence, cut from the stored abstract: `abstract[start:end] == text`.

    `number` runs 1, 2, 3 in order of first use. `section` is the label as printed and `category`
    NLM's name for it (inferred from the sentence's place where none is printed, then `section` is
    None). `sentence` is 0-based. `score` is 0-1, higher is better. `status` is the gravest thing
    known against the article (`retracted`, `retraction notice`, `expression of concern`,
    `erratum`) or None.
    """

    number: int
    key: str
    pmid: str | None
    doi: str | None
    title: str
    journal: str
    year: int | None
    section: str | None
    category: str | None
    sentence: int
    start: int
    end: int
    text: str
    score: float
    status: str | None
    url: str | None


@dataclass(frozen=True, slots=True)
class Reference:
    """An article that an answer cites, whole, as it stood in the store: enough to print a reference
    and to check every citation, `abstract[citation.start:citation.end] == citation.text`.

    `statuses` are all that is known against it, gravest first; `notices` the publications that say
    so, and others that bear on it.
    """

    key: str
    pmid: str | None
    doi: str | None
    pmcid: str | None
    title: str
    authors: tuple[Author, ...]
    journal: str
    journal_abbreviation: str
    year: int | None
    published: str
    volume: str
    issue: str
    pages: str
    publication_types: tuple[str, ...]
    languages: tuple[str, ...]
    statuses: tuple[str, ...]
    notices: tuple[Notice, ...]
    url: str | None
    abstract: str
    sections: tuple[Section, ...]
