"""What a source reader yields: records as read, failures, and notices of deletion.

A record is what one source says of one article, cleaned of markup but not yet split into
sentences or merged with what other sources say; `assemble` turns it into an `Article`.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a record stood: file path, format name (`pubmed-xml`, `medline`, …), its place there.

    `record` is for people: `record 3 (PMID 123)`, `line 17`.
    """

    path: str
    format: str
    record: str


@dataclass(frozen=True, slots=True)
class Part:
    """One printed section of an abstract; an unlabelled abstract is one part without a label.

    `label` is as printed, without the colon. `category` is one of `sections.CATEGORIES`, or None.
    `spans` are the offsets of its sentences in `text` where the source itself gives them; where
    it does not, they are empty and the sentences are found by `sentences.split`.
    """

    text: str
    label: str | None = None
    category: str | None = None
    spans: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Author:
    """A person (`Smith`, `Jane Anne`, `JA`) or, with `collective`, a group in `family`."""

    family: str
    given: str = ""
    initials: str = ""
    collective: bool = False

    @property
    def display(self) -> str:
        """NLM form: `Smith JA`."""
        return f"{self.family} {self.initials}".strip()


@dataclass(frozen=True, slots=True)
class MeshQualifier:
    name: str
    major: bool = False


@dataclass(frozen=True, slots=True)
class MeshTerm:
    """A MeSH heading; `major` is the asterisk on the descriptor itself."""

    descriptor: str
    major: bool = False
    qualifiers: tuple[MeshQualifier, ...] = ()


@dataclass(frozen=True, slots=True)
class Notice:
    """A link to another publication that bears on this one's standing.

    `kind` is PubMed's RefType: RetractionIn, RetractionOf, ErratumIn, ErratumFor,
    ExpressionOfConcernIn, ExpressionOfConcernFor, RepublishedIn, UpdateIn, CommentIn, …
    """

    kind: str
    reference: str = ""
    pmid: str | None = None


@dataclass(frozen=True, slots=True)
class Record:
    """One article as one source gives it. Text is plain (no markup), whitespace-normalised.

    `parts` is empty when there is no abstract. `published` is the date as given (`2003 Nov-Dec`).
    `own_id` is the source's own identifier, used only when there is neither PMID nor DOI.
    `truncated` is set when the source cut the abstract ("ABSTRACT TRUNCATED AT 250 WORDS").
    `extra` keeps what has no field here (unknown columns, other abstracts); JSON-serialisable.
    """

    origin: Origin
    title: str
    parts: tuple[Part, ...] = ()
    pmid: str | None = None
    doi: str | None = None
    pmcid: str | None = None
    own_id: str | None = None
    version: int | None = None
    journal: str = ""
    journal_abbreviation: str = ""
    volume: str = ""
    issue: str = ""
    pages: str = ""
    published: str = ""
    year: int | None = None
    authors: tuple[Author, ...] = ()
    mesh: tuple[MeshTerm, ...] = ()
    keywords: tuple[str, ...] = ()
    publication_types: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    vernacular_title: str = ""
    notices: tuple[Notice, ...] = ()
    truncated: bool = False
    extra: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Failure:
    """A record, or a whole file (`record` empty), that could not be read, and why.

    `reason` names the value at fault and the remedy.
    """

    path: str
    record: str
    reason: str


@dataclass(frozen=True, slots=True)
class Skipped:
    """A record, or a whole file, passed over on purpose (no abstracts in this format, …)."""

    path: str
    record: str
    reason: str


@dataclass(frozen=True, slots=True)
class Deletion:
    """PMIDs that an update file's `DeleteCitation` block withdraws."""

    path: str
    pmids: tuple[str, ...]


Event = Record | Failure | Skipped | Deletion
