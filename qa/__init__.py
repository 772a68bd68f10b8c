"""abstractqa: answers from biomedical abstracts that cite the very sentences they used.

import qa
library = qa.open("abstractqa-store")
answer = library.ask("Which drug had the weaker effect in colitis models?")
"""

from pathlib import Path
from typing import Any

from index.errors import AbstractQAError
from index.store import Store
from qa.answer import (
    Answer,
    Citation,
    FoundArticle,
    FoundSentence,
    SearchResult,
    Statement,
    Support,
)
from qa.library import Library, open_library, settings_from
from qa.settings import Settings

__all__ = [
    "AbstractQAError",
    "Answer",
    "Citation",
    "FoundArticle",
    "FoundSentence",
    "Library",
    "SearchResult",
    "Settings",
    "Statement",
    "Store",
    "Support",
    "open",
]


def open(store: str | Path | None = None, *, create: bool = False, **settings: Any) -> Library:  # noqa: A001  (`qa.open` reads as what it does)
    """The library in a store's folder; with `create`, made if there is none.

    `settings` are fields of `Settings` (embedder, articles, statements, include_retracted).
    Raises StoreMissingError, EmbedderMismatchError, StoreDamagedError or SettingsError.
    """
    return open_library(settings_from(store=store, **settings), create=create)
