"""The API's own description, held against what it does."""

from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from invented import WordHashEmbedder, trials, write_jsonl
from schemathesis import Case, GenerationMode
from schemathesis.openapi import from_url
from schemathesis.schemas import BaseSchema
from schemathesis.specs.openapi.checks import (
    negative_data_rejection,
    positive_data_acceptance,
)

from index.store import Store
from qa import Library, Settings
from serving.running import Running, running

# Examples of each operation; all of them take about a minute.
EXAMPLES = 30


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """A few invented trials, served without a reranker: fast, and the routes are the same."""
    folder = tmp_path_factory.mktemp("described")
    store = Store.create(folder / "store", WordHashEmbedder())
    with Library(store, Settings(store=folder / "store", reranker="none")) as library:
        library.index([write_jsonl(folder / "rows.jsonl", *trials(20))])
        with running(library, folder / "data", rate="none", max_files=3) as at:
            yield at


@pytest.fixture(scope="module")
def described(small: Running) -> BaseSchema:
    """What the server says of itself."""
    return from_url(f"{small.url}/openapi.json")


OPERATIONS = (
    "POST /v1/ask",
    "POST /v1/search",
    "GET /v1/articles/{key}",
    "POST /v1/articles",
    "DELETE /v1/articles/{key}",
    "POST /v1/chat/completions",
    "GET /v1/models",
    "GET /v1/models/{name}",
    "GET /v1/facets",
    "GET /v1/stats",
    "GET /v1/jobs",
    "GET /v1/jobs/{id}",
    "DELETE /v1/jobs/{id}",
    "GET /healthz",
    "GET /readyz",
    "GET /metrics",
)


def test_every_operation_is_tried(small: Running) -> None:
    paths = small.client.get("/openapi.json").json()["paths"]
    found = {f"{method.upper()} {path}" for path, methods in paths.items() for method in methods}
    assert found == set(OPERATIONS)


@pytest.mark.parametrize("mode", GenerationMode, ids=lambda mode: str(mode.value))
@pytest.mark.parametrize("operation", OPERATIONS)
def test_nothing_breaks_and_all_is_described(
    described: BaseSchema, operation: str, mode: GenerationMode
) -> None:
    method, path = operation.split()
    of_it = described[path][method]
    if mode.is_negative and not of_it.body:
        return  # Any text may be a name in a path: nothing could be wrong.

    @settings(max_examples=EXAMPLES, suppress_health_check=list(HealthCheck))
    @given(case=of_it.as_strategy(mode))
    def tried(case: Case[Any]) -> None:
        told = case.call(timeout=20)
        # Years that end before they begin, or messages that end without a question: more than a
        # schema can say.
        beyond = told.status_code == 422 and told.json()["error"]["code"] == "settings"
        beyond = beyond or (told.status_code == 400 and operation.endswith("/chat/completions"))
        if told.status_code == 413:
            # A body that is too large is refused before anything reads it: right or wrong.
            case.validate_response(
                told, excluded_checks=[positive_data_acceptance, negative_data_rejection]
            )
            return
        case.validate_response(told, excluded_checks=[positive_data_acceptance] if beyond else [])

    tried()
