"""Headers that keep a browser from doing with an answer what nobody meant."""

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from qa.serving.settings import ServerSettings

# JSON and text: nothing in them is to be shown or run.
_API = "default-src 'none'; frame-ancestors 'none'"
# Gradio starts from scripts within its page and makes functions of text; fonts and pictures may
# stand in its style sheets. Nothing comes from another site.
_PAGE = "; ".join(
    (
        "default-src 'self'",
        "script-src 'self' 'unsafe-inline' 'unsafe-eval' blob:",
        "style-src 'self' 'unsafe-inline'",
        "img-src 'self' data: blob:",
        "media-src 'self' data: blob:",
        "font-src 'self' data:",
        "connect-src 'self' data: blob:",
        "worker-src 'self' blob:",
        "object-src 'none'",
        "base-uri 'self'",
        "form-action 'self'",
        "frame-ancestors 'none'",
    )
)
_ALWAYS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    # Not "no-referrer": with that browsers say of the log-in form that it comes from nowhere.
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
}


class SafeHeaders:
    """Adds them to every answer, and takes away leave for other sites that nobody gave here."""

    def __init__(self, app: ASGIApp, settings: ServerSettings) -> None:
        self.app, self._open = app, bool(settings.origins)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def adding(message: Message) -> None:
            if message["type"] == "http.response.start":
                self._add(MutableHeaders(scope=message))
            await send(message)

        await self.app(scope, receive, adding if scope["type"] == "http" else send)

    def _add(self, headers: MutableHeaders) -> None:
        add_safe(headers)
        if not self._open:
            for name in [name for name in headers if name.startswith("access-control-")]:
                del headers[name]
        elif "access-control-allow-origin" in headers:
            headers["Cross-Origin-Resource-Policy"] = "cross-origin"


def add_safe(headers: MutableHeaders) -> None:
    """Add them to the headers of an answer, as its content needs them."""
    kind = headers.get("content-type", "")
    shown = kind.startswith(("text/html", "image/svg"))
    headers.setdefault("Content-Security-Policy", _PAGE if shown else _API)
    headers.update(_ALWAYS)
    if kind.startswith("application/json"):
        headers.setdefault("Cache-Control", "no-store")
