"""The page stands below the API, and behind the same guard."""

import json
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from answering.helpers import run

from qa.serving.keys import new_key
from qa.serving.windows import Owners
from serving.children import child
from serving.running import error_of
from serving.test_errors import ROUTES

JANE, JOHN = new_key("jane"), new_key("john")


@pytest.fixture(scope="module")
def paged(sample_store: Path) -> Iterator[httpx.Client]:
    """The sample with its page, for whoever has a key; in a process of its own, since Gradio leaves
    things open that are closed with it."""
    variables = {
        "ABSTRACTQA_SERVE_KEYS": f"{JANE.line},{JOHN.line}",
        "ABSTRACTQA_SERVE_MAX_FILE": "2000000",
        "ABSTRACTQA_SERVE_HOSTS": "qa.example",
    }
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


def test_starting_it_warns_of_nothing(paged: httpx.Client, sample_store: Path) -> None:
    log = (sample_store.parent / "log").read_text()
    assert f"abstractqa is at {str(paged.base_url).rstrip('/')}" in log
    assert '"level": "warning"' not in log


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
        for path in ("/config", "/gradio_api/info", "/gradio_api/queue/data"):
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


@pytest.mark.parametrize("path", ["/", "/config"])
def test_the_pages_address_is_one_of_the_servers_own(paged: httpx.Client, path: str) -> None:
    """Whatever a header says that is no proxy's; one that is named may say what it is called."""
    for name in ("X-Forwarded-Host", "X-Gradio-Server"):
        for host in ("attacker.example", "http://attacker.example", "attacker.example, qa.example"):
            assert "attacker.example" not in paged.get(path, headers={name: host}).text
    proxied = {"X-Forwarded-Host": "qa.example:8443, 10.0.0.1", "X-Forwarded-Proto": "https"}
    assert "https://qa.example:8443" in paged.get(path, headers=proxied).text


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
        "/gradio_api/file=http://127.0.0.1:1/x",
        "/gradio_api/file/etc/passwd",
        "/gradio_api/deep_link",
        "/gradio_api/call/x/y",
        "/gradio_api/process_recording",
        "/static/../../../../etc/passwd",
    ],
)
def test_what_gradio_offers_beside_the_page_is_closed(paged: httpx.Client, path: str) -> None:
    assert paged.get(path).status_code in (403, 404)


def test_a_file_dropped_on_the_page_may_be_as_large_as_an_upload(
    paged: httpx.Client, sample_store: Path
) -> None:
    fits = {"files": ("a.csv", b"x" * 1_900_000)}
    sent = paged.post("/gradio_api/upload", files=fits)
    assert sent.status_code == 200
    # Beside the store, where nobody else looks, and not in a folder that all programs share.
    kept = sample_store.with_name(f"{sample_store.name}-server") / "page"
    assert [file.name for file in kept.rglob("*") if file.is_file()] == ["a.csv"]
    assert str(kept) not in sent.text
    assert kept.stat().st_mode & 0o777 == 0o700
    body = b"x" * ((1 << 20) + 1)
    refused = paged.post("/gradio_api/queue/join", content=body)
    assert (refused.status_code, error_of(refused)) == (413, "too_large")


def uploaded(paged: httpx.Client, content: bytes = b"nothing to be read") -> str:
    """What the server calls a file that came in."""
    sent = paged.post("/gradio_api/upload", files={"files": ("a.txt", content)})
    name: str = sent.json()[0]
    return name


@pytest.mark.parametrize("streamed", [False, True])
@pytest.mark.parametrize(
    "where",
    ["file", "folder", "address", "", "\0", "/etc/passwd", "a" * 5000, "é/../../x"],
    ids=ascii,
)
def test_an_event_names_no_file_but_an_upload(
    paged: httpx.Client, sample_store: Path, tmp_path: Path, where: str, streamed: bool
) -> None:
    log = sample_store.parent / "log"
    before = len(log.read_text())
    private = tmp_path / "private.nbib"
    private.write_text("PMID- 990000001\nTI  - An invented title.\nAB  - An invented abstract.\n")
    named = {"file": str(private), "folder": str(tmp_path), "address": "http://127.0.0.1:1/a.nbib"}
    refused = drop(paged, uuid.uuid4().hex, named.get(where, where), is_stream=streamed)
    assert (refused.status_code, error_of(refused)) == (422, "invalid_request")
    assert "names a file that was not uploaded" in refused.text
    assert private.is_file()
    assert paged.get("/v1/jobs").json() == []
    assert '"level": "error"' not in log.read_text()[before:]


def test_nor_does_it_name_an_upload_by_its_place(paged: httpx.Client, sample_store: Path) -> None:
    name = uploaded(paged, b"another to be read by nobody")
    place = sample_store.with_name(f"{sample_store.name}-server") / "page" / name.partition("/")[2]
    assert place.is_file()
    for forged in (str(place), f"{'0' * 64}/{name.partition('/')[2]}", f"{name}/../a.txt"):
        assert drop(paged, uuid.uuid4().hex, forged).status_code == 422
    assert place.is_file()


def test_an_upload_is_its_owners_alone(paged: httpx.Client) -> None:
    name = uploaded(paged, b"for jane")
    john = {"Authorization": f"Bearer {JOHN.key}"}
    refused = drop(paged, uuid.uuid4().hex, name, headers=john)
    assert (refused.status_code, error_of(refused)) == (422, "invalid_request")
    assert paged.get("/v1/jobs", headers=john).json() == []


@pytest.mark.parametrize("meta", [None, {}, 7, {"_type": "x"}])
def test_what_is_no_file_to_gradio_is_refused(paged: httpx.Client, meta: Any) -> None:
    assert drop(paged, uuid.uuid4().hex, uploaded(paged), meta=meta).status_code == 422


def test_an_event_takes_what_was_uploaded(paged: httpx.Client) -> None:
    assert dropped(paged, uploaded(paged))["success"] is True
    jobs = paged.get("/v1/jobs").json()
    assert [job["files"] for job in jobs] == [["theirs.nbib"]]


@pytest.mark.parametrize("half", ["\ud800", "20\udfff", "\ude00\ud83d", "\U0001f9ea"], ids=ascii)
def test_half_a_character_in_any_text_leaves_the_window_its_events(
    paged: httpx.Client, half: str, sample_store: Path
) -> None:
    """In each text of each event of the page; whole ones stay what they are."""
    log = sample_store.parent / "log"
    before = len(log.read_text())
    config = paged.get("/config").json()
    parts = {part["id"]: part for part in config["components"]}
    tried = 0
    for event in config["dependencies"]:
        if not event["backend_fn"]:
            continue
        given = [parts[part] for part in event["inputs"]]
        data = [with_text(part, half) for part in given]
        assert happened(paged, event["id"], data)[-1] == "process_completed", event
        tried += data != [part["props"].get("value") for part in given]
    assert tried > 3
    assert paged.get("/healthz").status_code == 200
    assert "Traceback" not in log.read_text()[before:]


def with_text(part: Any, text: str) -> Any:
    """What a part may hold: this text, where it takes any."""
    if part["type"] == "textbox":
        return text
    free = part["type"] == "dropdown" and part["props"]["allow_custom_value"]
    return [text] if free else part["props"].get("value")


def question_of(paged: httpx.Client) -> tuple[int, list[Any]]:
    """The event that asks a question, and what a window might send with it."""
    config = paged.get("/config").json()
    parts = {part["id"]: part for part in config["components"]}
    ask = next(one for one, part in parts.items() if part["props"].get("elem_id") == "ask")
    event = next(one for one in config["dependencies"] if one["targets"][0][0] == ask)
    return event["id"], [with_text(parts[part], "a") for part in event["inputs"]]


JOIN, SERVE = "/gradio_api/queue/join", "/gradio_api/component_server"
FILE = {"path": "/etc/passwd", "meta": {"_type": "gradio.FileData"}}
WILD = [
    *(None, 7, True, "x", [], ["x"], [None], {"a": 1}, float("nan"), 1e400, "9" * 5000),
    *(FILE, [FILE], {"a": [FILE]}, {**FILE, "meta": 7}),
]


def test_what_no_window_sends_is_refused_and_logs_nothing(
    paged: httpx.Client, sample_store: Path
) -> None:
    asking, plain = question_of(paged)
    join = {"fn_index": asking, "session_hash": "forged", "data": plain}
    serve = {"data": 0, "fn_name": "parcel", "component_id": 1, "session_hash": "forged"}
    log = sample_store.parent / "log"
    before = len(log.read_text())
    lists: list[Any] = [[], plain[1:], [*plain, 1], None, "x", {}]
    none: list[Any] = [10**6, -1, "x", "__class__", None, [], {}]
    for path, body in [
        *((JOIN, {**join, "data": data}) for data in lists),
        *((JOIN, {**join, "fn_index": n}) for n in none),
        *((SERVE, {**serve, "component_id": n}) for n in none),
        *((SERVE, {**serve, "fn_name": n}) for n in none),
        *((SERVE, {n: serve[n] for n in serve if n != left}) for left in serve),
        (JOIN, []),
        (SERVE, "x"),
    ]:
        sent = paged.post(path, json=body)
        assert 400 <= sent.status_code < 500, (path, body, sent.text)
    for window in ("never-joined", ""):
        sent = paged.get("/gradio_api/queue/data", params={"session_hash": window})
        assert (sent.status_code, error_of(sent)) == (404, "not_found")
    said = log.read_text()[before:]
    assert "Traceback" not in said
    assert '"level": "error"' not in said


def test_a_value_that_a_part_cannot_have_is_named(paged: httpx.Client) -> None:
    """Such as no conversation at all, in place of a new one."""
    asking, plain = question_of(paged)
    body = {"fn_index": asking, "session_hash": "forged", "data": [plain[0], None, *plain[2:]]}
    sent = paged.post(JOIN, json=body)
    assert (sent.status_code, error_of(sent)) == (422, "invalid_request")
    assert "data[1] cannot be None" in sent.text


def test_whatever_a_question_comes_with_logs_nothing(
    paged: httpx.Client, sample_store: Path
) -> None:
    asking, plain = question_of(paged)
    log = sample_store.parent / "log"
    before, taken = len(log.read_text()), 0
    tried = [(at, value) for at in range(1, len(plain)) for value in WILD]
    for at, value in tried:
        session = uuid.uuid4().hex
        data = [*plain[:at], value, *plain[at + 1 :]]
        body = json.dumps({"fn_index": asking, "session_hash": session, "data": data})
        sent = paged.post(JOIN, content=body, headers={"Content-Type": "application/json"})
        assert sent.status_code in (200, 422), (data, sent.text)
        if sent.status_code == 200:
            taken += 1
            assert happened_to(paged, session)[-1] == "process_completed"
    assert 0 < taken < len(tried) / 2
    said = log.read_text()[before:]
    assert "Traceback" not in said
    assert '"level": "error"' not in said


def happened(paged: httpx.Client, event: int, data: list[Any]) -> list[str]:
    """The messages of an event of the page, until it is over."""
    session = uuid.uuid4().hex
    body = {"data": data, "fn_index": event, "session_hash": session}
    kind = {"Content-Type": "application/json"}
    sent = paged.post("/gradio_api/queue/join", content=json.dumps(body), headers=kind)
    assert sent.status_code == 200
    return happened_to(paged, session)


def happened_to(paged: httpx.Client, session: str) -> list[str]:
    """The messages to a window, until an event of it is over."""
    with paged.stream("GET", "/gradio_api/queue/data", params={"session_hash": session}) as told:
        lines = (line for line in told.iter_lines() if line.startswith("data:"))
        messages: list[str] = []
        for line in lines:
            messages.append(json.loads(line.removeprefix("data:"))["msg"])
            if messages[-1] == "process_completed":
                break
        return messages


def drop(
    paged: httpx.Client,
    session: str,
    path: str,
    headers: dict[str, str] | None = None,
    **more: Any,
) -> httpx.Response:
    """The page's event for dropped files, as a script sends it that knows the protocol."""
    events = paged.get("/config").json()["dependencies"]
    adding = next(one for one in events if one["targets"][0][1] == "upload")
    file = {"path": path, "orig_name": "theirs.nbib", "meta": {"_type": "gradio.FileData"}, **more}
    body = {"data": [[file]], "fn_index": adding["id"], "session_hash": session}
    return paged.post("/gradio_api/queue/join", json=body, headers=headers)


def dropped(paged: httpx.Client, path: str) -> dict[str, Any]:
    """How that event ends."""
    session = uuid.uuid4().hex
    assert drop(paged, session, path).status_code == 200
    with paged.stream("GET", "/gradio_api/queue/data", params={"session_hash": session}) as told:
        lines = (line for line in told.iter_lines() if line.startswith("data:"))
        messages = (json.loads(line.removeprefix("data:")) for line in lines)
        return next(one for one in messages if one["msg"] == "process_completed")


def test_what_a_window_is_sent_goes_to_its_owner_alone(paged: httpx.Client) -> None:
    """A name that became known is of no use to whoever has another key."""
    window, john = uuid.uuid4().hex, {"Authorization": f"Bearer {JOHN.key}"}
    events = paged.get("/config").json()["dependencies"]
    event = next(one for one in events if one["backend_fn"] and not one["inputs"])
    joining = {"data": [], "fn_index": event["id"], "session_hash": window}
    serving = {"data": 0, "component_id": 1, "fn_name": "x", "session_hash": window}
    ending = {"fn_index": event["id"], "event_id": "x", "session_hash": window}
    assert paged.post("/gradio_api/queue/join", json=joining).status_code == 200
    named = [
        ("GET", f"/gradio_api/queue/data?session_hash={window}", None),
        ("GET", f"/gradio_api/queue/data/?session_hash={window}", None),
        ("GET", f"/gradio_api/queue/data?session_hash=other&session_hash={window}", None),
        ("GET", f"/gradio_api/heartbeat/{window}", None),
        ("POST", "/gradio_api/queue/join", joining),
        ("POST", "/gradio_api/component_server", serving),
        ("POST", "/gradio_api/component_server/", serving),
        ("POST", "/gradio_api/cancel", ending),
    ]
    for method, path, body in named:
        content = None if body is None else json.dumps(body)
        for kind in ("application/json", "text/plain"):
            headers = {**john, "Content-Type": kind}
            refused = paged.request(method, path, content=content, headers=headers)
            assert (refused.status_code, error_of(refused)) == (404, "not_found"), path
            assert "no window of this name" in refused.text
    with paged.stream("GET", "/gradio_api/queue/data", params={"session_hash": window}) as told:
        assert told.status_code == 200
        assert any("process_completed" in line for line in told.iter_lines())


def test_a_window_is_not_named_where_nobody_looks(paged: httpx.Client) -> None:
    refused = paged.post("/gradio_api/component_server", files={"data": ("a", b"")})
    assert (refused.status_code, error_of(refused)) == (415, "invalid_request")


def test_nobody_has_anothers_window_forgotten() -> None:
    owners = Owners(most=3)
    assert all(owners.has("jane", name) for name in "abc")
    assert all(owners.has("john", str(number)) for number in range(100))
    assert not any(owners.has("john", name) for name in "abc")
    assert owners.has("jane", "a")
    assert owners.has("jane", "d")  # One too many: "b" was used longest ago.
    assert owners.has("john", "b")
    assert not owners.has("john", "a")


def test_two_servers_do_not_share_a_folder(paged: httpx.Client, sample_store: Path) -> None:
    assert paged.get("/healthz").status_code == 200
    done = run("serve", "--store", str(sample_store), "--port", "0", "--no-page")
    assert done.status == 2
    assert "another server keeps its uploads and conversations in" in done.err
    assert "ABSTRACTQA_SERVE_DATA" in done.err  # What can be done about it, as one would.
    assert done.err.count("\n") == 1
