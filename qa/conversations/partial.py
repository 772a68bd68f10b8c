"""An answer as far as it has come, made of its events: what is left of one that breaks off."""

from dataclasses import replace

from qa.answer import Answer
from qa.events import Done, Event, Notice, Said, Started
from qa.marks import with_marks
from qa.references import of_citations


def begun(question: str) -> Answer:
    """Nothing is known yet."""
    return Answer(question, "", False, None, (), (), (), 0.0)


def after(answer: Answer, event: Event) -> Answer:
    """The same with one more thing known."""
    match event:
        case Started():
            typed = answer.question if event.question != answer.question else None
            return replace(answer, question=event.question, asked=typed)
        case Notice():
            return replace(answer, notices=(*answer.notices, event.text))
        case Said():
            return _with_statement(answer, event)
        case Done():
            return event.answer
    return answer


def _with_statement(answer: Answer, said: Said) -> Answer:
    statements = (*answer.statements, said.statement)
    cited = {one.number: one for one in (*answer.citations, *said.citations)}
    citations = tuple(cited[number] for number in sorted(cited))
    return replace(
        answer,
        answer=with_marks(statements),
        statements=statements,
        citations=citations,
        references=of_citations(citations, (*answer.references, *said.references)),
    )
