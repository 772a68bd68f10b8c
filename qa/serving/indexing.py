"""The files of one job indexed, with progress that may end it."""

import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager

from index.build import IndexReport
from index.errors import StoreLockedError
from index.progress import Advance
from qa.library import Library

# How often, a second apart, a store is tried in which somebody else is writing.
_TRIES = 60


class Stopped(Exception):  # noqa: N818  (no error: somebody wanted it)
    """Ends a run from within its progress."""


class Watched:
    """Progress that is told by the names of a job's fields; what `tell` raises ends the run."""

    def __init__(self, tell: Callable[..., None]) -> None:
        self.tell = tell

    @contextmanager
    def track(self, what: str, unit: str, total: int | None) -> Iterator[Advance]:
        """Work of `total` units begins."""
        del unit
        self.tell(stage=what, done=0, total=total)
        done = 0

        def advance(count: int, /) -> None:
            nonlocal done
            done += count
            self.tell(done=done)

        yield advance


def indexed(library: Library, names: Mapping[str, str], progress: Watched) -> IndexReport:
    """What indexing these files did, each known by its name; raises as `Library.index` does, and
    what `progress` raises.

    A store in which an article is being removed is waited for, a minute at most.
    """
    for _ in range(_TRIES):
        try:
            return library.index(list(names), progress, names)
        except StoreLockedError:
            progress.tell()
            time.sleep(1.0)
    return library.index(list(names), progress, names)


def renamed(text: str, names: Mapping[str, str]) -> str:
    """The same with each file called by its name."""
    for file, name in names.items():
        text = text.replace(file, name)
    return text
