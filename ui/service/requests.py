"""Whether the request that work is done for is still there: set by the server, asked by whatever takes long."""

from __future__ import annotations

import threading
from contextvars import ContextVar

__all__ = ["request_ended"]

request_ended: ContextVar[threading.Event | None] = ContextVar("request_ended", default=None)
"""Set once the request has been answered or given up; None outside of requests."""
