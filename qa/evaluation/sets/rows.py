"""Rows of gold sets: what their fields may hold, and what is said of one that holds another."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Annotated, Any, TypeVar

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

from index.identity import clean_doi, clean_pmid

_SHOULD_BE = {
    "string_type": "text",
    "list_type": "a list",
    "tuple_type": "a list",
    "int_type": "a whole number",
    "bool_type": "true or false",
    "dict_type": "an object",
    "model_type": "an object",
}
_LONGEST = 60
HIGHEST_GRADE = 1000
"""What qrels grade an article at most: the gain is counted in a table as long as the grade."""

T = TypeVar("T")


class UnusableRowError(ValueError):
    """A row whose fields are each well-formed and yet no question; says what is wrong."""


class Row(BaseModel):
    """One JSON object. No type is taken for another; fields not named are ignored."""

    model_config = ConfigDict(strict=True, frozen=True, extra="ignore")


def fault(error: ValidationError) -> str:
    """The first fault of a row: its field, what it holds and what it should."""
    first = error.errors(include_url=False)[0]
    field = _field(first["loc"])
    if first["type"] == "missing":
        return f"{field} is missing"
    if first["type"] == "value_error":
        return f"{field} is {shown(first['input'])}: {first['ctx']['error']}"
    told = first["msg"].removeprefix("Input should be ")
    return f"{field} is {shown(first['input'])}: should be {_SHOULD_BE.get(first['type'], told)}"


def _field(place: Sequence[int | str]) -> str:
    if not place:
        return "the record"
    first, *inner = place
    return f"`{first}{''.join(f'[{shown(part)}]' for part in inner)}`"


def brief(text: str) -> str:
    """Text on one line, cut if it is long."""
    line = " ".join(text[: 4 * _LONGEST].split())
    return line if len(line) <= _LONGEST else line[: _LONGEST - 1] + "…"


def shown(value: object) -> str:
    """A JSON value in a few words, for a message."""
    if value is None or isinstance(value, bool):
        return str(value).lower().replace("none", "null")
    if isinstance(value, str):
        return f'"{brief(value)}"'
    if isinstance(value, int | float):
        return str(value)[:_LONGEST]
    return "a list" if isinstance(value, list | tuple) else "an object"


def _not_empty(text: str) -> str:
    if not text:
        raise ValueError("should not be empty")
    return text


def _several(value: Any) -> Any:
    if value is None:
        return ()
    if isinstance(value, str | dict):
        return (value,)
    return tuple(value) if isinstance(value, list) else value


def _number_as_text(value: Any) -> Any:
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else value


def _distinct(texts: Iterable[str]) -> tuple[str, ...]:
    return tuple(text for text in dict.fromkeys(texts) if text)


def texts_within(value: Any) -> tuple[str, ...]:
    """All the texts in a text or in lists of them, however nested, each once and in order.

    Raises ValueError for anything else among them; null counts as nothing.
    """
    return _distinct(text.strip() for text in _leaves(value))


def _leaves(value: Any) -> Iterator[str]:
    # Not recursive: JSON may be nested deeper than Python calls.
    left = [value]
    while left:
        one = left.pop()
        if isinstance(one, list):
            left.extend(reversed(one))
        elif isinstance(one, str):
            yield one
        elif one is not None:
            raise ValueError(f"{shown(one)} in it should be text")


def key_of(value: Any) -> str:
    """An article's key as the store has it: bare PMIDs get their prefix, DOIs lower case.

    Raises ValueError for what can be no key.
    """
    text = _number_as_text(value)
    text = text.strip() if isinstance(text, str) else ""
    if text.lstrip("-").isdigit() or text.lower().startswith("pmid:"):
        pmid = clean_pmid(text)
        text = f"pmid:{pmid}" if pmid else ""
    elif text.lower().startswith(("doi:", "10.")) and clean_doi(text):
        text = f"doi:{clean_doi(text)}"
    if not text:
        raise ValueError(f"{shown(value)} should be a key of the store, such as pmid:12345")
    return text


def _verdict(value: Any) -> Any:
    """`yes`, `no` and `maybe` in any case, bare or alone in a list; None if nothing is given."""
    if isinstance(value, list) and len(value) == 1:
        value = value[0]
    if isinstance(value, str):
        return value.strip().lower().removesuffix(".") or None
    return None if value == [] else value


def _check_verdict(verdict: str | None) -> str | None:
    if verdict not in (None, "yes", "no", "maybe"):
        raise ValueError("should be yes, no or maybe")
    return verdict


Text = Annotated[str, AfterValidator(str.strip)]
Given = Annotated[Text, AfterValidator(_not_empty)]
"""Text that is not empty."""
Id = Annotated[Given, BeforeValidator(_number_as_text)]
"""A name, or a number taken as one."""
Many = Annotated[tuple[T, ...], BeforeValidator(_several)]
"""A list, one text or object alone, or null for none."""
Texts = Annotated[Many[Text], AfterValidator(_distinct)]
"""Texts that are not empty, each once."""
Key = Annotated[str, BeforeValidator(key_of)]
Count = Annotated[int, Field(ge=0)]
Verdict = Annotated[str | None, BeforeValidator(_verdict), AfterValidator(_check_verdict)]
