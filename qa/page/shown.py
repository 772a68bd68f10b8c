"""An exchange as the page shows it, while it is answered and afterwards."""

from dataclasses import dataclass, replace

from qa.answer import Answer
from qa.conversations import Exchange, State, after, begun
from qa.events import Done, Event, Held, Started
from qa.page.options import in_words
from qa.page.words import say


# Compared by identity, so that what is drawn of one is kept while others are drawn.
@dataclass(frozen=True, eq=False, slots=True)
class Shown:
    """A question, and what is there of its answer: all of it once it is done, before that what has
    been said; None where nothing is known.

    `options` are the filters it was asked with, in words; `note` is what goes on, or what went
    wrong; `said` is what is left of an answer that broke off, where only its words were kept.
    """

    question: str
    state: State
    answer: Answer | None = None
    options: str = ""
    note: str = ""
    said: str = ""

    def after(self, event: Event) -> "Shown":
        """The same with one more thing known."""
        known = replace(self, answer=after(self.answer or begun(self.question), event))
        match event:
            case Started():
                return replace(known, note=say("writing", count=len(event.articles)))
            case Held():
                return replace(self, note=say("held"))
            case Done():
                return replace(known, state=State.DONE, note="")
        return known


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
        exchange.known,
        in_words(exchange.options),
        notes[exchange.state],
        "" if exchange.partial else exchange.said,
    )
