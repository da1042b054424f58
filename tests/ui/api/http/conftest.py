"""The API over the seeds, in this process; with tokens for whoever sends them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("fastapi", reason="the HTTP API needs the extra `api` or `web`")
pytest.importorskip("prometheus_client", reason="the HTTP API needs the extra `api` or `web`")

from starlette.applications import Starlette
from starlette.routing import Mount
from starlette.testclient import TestClient

from ui.api.http.app import PREFIX, ApiOptions, api_application
from ui.service.processes import Processes
from ui.service.snapshot import Service
from ui.service.targets_table import Tables
from ui.service.tokens import Tokens

READER, WRITER, FORMER = "reader-0123456789", "writer-0123456789", "former-0123456789"
TOKENS = Tokens([f"read:{READER}", f"write:{WRITER}", f"write:{FORMER}:2001-01-01"])


def application(index: Path, **options: Any) -> Starlette:
    service = Service(index)
    api = api_application(service, Tables(service, Processes()), ApiOptions(**options))
    return Starlette(routes=[Mount(PREFIX, api)])


def client_of(index: Path, **options: Any) -> TestClient:
    return TestClient(
        application(index, **options), base_url=f"http://localhost{PREFIX}", raise_server_exceptions=False
    )


@pytest.fixture(scope="module")
def client(seed_index: Path) -> Iterator[TestClient]:
    """Whoever reads without a token, since the server knows none."""
    with client_of(seed_index, open=True, names={"localhost"}) as made:
        yield made


def bearer(token: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {token}"}
