"""What stands before Gradio: only the routes that the page needs, from this machine's names, in bounded requests.

Gradio serves more than the page uses: files by path, uploads under the names that clients give, proxies. None of these
can be reached here, so that no path in a request ever meets the file system.
"""

from __future__ import annotations

from collections.abc import Collection

from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from ui.api.http.app import PREFIX
from ui.service.addressed import header, refusal
from ui.web.watching import watched

__all__ = ["LARGEST_REQUEST", "Guard"]

LARGEST_REQUEST = 4 << 20
"""Bytes of the body of one request; files are sent in pieces."""

_PAGE = frozenset({"/", "/config", "/theme.css", "/favicon.ico", "/robots.txt", "/login", "/logout", "/manifest.json"})
_ASSETS = ("/assets/", "/static/")
_API = frozenset(
    {
        "app_id", "call", "cancel", "component_server", "heartbeat", "info", "login_check", "openapi.json", "queue",
        "reset", "run", "startup-events", "theme.css", "token", "user",
    }
)  # fmt: skip
_PREFIX = "/gradio_api/"

_HEADERS = {
    # Gradio compiles its templates in the page, hence 'unsafe-eval'; nothing may come from, or go to, another machine.
    b"content-security-policy": b"default-src 'self'; script-src 'self' 'unsafe-inline' 'unsafe-eval'; "
    b"style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self' data:; connect-src 'self'; "
    b"frame-src 'self'; object-src 'none'; base-uri 'self'; form-action 'self'; frame-ancestors 'none'",
    b"x-content-type-options": b"nosniff",
    b"referrer-policy": b"no-referrer",
    b"cross-origin-opener-policy": b"same-origin",
}


class Guard:
    """ASGI middleware. ``hosts`` are the names under which the server may be addressed; None takes any."""

    def __init__(self, app: ASGIApp, hosts: Collection[str] | None) -> None:
        self._app = app
        self._hosts = hosts

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, or refuse it."""
        if scope["type"] != "http" or scope["path"].startswith(f"{PREFIX}/"):
            # The API has its own bounds.
            await self._app(scope, receive, send)
            return
        refused = self._refusal(scope)
        if refused is not None:
            await PlainTextResponse(refused[1], refused[0])(scope, receive, send)
            return
        async with watched(_bounded(receive)) as received:
            await self._app(scope, received, _with_headers(send))

    def _refusal(self, scope: Scope) -> tuple[int, str] | None:
        if (why := refusal(scope, self._hosts)) is not None:
            return 403, why
        if not _known(scope["path"]):
            return 404, "There is nothing here."
        length = header(scope, b"content-length") or "0"
        if not length.isdigit() or int(length) > LARGEST_REQUEST:
            return 413, "The request is too large."
        return None


def _known(path: str) -> bool:
    if path in _PAGE or path.startswith(_ASSETS):
        return True
    return path.startswith(_PREFIX) and path[len(_PREFIX) :].split("/", 1)[0] in _API


def _bounded(receive: Receive) -> Receive:
    taken = 0

    async def bounded() -> Message:
        nonlocal taken
        message = await receive()
        taken += len(message.get("body", b""))
        if taken > LARGEST_REQUEST:
            return {"type": "http.disconnect"}
        return message

    return bounded


def _with_headers(send: Send) -> Send:
    async def sending(message: Message) -> None:
        if message["type"] == "http.response.start":
            kept = [pair for pair in message["headers"] if pair[0].lower() not in _HEADERS]
            message = {**message, "headers": [*kept, *_HEADERS.items()]}
        await send(message)

    return sending
