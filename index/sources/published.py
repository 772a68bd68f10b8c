"""What the readers of published corpora share: values under the names their layouts give them.

These layouts are fixed, so a value of another kind is an error that names it, never a guess.
"""

from collections.abc import Callable, Iterator, Mapping
from typing import Any, BinaryIO

from index.records import Event, Failure, Origin, Record
from index.sources.abstracts import clean
from index.sources.columns import UnusableValueError
from index.sources.jsonl import objects

Row = Mapping[str, Any]


def read_lines(
    stream: BinaryIO,
    origin: Origin,
    record_of: Callable[[Row, Origin], Record],
    remedy: str,
) -> Iterator[Event]:
    """A Record for each line of JSON, or a Failure; `origin` is the file's, without a place."""
    for found in objects(stream, origin.path, remedy):
        if isinstance(found, Failure):
            yield found
        else:
            place, row = found
            yield event_of(row, Origin(origin.path, origin.format, place), record_of, remedy)


def event_of(
    row: Row, origin: Origin, record_of: Callable[[Row, Origin], Record], remedy: str
) -> Event:
    """The record in a row, or a Failure that names the value at fault and ends with `remedy`."""
    try:
        record = record_of(row, origin)
    except UnusableValueError as error:
        return Failure(origin.path, origin.record, f"{error}. {remedy}")
    if record.title or record.parts:
        return record
    named = ", ".join(list(row)[:8]) or "no keys at all"
    reason = f"neither a title nor an abstract under {named}"
    return Failure(origin.path, origin.record, f"{reason}. {remedy}")


def text_in(row: Row, name: str) -> str:
    """The text under a name, line breaks as given; empty if it is missing or null.

    Raises UnusableValueError for anything else.
    """
    value = row.get(name)
    if value is None:
        return ""
    if not isinstance(value, str):
        raise UnusableValueError(name, value, "text")
    return value


def list_in(row: Row, name: str) -> list[Any]:
    """The list under a name; empty if it is missing or null. Raises UnusableValueError."""
    value = row.get(name)
    if value is None:
        return []
    if not isinstance(value, list):
        raise UnusableValueError(name, value, "a list")
    return value


def texts_in(row: Row, name: str) -> list[str]:
    """As `list_in`, and every item is text."""
    items = list_in(row, name)
    for number, item in enumerate(items):
        if not isinstance(item, str):
            raise UnusableValueError(f"item {number} of {name}", item, "text")
    return items


def id_in(row: Row, name: str) -> str:
    """The identifier under a name, a whole number or text. Raises UnusableValueError."""
    value = row.get(name)
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    found = clean(value) if isinstance(value, str) else ""
    if not found:
        raise UnusableValueError(name, value, "an id: a whole number or text")
    return found


def rest_of(row: Row, *read: str) -> dict[str, Any]:
    """What stands under other names, as given, without what is empty."""
    return {
        name: value for name, value in row.items() if name not in read and value not in (None, {})
    }
