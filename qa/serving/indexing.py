"""The files of one job indexed, with progress that may end it."""

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from index.build import IndexReport
from index.errors import StoreLockedError
from index.progress import Advance
from qa.library import Library
from qa.serving.job import Job

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


def indexed(library: Library, files: Sequence[Path], progress: Watched) -> IndexReport:
    """What indexing these files did; raises as `Library.index` does, and what `progress` raises.

    A store in which an article is being removed is waited for, a minute at most.
    """
    for _ in range(_TRIES):
        try:
            return library.index(files, progress)
        except StoreLockedError:
            progress.tell()
            time.sleep(1.0)
    return library.index(files, progress)


def renamed(value: Any, job: Job, files: Sequence[Path]) -> Any:
    """The same with each stored file called by the name it was uploaded under."""
    match value:
        case str():
            for file, name in zip(files, job.files, strict=False):
                value = value.replace(str(file), name)
            return value
        case dict():
            return {key: renamed(one, job, files) for key, one in value.items()}
        case list() | tuple():
            return [renamed(one, job, files) for one in value]
        case _:
            return value
