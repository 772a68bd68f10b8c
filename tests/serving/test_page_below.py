"""The page stands below the API, and behind the same guard."""

from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from answering.helpers import run

from qa.serving.keys import new_key
from serving.children import child
from serving.running import error_of
from serving.test_errors import ROUTES

JANE = new_key("jane")


@pytest.fixture(scope="module")
def paged(sample_store: Path) -> Iterator[httpx.Client]:
    """The sample with its page, for whoever has a key; in a process of its own, since Gradio leaves
    things open that are closed with it."""
    variables = {"ABSTRACTQA_SERVE_KEYS": JANE.line, "ABSTRACTQA_SERVE_MAX_FILE": "2000000"}
    with child(sample_store, **variables) as served:
        served.client.headers["Authorization"] = f"Bearer {JANE.key}"
        yield served.client


def test_the_page_is_shown(paged: httpx.Client) -> None:
    page = paged.get("/")
    assert page.status_code == 200
    assert "<gradio-app" in page.text
    policy = page.headers["content-security-policy"]
    assert "default-src 'self'" in policy
    assert "http" not in policy


def test_the_api_keeps_its_errors(paged: httpx.Client) -> None:
    for method, path in ROUTES:
        refused = paged.request("PATCH", path)
        if path == "/nowhere":
            continue
        assert (refused.status_code, error_of(refused)) == (405, "method_not_allowed"), path
        assert method in refused.headers["allow"]
    assert error_of(paged.get("/v1/nowhere")) == "not_found"


def test_a_browser_without_a_key_is_asked_for_one(paged: httpx.Client) -> None:
    with httpx.Client(base_url=paged.base_url, headers={"Accept": "text/html"}) as browser:
        assert browser.get("/").headers["location"] == "/login"
        for path in ("/config", "/gradio_api/info", "/gradio_api/file=/etc/passwd"):
            assert browser.get(path).status_code == 303
        assert browser.post("/gradio_api/queue/join", json={}).status_code == 401
        browser.post("/login", data={"key": JANE.key})
        assert "<gradio-app" in browser.get("/").text


def test_another_sites_page_reaches_none_of_it(paged: httpx.Client) -> None:
    headers = {"Origin": "https://attacker.example"}
    for path in ("/gradio_api/queue/join", "/gradio_api/upload", "/gradio_api/run/x"):
        refused = paged.post(path, json={}, headers=headers)
        assert (refused.status_code, error_of(refused)) == (403, "forbidden")
    told = paged.get("/config", headers=headers)
    assert not [name for name in told.headers if name.startswith("access-control")]


@pytest.mark.parametrize(
    "path",
    [
        "/gradio_api/proxy=http://127.0.0.1:1/x",
        "/gradio_api/vibe-code",
        "/gradio_api/dev/reload",
        "/gradio_api/run-history/records",
        "/monitoring",
        "/monitoring/summary",
        "/gradio_api/file=/etc/passwd",
        "/gradio_api/file=../../etc/passwd",
        "/static/../../../../etc/passwd",
    ],
)
def test_what_gradio_offers_beside_the_page_is_closed(paged: httpx.Client, path: str) -> None:
    assert paged.get(path).status_code in (403, 404)


def test_a_file_dropped_on_the_page_may_be_as_large_as_an_upload(paged: httpx.Client) -> None:
    fits = {"files": ("a.csv", b"x" * 1_900_000)}
    assert paged.post("/gradio_api/upload", files=fits).status_code == 200
    body = b"x" * ((1 << 20) + 1)
    refused = paged.post("/gradio_api/queue/join", content=body)
    assert (refused.status_code, error_of(refused)) == (413, "too_large")


def test_two_servers_do_not_share_a_folder(paged: httpx.Client, sample_store: Path) -> None:
    assert paged.get("/healthz").status_code == 200
    done = run("serve", "--store", str(sample_store), "--port", "0", "--no-page")
    assert done.status == 2
    assert "another process writes" in done.err
    assert done.err.count("\n") == 1
