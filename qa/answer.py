"""What a question or a search gives back; `to_dict()` of each is the `--json` of the command."""

from dataclasses import asdict, dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from index.article import Section
from index.records import Author, Notice

if TYPE_CHECKING:
    from qa.notebook.frames import Frame


class Grade(StrEnum):
    """How well a statement's citations carry it, best first."""

    VERBATIM = "verbatim"
    SUPPORTED = "supported"
    PARTIAL = "partial"
    UNSUPPORTED = "unsupported"

    @property
    def holds(self) -> bool:
        """Whether all of the statement is carried."""
        return self in (Grade.VERBATIM, Grade.SUPPORTED)


class Fault(StrEnum):
    """What is wrong with an unsupported statement: another sentence shown says it, or none."""

    MISATTRIBUTED = "misattributed"
    FABRICATED = "fabricated"


class Verdict(StrEnum):
    """An answer to a yes/no question."""

    YES = "yes"
    NO = "no"
    MAYBE = "maybe"


@dataclass(frozen=True, slots=True)
class Support:
    """How well some sentences carry a statement: the class, why not better, and the parts of the
    statement that they do not carry, as they stand in it."""

    grade: Grade
    reasons: tuple[str, ...] = ()
    uncovered: tuple[str, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """As `abstractqa check --json` writes it."""
        return {
            "class": self.grade,
            "reasons": list(self.reasons),
            "uncovered": list(self.uncovered),
        }


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
class Statement:
    """One statement of an answer and the numbers of the citations that are to carry it.

    Where they do not carry all of it, `reasons` say why and `uncovered` holds the parts. Where they
    carry none of it, `fault` says whether other sentences do: `instead` has their numbers.
    `against` has the numbers of sentences of other articles that say otherwise.
    """

    text: str
    citations: tuple[int, ...]
    support: Grade
    reasons: tuple[str, ...] = ()
    uncovered: tuple[str, ...] = ()
    fault: Fault | None = None
    instead: tuple[int, ...] = ()
    against: tuple[int, ...] = ()

    @property
    def numbers(self) -> tuple[int, ...]:
        """Of every citation that it names."""
        return (*self.citations, *self.instead, *self.against)


@dataclass(frozen=True, slots=True)
class Usage:
    """What a language model read and wrote, in tokens, over all its turns; `cost` in the currency
    of the prices given, None without them. Counts are None where the model does not tell."""

    tokens_in: int | None = None
    tokens_out: int | None = None
    cost: float | None = None


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


@dataclass(frozen=True, slots=True)
class FoundSentence:
    """A sentence of a found article; `abstract[start:end] == text`, `score` 0-1."""

    sentence: int
    start: int
    end: int
    section: str | None
    category: str | None
    text: str
    score: float


@dataclass(frozen=True, slots=True)
class FoundArticle:
    """An article that retrieval found, its best sentences first; `score` 0-1, higher is better."""

    key: str
    pmid: str | None
    doi: str | None
    title: str
    journal: str
    year: int | None
    score: float
    status: str | None
    url: str | None
    sentences: tuple[FoundSentence, ...] = ()


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer, or a refusal with its reason.

    `answer` is the statements with `[n]` marks; when `refused`, it is the reason. `articles` are
    those retrieved, best first. `answerability` is the chance, 0-1, that the store holds an answer:
    below a threshold the question is refused. `settings` and `timings_ms` say how it was made.

    `question` is what was answered; `asked` is what was typed, where a follow-up was completed from
    the questions before it. `notices` say what a reader must know of how it was made: what did not
    fit, that a model failed. `verdict` and `usage` are a language model's.
    """

    question: str
    answer: str
    refused: bool
    reason: str | None
    statements: tuple[Statement, ...]
    citations: tuple[Citation, ...]
    articles: tuple[FoundArticle, ...]
    answerability: float
    settings: dict[str, str | None] = field(default_factory=dict)
    timings_ms: dict[str, float] = field(default_factory=dict)
    asked: str | None = None
    verdict: Verdict | None = None
    notices: tuple[str, ...] = ()
    usage: Usage | None = None
    references: tuple[Reference, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """The answer as JSON-ready values, in the shape the command prints with `--json`."""
        return asdict(self)

    def bibliography(self, style: str = "vancouver") -> tuple[str, ...]:
        """The cited articles as printed references, in order of first use.

        Raises SettingsError for a style that is not one of `qa.citing.STYLES`.
        """
        from qa.citing import cite  # noqa: PLC0415  (it reads this module's Reference)

        return cite(self.references, style)

    def export(self, form: str) -> str:
        """The cited articles as a file for reference managers: `bibtex`, `ris`, `nbib`, `csl-json`.

        Raises SettingsError for any other form.
        """
        from qa.citing import export  # noqa: PLC0415

        return export(self.references, form)

    def to_frame(self) -> "Frame":
        """A pandas frame with a row for each statement and citation."""
        from qa.notebook.frames import of_answer  # noqa: PLC0415  (pandas, only when wanted)

        return of_answer(self)

    def __str__(self) -> str:
        return self.answer

    def _repr_html_(self) -> str:
        from qa.notebook.display import answer  # noqa: PLC0415  (templates, only when shown)

        return answer(self)


@dataclass(frozen=True, slots=True)
class SearchResult:
    """Articles for a query, best first; `reason` says why there are none."""

    query: str
    hits: tuple[FoundArticle, ...]
    reason: str | None = None

    def to_dict(self) -> dict[str, Any]:
        """The result as JSON-ready values."""
        return asdict(self)

    def to_frame(self) -> "Frame":
        """A pandas frame with a row for each article, best first."""
        from qa.notebook.frames import of_search  # noqa: PLC0415  (pandas, only when wanted)

        return of_search(self)

    def _repr_html_(self) -> str:
        from qa.notebook.display import search  # noqa: PLC0415  (templates, only when shown)

        return search(self)
