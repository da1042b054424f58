"""Connections, bounded: how many at once, how long until a request's head is there, how long a reader may stall.

uvicorn bounds none of these: who connects and says nothing is held for good, and with as many connections as the
process may have files open it accepts no more.
"""

from __future__ import annotations

import asyncio
import os
import sys
from pathlib import Path

import h11
from uvicorn.protocols.http.h11_impl import H11Protocol

__all__ = ["BACKLOG", "HEAD_SECONDS", "MOST_CONNECTIONS", "STALL_SECONDS", "bounded_protocol", "most_connections"]

MOST_CONNECTIONS = 512
"""Connections at once; fewer where the process may have few files open."""

HEAD_SECONDS = 10.0
"""Seconds in which the head of a request has to arrive, from the connection or from its first byte."""

STALL_SECONDS = 60.0
"""Seconds for which a client may take nothing of what is sent to it."""

BACKLOG = 64
"""Connections that the system holds before they are accepted, and that are accepted at a time."""

_RESERVE = 64
"""Files that the process may open beside its connections."""

_FULL = (
    b"HTTP/1.1 503 Service Unavailable\r\nretry-after: 5\r\nconnection: close\r\ncontent-type: text/plain\r\n"
    b"content-length: 41\r\n\r\nToo many connections: try again later.   "
)

_LATE = b"HTTP/1.1 408 Request Timeout\r\nconnection: close\r\ncontent-length: 0\r\n\r\n"


def most_connections() -> int:
    """Return how many connections this process can hold: MOST_CONNECTIONS, or what its limit of open files leaves."""
    if sys.platform == "win32":
        return MOST_CONNECTIONS
    import resource

    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = MOST_CONNECTIONS + BACKLOG + 2 * _RESERVE
    if soft != resource.RLIM_INFINITY and soft < wanted:
        most = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
        resource.setrlimit(resource.RLIMIT_NOFILE, (most, hard))
        soft = most
    if soft == resource.RLIM_INFINITY:
        return MOST_CONNECTIONS
    descriptors = Path("/proc/self/fd")
    opened = len(os.listdir(descriptors)) if descriptors.is_dir() else _RESERVE  # noqa: PTH208  (names alone)
    return max(8, min(MOST_CONNECTIONS, soft - opened - BACKLOG - _RESERVE))


def bounded_protocol(
    most: int, head_seconds: float = HEAD_SECONDS, stall_seconds: float = STALL_SECONDS
) -> type[asyncio.Protocol]:
    """Return the protocol of a server that holds ``most`` connections."""

    class Bounded(H11Protocol):
        _head: asyncio.TimerHandle | None = None
        _stall: asyncio.TimerHandle | None = None
        _refused = False

        def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
            super().connection_made(transport)
            if len(self.connections) > most:
                self._refused = True
                transport.write(_FULL)
                transport.close()
                return
            self._head = self.loop.call_later(head_seconds, self._too_late)

        def data_received(self, data: bytes) -> None:
            if self._refused:
                return
            super().data_received(data)
            if self.cycle is not None and not self.cycle.response_complete:
                self._stop_head()
            elif self._head is None:
                self._head = self.loop.call_later(head_seconds, self._too_late)

        def connection_lost(self, exc: Exception | None) -> None:
            self._stop_head()
            self._stop_stall()
            super().connection_lost(exc)

        def on_response_complete(self) -> None:
            self._stop_head()
            super().on_response_complete()

        def pause_writing(self) -> None:
            super().pause_writing()
            self._stop_stall()
            self._stall = self.loop.call_later(stall_seconds, self.transport.abort)

        def resume_writing(self) -> None:
            self._stop_stall()
            super().resume_writing()

        def _stop_head(self) -> None:
            if self._head is not None:
                self._head.cancel()
                self._head = None

        def _stop_stall(self) -> None:
            if self._stall is not None:
                self._stall.cancel()
                self._stall = None

        def _too_late(self) -> None:
            self._head = None
            if self.transport.is_closing():
                return
            if self.conn.our_state is h11.IDLE and self.conn.trailing_data[0]:
                self.transport.write(_LATE)
            self.transport.close()

    return Bounded
