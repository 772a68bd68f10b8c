"""JSON Lines, one object a line, and JSON files that are one array of objects."""

import json
import re
from collections.abc import Iterator
from itertools import chain
from typing import Any, BinaryIO

from index.records import Event, Failure, Origin
from index.sources.files import open_text
from index.sources.rows import event_of

# Python's own json was as fast as orjson on 27,030 abstracts (0.30 s against 0.38 s). NaN and
# Infinity, which JSON has not but Python writes, are read as null.
_DECODER = json.JSONDecoder(parse_constant=lambda _: None)
_HALF_PAIR = re.compile(r"\\u[dD][89a-fA-F]")
_BETWEEN = re.compile(r"[\s,]*")
_REMEDY = "Write one JSON object a line, with the keys `title` and `abstract`."


def read_jsonl(stream: BinaryIO, path: str) -> Iterator[Event]:
    """A Record for each object, or a Failure for each line or item that is no usable one.

    JSON Lines are read line by line; an array needs the whole file in memory. An array that
    breaks off gives the items before the break and one Failure.
    """
    text = open_text(stream)
    first = next((line for line in enumerate(text, 1) if line[1].strip()), None)
    if first is None:
        yield Failure(path, "", f"{path!r} is empty. {_REMEDY}")
    elif first[1].lstrip().startswith("["):
        yield from _items(first[1] + text.read(), path)
    elif first[1].strip() == "{":
        # One object printed over many lines, each of which would be a failure of its own.
        yield _line(first[1] + text.read(), first[0], path)
    else:
        lines = chain([first], enumerate(text, first[0] + 1))
        yield from (_line(line, number, path) for number, line in lines if line.strip())


def _line(line: str, number: int, path: str) -> Event:
    place = f"line {number}"
    try:
        value, end = _decode(line, len(line) - len(line.lstrip()))
    except (ValueError, RecursionError) as error:
        return _broken(path, place, line, error)
    if line[end:].strip():
        return _broken(path, place, line[end:], ValueError("more text after the object"))
    return _object(value, line, path, place)


def _items(text: str, path: str) -> Iterator[Event]:
    place, number = text.index("[") + 1, 0
    while True:
        between = _BETWEEN.match(text, place)
        place = between.end() if between else place
        if text.startswith("]", place):
            after = text[place + 1 :].strip()
            if after:
                yield _broken(path, "after the array", after, ValueError("not JSON Lines"))
            return
        number += 1
        start = place
        try:
            value, place = _decode(text, start)
        except (ValueError, RecursionError) as error:
            yield _broken(path, f"item {number}", text[start : start + 200], error)
            return
        yield _object(value, text[start:place], path, f"item {number}")


def _decode(text: str, place: int) -> tuple[Any, int]:
    """The JSON value at `place`, and where it ends."""
    value, end = _DECODER.raw_decode(text, place)
    if _HALF_PAIR.search(text, place, end):
        # Half a surrogate pair ("\\ud83d") is allowed in JSON, but no UTF-8 file can hold it.
        whole = json.dumps(value, ensure_ascii=False)
        value = json.loads(re.sub("[\ud800-\udfff]", "\ufffd", whole))
    return value, end


def _object(value: Any, text: str, path: str, place: str) -> Event:
    if not isinstance(value, dict):
        return Failure(path, place, f"{_excerpt(text)} is no JSON object. {_REMEDY}")
    if _is_deep(value):
        return Failure(path, place, f"{_excerpt(text)} is nested too deep. {_REMEDY}")
    return event_of(value, Origin(path, "jsonl", place))


def _is_deep(value: Any, levels: int = 20) -> bool:
    """Whether values stand in values more than `levels` deep: the store could not read it back."""
    if not isinstance(value, dict | list):
        return False
    inner = value.values() if isinstance(value, dict) else value
    return levels == 0 or any(_is_deep(one, levels - 1) for one in inner)


def _broken(path: str, place: str, text: str, error: Exception) -> Failure:
    return Failure(path, place, f"cannot be read as JSON ({error}): {_excerpt(text)}. {_REMEDY}")


def _excerpt(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= 80 else line[:79] + "…"
