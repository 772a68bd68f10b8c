"""What a question gives back: statements, each with its citations, or a refusal."""

from dataclasses import asdict, dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from qa.answer.cited import Citation, Reference
from qa.answer.found import FoundArticle
from qa.answer.support import Fault, Grade
from qa.answer.usage import Usage

if TYPE_CHECKING:
    from qa.notebook.frames import Frame


class Verdict(StrEnum):
    """An answer to a yes/no question."""

    YES = "yes"
    NO = "no"
    MAYBE = "maybe"


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
        from qa.citing import cite  # noqa: PLC0415  (it reads this package's Reference)

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
