"""JSON Lines, one object a line, and JSON files that are one array of objects or one object."""

import json
import re
from collections.abc import Iterator
from itertools import chain
from typing import Any, BinaryIO, TextIO

from index.records import Event, Failure, Origin
from index.sources.files import open_text
from index.sources.rows import event_of

# Python's own json was as fast as orjson on 27,030 abstracts (0.30 s against 0.38 s). NaN and
# Infinity, which JSON has not but Python writes, are read as null.
_DECODER = json.JSONDecoder(parse_constant=lambda _: None)
_HALF_PAIR = re.compile(r"\\u[dD][89a-fA-F]")
_BETWEEN = re.compile(r"[\s,]*")
LINE_CHARACTERS = 1 << 24
"""The longest line that is read: sixteen times what a record may have."""
_REMEDY = "Write one JSON object a line, with the keys `title` and `abstract`."

Object = dict[str, Any]
Read = Object | str
"""An object, or why there is none."""


def read_jsonl(stream: BinaryIO, path: str) -> Iterator[Event]:
    """A Record for each object, or a Failure for each line or item that is no usable one."""
    for found in objects(stream, path, _REMEDY):
        if isinstance(found, Failure):
            yield found
        else:
            place, row = found
            yield event_of(row, Origin(path, "jsonl", place))


def objects(stream: BinaryIO, path: str, remedy: str) -> Iterator[tuple[str, Object] | Failure]:
    """Each object with its place (`line 3`), or a Failure for each line or item that is none.

    JSON Lines are read line by line, to the first that has more than LINE_CHARACTERS; an array
    needs the whole file in memory. An array that breaks off gives the items before the break and
    one Failure. Failures end with `remedy`.
    """
    for place, read in _found(open_text(stream)):
        yield _failure(path, place, read, remedy) if isinstance(read, str) else (place, read)


def one_object(stream: BinaryIO, path: str, remedy: str) -> Object | Failure:
    """The object that a whole file is, or one Failure that ends with `remedy`."""
    read = _object(open_text(stream).read())
    return _failure(path, "", read, remedy) if isinstance(read, str) else read


def _failure(path: str, place: str, reason: str, remedy: str) -> Failure:
    return Failure(path, place, f"{reason}. {remedy}" if place else f"{path!r} {reason}. {remedy}")


def _found(text: TextIO) -> Iterator[tuple[str, Read]]:
    """The place of each object and what was read there."""
    lines = enumerate(_lines(text), 1)
    first = next((line for line in lines if line[1].strip()), None)
    if first is None:
        yield "", "is empty"
    elif first[1].lstrip().startswith("["):
        yield from _items(first[1] + text.read())
    elif first[1].strip() == "{":
        # One object printed over many lines, each of which would be a failure of its own.
        yield f"line {first[0]}", _object(first[1] + text.read())
    else:
        for number, line in chain([first], lines):
            if len(line) == LINE_CHARACTERS and not line.endswith("\n"):
                yield f"line {number}", _too_long(line)
                return
            if line.strip():
                yield f"line {number}", _object(line)


def _lines(text: TextIO) -> Iterator[str]:
    """Each line, in parts if it is too long: half a megabyte can unpack to one of a gigabyte."""
    while line := text.readline(LINE_CHARACTERS):
        yield line


def _too_long(line: str) -> str:
    most = f"{LINE_CHARACTERS:,}"
    return f"is longer than {most} characters, and nothing is read from here on: {_excerpt(line)}"


def _object(text: str) -> Read:
    """What a text holds that should be one object."""
    try:
        value, end = _decode(text, len(text) - len(text.lstrip()))
    except (ValueError, RecursionError) as error:
        return _broken(text, error)
    if text[end:].strip():
        return _broken(text[end:], "more text after the object")
    return _checked(value, text)


def _items(text: str) -> Iterator[tuple[str, Read]]:
    place, number = text.index("[") + 1, 0
    while True:
        between = _BETWEEN.match(text, place)
        place = between.end() if between else place
        if text.startswith("]", place):
            after = text[place + 1 :].strip()
            if after:
                yield "after the array", _broken(after, "not JSON Lines")
            return
        number += 1
        start = place
        try:
            value, place = _decode(text, start)
        except (ValueError, RecursionError) as error:
            yield f"item {number}", _broken(text[start : start + 200], error)
            return
        yield f"item {number}", _checked(value, text[start:place])


def _decode(text: str, place: int) -> tuple[Any, int]:
    """The JSON value at `place`, and where it ends."""
    value, end = _DECODER.raw_decode(text, place)
    if _HALF_PAIR.search(text, place, end):
        # Half a surrogate pair ("\\ud83d") is allowed in JSON, but no UTF-8 file can hold it.
        whole = json.dumps(value, ensure_ascii=False)
        value = json.loads(re.sub("[\ud800-\udfff]", "\ufffd", whole))
    return value, end


def _checked(value: Any, text: str) -> Read:
    if not isinstance(value, dict):
        return f"{_excerpt(text)} is no JSON object"
    return f"{_excerpt(text)} is nested too deep" if _is_deep(value) else value


def _is_deep(value: Any, levels: int = 20) -> bool:
    """Whether values stand in values more than `levels` deep: the store could not read it back."""
    if not isinstance(value, dict | list):
        return False
    inner = value.values() if isinstance(value, dict) else value
    return levels == 0 or any(_is_deep(one, levels - 1) for one in inner)


def _broken(text: str, error: Exception | str) -> str:
    return f"cannot be read as JSON ({error}): {_excerpt(text)}"


def _excerpt(text: str) -> str:
    # Not all of a large file is split into words for the sake of its first eighty characters.
    line = " ".join(text[:1000].split())
    return line if len(line) <= 80 else line[:79] + "…"
