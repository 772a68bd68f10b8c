"""Many questions: asked side by side, answered in their order, an error staying in its row."""

import asyncio
import sys
from collections.abc import Awaitable, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol, TypeAlias, overload

from index.errors import AbstractQAError, SettingsError
from index.progress import Bars, Progress
from qa.answer import Answer
from qa.asking import History

if TYPE_CHECKING:
    from qa.notebook.frames import Frame

Questions: TypeAlias = "Sequence[str] | Any"
Outcome: TypeAlias = Answer | BaseException
_MOST_WORKERS = 32


class Asks(Protocol):
    """What answers a question: a library, or a client of one."""

    def ask(self, question: str, history: History = ()) -> Answer: ...
    def aask(self, question: str, history: History = ()) -> Awaitable[Answer]: ...


@dataclass(frozen=True, slots=True)
class Row:
    """A question, and its answer or the error there was in its place."""

    question: str
    outcome: Outcome

    @property
    def answer(self) -> Answer | None:
        return self.outcome if isinstance(self.outcome, Answer) else None

    @property
    def error(self) -> BaseException | None:
        return None if isinstance(self.outcome, Answer) else self.outcome


@dataclass(frozen=True, slots=True)
class Answers(Sequence[Outcome]):
    """An answer or an error for each question, in their order.

    `stopped` is set where the asking was broken off: what had no answer then holds an error that
    says so. `given` is the frame that the questions came in.
    """

    rows: tuple[Row, ...]
    stopped: bool = False
    given: "Frame | None" = None

    @overload
    def __getitem__(self, at: int) -> Outcome: ...
    @overload
    def __getitem__(self, at: slice) -> Sequence[Outcome]: ...
    def __getitem__(self, at: int | slice) -> Outcome | Sequence[Outcome]:
        if isinstance(at, slice):
            return tuple(row.outcome for row in self.rows[at])
        return self.rows[at].outcome

    def __len__(self) -> int:
        return len(self.rows)

    def __repr__(self) -> str:
        stopped = ", stopped" if self.stopped else ""
        refused = sum(row.answer is not None and row.answer.refused for row in self.rows)
        return f"<{len(self)} answers: {refused} refused, {len(self.errors)} errors{stopped}>"

    @property
    def errors(self) -> dict[int, BaseException]:
        """What went wrong, by the place of the question."""
        return {at: row.error for at, row in enumerate(self.rows) if row.error is not None}

    def to_frame(self) -> "Frame":
        """A row for each question, with the columns and the index that the questions came with:
        answer, refused, verdict, first_citation, pmids, error, …"""
        from qa.notebook.frames import of_many  # noqa: PLC0415  (pandas, only when wanted)

        return of_many(((r.question, r.answer, r.error) for r in self.rows), self.given)

    def _repr_html_(self) -> str:
        from qa.notebook.display import answers  # noqa: PLC0415  (templates, only when shown)

        return answers(self)


def ask_many(
    asks: Asks,
    questions: Questions,
    *,
    workers: int = 2,
    progress: Progress | None = None,
    history: History = (),
) -> Answers:
    """Ask each question in one of `workers` threads; an interrupt keeps what is answered.

    Raises SettingsError if there is no list of questions, or for a number of workers out of range.
    """
    asked, given = _questions(questions, workers)
    pool = ThreadPoolExecutor(workers, thread_name_prefix="ask-many")
    futures = [pool.submit(_ask, asks, question, history) for question in asked]
    stopped = False
    try:
        with (progress or _bars()).track("asking", "question", len(futures)) as advance:
            pending = set(futures)
            while pending:
                done, pending = wait(pending, return_when=FIRST_COMPLETED)
                advance(len(done))
    except KeyboardInterrupt:
        stopped = True
    finally:
        # A model may speak for minutes more: what is not done is let go of.
        pool.shutdown(wait=False, cancel_futures=True)
    rows = tuple(
        Row(str(one), _outcome(future)) for one, future in zip(asked, futures, strict=True)
    )
    return Answers(rows, stopped, given)


async def aask_many(
    asks: Asks,
    questions: Questions,
    *,
    workers: int = 2,
    progress: Progress | None = None,
    history: History = (),
) -> Answers:
    """The same without blocking, `workers` questions at a time."""
    asked, given = _questions(questions, workers)
    lanes = asyncio.Semaphore(workers)
    with (progress or _bars()).track("asking", "question", len(asked)) as advance:

        async def one(question: object) -> Answer:
            try:
                async with lanes:
                    return await asks.aask(_checked(question), history)
            finally:
                advance(1)

        made = await asyncio.gather(*map(one, asked), return_exceptions=True)
    rows = tuple(Row(str(one), outcome) for one, outcome in zip(asked, made, strict=True))
    return Answers(rows, given=given)


def _questions(questions: Questions, workers: int) -> tuple[list[Any], "Frame | None"]:
    from qa.notebook.frames import questions_of  # noqa: PLC0415  (pandas, only when wanted)

    if not 1 <= workers <= _MOST_WORKERS:
        raise SettingsError(
            f"{workers} workers cannot be had", f"Give a number from 1 to {_MOST_WORKERS}"
        )
    return questions_of(questions)


def _ask(asks: Asks, question: object, history: History) -> Answer:
    return asks.ask(_checked(question), history)


def _checked(question: object) -> str:
    if not isinstance(question, str):
        raise SettingsError(f"the question {question!r} is no text", "Give each as a string")
    return question


def _outcome(future: "Future[Answer]") -> Outcome:
    if future.cancelled() or not future.done():
        return AbstractQAError("not answered: it was stopped", "Ask it again")
    return future.exception() or future.result()


def _bars() -> Progress:
    """A bar in a terminal, and in a notebook, whose output is none."""
    return Bars(always="ipykernel" in sys.modules)
