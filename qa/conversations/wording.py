"""Words of people as they are kept: checked, as a title, and folded to be found again."""

import textwrap
import unicodedata

from index.errors import SettingsError
from qa.characters import encodable
from qa.question import checked

_TITLE = 80
_ELLIPSIS = "…"


def question_of(text: str, longest: int) -> str:
    """The question, trimmed; raises SettingsError if it is empty or longer."""
    question = checked(text)
    _within("the question", question, longest)
    return question


def title_of(text: str, longest: int) -> str:
    """A title on one line; raises SettingsError if it is empty or longer."""
    title = _line(text)
    if not title:
        raise SettingsError("the title is empty", "Give it a word")
    _within("the title", title, longest)
    return title


def titled_by(question: str) -> str:
    """A title made of a question: the beginning of it, ended after a word."""
    line = _line(question)
    short = textwrap.shorten(line, _TITLE, placeholder=f" {_ELLIPSIS}")
    # A first word that is too long by itself would leave nothing.
    return short if short.strip(f" {_ELLIPSIS}") else line[: _TITLE - 1] + _ELLIPSIS


def words_of(text: str, longest: int) -> list[str]:
    """The words of a search, each once; raises SettingsError if there are too many."""
    _within("the search", text, longest)
    return list(dict.fromkeys(folded(text).split()))


def folded(text: str) -> str:
    """The text as it is compared: without regard to case and width."""
    return unicodedata.normalize("NFKC", encodable(text)).casefold()


def _line(text: str) -> str:
    return " ".join(encodable(text).split())


def _within(what: str, text: str, longest: int) -> None:
    if len(text) > longest:
        raise SettingsError(
            f"{what} has {len(text)} characters, beginning {text[:40]!r}",
            f"Shorten it to {longest}",
        )
