"""Requests under a foreign name or from a foreign page are refused, malformed ones too."""

from __future__ import annotations

import pytest

from ui.service.addressed import LOCAL_NAMES, refusal


def scope(method: str = "GET", **headers: str) -> dict[str, object]:
    return {"method": method, "headers": [(name.encode(), value.encode("latin-1")) for name, value in headers.items()]}


@pytest.mark.parametrize("host", ["localhost", "LOCALHOST:80", "127.0.0.1:7860", "[::1]", "[::1]:7860"])
def test_this_machines_names_are_answered(host: str) -> None:
    assert refusal(scope(host=host), LOCAL_NAMES) is None


@pytest.mark.parametrize(
    "host",
    ["", "[::1", "::1", "[::1]x", "localhost:", "localhost:99999999", "a@localhost", "localhost/x", "loc\xe4l", "a b"],
)
@pytest.mark.parametrize("names", [LOCAL_NAMES, None])
def test_a_malformed_host_is_refused_whatever_the_names(host: str, names: frozenset[str] | None) -> None:
    assert refusal(scope(host=host), names) is not None


def test_a_foreign_name_is_refused_unless_any_will_do() -> None:
    assert refusal(scope(host="attacker.example"), LOCAL_NAMES) is not None
    assert refusal(scope(host="anything.example"), None) is None


@pytest.mark.parametrize(
    "origin", ["http://attacker.example", "null", "http://[::1", "http://localhost:81", "localhost", "file://localhost"]
)
def test_a_foreign_page_may_not_post(origin: str) -> None:
    assert refusal(scope("POST", host="localhost", origin=origin), LOCAL_NAMES) is not None
    assert refusal(scope("GET", host="localhost", origin=origin), LOCAL_NAMES) is None
    assert refusal(scope("GET", host="localhost", origin=origin), LOCAL_NAMES, reading_too=True) is not None


@pytest.mark.parametrize("scheme", ["http", "https"])
def test_our_own_page_may_post(scheme: str) -> None:
    assert refusal(scope("POST", host="localhost:7860", origin=f"{scheme}://localhost:7860"), LOCAL_NAMES) is None
