"""Whether questions can be answered yet: the store opens and the models are loaded."""

import threading

from index.errors import AbstractQAError
from index.store import Store
from qa.library import Library

# Only to have every model load; what it finds is thrown away.
_WARMING = "Is the server ready to answer?"


class Readiness:
    """`reason` says why not yet, or why not at all; None when ready."""

    def __init__(self, library: Library) -> None:
        self._library = library
        self._failed: str | None = None
        self._warm = threading.Event()

    @property
    def reason(self) -> str | None:
        """Why questions cannot be answered; None when they can."""
        if self._failed:
            return self._failed
        if not self._warm.is_set():
            return "The models are being loaded"
        return self._lost()

    def warm_up(self) -> None:
        """Load every model; takes seconds."""
        try:
            # The author first: a model that cannot be used is told before anything is loaded.
            author = self._library.author
            del author
            self._library.using(llm=None).ask(_WARMING)
        except AbstractQAError as error:
            self._failed = str(error)
        else:
            self._warm.set()

    def _lost(self) -> str | None:
        """Why the store cannot be read now, though it could."""
        try:
            store: Store = self._library.store
            store.check_there()
        except AbstractQAError as error:
            return str(error)
        return None
