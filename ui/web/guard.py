"""What stands before Gradio: only the routes that the page needs, from this machine's names, in bounded requests.

Gradio serves more than the page uses: files by path, uploads under the names that clients give, proxies. None of these
can be reached here, so that no path in a request ever meets the file system.
"""

from __future__ import annotations

import math
from collections.abc import Collection

from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from ui.api.http.app import PREFIX
from ui.api.http.bodies import replayed, whole
from ui.api.http.problems import Problem
from ui.service.addressed import refusal
from ui.service.attempts import Attempts
from ui.web.watching import watched

__all__ = ["LARGEST_REQUEST", "Guard"]

LARGEST_REQUEST = 4 << 20
"""Bytes of the body of one request; files are sent in pieces."""

_PAGE = frozenset({"/", "/config", "/theme.css", "/favicon.ico", "/robots.txt", "/login", "/logout", "/manifest.json"})
_ASSETS = ("/assets/", "/static/")
_API = frozenset(
    {
        "app_id", "call", "component_server", "heartbeat", "info", "login_check", "openapi.json", "queue", "run",
        "startup-events", "theme.css", "token", "user",
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

    def __init__(self, app: ASGIApp, hosts: Collection[str] | None, attempts: Attempts | None = None) -> None:
        self._app = app
        self._hosts = hosts
        self._attempts = attempts or Attempts()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, or refuse it."""
        if scope["type"] != "http" or scope["path"].startswith(f"{PREFIX}/"):
            # The API has its own bounds.
            await self._app(scope, receive, send)
            return
        try:
            self._check(scope)
            body = await whole(scope, receive, LARGEST_REQUEST)
        except Problem as refused:
            await PlainTextResponse(refused.detail, refused.status, refused.headers)(scope, receive, send)
            return
        if scope["path"] == "/login":
            send = self._watched(scope, send)
        async with watched(replayed(body, receive)) as received:
            await self._app(scope, received, _with_headers(send))

    def _check(self, scope: Scope) -> None:
        """Raise Problem for a request that is refused unread."""
        if (why := refusal(scope, self._hosts)) is not None:
            raise Problem(403, "elsewhere", why)
        if not _known(scope["path"]):
            raise Problem(404, "nothing-here", "There is nothing here.")
        if scope["path"] == "/login" and (seconds := self._attempts.wait(_client(scope))) > 0:
            told = "Too many wrong passwords came from your address: try again in a minute."
            raise Problem(429, "attempts", told, {"retry-after": str(math.ceil(seconds))})

    def _watched(self, scope: Scope, send: Send) -> Send:
        """Return what remembers the client of a login that failed."""

        async def sending(event: Message) -> None:
            if event["type"] == "http.response.start" and event["status"] in (400, 401):
                self._attempts.failed(_client(scope))
            await send(event)

        return sending


def _client(scope: Scope) -> str:
    return scope["client"][0] if scope.get("client") else ""


def _known(path: str) -> bool:
    if path in _PAGE or path.startswith(_ASSETS):
        return True
    return path.startswith(_PREFIX) and path[len(_PREFIX) :].split("/", 1)[0] in _API


def _with_headers(send: Send) -> Send:
    async def sending(message: Message) -> None:
        if message["type"] == "http.response.start":
            kept = [pair for pair in message["headers"] if pair[0].lower() not in _HEADERS]
            message = {**message, "headers": [*kept, *_HEADERS.items()]}
        await send(message)

    return sending
