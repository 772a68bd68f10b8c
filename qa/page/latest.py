"""Of several lists that a window waits for, the one asked for last is shown, whichever is made
first."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field


@dataclass(slots=True)
class _Window:
    """How many lists were `asked` for since none was made, and how many are made now, of which
    `wanted` are not merely what is there without asking; `told` is what was done, or why it was
    not."""

    asked: int = 0
    made: int = 0
    wanted: int = 0
    told: list[tuple[str, str]] = field(default_factory=list)


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

    def tell(self, window: str, done: str, problem: str) -> tuple[str, str]:
        """What was done before a list, or why it was not, after all of that kind that belongs to
        lists not shown yet: one of them is seen, and tells it all."""
        told = self._windows[window].told
        told.append((done, problem))
        dones, problems = zip(*told, strict=True)
        return " ".join(filter(None, dones)), " ".join(filter(None, problems))

    def __len__(self) -> int:
        return len(self._windows)
