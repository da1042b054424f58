"""Connections are bounded: in number, in the time until a request is there, in the time that a reader may stall."""

from __future__ import annotations

import contextlib
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from tests.ui.running import COMMAND, ROOT, environment

uvicorn = pytest.importorskip("uvicorn", reason="serving needs the extra `api`, `mcp` or `web`")

from ui.service.connections import BACKLOG, bounded_protocol  # noqa: E402  (after the check for the extra)
from ui.service.listening import listen  # noqa: E402

REQUEST = b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n"


async def small(scope: Any, receive: Any, send: Any) -> None:
    """Answer "ok", or 64 MiB under /large."""
    if scope["type"] != "http":
        return
    await send({"type": "http.response.start", "status": 200, "headers": []})
    for _ in range(64 if scope["path"] == "/large" else 0):
        await send({"type": "http.response.body", "body": b"x" * (1 << 20), "more_body": True})
    await send({"type": "http.response.body", "body": b"ok"})
    if scope["path"] == "/large":
        ENDED.set()


ENDED = threading.Event()


@contextmanager
def serving(most: int, head_seconds: float, stall_seconds: float = 60.0) -> Iterator[tuple[str, int]]:
    listening = listen("127.0.0.1", 0)
    protocol = bounded_protocol(most, head_seconds, stall_seconds)
    config = uvicorn.Config(small, http=protocol, ws="none", backlog=BACKLOG, log_level="error", lifespan="off")
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
    thread.start()
    try:
        yield listening.getsockname()
    finally:
        server.should_exit = True
        thread.join(30)
        listening.close()


def connected(address: tuple[str, int], sent: bytes = b"") -> socket.socket:
    made = socket.create_connection(address, timeout=60)
    made.sendall(sent)
    return made


def received(connection: socket.socket) -> bytes:
    """Everything until the server closes."""
    with connection:
        parts = []
        with contextlib.suppress(ConnectionResetError):
            while part := connection.recv(1 << 16):
                parts.append(part)
    return b"".join(parts)


@pytest.mark.parametrize(
    ("sent", "expected"),
    [(b"", b""), (b"GET / HTTP/1.1\r\n", b"HTTP/1.1 408"), (REQUEST + b"GET /", b"HTTP/1.1 200")],
    ids=["nothing", "half a head", "half a head after a request"],
)
def test_a_request_that_never_comes_whole_is_not_waited_for(sent: bytes, expected: bytes) -> None:
    with serving(most=10, head_seconds=0.2) as address:
        told = received(connected(address, sent))
    assert told.startswith(expected)
    assert told.count(b"HTTP/1.1") == bool(expected)


def test_a_head_that_drips_is_not_waited_for_either() -> None:
    with serving(most=10, head_seconds=0.3) as address:
        connection = connected(address, b"GET / HTTP/1.1\r\n")
        with contextlib.suppress(OSError):
            for number in range(10_000):
                connection.sendall(b"x-%d: y\r\n" % number)
                connection.settimeout(0.02)
                with contextlib.suppress(socket.timeout):
                    if not connection.recv(1 << 16):
                        break
            else:
                pytest.fail("the server went on listening")
        connection.close()
        last = REQUEST.replace(b"\r\n\r\n", b"\r\nConnection: close\r\n\r\n")
        assert b"\r\nok\r\n" in received(connected(address, last))


def test_one_connection_too_many_is_told_so_and_the_others_go_on() -> None:
    with serving(most=3, head_seconds=60.0) as address:
        held = [connected(address, REQUEST) for _ in range(3)]
        assert all(one.recv(1 << 12).startswith(b"HTTP/1.1 200") for one in held)
        refused = received(connected(address))
        assert refused.startswith(b"HTTP/1.1 503")
        assert b"retry-after" in refused
        for one in held:
            one.close()


def test_a_reader_that_takes_nothing_is_let_go() -> None:
    ENDED.clear()
    with serving(most=3, head_seconds=60.0, stall_seconds=0.3) as address:
        connection = connected(address, REQUEST.replace(b"GET /", b"GET /large"))
        assert ENDED.wait(60), "the answer to a reader that stalled never ended"
        connection.close()


@pytest.mark.skipif(sys.platform == "win32", reason="limits of open files are those of POSIX")
def test_more_connections_than_files_may_be_open_stop_nothing(seed_index: Path) -> None:
    pytest.importorskip("prometheus_client", reason="the HTTP API needs the extra `api` or `web`")
    process = subprocess.Popen(
        ["bash", "-c", 'ulimit -n 256 && exec "$@"', "bash", *COMMAND, "serve", "--api-only", "--port", "0"],
        cwd=ROOT,
        env=environment({"YINJU_INDEX": str(seed_index)}),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    try:
        parts = urlsplit(process.stdout.readline().split()[-1])
        address = (parts.hostname or "", parts.port or 0)
        held = [connected(address, b"GET /api") for _ in range(300)]
        for one in held:
            one.close()
        ask = b"GET /api/v1/health HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
        told = b""
        while b"200 OK" not in told:  # until the closed ones are gone
            told = received(connected(address, ask))
    finally:
        process.terminate()
        _, err = process.communicate(timeout=60)
    assert "Traceback" not in err
    assert "out of system resource" not in err
