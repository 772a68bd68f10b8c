"""Servers under settings of their own, over the sample or a store that an upload may change."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from llm.servers import Server, Step
from llm.wires import OpenAI

from qa import Library
from serving.running import Running, running

Serve = Callable[..., Running]
Scripted = Callable[..., tuple[Running, Server]]


@pytest.fixture
def serve(tmp_path: Path) -> Iterator[Serve]:
    """Servers under settings of their own, all stopped at the end."""
    with ExitStack() as stack:

        def start(library: Library, **settings: Any) -> Running:
            data = settings.pop("data", tmp_path / "data")
            return stack.enter_context(running(library, data, **settings))

        yield start


@pytest.fixture
def scripted(library: Library, serve: Serve) -> Iterator[Scripted]:
    """The sample served with a model that follows a script."""
    opened: list[Server] = []

    def start(script: list[Step], **settings: Any) -> tuple[Running, Server]:
        model = Server(OpenAI(), script)
        opened.append(model.__enter__())
        model_of = {"llm": "openai:m", "llm_base_url": model.url, "llm_key": "sk-invented"}
        return serve(library.using(**model_of, llm_window=32_768), **settings), model

    yield start
    for model in opened:
        model.__exit__(None, None, None)
