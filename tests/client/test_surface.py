"""What a library can be asked for, a client can be asked for in the same words."""

import inspect
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from qa import Client, Library

DOCUMENTED = Path(__file__).parents[2] / "docs" / "client.md"
# What a library has and a client has not, and why.
ONLY_HERE = {
    "author": "the chat model itself; what it writes comes as answers",
    "chain": "a LangChain Runnable over the models of this process",
    "compressor": "a LangChain compressor over the reranker of this process",
    "described": "no route tells it; each answer's `settings` do",
    "evaluate": "looks gold up in the store itself; `abstractqa eval` runs where that is",
    "finding": "hands on vectors and sentences of the store, which no route gives",
    "rebuild": "the server operator's: no route makes indexes anew",
    "retriever": "a LangChain retriever over the store of this process",
    "standing": "no route tells it alone; each answer's `question` does",
    "astanding": "as `standing`",
    "verify": "the server operator's: it reads the whole store",
    "settings": "the server's own, which name its folders",
    "store": "the server's own",
}
ONLY_THERE = {"url": "where the server is"}
METHODS = sorted(
    name
    for name, _ in inspect.getmembers(Library, inspect.isfunction)
    if not name.startswith("_") and name not in ONLY_HERE
)


def public(kind: type) -> set[str]:
    named = {name for name in dir(kind) if not name.startswith("_")}
    return named | {"store", "settings"} if kind is Library else named


def parameters(method: Callable[..., Any]) -> list[tuple[str, Any, Any]]:
    """Name, kind and default of each."""
    return [
        (one.name, one.kind, one.default) for one in inspect.signature(method).parameters.values()
    ]


def test_neither_has_more_than_is_told(library: Library) -> None:
    assert {"store", "settings"} < vars(library).keys()
    assert public(Library) - public(Client) == ONLY_HERE.keys()
    assert public(Client) - public(Library) == ONLY_THERE.keys()


@pytest.mark.parametrize("name", METHODS)
def test_a_method_takes_the_same(name: str) -> None:
    here, there = getattr(Library, name), getattr(Client, name)
    assert parameters(there) == parameters(here)
    assert inspect.iscoroutinefunction(there) == inspect.iscoroutinefunction(here)
    assert inspect.isasyncgenfunction(there) == inspect.isasyncgenfunction(here)


def test_the_documentation_names_them_all() -> None:
    text = DOCUMENTED.read_text(encoding="utf-8")
    listed = text.partition("The client has the library's methods")[2].partition("\n\n")[0]
    assert set(re.findall(r"`(\w+)`", listed)) == {*METHODS} - {"close"}


@pytest.mark.parametrize("name", sorted({*METHODS} - {"using"}))
def test_a_method_gives_the_same(name: str) -> None:
    here, there = getattr(Library, name), getattr(Client, name)
    assert inspect.signature(there).return_annotation == inspect.signature(here).return_annotation
