"""Who is let in: keys, rates, names, sites."""

import socket
import threading
import time
from collections.abc import Callable
from pathlib import Path

import httpx
import pytest
from answering.helpers import run
from pydantic import SecretStr

from index.errors import SettingsError
from qa import Library
from qa.configure import settings_from
from qa.serving.keys import Keyring, new_key
from qa.serving.settings import ServerSettings, server_settings
from serving.conftest import Serve
from serving.running import QUESTION, Running, error_of
from serving.test_errors import ROUTES

OPEN = {"/healthz", "/readyz"}
HTML = {"Accept": "text/html,application/xhtml+xml"}
JANE, JOHN = new_key("jane"), new_key("john")


def bearing(key: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {key}"}


@pytest.fixture
def key_file(tmp_path: Path) -> Path:
    """Jane's key."""
    file = tmp_path / "keys"
    file.write_text(f"# who may ask\n{JANE.line}  # in the library\n\n")
    return file


@pytest.fixture
def locked(library: Library, serve: Serve, key_file: Path) -> Running:
    """A server that wants a key: Jane's from a file, John's from the environment."""
    return serve(library, key_file=key_file, keys=JOHN.line)


@pytest.mark.parametrize("headers", [{}, bearing("aqa_wrong"), {"Authorization": "Basic eDp5"}])
def test_nothing_without_a_key(locked: Running, headers: dict[str, str]) -> None:
    for method, path in ROUTES:
        refused = locked.client.request(method, path, headers=headers)
        if path in OPEN:
            assert refused.status_code == 200
        else:
            assert (refused.status_code, error_of(refused)) == (401, "unauthorized"), path
            assert refused.headers["www-authenticate"].startswith("Bearer")


@pytest.mark.parametrize("key", [JANE, JOHN], ids=["jane", "john"])
def test_a_key_lets_in(locked: Running, key: object) -> None:
    assert hasattr(key, "key")
    headers = bearing(key.key)
    assert locked.client.get("/v1/stats", headers=headers).status_code == 200
    asked = locked.client.post("/v1/ask", json={"question": QUESTION}, headers=headers)
    assert asked.status_code == 200


def test_a_key_sees_its_own_jobs_only(empty: Library, serve: Serve, key_file: Path) -> None:
    """Over a store of its own: what is uploaded stays in it."""
    locked = serve(empty, key_file=key_file, keys=JOHN.line)
    files = [("files", ("a.csv", b"title,abstract\nTea.,It was drunk.\n"))]
    job = locked.client.post("/v1/articles", files=files, headers=bearing(JANE.key)).json()["id"]
    seen = f"/v1/jobs/{job}"
    assert locked.client.get(seen, headers=bearing(JANE.key)).status_code == 200
    for method in ("GET", "DELETE"):
        refused = locked.client.request(method, seen, headers=bearing(JOHN.key))
        assert (refused.status_code, error_of(refused)) == (404, "not_found")
    assert locked.client.get("/v1/jobs", headers=bearing(JOHN.key)).json() == []


def test_a_browser_gives_its_key_once(locked: Running) -> None:
    with httpx.Client(base_url=locked.url, headers=HTML) as browser:
        sent = browser.get("/docs")
        assert (sent.status_code, sent.headers["location"]) == (303, "/login")
        form = browser.get("/login")
        assert 'type="password"' in form.text
        assert browser.post("/login", data={"key": "aqa_wrong"}).status_code == 401
        assert not browser.cookies
        let_in = browser.post("/login", data={"key": f" {JANE.key} "})
        cookie = let_in.headers["set-cookie"].lower()
        assert "httponly" in cookie
        assert "samesite=strict" in cookie
        assert browser.get("/docs").status_code == 200
        assert browser.post("/v1/ask", json={"question": QUESTION}).status_code == 200
        elsewhere = {"Origin": "https://attacker.example"}
        assert browser.post("/v1/ask", json={}, headers=elsewhere).status_code == 403
        browser.post("/logout")
        assert browser.get("/docs").status_code == 303


@pytest.mark.parametrize("other", ['{"a": 1}', '"x y', "[1, 2]", "a b", "x=y=z", ""])
def test_what_other_servers_of_this_host_keep_in_cookies_is_no_hindrance(
    locked: Running, other: str
) -> None:
    cookies = {"Cookie": f"theirs={other}; abstractqa_key={JANE.key}"}
    assert locked.client.get("/v1/jobs", headers=cookies).status_code == 200


def test_where_no_key_is_needed_none_is_asked_for(server: Running) -> None:
    assert server.client.get("/login").headers["location"] == "/"


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.0.2.7", "example.org"])  # noqa: S104
def test_a_key_is_needed_where_others_can_ask(host: str) -> None:
    with pytest.raises(SettingsError, match="no key is set"):
        Keyring.of(ServerSettings(host=host))
    Keyring.of(ServerSettings(host=host, keys=SecretStr(JANE.line)))


@pytest.mark.parametrize("host", ["127.0.0.1", "127.8.9.1", "::1", "[::1]", "localhost"])
def test_this_machine_needs_none(host: str) -> None:
    assert not Keyring.of(ServerSettings(host=host)).required


def test_the_command_refuses_in_one_line(tmp_path: Path) -> None:
    done = run("serve", "--host", "0.0.0.0", "--store", str(tmp_path / "none"))  # noqa: S104
    assert done.status == 2
    assert done.err.startswith("abstractqa: 0.0.0.0 can be reached by other machines")
    assert done.err.count("\n") == 1
    assert not (tmp_path / "none").exists()


def test_the_command_makes_a_key() -> None:
    done = run("serve", "key", "jane")
    key, line = (told.split(maxsplit=1)[1] for told in done.out.splitlines())
    assert Keyring.of(ServerSettings(keys=SecretStr(line))).owner(key) == "jane"
    assert key not in line
    assert run("serve", "key", "jane doe").status == 2


@pytest.mark.parametrize(
    "lines",
    ["jane", "jane:aqa_secretsecret", "jane:" + "g" * 64, ":" + "a" * 64, "a b:" + "a" * 64],
)
def test_a_line_that_is_none_is_not_shown(lines: str) -> None:
    with pytest.raises(SettingsError) as refused:
        Keyring.of(ServerSettings(keys=SecretStr(lines)))
    assert "secret" not in str(refused.value)


def test_a_key_file_without_a_key_lets_nobody_in(tmp_path: Path) -> None:
    file = tmp_path / "keys"
    file.write_text("# none yet\n")
    with pytest.raises(SettingsError, match="there is no key in"):
        Keyring.of(ServerSettings(key_file=file))


def test_a_key_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="cannot be read"):
        Keyring.of(ServerSettings(key_file=tmp_path / "none"))


@pytest.mark.parametrize(
    "wrong",
    [{"port": 70_000}, {"rate": "often"}, {"lanes": 0}, {"host": ""}, {"max_body": 1}],
    ids=str,
)
def test_settings_that_cannot_be_used_are_named(wrong: dict[str, object]) -> None:
    (name,) = wrong
    with pytest.raises(SettingsError, match=f"ABSTRACTQA_SERVE_{name.upper()}"):
        server_settings(**wrong)


@pytest.mark.parametrize(
    ("settings", "name"), [(server_settings, "keys"), (settings_from, "llm_key")]
)
def test_a_secret_that_cannot_be_used_is_not_shown(
    settings: Callable[..., object], name: str
) -> None:
    with pytest.raises(SettingsError, match=f"^{name} cannot be: ") as refused:
        settings(**{name: ["aqa_secret"]})
    assert "aqa_secret" not in str(refused.value)


def test_settings_come_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ABSTRACTQA_SERVE_HOSTS", "qa.example, other.example")
    monkeypatch.setenv("ABSTRACTQA_SERVE_PORT", "7999")
    assert server_settings(port=None).port == 7999
    assert server_settings(port=8001).port == 8001
    assert server_settings().hosts == ("qa.example", "other.example")


def test_too_many_requests(library: Library, serve: Serve) -> None:
    at = serve(library, rate="5/minute")
    told = [at.client.get("/v1/jobs") for _ in range(6)]
    assert [one.status_code for one in told] == [200] * 5 + [429]
    assert [one.headers["ratelimit-remaining"] for one in told] == ["4", "3", "2", "1", "0", "0"]
    assert error_of(told[-1]) == "rate_limited"
    assert 1 <= int(told[-1].headers["retry-after"]) <= 60
    assert at.client.get("/healthz").status_code == 200


def test_each_key_has_its_own_rate(library: Library, serve: Serve) -> None:
    at = serve(library, rate="2/minute", keys=f"{JANE.line},{JOHN.line}")
    for headers in (bearing(JANE.key), bearing(JOHN.key), bearing("aqa_wrong")):
        told = [at.client.get("/v1/jobs", headers=headers).status_code for _ in range(3)]
        assert told[-1] == 429


@pytest.mark.parametrize(
    ("host", "status"),
    [
        ("localhost", 200),
        ("LOCALHOST:7860", 200),
        ("127.0.0.1:1", 200),
        ("[::1]:7860", 200),
        ("qa.example", 200),
        ("qa.example:8443", 200),
        ("attacker.example", 421),
        ("127.0.0.1.attacker.example", 421),
        ("localhost.attacker.example", 421),
        ("qa.example.attacker.example", 421),
        ("127.0.0.1@attacker.example", 421),
        ("", 421),
        ("[", 421),
        ("0.0.0.0", 421),  # noqa: S104
        ("QA.Example", 200),
        ("attacker.example@127.0.0.1", 421),
        ("127.0.0.1/attacker.example", 421),
        ("127.0.0.1?attacker.example", 421),
        ("[::1].attacker.example:80", 421),
        ("[::1]attacker.example", 421),
        ("127.0.0.1:80:90", 421),
        ("127.0.0.1:port", 421),
        ("::1", 421),
    ],
)
def test_the_names_of_the_server(library: Library, serve: Serve, host: str, status: int) -> None:
    at = serve(library, hosts=("qa.example",))
    assert at.client.get("/v1/jobs", headers={"Host": host}).status_code == status


def test_a_name_that_is_refused_is_told_what_lets_it_in(library: Library, serve: Serve) -> None:
    at = serve(library)
    told = {
        host: at.client.get("/v1/jobs", headers={"Host": host}).json()["error"]["message"]
        for host in ("qa.example:443", "qa@qa.example")
    }
    assert told["qa.example:443"].startswith("qa.example is no name that this server goes by.")
    assert "ABSTRACTQA_SERVE_HOSTS" in told["qa.example:443"]
    assert told["qa@qa.example"].startswith("the Host header is no name with a port.")


def test_where_keys_are_wanted_any_name_will_do(library: Library, serve: Serve) -> None:
    """A proxy before it may hand on any: whoever has no key learns nothing anyway."""
    at = serve(library, host="0.0.0.0", keys=JANE.line)  # noqa: S104
    for host, status in (("qa.example", 200), ("qa@qa.example", 421), ("", 421)):
        told = at.client.get("/v1/jobs", headers={"Host": host, **bearing(JANE.key)})
        assert told.status_code == status


def test_other_sites_may_ask_where_they_are_named(library: Library, serve: Serve) -> None:
    at = serve(library, origins=("https://lab.example",))
    headers = {"Origin": "https://lab.example", "Sec-Fetch-Site": "cross-site"}
    told = at.client.post("/v1/ask", json={"question": QUESTION}, headers=headers)
    assert told.status_code == 200
    assert told.headers["access-control-allow-origin"] == "https://lab.example"
    wish = {**headers, "Access-Control-Request-Method": "POST"}
    assert at.client.options("/v1/ask", headers=wish).status_code == 200
    other = {"Origin": "https://attacker.example", "Sec-Fetch-Site": "cross-site"}
    refused = at.client.post("/v1/ask", json={"question": QUESTION}, headers=other)
    assert refused.status_code == 403
    assert "access-control-allow-origin" not in at.client.get("/v1/jobs", headers=other).headers


def test_no_other_site_may_by_default(server: Running) -> None:
    headers = {"Origin": "https://lab.example", "Access-Control-Request-Method": "POST"}
    for told in (
        server.client.options("/v1/ask", headers=headers),
        server.client.get("/v1/jobs", headers=headers),
    ):
        assert not [name for name in told.headers if name.startswith("access-control")]


def test_headers_that_keep_browsers_safe(server: Running) -> None:
    for path in ("/healthz", "/v1/nowhere", "/docs", "/openapi.json"):
        headers = server.client.get(path).headers
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["referrer-policy"] == "same-origin"
        assert "frame-ancestors 'none'" in headers["content-security-policy"]
        assert "server" not in headers
    assert "http" not in headers["content-security-policy"]


def test_the_description_calls_nobody(server: Running) -> None:
    page = server.client.get("/docs").text
    assert "cdn" not in page
    for path in ("swagger-ui-bundle.js", "swagger-ui.css"):
        assert f"/swagger/{path}" in page
        assert server.client.get(f"/swagger/{path}").status_code == 200


def test_a_body_that_does_not_come(library: Library, serve: Serve) -> None:
    at = serve(library, body_timeout=0.5)
    host, port = httpx.URL(at.url).host, httpx.URL(at.url).port
    assert port
    with socket.create_connection((host, port), timeout=10) as slow:
        slow.sendall(
            b"POST /v1/ask HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
            b"Content-Length: 100\r\n\r\n{"
        )
        assert b"408 " in slow.recv(1000).split(b"\r\n")[0]


def test_a_body_that_comes_byte_by_byte(library: Library, serve: Serve) -> None:
    at = serve(library, body_timeout=0.5)
    port = httpx.URL(at.url).port
    assert port
    with socket.create_connection(("127.0.0.1", port), timeout=10) as slow:
        slow.sendall(b"POST /v1/ask HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000\r\n\r\n")
        over = threading.Event()

        def drip() -> None:
            while not over.wait(0.1):
                try:
                    slow.sendall(b" ")
                except OSError:
                    return

        dripping = threading.Thread(target=drip)
        dripping.start()
        started = time.monotonic()
        assert b"408 " in slow.recv(1000).split(b"\r\n")[0]
        assert time.monotonic() - started < 5
        over.set()
        dripping.join()
