"""Work for programs off the event loop: so much at once, so much waiting, so long, and no more.

What was asked for cannot be stopped half-way in a thread: whoever waited too long is told so, the thread ends its piece
and keeps its place until then, so that no more runs at once than is allowed.
"""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TypeVar

from index.errors import YinjuError
from index.messages import Message

__all__ = ["AT_ONCE", "MOST_WAITING", "SECONDS", "BoundedWork", "OutOfTime", "Overloaded"]

AT_ONCE = 8
"""Pieces of work that run at once."""

MOST_WAITING = 64
"""Pieces that wait for their turn; whoever comes later is sent away."""

SECONDS = 60.0
"""Seconds until which one piece has to be done, waiting included."""

T = TypeVar("T")


class Overloaded(YinjuError):
    """Too much is waiting to be done."""


class OutOfTime(YinjuError):
    """It was not done in the time that one request may take."""


class BoundedWork:
    """Runs functions in ``at_once`` threads of its own, with ``waiting`` more in the queue."""

    def __init__(self, at_once: int = AT_ONCE, waiting: int = MOST_WAITING, seconds: float = SECONDS) -> None:
        self._pool = ThreadPoolExecutor(at_once, thread_name_prefix="yinju-work")
        self._most = at_once + waiting
        self._waiting = waiting
        self._seconds = seconds
        self._lock = threading.Lock()
        self._under_way = 0

    async def run(self, function: Callable[..., T], *args: object) -> T:
        """Return what ``function`` returns. Raises what it raises, Overloaded or OutOfTime."""
        with self._lock:
            if self._under_way >= self._most:
                raise Overloaded(
                    Message("{most} requests are waiting already: try again in some seconds.", most=self._waiting)
                )
            self._under_way += 1
        begun = self._pool.submit(function, *args)
        begun.add_done_callback(self._ended)
        try:
            return await asyncio.wait_for(asyncio.wrap_future(begun), self._seconds)
        except asyncio.TimeoutError as error:
            if begun.done() and not begun.cancelled() and begun.exception() is error:
                raise  # raised by the function itself
            raise OutOfTime(
                Message("This took longer than {most} seconds: ask for less at once.", most=f"{self._seconds:g}")
            ) from error

    def _ended(self, _: Future[T]) -> None:
        with self._lock:
            self._under_way -= 1
