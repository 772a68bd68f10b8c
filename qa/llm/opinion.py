"""A second opinion on each statement, by the model itself: it may lower a grade, never raise it.

The call is not made here: what is to be asked is given out, and whoever drives the writing asks it,
with or without blocking, counts its tokens and can stop it.
"""

from collections.abc import Generator, Sequence
from dataclasses import dataclass, replace

from prompts import load
from qa.answer import Grade, Support
from qa.llm.brief import quoted
from qa.llm.contract import Message, Writer
from qa.llm.window import fits

_GRADES = {"all": Grade.SUPPORTED, "part": Grade.PARTIAL, "none": Grade.UNSUPPORTED}


@dataclass(slots=True)
class Aside:
    """A question to the model beside the answer; `said` is its reply, None where it gave none."""

    messages: tuple[Message, ...]
    said: str | None = None


class Opinion:
    """What the model says of a statement that passed the check."""

    def __init__(self, writer: Writer) -> None:
        self._writer, self._words = writer, load("llm")

    def __call__(
        self, statement: str, sentences: Sequence[str], found: Support
    ) -> Generator[Aside, None, Support]:
        """The support found, or less; a reply that cannot be read, or a question too long for the
        window, leaves it and is told."""
        if not found.grade.holds:
            return found
        aside = Aside(self._asked(statement, sentences))
        if fits(aside.messages, self._writer):
            yield aside
        said = _GRADES.get((aside.said or "").strip().strip("\".'*").lower())
        if said is Grade.SUPPORTED:
            return found
        if said is None:
            return replace(found, reasons=(*found.reasons, self._words.render("no_opinion")))
        reason = self._words.render("other_opinion", model=self._writer.name)
        return replace(found, grade=said, reasons=(*found.reasons, reason), uncovered=(statement,))

    def _asked(self, statement: str, sentences: Sequence[str]) -> tuple[Message, ...]:
        user = self._words.render(
            "opinion_user",
            sentences="\n".join(f"- {quoted(one)}" for one in sentences),
            statement=quoted(statement),
        )
        return Message("system", self._words.render("opinion_system")), Message("user", user)
