"""The whole description of the API, held to the API: schemathesis makes requests of it, good ones and bad ones."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest

schemathesis = pytest.importorskip("schemathesis", reason="needs schemathesis, of the extra `dev`")

from hypothesis import HealthCheck, given, settings  # noqa: E402  (after the check for the extra)
from schemathesis import GenerationMode  # noqa: E402
from schemathesis.specs.openapi.checks import positive_data_acceptance  # noqa: E402

from tests.ui.api.http.conftest import TOKENS, WRITER, application, bearer, client_of  # noqa: E402
from ui.api.http.app import PREFIX  # noqa: E402

OPERATIONS = {
    "/ask": {"post"},
    "/search": {"post"},
    "/documents": {"get"},
    "/span": {"get"},
    "/quotation": {"post"},
    "/citation": {"get"},
    "/source": {"post"},
    "/targets": {"get"},
    "/check": {"post"},
    "/files": {"put", "delete"},
    "/jobs": {"get", "delete"},
    "/health": {"get"},
    "/ready": {"get"},
    "/metrics": {"get"},
}


@pytest.fixture(scope="module")
def described(seed_index: Path, tmp_path_factory: pytest.TempPathFactory) -> Any:
    index = tmp_path_factory.mktemp("schema") / "index"
    shutil.copytree(seed_index, index)
    app = application(index, tokens=TOKENS)
    return schemathesis.openapi.from_asgi(f"{PREFIX}/openapi.json", app, headers=bearer(WRITER))


def test_the_description_is_openapi_3_1_and_whole(tmp_path: Path) -> None:
    with client_of(tmp_path, tokens=TOKENS) as client:
        told = client.get("/openapi.json", headers=bearer(WRITER)).json()
    assert told["openapi"].startswith("3.1")
    assert {path: set(methods) for path, methods in told["paths"].items()} == OPERATIONS
    for operation in (operation for methods in told["paths"].values() for operation in methods.values()):
        assert operation["summary"]
        assert operation["description"]
        assert operation.get("security") == (
            None if operation["operationId"] in ("health", "ready") else [{"token": []}]
        )
        problems = [answer for status, answer in operation["responses"].items() if int(status) >= 400]
        assert all("application/problem+json" in answer["content"] for answer in problems if answer.get("content"))


@pytest.mark.parametrize("mode", [GenerationMode.POSITIVE, GenerationMode.NEGATIVE], ids=["good", "bad"])
@pytest.mark.parametrize(
    ("path", "method"), [(path, method) for path, methods in OPERATIONS.items() for method in sorted(methods)]
)
def test_every_request_gets_what_the_description_promises(
    described: Any, path: str, method: str, mode: GenerationMode
) -> None:
    operation = described[path][method.upper()]
    if mode is GenerationMode.NEGATIVE and not operation.body and not operation.query:
        pytest.skip("takes nothing that could be wrong")

    @settings(max_examples=12, suppress_health_check=list(HealthCheck), derandomize=True, deadline=None)
    @given(case=operation.as_strategy(generation_mode=mode))
    def holds(case: Any) -> None:
        # A question over a place that the index does not hold fits the schema and is refused all the same.
        case.call_and_validate(headers=bearer(WRITER), excluded_checks=[positive_data_acceptance])

    holds()
