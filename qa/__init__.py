"""abstractqa: answers from biomedical abstracts that cite the very sentences they used.

import qa
library = qa.open("abstractqa-store")
answer = library.ask("Which drug had the weaker effect in colitis models?")
"""

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from index.errors import AbstractQAError
from index.store import Store
from qa.answer import (
    Answer,
    Citation,
    Fault,
    FoundArticle,
    FoundSentence,
    Grade,
    Reference,
    SearchResult,
    Statement,
    Support,
    Usage,
    Verdict,
)
from qa.client import Client, connect
from qa.configure import settings_from
from qa.following import Turn
from qa.library import Library, open_library
from qa.settings import Settings

__all__ = [
    "AbstractQAError",
    "Answer",
    "Citation",
    "Client",
    "Fault",
    "FoundArticle",
    "FoundSentence",
    "Grade",
    "Library",
    "Reference",
    "SearchResult",
    "Settings",
    "Statement",
    "Store",
    "Support",
    "Turn",
    "Usage",
    "Verdict",
    "check",
    "connect",
    "open",
]


def check(statement: str, sentences: Sequence[str]) -> Support:
    """How well some sentences carry a statement: the class, why not better, the parts not carried.

    Needs no store and no language model; see docs/checking.md for how far to trust it.
    """
    # Loaded when wanted: an extractive answer has nothing to check.
    from qa.checking.checker import check as checked  # noqa: PLC0415

    return checked(statement, [sentences] if isinstance(sentences, str) else sentences)


def open(store: str | Path | None = None, *, create: bool = False, **settings: Any) -> Library:  # noqa: A001  (`qa.open` reads as what it does)
    """The library in a store's folder; with `create`, made if there is none.

    `settings` are fields of `Settings` (embedder, articles, statements, include_retracted).
    Raises StoreMissingError, EmbedderMismatchError, StoreDamagedError or SettingsError.
    """
    return open_library(settings_from(store=store, **settings), create=create)


if "IPython" in sys.modules:
    # In a notebook what the index gives back shows itself too.
    from qa.notebook.display import register

    register()
