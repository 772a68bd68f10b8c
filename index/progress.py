"""Progress of long work, with rate and time left, on standard error when that is a terminal."""

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Any, Protocol

from tqdm import tqdm


class Advance(Protocol):
    """Says that `count` more units are done."""

    def __call__(self, count: int, /) -> None: ...


class Progress(Protocol):
    """Where long work reports to."""

    def track(self, what: str, unit: str, total: int | None) -> AbstractContextManager[Advance]:
        """Begin work of `total` units; None where the total is not known."""
        ...


class Bars:
    """Draws one tqdm bar at a time; `always` is for a notebook, whose output is no terminal."""

    def __init__(self, always: bool = False) -> None:
        self._disable = False if always else None

    @contextmanager
    def track(self, what: str, unit: str, total: int | None) -> Iterator[Advance]:
        """A bar for `total` units, or a counter where the total is not known."""
        bar: tqdm[Any]
        with tqdm(desc=what, unit=f" {unit}s", total=total, disable=self._disable) as bar:
            yield lambda count: _advance(bar, count)


class Silent:
    """Shows nothing: for use from Python, and in tests."""

    @contextmanager
    def track(self, what: str, unit: str, total: int | None) -> Iterator[Advance]:
        """A bar that nobody sees."""
        del what, unit, total
        yield _ignore


def _advance(bar: "tqdm[Any]", count: int) -> None:
    bar.update(count)


def _ignore(count: int) -> None:
    del count
