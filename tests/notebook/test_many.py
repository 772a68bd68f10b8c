"""Many questions: in their order, an error in its row, as many at a time as allowed."""

import asyncio
import os
import signal
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace

import pandas as pd
import pytest
from showing.invented import answer

from index.errors import ModelError, SettingsError
from index.progress import Advance
from qa import Answer, Library, Turn
from qa.asking import History
from qa.notebook.many import Answers, Questions, aask_many, ask_many

PREVENT = "Does lumetripant prevent migraine?"
DELIRIUM = "Does sopiradine prevent delirium after an operation?"
CAPITAL = "What is the capital of Australia?"


@dataclass
class Scripted:
    """Answers each question by itself, slowly; a question that says "fail" fails, and one that says
    "interrupt" is where somebody presses Ctrl-C."""

    seconds: float = 0.02
    now: int = 0
    most: int = 0
    asked: list[str] = field(default_factory=list)
    lock: threading.Lock = field(default_factory=threading.Lock)

    @contextmanager
    def _counted(self, question: str) -> Iterator[None]:
        with self.lock:
            self.asked.append(question)
            self.now += 1
            self.most = max(self.most, self.now)
        try:
            yield
        finally:
            with self.lock:
                self.now -= 1

    def _answer(self, question: str) -> Answer:
        if "fail" in question:
            raise ModelError(f"no model for {question!r}", "Start it")
        return replace(answer(), question=question, asked=None)

    def ask(self, question: str, history: History = ()) -> Answer:
        with self._counted(question):
            if "interrupt" in question:
                os.kill(os.getpid(), signal.SIGINT)
                time.sleep(0.3)
            time.sleep(self.seconds)
            return self._answer(question)

    async def aask(self, question: str, history: History = ()) -> Answer:
        with self._counted(question):
            await asyncio.sleep(self.seconds)
            return self._answer(question)


@dataclass
class Counting:
    """Progress that only counts."""

    total: int | None = None
    done: int = 0

    @contextmanager
    def track(self, what: str, unit: str, total: int | None) -> Iterator[Advance]:
        self.total = total
        yield self._advance

    def _advance(self, count: int, /) -> None:
        self.done += count


def asynchronously(asks: Scripted, questions: Questions, workers: int = 2) -> Answers:
    return asyncio.run(aask_many(asks, questions, workers=workers))


both = pytest.mark.parametrize("ask", [ask_many, asynchronously], ids=["threads", "async"])


def questions_of(answers: Answers) -> list[str | None]:
    return [row.answer.question if row.answer else None for row in answers.rows]


@both
def test_answers_come_in_the_order_of_the_questions(ask: object) -> None:
    assert callable(ask)
    questions = [f"question {n}" for n in range(20)]
    assert questions_of(ask(Scripted(), questions, workers=5)) == questions


@both
@pytest.mark.parametrize("workers", [1, 3])
def test_no_more_are_asked_at_a_time_than_there_are_workers(ask: object, workers: int) -> None:
    assert callable(ask)
    asks = Scripted()
    ask(asks, [str(n) for n in range(12)], workers=workers)
    assert asks.most == workers


@both
def test_an_error_stays_in_its_row(ask: object) -> None:
    assert callable(ask)
    several = ask(Scripted(), ["a", "fail", "c", float("nan")])
    assert questions_of(several) == ["a", None, "c", None]
    assert isinstance(several[1], ModelError)
    assert {at: str(error) for at, error in several.errors.items()} == {
        1: "no model for 'fail'. Start it",
        3: "the question nan is no text. Give each as a string",
    }
    assert several.to_frame()["error"].isna().tolist() == [True, False, True, False]


def test_an_interrupt_keeps_what_is_answered() -> None:
    asks = Scripted(seconds=0)
    several = ask_many(asks, ["a", "b", "interrupt", *map(str, range(50))], workers=1)
    assert several.stopped
    assert questions_of(several)[:2] == ["a", "b"]
    assert len(several) == 53
    assert str(several[52]) == "not answered: it was stopped. Ask it again"
    assert len(asks.asked) < 10
    assert repr(several).startswith("<53 answers: 0 refused, ")


def test_progress_is_told() -> None:
    progress = Counting()
    ask_many(Scripted(), ["a", "fail", "c"], progress=progress)
    assert (progress.total, progress.done) == (3, 3)


@pytest.mark.parametrize("workers", [0, -1, 33])
def test_workers_are_bounded(workers: int) -> None:
    with pytest.raises(SettingsError, match=f"{workers} workers cannot be had"):
        ask_many(Scripted(), ["a"], workers=workers)


@pytest.mark.parametrize(
    ("questions", "complaint"),
    [
        ("Is it?", "'Is it.' is no list of questions"),
        (7, "7 is no list of questions"),
        (pd.DataFrame({"Question": ["a"]}), "not one column 'question' .its columns: Question"),
        (pd.DataFrame(), "its columns: none"),
    ],
)
def test_what_is_no_list_of_questions_is_refused(questions: object, complaint: str) -> None:
    with pytest.raises(SettingsError, match=complaint):
        ask_many(Scripted(), questions)


def test_no_question_is_no_answer() -> None:
    several = ask_many(Scripted(), [])
    assert (len(several), several.errors, len(several.to_frame())) == (0, {}, 0)


# -- a real library -----------------------------------------------------------------------------


def test_each_answer_is_the_one_that_asking_gives(library: Library) -> None:
    several = library.ask_many([PREVENT, CAPITAL, "", DELIRIUM], workers=3)
    one_by_one = [library.ask(question) for question in (PREVENT, CAPITAL, DELIRIUM)]
    untimed = [replace(one, timings_ms={}) for one in several if isinstance(one, Answer)]
    assert untimed == [replace(one, timings_ms={}) for one in one_by_one]
    assert list(several.errors) == [2]
    assert "the question is empty" in str(several[2])


def test_a_frame_keeps_its_columns_and_its_index(library: Library) -> None:
    given = pd.DataFrame(
        {"topic": ["migraine", "towns"], "question": [PREVENT, CAPITAL], "answer": ["yes", "?"]},
        index=["x", "y"],
    )
    frame = library.ask_many(given).to_frame()
    assert list(frame.index) == ["x", "y"]
    assert list(frame.columns) == [
        "question", "topic", "given_answer", "answer", "refused", "verdict", "answerability",
        "statements", "unsupported", "first_citation", "pmids", "error",
    ]  # fmt: skip
    assert frame["topic"].tolist() == ["migraine", "towns"]
    assert frame["refused"].tolist() == [False, True]
    cited = library.ask(PREVENT).citations
    assert frame["pmids"].tolist() == [list(dict.fromkeys(one.pmid for one in cited)), []]
    assert frame["first_citation"].iloc[0] == cited[0].text
    assert list(given.columns) == ["topic", "question", "answer"]


def test_a_series_is_a_list_with_an_index(library: Library) -> None:
    frame = library.ask_many(pd.Series([CAPITAL], index=[7], name="anything")).to_frame()
    assert list(frame.index) == [7]
    assert frame["question"].tolist() == [CAPITAL]


def test_follow_ups_may_share_what_was_asked_before(library: Library) -> None:
    (one,) = library.ask_many(["What about nausea?"], history=[Turn(PREVENT)])
    assert isinstance(one, Answer)
    assert one.asked == "What about nausea?"
    assert "lumetripant" in one.question


def test_without_blocking(library: Library) -> None:
    several = asyncio.run(library.aask_many([PREVENT, CAPITAL]))
    assert [isinstance(one, Answer) and one.refused for one in several] == [False, True]
