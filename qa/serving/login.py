"""A key given once by a browser, and kept in a cookie that no script can read."""

from fastapi import APIRouter, Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from qa.serving.access import COOKIE
from qa.serving.keys import Keyring

router = APIRouter(include_in_schema=False)
# Half a year; a key that is taken off the list ends it at once.
_KEPT_SECONDS = 180 * 24 * 3600
_PAGE = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>abstractqa: key</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<style>
:root { color-scheme: light dark; font: 1rem/1.5 system-ui, sans-serif; }
body { max-width: 24rem; margin: 15vh auto; padding: 0 1rem; }
input, button { font: inherit; width: 100%%; box-sizing: border-box; }
input, button { padding: .5rem; margin: .5rem 0; }
p[role=alert] { color: light-dark(#a40000, #ff9c9c); }
</style></head>
<body><main><h1>abstractqa</h1>%s
<form method="post" action="/login">
<label for="key">Key</label>
<input id="key" name="key" type="password" autocomplete="current-password" required autofocus>
<button type="submit">Go on</button>
</form></main></body></html>"""
_WRONG = '<p role="alert">This key is not known here.</p>'


@router.get("/login")
async def form(request: Request) -> Response:
    """Asks for a key, where one is needed."""
    if not _keys(request).required:
        return RedirectResponse("/", 303)
    return HTMLResponse(_PAGE % "")


@router.post("/login")
async def login(request: Request) -> Response:
    """Lets a browser in whose user knows a key."""
    async with request.form(max_files=0, max_fields=5) as fields:
        given = fields.get("key")
    key = given.strip() if isinstance(given, str) else ""
    if _keys(request).owner(key) is None:
        return HTMLResponse(_PAGE % _WRONG, 401)
    answer = RedirectResponse("/", 303)
    secure = request.url.scheme == "https"
    answer.set_cookie(COOKIE, key, _KEPT_SECONDS, httponly=True, secure=secure, samesite="strict")
    return answer


@router.post("/logout")
async def logout(request: Request) -> Response:
    """Forgets the key in this browser."""
    answer = RedirectResponse("/login", 303)
    answer.delete_cookie(COOKIE, httponly=True, samesite="strict")
    return answer


def _keys(request: Request) -> Keyring:
    keys: Keyring = request.app.state.keys
    return keys
