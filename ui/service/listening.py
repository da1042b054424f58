"""A socket to listen at, and the server that answers there until it is stopped."""

from __future__ import annotations

import signal
import socket
import sys
from typing import TYPE_CHECKING

from index.errors import InputError

if TYPE_CHECKING:
    from starlette.types import ASGIApp

__all__ = ["address_of", "listen", "run"]

_BACKLOG = 128


def listen(host: str, port: int) -> socket.socket:
    """Return a socket that listens at ``host``; ``port`` 0 takes any. Raises InputError when it cannot be had."""
    try:
        family = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0][0]
        listening = socket.socket(family, socket.SOCK_STREAM)
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind((host, port))
        listening.listen(_BACKLOG)  # whoever reads the address may ask at once
    except OSError as error:
        raise InputError(
            "{host}:{port} cannot be had ({reason}): choose another with --port, or 0 for any.",
            host=host,
            port=port,
            reason=error.strerror,
        ) from error
    return listening


def address_of(host: str, listening: socket.socket) -> str:
    """Return the address at which a browser finds the socket."""
    name = f"[{host}]" if ":" in host else host
    return f"http://{name}:{listening.getsockname()[1]}/"


def run(app: ASGIApp, listening: socket.socket) -> None:
    """Answer at ``listening`` until interrupted or terminated."""
    import uvicorn

    from ui.service.connections import BACKLOG, bounded_protocol, most_connections

    # uvicorn ends by the signal that it was sent; turned into an exit, nothing is left behind.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    config = uvicorn.Config(
        app,
        http=bounded_protocol(most_connections()),
        ws="none",
        backlog=BACKLOG,
        log_level="warning",
        server_header=False,
    )
    uvicorn.Server(config).run(sockets=[listening])
