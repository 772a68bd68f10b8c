"""Of several lists that a window waits for, the one asked for last is shown, whichever is made
first."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass


@dataclass(slots=True)
class _Window:
    """How many lists were `asked` for since none was made, and how many are made now, of which
    `wanted` are not merely what is there without asking."""

    asked: int = 0
    made: int = 0
    wanted: int = 0


class Latest:
    """Windows that wait for a list, by name; for one event loop."""

    def __init__(self) -> None:
        self._windows: dict[str, _Window] = {}

    @contextmanager
    def asked(self, window: str, *, wanted: bool = True) -> Iterator[Callable[[], bool]]:
        """While a list is made: whether it is still to be shown. One that nobody `wanted`, such as
        a tab has when it is opened, gives way to any that somebody did."""
        here = self._windows.setdefault(window, _Window())
        here.made += 1
        here.wanted += wanted
        here.asked += wanted
        mine, gives_way = here.asked, not wanted and here.wanted > 0
        try:
            yield lambda: here.asked == mine and not gives_way
        finally:
            here.made -= 1
            here.wanted -= wanted
            if not here.made:
                del self._windows[window]

    def __len__(self) -> int:
        return len(self._windows)
