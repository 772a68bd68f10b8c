"""Files of gold sets: their text whole, and the JSON in it, strict about what is broken."""

import io
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from index.errors import SourceError
from index.records import Failure
from index.sources.files import open_source, open_text

_HALF_PAIR = re.compile(r"\\u[dD][89a-fA-F]")
_SURROGATE = re.compile("[\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class File:
    """A file read to its end, gunzipped. `damage` says why it ends early, if it does."""

    path: str
    data: bytes
    damage: str | None = None

    @property
    def text(self) -> str:
        return open_text(io.BytesIO(self.data)).read()


@dataclass(frozen=True, slots=True)
class Item:
    """A JSON value and where it stands (`line 17`)."""

    record: str
    value: Any


class Pairs(dict[str, Any]):
    """A JSON object that has kept every pair, those under the same name too."""

    def __init__(self, pairs: list[tuple[str, Any]]) -> None:
        super().__init__(pairs)
        self.pairs = pairs


def read_file(path: str) -> File:
    """The whole file. Raises SourceError if it cannot be opened."""
    with open_source(path) as stream:
        data = stream.read()
        return File(printable(path), data, stream.damage)


def files_in(folder: str) -> dict[str, str]:
    """The paths of a folder's files by name, none if there is no such folder.

    Raises SourceError if it cannot be listed.
    """
    try:
        return {one.name: str(one) for one in sorted(Path(folder).iterdir()) if one.is_file()}
    except (FileNotFoundError, NotADirectoryError):
        return {}
    except OSError as error:
        raise SourceError(
            f"the folder {printable(folder)!r} cannot be listed: {error.strerror}",
            "Check its permissions.",
        ) from error


def splits_of(files: Mapping[str, str], pattern: re.Pattern[str]) -> dict[str, str]:
    """Of files by name, the paths of those that the pattern matches, by what its group holds."""
    found = ((pattern.fullmatch(name), path) for name, path in files.items())
    return {match[1]: path for match, path in found if match}


def printable(text: str) -> str:
    """Text that UTF-8 can hold: a file's name, and JSON, may have halves of surrogate pairs."""
    return _SURROGATE.sub("\ufffd", text)


def decode(text: str) -> Any:
    """One JSON value, its objects `Pairs`. Raises ValueError, or RecursionError if nested too deep.

    NaN and Infinity, which Python writes though JSON has none, are read as null.
    """
    value = json.loads(text, parse_constant=lambda _: None, object_pairs_hook=Pairs)
    return _mended(value) if _HALF_PAIR.search(text) else value


def _mended(value: Any) -> Any:
    if isinstance(value, str):
        return printable(value)
    if isinstance(value, Pairs):
        return Pairs([(printable(name), _mended(inner)) for name, inner in value.pairs])
    return [_mended(inner) for inner in value] if isinstance(value, list) else value


def document(file: File) -> Any:
    """The one JSON value that a file is. Raises SourceError if it is torn or no JSON."""
    if file.damage:
        raise SourceError(file.damage)
    try:
        return decode(file.text)
    except (ValueError, RecursionError) as error:
        raise SourceError(
            f"{file.path!r} cannot be read as JSON ({error})",
            "It must be one whole JSON object; download it again, or name its format.",
        ) from error


def lines(file: File) -> Iterator[Item | Failure]:
    """The value of each line of JSON, blank lines left out, or a Failure for one that is none."""
    for number, line in enumerate(open_text(io.BytesIO(file.data)), 1):
        if not line.strip():
            continue
        place = f"line {number}"
        try:
            yield Item(place, decode(line))
        except (ValueError, RecursionError) as error:
            shown = " ".join(line[:200].split())[:60]
            yield Failure(
                file.path,
                place,
                f"cannot be read as JSON ({error}): {shown}. Write one JSON object a line.",
            )
