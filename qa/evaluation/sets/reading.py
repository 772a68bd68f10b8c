"""What a reader of gold gives: questions where they stood, failures, and what is passed over."""

import hashlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from pydantic import ValidationError

from index.errors import SettingsError
from index.records import Failure
from qa.evaluation.gold import GoldQuestion
from qa.evaluation.sets.files import File, Item, printable, read_file
from qa.evaluation.sets.rows import UnusableRowError, fault


@dataclass(frozen=True, slots=True)
class LeftOut:
    """One thing passed over on purpose; those with the same `reason` are counted together."""

    reason: str


@dataclass(frozen=True, slots=True)
class Entry:
    """A question and where it stood, as in a Failure."""

    path: str
    record: str
    question: GoldQuestion


Event = Entry | Failure | LeftOut


@dataclass(frozen=True, slots=True)
class Reading:
    """A set as its reader gives it; `split` is the one taken, None for a set without splits."""

    events: Iterable[Event]
    files: tuple[File, ...]
    split: str | None = None
    prefix: str = "pmid"

    @property
    def digest(self) -> str:
        """Hash of the files' bytes (gunzipped: the same text, the same hash), and the split."""
        digest = hashlib.sha256(b"".join(file.data for file in self.files)).hexdigest()[:16]
        return f"{digest}:{self.split}" if self.split else digest


Reader = Callable[[str, str | None], Reading]
"""Reads the set at a path, the split given or the default one."""


def events_of(
    path: str,
    items: Iterable[Item | Failure],
    read_row: Callable[[Any], Iterable[GoldQuestion | LeftOut]],
) -> Iterator[Event]:
    """What `read_row` makes of each value; a Failure for one whose fields cannot be used."""
    for item in items:
        if isinstance(item, Failure):
            yield item
            continue
        try:
            found = list(read_row(item.value))
        except ValidationError as error:
            yield _failure(path, item.record, fault(error))
        except UnusableRowError as error:
            yield _failure(path, item.record, str(error))
        else:
            yield from (
                Entry(path, item.record, one) if isinstance(one, GoldQuestion) else one
                for one in found
            )


def of_one_file(
    name: str,
    path: str,
    split: str | None,
    items: Callable[[File], Iterable[Item | Failure]],
    read_row: Callable[[Any], Iterable[GoldQuestion | LeftOut]],
) -> Reading:
    """A set that is one file without splits: `items` finds its records, `read_row` reads one.

    Raises SourceError if the file cannot be opened, SettingsError if a split is given.
    """
    if split is not None:
        raise SettingsError(
            f"there is no split {printable(split)!r}: {name} is one file, without splits",
            "Leave the split out.",
        )
    file = read_file(path)
    return Reading(events_of(file.path, items(file), read_row), (file,))


def _failure(path: str, record: str, problem: str) -> Failure:
    return Failure(path, record, f"{problem}. Correct it, or take the record out.")


def no_such_split(path: str, split: str, there: Sequence[str]) -> SettingsError:
    """The error for a split that a set has not, naming those it has."""
    splits = ", ".join(there) or "none"
    return SettingsError(
        f"{printable(path)!r} has no split {printable(split)!r}", f"Splits there: {splits}."
    )
