"""An exchange as the page shows it, while it is answered and afterwards."""

from dataclasses import dataclass, replace

from qa.answer import Answer
from qa.conversations.contract import Exchange, State
from qa.events import Done, Event, Held, Notice, Said, Started
from qa.page.options import in_words
from qa.page.words import say
from qa.references import of_citations


# Compared by identity, so that what is drawn of one is kept while others are drawn.
@dataclass(frozen=True, eq=False, slots=True)
class Shown:
    """A question, and what is there of its answer: all of it once it is done, before that what has
    been said; None where nothing is known.

    `options` are the filters it was asked with, in words; `note` is what goes on, or what went
    wrong; `said` is what is left, as text, of an answer that broke off.
    """

    question: str
    state: State
    answer: Answer | None = None
    options: str = ""
    note: str = ""
    said: str = ""

    def after(self, event: Event) -> "Shown":
        """The same with one more thing known."""
        so_far = self.answer or _nothing_yet(self.question)
        match event:
            case Started():
                asked = self.question if event.question != self.question else None
                answer = replace(so_far, question=event.question, asked=asked)
                note = say("writing", count=len(event.articles))
                return replace(self, answer=answer, note=note)
            case Notice():
                return replace(self, answer=replace(so_far, notices=(*so_far.notices, event.text)))
            case Held():
                return replace(self, note=say("held"))
            case Said():
                return replace(self, answer=_with_statement(so_far, event))
            case Done():
                return replace(self, state=State.DONE, answer=event.answer, note="")
        return self


def asking(question: str, options: str) -> Shown:
    """A question just asked."""
    return Shown(question, State.ASKING, options=options, note=say("searching"))


def kept(exchange: Exchange) -> Shown:
    """An exchange as it was kept."""
    notes = {
        State.DONE: "",
        State.ASKING: say("elsewhere"),
        State.STOPPED: say("stopped"),
        State.INTERRUPTED: say("interrupted"),
        State.FAILED: say("failed", problem=exchange.error),
    }
    return Shown(
        exchange.question,
        exchange.state,
        exchange.answer,
        in_words(exchange.options),
        notes[exchange.state],
        exchange.said,
    )


def _nothing_yet(question: str) -> Answer:
    return Answer(question, "", False, None, (), (), (), 0.0)


def _with_statement(answer: Answer, said: Said) -> Answer:
    cited = {one.number: one for one in (*answer.citations, *said.citations)}
    citations = tuple(cited[number] for number in sorted(cited))
    return replace(
        answer,
        statements=(*answer.statements, said.statement),
        citations=citations,
        references=of_citations(citations, (*answer.references, *said.references)),
    )
