"""What clients send, bounded: in bytes, and in the time that they take to send it."""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import AsyncIterator

from starlette.types import Message as Event
from starlette.types import Receive, Scope

from index.messages import Message
from ui.api.http.problems import Problem
from ui.service.addressed import header

__all__ = ["BODY_SECONDS", "FILE_SECONDS", "LARGEST_BODY", "LARGEST_DRAFT_BODY", "pieces", "replayed", "whole"]

LARGEST_BODY = 1 << 20
"""Bytes of one request."""

LARGEST_DRAFT_BODY = 24 << 20
"""Bytes of one request that holds a draft: 16 MiB in base64, and what is around it."""

BODY_SECONDS = 30.0
"""Seconds in which a request has to be sent."""

FILE_SECONDS = 600.0
"""Seconds in which a file has to be sent; between two of its pieces there may be BODY_SECONDS at most."""

_HALF = re.compile(rb"\\u[dD][89a-fA-F]")
"""How JSON writes half of a surrogate pair; only a body that holds this may hold a lone one."""


async def whole(scope: Scope, receive: Receive, largest: int) -> bytes:
    """Return the body of a request. Raises Problem: too large, too slow, or no Unicode text."""
    body = bytearray()
    async for piece in pieces(scope, receive, largest, BODY_SECONDS):
        body += piece
    if _HALF.search(body) and _torn(bytes(body)):
        raise Problem(
            422, "input", Message("The request holds half a character (a lone surrogate): send whole Unicode text.")
        )
    return bytes(body)


async def pieces(scope: Scope, receive: Receive, largest: int, seconds: float) -> AsyncIterator[bytes]:
    """Yield the body of a request as it comes. Raises Problem when it is too large or too slow, or the client left."""
    declared = header(scope, b"content-length")
    if declared is not None and (not declared.isascii() or not declared.isdigit() or int(declared[:16]) > largest):
        raise _too_large(largest)
    loop = asyncio.get_running_loop()
    until, taken = loop.time() + seconds, 0
    while True:
        left = min(BODY_SECONDS, until - loop.time())
        try:
            event = await asyncio.wait_for(receive(), max(left, 0.0))
        except asyncio.TimeoutError:
            raise Problem(
                408,
                "too-slow",
                Message("The request did not arrive in {most} seconds: send it again.", most=f"{seconds:g}"),
                {"connection": "close"},
            ) from None
        if event["type"] == "http.disconnect":
            raise Problem(400, "gone", Message("The client left before it had sent its request."))
        piece = event.get("body", b"")
        taken += len(piece)
        if taken > largest:
            raise _too_large(largest)
        if piece:
            yield piece
        if not event.get("more_body", False):
            return


def replayed(body: bytes, receive: Receive) -> Receive:
    """Return what hands ``body`` to the application as if it came now."""
    given = False

    async def again() -> Event:
        nonlocal given
        if given:
            return await receive()
        given = True
        return {"type": "http.request", "body": body, "more_body": False}

    return again


def _torn(body: bytes) -> bool:
    """Whether a text of a JSON body has half a surrogate pair, which nothing can encode."""
    try:
        json.dumps(json.loads(body), ensure_ascii=False).encode("utf-8")
    except UnicodeEncodeError:
        return True
    except (ValueError, RecursionError):
        return False  # no JSON: said where it is read
    return False


def _too_large(largest: int) -> Problem:
    return Problem(
        413,
        "too-large",
        Message("The request is larger than {most} KiB: send less at once.", most=f"{largest >> 10:,}"),
        {"connection": "close"},
    )
