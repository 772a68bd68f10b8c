"""What a reader sees while an answer is made, in this order: Started, then Notices, Held and Said
as they come, at last Done."""

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import Any

from qa.answer import Answer, Citation, FoundArticle, Reference, Statement
from qa.references import of_citations


@dataclass(frozen=True, slots=True)
class Event:
    """Base of them all."""

    def to_dict(self) -> dict[str, Any]:
        """As JSON-ready values; `event` names the kind."""
        return {"event": type(self).__name__.lower(), **asdict(self)}


@dataclass(frozen=True, slots=True)
class Started(Event):
    """Articles are found; `question` is the one that is answered."""

    question: str
    articles: tuple[FoundArticle, ...]


@dataclass(frozen=True, slots=True)
class Notice(Event):
    """Something that a reader must know of how the answer is made."""

    text: str


@dataclass(frozen=True, slots=True)
class Held(Event):
    """A statement did not pass the check; the model is asked to mend it."""

    text: str
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Said(Event):
    """A statement of the answer, checked and final, in the answer's order, with every citation
    that it names and the articles these are of."""

    position: int
    statement: Statement
    citations: tuple[Citation, ...]
    references: tuple[Reference, ...]


@dataclass(frozen=True, slots=True)
class Done(Event):
    """The whole answer."""

    answer: Answer


def of_answer(answer: Answer) -> Iterator[Event]:
    """The events of an answer that is there already."""
    yield Started(answer.question, answer.articles)
    yield from map(Notice, answer.notices)
    yield from of_statements(answer)
    yield Done(answer)


def of_statements(answer: Answer) -> Iterator[Said]:
    """The statements of an answer that is there already."""
    for at, statement in enumerate(answer.statements):
        named = tuple(answer.citations[n - 1] for n in dict.fromkeys(statement.numbers))
        yield Said(at, statement, named, of_citations(named, answer.references))
