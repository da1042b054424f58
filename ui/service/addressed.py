"""Whom a request addresses: requests under a foreign name, or from a foreign page, are refused.

A name that is none of ours is how a page elsewhere would reach a server on this machine (DNS rebinding).
"""

from __future__ import annotations

import re
from collections.abc import Collection

from starlette.types import Scope

__all__ = ["LOCAL_NAMES", "header", "refusal"]

LOCAL_NAMES = frozenset({"localhost", "127.0.0.1", "::1"})

_HOST = re.compile(r"(?:\[(?P<six>[0-9A-Fa-f:.]{2,45})\]|(?P<name>[A-Za-z0-9._-]{1,253}))(?::\d{1,5})?", re.ASCII)
"""RFC 9110, section 7.2, without the registered names that no server of ours has."""

_READING = frozenset({"GET", "HEAD", "OPTIONS"})


def header(scope: Scope, name: bytes) -> str | None:
    """Return the first header called ``name`` (lower case), None without one."""
    return next((value.decode("latin-1") for key, value in scope["headers"] if key == name), None)


def refusal(scope: Scope, names: Collection[str] | None, *, reading_too: bool = False) -> str | None:
    """Return why a request is refused (status 403), None when it is not.

    ``names`` are the host names under which the server may be addressed; None takes any that is well formed.
    ``reading_too`` holds GET requests to their origin as well.
    """
    host = header(scope, b"host") or ""
    match = _HOST.fullmatch(host)
    if match is None:
        return "The Host header is no host name."
    if names is not None and (match["six"] or match["name"]).lower() not in names:
        return "This server answers only under its own address."
    origin = header(scope, b"origin")
    if origin is not None and (reading_too or scope["method"] not in _READING):
        scheme, _, authority = origin.partition("://")
        if scheme not in ("http", "https") or authority.lower() != host.lower():
            return "Requests from other pages are refused."
    return None
