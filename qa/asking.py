"""What can be asked: a library here, or a client of one elsewhere."""

from abc import ABC, abstractmethod
from collections.abc import Iterable, Mapping, Sequence, Set
from reprlib import repr as shortly
from typing import TYPE_CHECKING, TypeAlias

from index.errors import SettingsError
from index.progress import Progress
from qa.answer import Answer
from qa.characters import encodable
from qa.following import Turn
from qa.question import checked

if TYPE_CHECKING:
    from qa.notebook.many import Answers, Questions

# The questions before one, oldest first.
History: TypeAlias = Sequence[Turn | str]
_EACH = "Give a list of questions, oldest first: each a text, or a question with its answer"


class Asking(ABC):
    """Answers one question at a time, in its own way, and so many."""

    @abstractmethod
    def ask(self, question: str, history: History = ()) -> Answer:
        """An answer that cites its sentences, or a refusal with its reason."""

    @abstractmethod
    async def aask(self, question: str, history: History = ()) -> Answer:
        """The same without blocking."""

    def ask_many(
        self,
        questions: "Questions",
        *,
        workers: int = 2,
        progress: Progress | None = None,
        history: History = (),
    ) -> "Answers":
        """Ask each of a list, a Series or a frame with a column `question`: an answer or an error
        a row, in their order; an interrupt keeps what is answered. See `qa.notebook.many`."""
        # Loaded when wanted: pandas has no part in an answer.
        from qa.notebook.many import ask_many  # noqa: PLC0415

        self._get_ready()
        return ask_many(self, questions, workers=workers, progress=progress, history=history)

    async def aask_many(
        self,
        questions: "Questions",
        *,
        workers: int = 2,
        progress: Progress | None = None,
        history: History = (),
    ) -> "Answers":
        """The same without blocking, `workers` questions at a time."""
        from qa.notebook.many import aask_many  # noqa: PLC0415

        self._get_ready()
        return await aask_many(self, questions, workers=workers, progress=progress, history=history)

    def _get_ready(self) -> None:  # noqa: B027  (not everything has something to make)
        """Make what all questions share, before several threads ask."""


def turns(history: History) -> list[Turn]:
    """The history as turns; raises SettingsError naming what in it is no question."""
    several = [history] if isinstance(history, str) else history
    # What has no order is no history.
    if not isinstance(several, Iterable) or isinstance(several, Mapping | Set | bytes):
        raise no_history(history)
    return [_turn(place, one) for place, one in enumerate(several)]


def no_history(given: object) -> SettingsError:
    """What is said, here and over HTTP, of something given as the history."""
    return SettingsError(f"the history is {shortly(given)}, which is no list of questions", _EACH)


def no_question(place: int, given: object) -> SettingsError:
    """The same of what stands at a place in it."""
    return SettingsError(f"history[{place}] is {shortly(given)}, which is no question", _EACH)


def _turn(place: int, one: object) -> Turn:
    match Turn(one) if isinstance(one, str) else one:
        case Turn(str() as question, str() as answer) if question.strip():
            return Turn(checked(question), encodable(answer))
    raise no_question(place, one)
