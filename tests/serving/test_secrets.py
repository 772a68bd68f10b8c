"""Keys are found nowhere: not in what a server says, nor in what others on its machine can see."""

from pathlib import Path

import httpx

from qa.serving.keys import new_key
from serving.children import child
from serving.running import QUESTION

JANE, JOHN, NOBODY = new_key("jane"), new_key("john"), new_key("nobody")
SECRET = tuple(
    told for one in (JANE, JOHN, NOBODY) for told in (one.key, one.line.partition(":")[2].strip())
)


def test_no_key_is_found_anywhere(sample_store: Path, tmp_path: Path) -> None:
    file = tmp_path / "keys"
    file.write_text(f"{JANE.line}\n")
    variables = {"ABSTRACTQA_SERVE_KEYS": JOHN.line, "ABSTRACTQA_SERVE_LOG_QUESTIONS": "true"}
    more = ("--no-page", "--key-file", str(file))
    said: list[str] = []
    with child(sample_store, *more, **variables) as served:
        for key in (JANE.key, JOHN.key, NOBODY.key, f"x{JANE.key}"):
            for headers in (
                {"Authorization": f"Bearer {key}"},
                {"Authorization": f"Basic {key}"},
                {"Cookie": f"abstractqa_key={key}"},
                {"X-Request-ID": "mine", "Authorization": f"Bearer {key}"},
            ):
                said += [*map(all_of, asked(served.client, headers))]
            said.append(all_of(served.client.post("/login", data={"key": key}), cookies=False))
        jane = {"Authorization": f"Bearer {JANE.key}"}
        said += [
            served.client.get(path, headers=jane).text for path in ("/metrics", "/openapi.json")
        ]
        arguments = Path(f"/proc/{served.process.pid}/cmdline")
        if arguments.exists():
            said.append(arguments.read_text())
    said.append((sample_store.parent / "log").read_text())
    assert "jane" in said[-1]  # Whose key it was is told.
    for secret in SECRET:
        assert not [told for told in said if secret in told], secret


def asked(client: httpx.Client, headers: dict[str, str]) -> list[httpx.Response]:
    """Whatever a key may be sent with, right or wrong."""
    return [
        client.post("/v1/ask", json={"question": QUESTION}, headers=headers),
        client.post("/v1/ask", json={"question": 7}, headers=headers),
        client.post("/v1/ask", content=b"{", headers=headers),
        client.post("/v1/articles", content=b"x", headers=headers),
        client.get("/v1/nowhere", headers=headers),
        client.get("/v1/jobs", headers={**headers, "Host": "attacker.example"}),
        client.delete("/v1/jobs", headers=headers),
    ]


def all_of(told: httpx.Response, cookies: bool = True) -> str:
    """Headers and body; the cookie that a browser is given is its own key."""
    headers = [
        (name, text) for name, text in told.headers.items() if cookies or "cookie" not in name
    ]
    return f"{headers}\n{told.text}"
