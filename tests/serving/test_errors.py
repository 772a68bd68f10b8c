"""Every error of every route is told in one shape."""

import json
import socket
from typing import Any

import httpx
import pytest

from index import errors
from qa.serving.errors import status_of
from serving.running import PATIENCE, QUESTION, Running, error_of

ROUTES = (
    ("POST", "/v1/ask"),
    ("POST", "/v1/search"),
    ("GET", "/v1/articles/pmid:1"),
    ("POST", "/v1/articles"),
    ("GET", "/v1/jobs"),
    ("GET", "/v1/jobs/1"),
    ("DELETE", "/v1/jobs/1"),
    ("GET", "/v1/facets"),
    ("GET", "/v1/stats"),
    ("GET", "/healthz"),
    ("GET", "/readyz"),
    ("GET", "/metrics"),
    ("GET", "/docs"),
    ("GET", "/openapi.json"),
    ("GET", "/nowhere"),
)


@pytest.mark.parametrize(("method", "path"), ROUTES)
def test_another_host(server: Running, method: str, path: str) -> None:
    refused = server.client.request(method, path, headers={"Host": "attacker.example"})
    assert refused.status_code == 421
    assert error_of(refused) == "forbidden"


@pytest.mark.parametrize(("method", "path"), ROUTES)
def test_a_method_that_is_not_for_it(server: Running, method: str, path: str) -> None:
    refused = server.client.request("PATCH", path)
    nowhere = path == "/nowhere"
    assert refused.status_code == (404 if nowhere else 405)
    assert error_of(refused) == ("not_found" if nowhere else "method_not_allowed")
    assert nowhere or method in refused.headers["allow"]


@pytest.mark.parametrize(("method", "path"), ROUTES)
def test_a_body_that_is_too_large(server: Running, method: str, path: str) -> None:
    refused = server.client.request(
        method, path, content=(b"x" * (server.service.settings.max_body + 1))
    )
    if path == "/v1/articles":
        assert refused.status_code == 415  # Uploads may be as large.
    elif method == "POST":
        assert refused.status_code == 413
        assert error_of(refused) == "too_large"


def test_headers_have_an_end(server: Running) -> None:
    host, _, port = server.url.removeprefix("http://").partition(":")
    with socket.create_connection((host, int(port)), timeout=PATIENCE) as sending:
        sending.sendall(f"GET /healthz HTTP/1.1\r\nHost: {host}\r\nX: {'x' * 100_000}".encode())
        assert sending.recv(12) == b"HTTP/1.1 400"


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE"])
@pytest.mark.parametrize("path", ["/v1/ask", "/v1/articles/pmid:1", "/nowhere"])
@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://attacker.example"},
        {"Origin": "null"},
        {"Origin": "http://127.0.0.1:1"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
    ],
    ids=str,
)
def test_another_sites_page_changes_nothing(
    server: Running, method: str, path: str, headers: dict[str, str]
) -> None:
    refused = server.client.request(method, path, headers=headers)
    assert refused.status_code == 403
    assert error_of(refused) == "forbidden"


def test_its_own_page_may_ask(server: Running) -> None:
    headers = {"Origin": server.url, "Sec-Fetch-Site": "same-origin"}
    told = server.client.post("/v1/ask", json={"question": QUESTION}, headers=headers)
    assert told.status_code == 200


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"[]",
        b"null",
        b"\xff\xfe",
        b'{"question": "\xff"}',
        b"[" * 100_000,
        b'{"a":' * 100_000,
        b'{"question": ' + b"9" * 10_000 + b"}",
        *(
            json.dumps(body).encode()
            for body in (
                {},
                {"question": ""},
                {"question": " \n\t"},
                {"question": 7},
                {"question": "\ud800"},
                {"question": "x" * 4001},
                {"question": "x" * 200_000},
                {"question": QUESTION, "more": 1},
                {"question": QUESTION, "history": "before"},
                {"question": QUESTION, "history": [""]},
                {"question": QUESTION, "history": ["x"] * 51},
                {"question": QUESTION, "history": [{"question": "x", "said": "y"}]},
                {"question": QUESTION, "options": {"articles": 0}},
                {"question": QUESTION, "options": {"articles": 101}},
                {"question": QUESTION, "options": {"articles": float("nan")}},
                {"question": QUESTION, "options": {"statements": 1e400}},
                {"question": QUESTION, "options": {"years": "2020-2010"}},
                {"question": QUESTION, "options": {"years": "soon"}},
                {"question": QUESTION, "options": {"years": "２０２０"}},
                {"question": QUESTION, "options": {"journals": "Lancet"}},
                {"question": QUESTION, "options": {"journals": ["x"] * 51}},
                {"question": QUESTION, "options": {"journals": ["\udfff"]}},
                {"question": QUESTION, "options": {"store": "/etc"}},
                {"question": QUESTION, "options": {"llm": "openai:gpt"}},
                {"question": QUESTION, "options": {"embedder": "other"}},
            )
        ),
    ],
    ids=lambda body: repr(body[:70]),
)
def test_a_question_that_is_none(server: Running, body: bytes) -> None:
    headers = {"Content-Type": "application/json"}
    for accept in ("application/json", "text/event-stream"):
        refused = server.client.post("/v1/ask", content=body, headers={**headers, "Accept": accept})
        assert refused.status_code in (400, 422), refused.text
        assert error_of(refused) in ("invalid_request", "settings")


@pytest.mark.parametrize("path", ["/v1/ask", "/v1/search", "/v1/chat/completions"])
@pytest.mark.parametrize(
    ("body", "status", "said"),
    [
        (b"", 422, "there is no body. Send a JSON object"),
        (b"[]", 422, "the body is a list. Send a JSON object"),
        (b'"x"', 422, "the body is a text. Send a JSON object"),
        (b"1", 422, "the body is a number. Send a JSON object"),
        (b"true", 422, "the body is true or false. Send a JSON object"),
        (b"null", 422, "the body is null. Send a JSON object"),
        (b"{", 400, "it is no JSON: expecting property name enclosed in double quotes, at"),
        (b"NaN", 400, "NaN is no number in JSON. Leave it out, or send a number"),
        (b'{"n": -Infinity}', 400, "-Infinity is no number in JSON"),
        (b'{"n": 1, "n": 2}', 400, "it names 'n' twice in one object. Name it once"),
        (b'{"a": [{"n": 1, "n": 1}]}', 400, "it names 'n' twice in one object"),
        (b'{"question": "\xff"}', 400, "it is not UTF-8 from byte 14 on. Send it in UTF-8"),
        ('{"question": "a"}'.encode("utf-16"), 400, "it is not UTF-8 from byte 0 on"),
        (b"[" * 100_000, 400, "it is nested too deeply"),
        (b'{"n": ' + b"9" * 10_000 + b"}", 400, "it has a number that is too long"),
    ],
    ids=lambda given: repr(given)[:30],
)
def test_a_body_is_told_what_is_wrong_with_it(
    server: Running, path: str, body: bytes, status: int, said: str
) -> None:
    headers = {"Content-Type": "application/json"}
    refused = server.client.post(path, content=body, headers=headers)
    assert (refused.status_code, error_of(refused)) == (status, "invalid_request")
    assert said in refused.json()["error"]["message"]


def test_a_mark_that_begins_a_body_in_utf_8_is_no_hindrance(server: Running) -> None:
    body = json.dumps({"question": QUESTION}).encode("utf-8-sig")
    headers = {"Content-Type": "application/json"}
    assert server.client.post("/v1/ask", content=body, headers=headers).status_code == 200


@pytest.mark.parametrize(
    ("kind", "said"),
    [
        (None, "the body is not said to be JSON."),
        ("text/plain", "the body is called 'text/plain'."),
        ("multipart/form-data; boundary=x", "the body is called 'multipart/form-data"),
        ("nonsense", "the body is called 'nonsense'."),
    ],
)
def test_a_body_that_is_not_called_json(server: Running, kind: str | None, said: str) -> None:
    headers = {"Content-Type": kind} if kind else {}
    refused = server.client.post(
        "/v1/ask", content=json.dumps({"question": QUESTION}), headers=headers
    )
    assert (refused.status_code, error_of(refused)) == (422, "invalid_request")
    assert said in refused.text
    assert "Send JSON, with Content-Type: application/json" in refused.text


@pytest.mark.parametrize(
    "question",
    ["\0", "\u202e\u2066", "🧪" * 1000, "<script>alert(1)</script>", "' OR 1=1 --", "(" * 500],
)
def test_a_strange_question_is_answered(server: Running, question: str) -> None:
    told = server.ask(question=question)
    assert told.status_code == 200
    assert told.json()["question"] == question.strip()


@pytest.mark.parametrize(
    "name",
    [
        "pmid:1",
        "nothing",
        "../../etc/passwd",
        "..%2f..%2fetc%2fpasswd",
        "%2e%2e/%2e%2e/catalogue.sqlite",
        "/etc/passwd",
        "C:\\Windows\\win.ini",
        "%00",
        "%ff%fe",
        "%ED%A0%80",
        "10.1000/" + "x" * 4000,
        "é" * 500,
        " ",
    ],
    ids=lambda name: name[:20],
)
def test_an_article_that_is_not_there(server: Running, name: str) -> None:
    refused = server.client.get(httpx.URL(f"{server.url}/v1/articles/{name}"))
    assert refused.status_code == 404
    assert error_of(refused) in ("article_not_found", "not_found")


def test_a_job_that_is_not_there(server: Running) -> None:
    for id_ in ("1", "..", "a/b", "%00", "x" * 5000):
        for method in ("GET", "DELETE"):
            refused = server.client.request(method, f"/v1/jobs/{id_}")
            assert refused.status_code == 404
            assert error_of(refused) == "not_found"


def test_a_request_keeps_its_id(server: Running) -> None:
    told = server.client.get("/healthz", headers={"X-Request-ID": "mine-7"})
    assert told.headers["x-request-id"] == "mine-7"
    for strange in ("a b", "x" * 65, '"}', "é"):
        told = server.client.get("/healthz", headers={b"X-Request-ID": strange.encode()})
        assert len(told.headers["x-request-id"]) == 32


def every(kind: type[errors.AbstractQAError]) -> list[type[errors.AbstractQAError]]:
    """A class and all below it."""
    return [kind, *(one for below in kind.__subclasses__() for one in every(below))]


def test_every_error_of_the_tree_has_a_status() -> None:
    statuses = {kind: status_of(kind("it broke")) for kind in every(errors.AbstractQAError)}
    ours: dict[str, Any] = {kind.__name__: status for kind, status in statuses.items()}
    assert ours["ArticleNotFoundError"] == 404
    assert ours["UnknownFormatError"] == 422  # As its base.
    assert ours["StoreLockedError"] == 503
    assert all(400 <= status < 600 for status in statuses.values())
