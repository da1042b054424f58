"""``yinju mcp``: the Model Context Protocol on standard input and output, or over HTTP on this machine."""

from __future__ import annotations

import json
import logging
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from index.errors import YinjuError
from ui.api.mcp_server import mcp_server
from ui.api.operations import Operations
from ui.service.addressed import LOCAL_NAMES, header, refusal
from ui.service.listening import address_of, listen, run
from ui.service.processes import Processes
from ui.service.snapshot import Service
from ui.service.targets_table import Tables
from ui.service.tokens import Refused, Role, Tokens
from ui.text.messages import localised

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Receive, Scope, Send

__all__ = ["HOST", "Options", "serve"]

HOST = "127.0.0.1"
"""The only address: beyond this machine, put a proxy with TLS in front."""

LARGEST_REQUEST = 1 << 20
"""Bytes of one request."""

MOST_SESSIONS = 64
SESSION_IDLE = 1_800.0
"""Seconds after which a session that nobody uses is forgotten."""


@dataclass(frozen=True, slots=True)
class Options:
    """How to serve: ``port`` None is standard input and output; with ``tokens`` HTTP requests need one of them."""

    index: Path
    port: int | None = None
    tokens: Tokens = field(default_factory=Tokens)


def serve(options: Options) -> None:
    """Serve until the client leaves, or the server is stopped. Raises InputError for a port that cannot be had."""
    service = Service(options.index)
    server = mcp_server(Operations(service, Tables(service, Processes())), _version())
    listening = listen(HOST, options.port) if options.port is not None else None
    try:
        service.snapshot()
    except YinjuError as error:
        # An index may be built while the client runs; until then every tool says that there is none.
        typer.echo(f"yinju mcp: {localised(error.message)}", err=True)
    logging.basicConfig(stream=sys.stderr, level=logging.WARNING)
    if listening is None:
        server.run("stdio")
        return
    from mcp.server.transport_security import TransportSecuritySettings

    app = server.streamable_http_app(
        # The gate in front checks both, and knows malformed ones.
        transport_security=TransportSecuritySettings(enable_dns_rebinding_protection=False),
        max_request_body_size=LARGEST_REQUEST,
        max_sessions=MOST_SESSIONS,
        session_idle_timeout=SESSION_IDLE,
    )
    with listening:
        typer.echo(f"Yinju MCP: {address_of(HOST, listening)}mcp")
        run(Gate(app, options.tokens), listening)


class Gate:
    """ASGI middleware: this machine's names alone, no foreign pages, and a token for reading where there are any."""

    def __init__(self, app: ASGIApp, tokens: Tokens) -> None:
        self._app = app
        self._tokens = tokens

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, or refuse it."""
        if scope["type"] == "http":
            if (why := refusal(scope, LOCAL_NAMES, reading_too=True)) is not None:
                await _refuse(send, 403, why)
                return
            try:
                if self._tokens:
                    self._tokens.require(header(scope, b"authorization"), Role.READ)
            except Refused as refused:
                challenge = {"www-authenticate": "Bearer"} if refused.status == 401 else {}
                await _refuse(send, refused.status, localised(refused.message), challenge)
                return
        await self._app(scope, receive, send)


async def _refuse(send: Send, status: int, why: str, headers: Mapping[str, str] | None = None) -> None:
    from http import HTTPStatus

    told = {"title": HTTPStatus(status).phrase, "status": status, "detail": why}
    named = {"content-type": "application/problem+json", **(headers or {})}
    sent = [(name.encode(), value.encode()) for name, value in named.items()]
    await send({"type": "http.response.start", "status": status, "headers": sent})
    await send({"type": "http.response.body", "body": json.dumps(told, ensure_ascii=False).encode()})


def _version() -> str:
    try:
        return version("yinju")
    except PackageNotFoundError:
        return ""
