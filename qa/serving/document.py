"""`/openapi.json`: what FastAPI finds out by itself, and the limits of this very server."""

from collections.abc import Callable
from typing import Any

from fastapi import FastAPI

from qa.serving.reading import FIELD
from qa.serving.settings import ServerSettings


def add_limits(app: FastAPI, settings: ServerSettings) -> None:
    """Have the description say how much this server takes, as it is set."""
    plain: Callable[[], dict[str, Any]] = app.openapi
    made: dict[str, Any] = {}

    def described() -> dict[str, Any]:
        if not made:
            made.update(_simple(plain()))
            _limit(made, settings)
        return made

    app.openapi = described  # type: ignore[method-assign]  # FastAPI's own way of extending it


def _limit(document: dict[str, Any], settings: ServerSettings) -> None:
    shapes = document["components"]["schemas"]
    asking, options = shapes["Ask"]["properties"], shapes["Options"]["properties"]
    for question in (asking["question"], shapes["Search"]["properties"]["query"]):
        question["maxLength"] = settings.max_question
    asking["history"]["maxItems"] = settings.max_history
    options["articles"]["anyOf"][0]["maximum"] = settings.max_articles
    upload = document["paths"]["/v1/articles"]["post"]["requestBody"]["content"]
    files = upload["multipart/form-data"]["schema"]["properties"][FIELD]
    files["maxItems"] = settings.max_files


def _simple(value: Any) -> Any:
    """The same with pairs of one type as lists of two, which more programs read."""
    if isinstance(value, list):
        return [_simple(one) for one in value]
    if not isinstance(value, dict):
        return value
    made = {name: _simple(one) for name, one in value.items()}
    kinds = made.get("prefixItems")
    if isinstance(kinds, list) and all(kind == kinds[0] for kind in kinds):
        made["items"] = made.pop("prefixItems")[0]
    return made
