"""The conversation with the model without its calls: what to send, and what to make of the reply.

    writing = Writing(…)
    while messages := writing.turn():        # the question; then at most one turn to mend
        for piece in writer.stream(messages, schema):
            steps = writing.read(piece)        # events; and asides, to be answered on the way
        events = writing.close()
    events = writing.finish()

So the sync and the async way of calling share all that matters.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from index.errors import ModelError
from prompts import Prompt
from qa.answer import Statement, Usage
from qa.events import Event, Held, Notice, Said
from qa.llm.contract import Message, Piece
from qa.llm.drafted import Drafted
from qa.llm.drafting import Draft
from qa.llm.grading import Graded, Grader
from qa.llm.numbering import Numbering
from qa.llm.opinion import Aside

# Whether the model's window holds these messages and a reply.
Fits = Callable[[Sequence[Message]], bool]


class Writing:
    """One answer in the making. `graded` are its statements so far, `failure` why the model did not
    come to its end, `faults` what of its reply could not be read."""

    def __init__(
        self, opening: Sequence[Message], grader: Grader, words: Prompt, most: int, fits: Fits
    ) -> None:
        self.graded: list[Graded] = []
        self.said: list[Statement] = []
        self.numbering = Numbering()
        self.failure: ModelError | None = None
        self.verdict: str | None = None
        self.faults: tuple[str, ...] = ()
        self._opening, self._grade, self._words, self._most = tuple(opening), grader, words, most
        self._fits = fits
        self._draft = Draft()
        self._draft_usage = Usage()
        self._told: list[Usage] = []
        self._turns = 0
        self._mending: list[int] = []
        self._mended = 0

    def turn(self) -> tuple[Message, ...]:
        """What to send next; nothing where the answer is done with, one way or the other."""
        if self._turns == 0:
            self._turns = 1
            return self._opening
        problems = self._problems()
        if self._turns > 1 or self.failure or not problems:
            return ()
        self._turns = 2
        messages = self._repair(problems)
        self._draft = Draft()
        return messages

    def read(self, piece: Piece) -> Iterator[Event | Aside]:
        """Some more of the reply: the statements complete by it, checked. An aside is to be
        answered before the next step is taken."""
        self._draft_usage = piece.usage or self._draft_usage
        for drafted in self._draft.feed(piece.text):
            yield from self._take(drafted)

    def break_off(self, error: ModelError) -> None:
        """The model failed. A reply whose JSON is closed lacks nothing: some servers never say that
        they are at their end."""
        if not self._draft.whole:
            self.failure = error

    def spent(self, usage: Usage) -> None:
        """What one call took."""
        self._told.append(usage)

    @property
    def usage(self) -> Usage:
        """What the model has read and written; not known where one call's is not."""
        return sum(self._told[1:], self._told[0]) if self._told else Usage()

    @property
    def unread(self) -> bool:
        """Whether the model said something of which nothing could be read."""
        return bool(self.faults) and not self.graded

    @property
    def enough(self) -> bool:
        """Whether there is no use in reading on. What is only superfluous is read to its end, where
        the model tells what it has used."""
        return self._draft.lost

    def close(self) -> Iterator[Event]:
        """The reply is at its end."""
        self._draft.close()
        self.spent(self._draft_usage)
        self._draft_usage = Usage()
        if self._turns == 1 or not self._mending:
            self.verdict = self._draft.verdict
            self.faults = tuple(self._draft.faults)
        if self._turns == 1:
            self._mending = [at for at, one in enumerate(self.graded) if not one.holds]
            yield from (
                Held(self.graded[at].text, self.graded[at].support.reasons) for at in self._mending
            )

    def finish(self) -> Iterator[Event]:
        """What is left to say, whatever became of it."""
        if self.faults:
            yield Notice(self._words.render("unread", problems="; ".join(self.faults)))
        yield from self._say(len(self.graded))

    def _take(self, drafted: Drafted) -> Iterator[Event | Aside]:
        if self._turns > 1 and self._mending:
            if self._mended == len(self._mending):
                return
            at = self._mending[self._mended]
            self._mended += 1
            if not any(
                drafted.text == one.text for one in self.graded[:at] + self.graded[at + 1 :]
            ):
                self.graded[at] = _better(self.graded[at], (yield from self._grade(drafted)))
            return
        known = next((n for n, one in enumerate(self.graded) if one.text == drafted.text), None)
        if known is not None and known >= len(self.said):
            self.graded[known] = _better(self.graded[known], (yield from self._grade(drafted)))
        if known is not None or len(self.graded) >= self._most:
            return
        self.graded.append((yield from self._grade(drafted)))
        # All that stand before the first that does not are final.
        if all(one.holds for one in self.graded):
            yield from self._say(len(self.graded))

    def _say(self, until: int) -> Iterator[Event]:
        for at in range(len(self.said), until):
            statement = self.numbering.statement(self.graded[at])
            self.said.append(statement)
            yield Said(at, statement, *self.numbering.named(statement))

    def _problems(self) -> list[str]:
        if self._mending:
            return [self._problem(self.graded[at]) for at in self._mending]
        return list(self.faults)

    def _problem(self, one: Graded) -> str:
        shown = self._grade.numbers(one.cited)
        sentences = ", ".join(f"[{n}]" for n in shown) or self._words.render("no_sentences")
        reasons = "; ".join(one.support.reasons)
        return self._words.render("problem", text=one.text, sentences=sentences, reasons=reasons)

    def _repair(self, problems: Sequence[str]) -> tuple[Message, ...]:
        """What is to be mended, as much of it as the window holds: each problem repeats its
        statement, so the first reply goes before they do."""
        reply, last = Message("assistant", self._draft.text), self._opening[-1]
        for count in range(len(problems), 0, -1):
            asked = self._request(problems[:count])
            joined = replace(last, text=f"{last.text}\n\n{asked}")
            for messages in (
                (*self._opening, reply, Message("user", asked)),
                (*self._opening[:-1], joined),
            ):
                if self._fits(messages):
                    self._mending = self._mending[:count]
                    return messages
        return ()

    def _request(self, problems: Sequence[str]) -> str:
        count = str(len(problems))
        wanted = (
            self._words.render("wanted_statements", count=count)
            if self._mending
            else self._words.render("wanted_all")
        )
        listed = "\n".join(f"- {one}" for one in problems)
        return self._words.render("repair", problems=listed, wanted=wanted)


def _better(old: Graded, new: Graded) -> Graded:
    """The mended statement, unless it is no better than what was there: nothing is dropped."""
    order = ("verbatim", "supported", "partial", "unsupported")
    return new if order.index(new.support.grade) < order.index(old.support.grade) else old
