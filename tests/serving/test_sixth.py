"""Version 6 of the Internet Protocol: where a server listens, what it is called, who may ask."""

import socket
from pathlib import Path

import httpx
import pytest
from answering.helpers import run

from qa.serving.keys import new_key
from qa.serving.run import address
from serving.children import child
from serving.running import error_of

JANE = new_key("jane")
pytestmark = pytest.mark.skipif(
    not Path("/proc/net/if_inet6").is_file() or not socket.has_ipv6,
    reason="this machine has no IPv6",
)


@pytest.mark.parametrize("host", ["::1", "[::1]"])
def test_an_address_is_in_brackets(host: str) -> None:
    assert address(host, 7860) == "http://[::1]:7860"


def test_on_loopback_nobody_elses_page_gets_in(sample_store: Path) -> None:
    with child(sample_store, "--no-page", host="::1") as served:
        log = sample_store.parent / "log"
        port = served.client.base_url.port
        assert f"abstractqa is at http://[::1]:{port}" in log.read_text()
        assert served.client.get("/v1/stats").status_code == 200
        for name in ("[::1]", "localhost", f"[::1]:{port}", "127.0.0.1"):
            told = served.client.get("/v1/stats", headers={"Host": name})
            assert told.status_code == 200, name
        for name in ("attacker.example", "[2001:db8::1]", "[::]", "::1"):
            told = served.client.get("/v1/stats", headers={"Host": name})
            assert (told.status_code, error_of(told)) == (421, "forbidden"), name


def test_everywhere_needs_keys(sample_store: Path, tmp_path: Path) -> None:
    done = run("serve", "--host", "::", "--store", str(tmp_path / "none"))
    assert done.status == 2
    assert done.err.startswith("abstractqa: :: can be reached by other machines")
    with child(sample_store, "--no-page", host="::", ABSTRACTQA_SERVE_KEYS=JANE.line) as served:
        assert served.client.get("/v1/stats").status_code == 401
        key = {"Authorization": f"Bearer {JANE.key}"}
        assert served.client.get("/v1/stats", headers=key).status_code == 200


def test_a_port_that_is_taken_is_named_with_its_address(sample_store: Path) -> None:
    with socket.create_server(("::1", 0), family=socket.AF_INET6) as taken:
        port = str(taken.getsockname()[1])
        where = ("--host", "::1", "--port", port, "--store", str(sample_store))
        done = run("serve", "--no-page", *where)
    assert done.status == 2
    assert f"nothing can listen at ::1, port {port}" in done.err


def test_the_pages_of_the_address_itself_may_ask(sample_store: Path) -> None:
    with child(sample_store, "--no-page", host="::1") as served:
        body = {"query": "migraine"}
        own = {"Origin": str(served.client.base_url).rstrip("/")}
        assert served.client.post("/v1/search", json=body, headers=own).status_code == 200
        other: httpx.Response = served.client.post(
            "/v1/search", json=body, headers={"Origin": "http://[::1]:1"}
        )
        assert (other.status_code, error_of(other)) == (403, "forbidden")
