"""The API as `yinju serve` starts it: alone, or beside the page, each with its own bounds."""

from __future__ import annotations

import http.client
import json
import socket
import subprocess
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from tests.ui.running import COMMAND, ROOT, environment, modules_after, yinju

pytest.importorskip("prometheus_client", reason="the HTTP API needs the extra `api` or `web`")

READER = "reader-0123456789"
QUESTION = {"question": "宜春2025年新型储能装机目标"}


@contextmanager
def serving(index: Path, *options: str, **env: str) -> Iterator[tuple[str, list[str]]]:
    """Start the server; yield its address, and what it wrote to standard error by the end."""
    process = subprocess.Popen(
        [*COMMAND, "serve", "--port", "0", "--index", str(index), *options],
        cwd=ROOT,
        env=environment(env),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    told: list[str] = []
    try:
        line = process.stdout.readline()
        assert "http://" in line
        parts = urlsplit(line.split()[-1])
        yield f"http://{parts.netloc}", told
    finally:
        process.terminate()
        _, err = process.communicate(timeout=60)
        told += err.splitlines()
    assert process.returncode == 0
    assert "Traceback" not in err


def status(address: str, body: object = None, **headers: str) -> int:
    data = None if body is None else json.dumps(body).encode()
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    request = urllib.request.Request(address, data, {"Content-Type": "application/json", **named})
    try:
        with urllib.request.urlopen(request, timeout=60) as response:
            return int(response.status)
    except urllib.error.HTTPError as error:
        with error:
            return error.code


def test_alone_it_answers_with_a_line_in_the_log_and_without_gradio(seed_index: Path) -> None:
    with serving(seed_index, "--api-only", "--log", YINJU_TOKENS=f"read:{READER}") as (address, told):
        api = f"{address}/api/v1"
        assert status(f"{api}/ask", QUESTION) == 401
        assert status(f"{api}/ask", QUESTION, Authorization=f"Bearer {READER}") == 200
        assert status(f"{api}/health") == 200
        assert status(f"{address}/") == 404
    lines = [json.loads(line) for line in told]
    assert [(line["route"], line["status"]) for line in lines] == [("/ask", 401), ("/ask", 200), ("/health", 200)]
    assert QUESTION["question"] not in "".join(told)


def test_beside_the_page_it_answers_and_the_page_as_ever(seed_index: Path) -> None:
    pytest.importorskip("gradio", reason="the web page needs the extra `web`")
    with serving(seed_index) as (address, _):
        assert status(f"{address}/") == 200
        assert status(f"{address}/api/v1/search", QUESTION) == 200
        assert status(f"{address}/api/v1/openapi.json") == 200
        assert status(f"{address}/api/v1/search", QUESTION, Origin="http://attacker.example") == 403
        assert status(f"{address}/api/v1/health", Host="[::1") == 403
        assert status(f"{address}/", Host="[::1") == 403


def test_where_the_page_needs_a_password_the_api_needs_a_token(seed_index: Path) -> None:
    pytest.importorskip("gradio", reason="the web page needs the extra `web`")
    with serving(seed_index, YINJU_AUTH="ann:secret") as (address, _):
        assert status(f"{address}/api/v1/search", QUESTION) == 403
        assert status(f"{address}/config") == 401


def test_a_client_that_breaks_off_ends_its_stream_and_nothing_else(seed_index: Path) -> None:
    with serving(seed_index, "--api-only") as (address, _):
        parts = urlsplit(address)
        draft = json.dumps({"text": "到2025年,宜春市新型储能装机达到90万千瓦。\n" * 200}).encode()
        connection = http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=60)
        sent = {"Content-Type": "application/json", "Accept": "application/x-ndjson"}
        connection.request("POST", "/api/v1/check", draft, sent)
        assert connection.getresponse().readline().startswith(b'{"done": 1')
        connection.sock.shutdown(socket.SHUT_RDWR)
        connection.close()
        assert status(f"{address}/api/v1/search", QUESTION) == 200


@pytest.mark.parametrize("host", ["0.0.0.0", "192.0.2.7"])
def test_a_public_api_needs_tokens(host: str, tmp_path: Path) -> None:
    ended = yinju("serve", "--api-only", "--host", host, "--index", tmp_path, YINJU_TOKENS=None)
    assert ended.code == 2
    assert "--tokens" in ended.err


def test_help_of_the_server_loads_none_of_it() -> None:
    assert not {"fastapi", "gradio", "starlette", "uvicorn"} & modules_after(["serve", "--help"])
