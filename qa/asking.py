"""What can be asked: a library here, or a client of one elsewhere."""

from abc import ABC, abstractmethod
from collections.abc import Sequence
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
    """The history as turns; raises SettingsError if it is no list of questions."""
    several = [history] if isinstance(history, str) else history
    return [_turn(one) for one in several]


def _turn(one: Turn | str) -> Turn:
    if isinstance(one, str):
        return Turn(checked(one))
    if not isinstance(one, Turn):
        raise SettingsError("the history is no list of questions", "Give str or qa.Turn each")
    return Turn(checked(one.question), encodable(one.answer))
