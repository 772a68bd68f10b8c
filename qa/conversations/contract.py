"""What a conversation is: a title, and questions with what came of each."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from qa.answer import Answer
from qa.following import Turn


class State(StrEnum):
    """What came of a question."""

    ASKING = "asking"
    DONE = "done"
    STOPPED = "stopped"
    FAILED = "failed"
    INTERRUPTED = "interrupted"

    @property
    def broken_off(self) -> bool:
        """Whether there is no answer, and none will come unless it is asked again."""
        return self not in (State.ASKING, State.DONE)


@dataclass(frozen=True, slots=True)
class Exchange:
    """One question and its answer, which is None unless `state` is `done`.

    `options` are those it was asked with. `said` is what was said before it broke off, and `error`
    why it failed. `number` is its 0-based place in the conversation. `interrupted`: whoever was
    answering is gone. `partial` is the answer as far as it came, with its citations; None where
    only its words were kept.
    """

    question: str
    answer: Answer | None
    asked_at: datetime
    options: Mapping[str, object]
    state: State
    said: str = ""
    error: str = ""
    number: int = 0
    partial: Answer | None = None

    @property
    def known(self) -> Answer | None:
        """The answer, else as much of it as there is."""
        return self.answer or self.partial


@dataclass(frozen=True, slots=True)
class Heading:
    """A conversation as a list shows it; `exchanges` is how many it has."""

    id: str
    owner: str
    title: str
    created: datetime
    changed: datetime
    exchanges: int


@dataclass(frozen=True, slots=True)
class Conversation:
    """A conversation whole, its exchanges in order; times are UTC. Without a title until the first
    question gives it one."""

    id: str
    owner: str
    title: str
    created: datetime
    changed: datetime
    exchanges: tuple[Exchange, ...] = ()

    @property
    def history(self) -> tuple[Turn, ...]:
        """What a follow-up needs to know: the questions that were answered."""
        return self.before(len(self.exchanges))

    def before(self, number: int) -> tuple[Turn, ...]:
        """The same for an exchange that is asked again."""
        return tuple(
            Turn(one.question, one.answer.answer)
            for one in self.exchanges[:number]
            if one.answer is not None
        )


@dataclass(frozen=True, slots=True)
class Bounds:
    """What one owner may keep: conversations, exchanges in each, and characters in a question, a
    title and the words of a search."""

    conversations: int = 10_000
    exchanges: int = 500
    question: int = 4000
    title: int = 200
    words: int = 200
