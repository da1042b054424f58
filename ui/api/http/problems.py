"""Errors as problem details (RFC 9457): a ``type`` for programs, a sentence in the client's language for people."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from http import HTTPStatus
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from index import errors
from index.messages import Message
from ui.service.bounded_work import OutOfTime, Overloaded
from ui.service.tokens import Refused
from ui.text.locale import tagged_language
from ui.text.messages import localised

__all__ = ["MEDIA_TYPE", "Problem", "problem_of", "respond"]

MEDIA_TYPE = "application/problem+json"

_TYPES: Sequence[tuple[type[Exception], int, str]] = (
    (errors.IndexMissing, 503, "no-index"),
    (errors.IndexDamaged, 503, "index-unusable"),
    (errors.ModelError, 503, "model-unusable"),
    (errors.IndexBusy, 409, "busy"),
    (errors.StorageError, 507, "storage"),
    (errors.InputError, 422, "input"),
    (Overloaded, 503, "overloaded"),
    (OutOfTime, 504, "out-of-time"),
)
"""Error → status and type; the first that fits counts."""

RETRY = {"retry-after": "5"}


class Problem(Exception):
    """What a request gets instead of what it asked for; ``errors`` are (JSON pointer, sentence) of a bad request."""

    def __init__(
        self,
        status: int,
        kind: str,
        detail: str,
        headers: Mapping[str, str] | None = None,
        errors: Sequence[tuple[str, str]] = (),
    ) -> None:
        self.status = status
        self.kind = kind
        self.detail = detail
        self.headers = dict(headers or {})
        self.errors = errors
        super().__init__(detail)


def problem_of(error: Exception) -> Problem:
    """Return the problem that an error made on purpose is. Raises TypeError for any other."""
    if isinstance(error, Problem):
        return error
    if isinstance(error, Refused):
        challenge = {"www-authenticate": 'Bearer realm="yinju"'} if error.status == 401 else {}
        return Problem(error.status, "token" if error.status == 401 else "role", error.message, challenge)
    for kind, status, name in _TYPES:
        if isinstance(error, kind) and isinstance(error, errors.YinjuError):
            return Problem(status, name, error.message, RETRY if status in (409, 503) else None)
    raise TypeError(f"a {type(error).__name__} is no problem of a request")


def respond(request: Request, problem: Problem) -> Response:
    """Return a problem as a response, in the first language that the client accepts."""
    language = tagged_language(request.headers.get("accept-language", ""))
    told: dict[str, Any] = {
        "type": f"urn:yinju:problem:{problem.kind}",
        "title": HTTPStatus(problem.status).phrase,
        "status": problem.status,
        "detail": localised(Message.of(problem.detail), language),
    }
    if problem.errors:
        told["errors"] = [{"pointer": pointer, "detail": detail} for pointer, detail in problem.errors]
    body = json.dumps(told, ensure_ascii=False).encode("utf-8", "replace")
    request.state.problem = problem.kind
    return Response(body, problem.status, problem.headers, MEDIA_TYPE)
