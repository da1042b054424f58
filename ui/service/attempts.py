"""How often somebody may guess: after so many wrong tokens or passwords, an address has to wait."""

from __future__ import annotations

import threading
import time
from collections import OrderedDict, deque
from collections.abc import Callable

__all__ = ["MOST", "SECONDS", "Attempts"]

MOST = 10
"""Wrong guesses of one address ..."""

SECONDS = 60.0
"""... in so many seconds."""

_ADDRESSES = 4_096
"""Addresses remembered; beyond, the one that guessed wrong longest ago is forgotten."""


class Attempts:
    """Wrong guesses by address. Threads may share it."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._failures: OrderedDict[str, deque[float]] = OrderedDict()
        self._lock = threading.Lock()

    def wait(self, address: str) -> float:
        """Return how many seconds ``address`` has to wait before its next guess, 0 when it may guess now."""
        with self._lock:
            failures = self._recent(address)
            return failures[0] + SECONDS - self._clock() if len(failures) >= MOST else 0.0

    def failed(self, address: str) -> None:
        """Remember a wrong guess."""
        with self._lock:
            failures = self._recent(address)
            failures.append(self._clock())
            self._failures[address] = failures
            self._failures.move_to_end(address)
            while len(self._failures) > _ADDRESSES:
                self._failures.popitem(last=False)

    def _recent(self, address: str) -> deque[float]:
        failures = self._failures.get(address, deque())
        while failures and failures[0] + SECONDS <= self._clock():
            failures.popleft()
        return failures
