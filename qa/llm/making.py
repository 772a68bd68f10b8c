"""One written answer, from articles to the last event; the calls between are the author's.

Before the model: what fits is shown. After it: statements with their citations, or what there is
without the model, and notices of all that a reader must know.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial

from index.errors import ModelError
from index.store import Store
from prompts import Prompt, load
from qa.answer import Answer, Statement, Verdict
from qa.cautions import cautions
from qa.chain import Chosen
from qa.events import Done, Event, Notice, Started, of_statements
from qa.extract import extract
from qa.llm.brief import Brief, brief, quoted
from qa.llm.contract import Message, Writer
from qa.llm.grading import Grader, Judges
from qa.llm.window import PER_MESSAGE, fits
from qa.llm.writing import Writing
from qa.marks import marks, with_marks
from qa.settings import Settings

# Messages of both turns.
_MESSAGES = 4
# Kept free beside the fixed texts: the first reply, what was wrong with it (which repeats the
# reply), the second reply; where that leaves room for no sentence, the first reply alone.
_REPLIES = (3, 1)


@dataclass(frozen=True, slots=True)
class Desk:
    """What every answer of an author is made with; `stamp` says how, in each of them."""

    store: Store
    settings: Settings
    writer: Writer
    judges: Judges
    stamp: dict[str, str | None]

    @property
    def words(self) -> Prompt:
        """What the model is told, and what is said of it."""
        return load("llm")


class Making:
    """An answer in the making: `writing` is the conversation with the model."""

    def __init__(self, chosen: Chosen, desk: Desk) -> None:
        self._chosen, self._desk, self._notices = chosen, desk, list[str]()
        most = desk.settings.statements
        # What there is without the model: it is given where the model fails.
        self._plain = extract(chosen.weighed, desk.store, most, load("extractive"))
        question, words = quoted(self._plain.question), desk.words
        system = Message("system", words.render("system", most=str(most)))
        room = self._room(system, words.render("user", articles="", question=question))
        self._shown = Brief("", (), 0, 0, 0)
        for replies in () if self._plain.refused else _REPLIES:
            free = room - replies * desk.writer.reply
            if not self._shown.sentences:
                self._shown = brief(chosen.weighed, desk.store, words, free, desk.writer.count)
        user = words.render("user", articles=self._shown.text, question=question)
        grader = Grader(self._shown, words, desk.judges)
        opening = (system, Message("user", user))
        self.writing = Writing(opening, grader, words, most, partial(fits, writer=desk.writer))

    def _room(self, system: Message, user: str) -> int:
        """Tokens left for sentences and replies."""
        writer = self._desk.writer
        fixed = writer.count(system.text) + writer.count(user) + _MESSAGES * PER_MESSAGE
        return writer.window - fixed

    def turn(self) -> tuple[Message, ...]:
        """What to send next; nothing where there is no more to ask."""
        if self._plain.refused:
            return ()  # Nothing bears on the question: there is nothing to write from.
        if not self._shown.sentences:
            window = self._desk.writer.window
            self.writing.failure = ModelError(
                f"its window of {window} tokens holds no sentence beside the question",
                "Ask more briefly, or use a model with a larger window",
            )
            return ()
        return self.writing.turn()

    def begin(self) -> Iterator[Event]:
        """What is known before the model says anything."""
        yield Started(self._plain.question, self._plain.articles)
        if self._shown.sentences and not self._shown.whole:
            yield self._left_out()

    def _left_out(self) -> Notice:
        shown = self._shown
        values = {"window": f"{self._desk.writer.window:,}", "sentences": str(shown.left)}
        if articles := shown.found - shown.articles:
            found = str(shown.found)
            return self._notice("left_out", articles=str(articles), found=found, **values)
        return self._notice("left_out_within", **values)

    def end(self) -> Iterator[Event]:
        """All that is left to say, then the answer."""
        writing, failure = self.writing, self.writing.failure
        if writing.unread and not failure:
            failure = ModelError(f"its reply could not be read: {'; '.join(writing.faults)}")
        if failure and not writing.graded and not self._plain.refused:
            yield from self._without_model(failure)
            return
        for event in writing.finish():
            if isinstance(event, Notice):
                self._notices.append(event.text)
            yield event
        if failure and writing.graded:
            yield self._notice("broke_off", **self._of(failure))
        if sides := self._sides(writing.said):
            yield self._notice("disagree", sides=sides)
        answer = self._answer()
        yield from map(self._noted, cautions(answer))
        yield Done(self._stamped(answer))

    def _without_model(self, failure: ModelError) -> Iterator[Event]:
        self._notices.clear()  # What the model was not shown is no matter now.
        yield self._notice("failed", **self._of(failure))
        yield from map(self._noted, self._plain.notices)
        yield from of_statements(self._plain)
        yield Done(self._stamped(self._plain))

    def _answer(self) -> Answer:
        plain, said = self._plain, self.writing.said
        if plain.refused:
            return plain
        if not said:
            count = str(len(self._shown.sentences))
            why = self._desk.words.render("declined", sentences=count)
            return replace(
                plain,
                answer=why,
                refused=True,
                reason=why,
                statements=(),
                citations=(),
                references=(),
            )
        # No verdict stands beside words that do not hold.
        asks = self._chosen.weighed.retrieval.question.asks_yes_no
        held = all(one.support.holds for one in said)
        return replace(
            plain,
            answer=with_marks(said),
            statements=tuple(said),
            citations=self.writing.numbering.citations,
            references=self.writing.numbering.references,
            verdict=_verdict(self.writing.verdict) if asks and held else None,
        )

    def _stamped(self, answer: Answer) -> Answer:
        return replace(
            answer,
            settings=self._desk.stamp,
            timings_ms=self._chosen.timings("writing"),
            notices=tuple(self._notices),
            usage=self.writing.usage.priced(self._desk.settings.llm_prices),
        )

    def _notice(self, text: str, **values: str) -> Notice:
        return self._noted(self._desk.words.render(text, **values))

    def _noted(self, text: str) -> Notice:
        self._notices.append(text)
        return Notice(text)

    def _of(self, failure: ModelError) -> dict[str, str]:
        return {"model": self._desk.writer.name, "problem": str(failure).rstrip(".")}

    def _sides(self, said: Sequence[Statement]) -> str:
        """Which citations stand against which; nothing where articles agree."""
        words = self._desk.words
        return "; ".join(
            words.render("side", one=marks(one.citations), other=marks(one.against))
            for one in said
            if one.against
        )


def _verdict(said: str | None) -> Verdict | None:
    return Verdict(said) if said in tuple(Verdict) else None
