"""Waiting for one's turn to change a file. The system lets go when a process ends, however it ends."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO

__all__ = ["exclusive"]

if sys.platform == "win32":
    import msvcrt

    def _acquire(file: IO[str]) -> None:
        file.seek(0)
        # Tries for ten seconds, then raises OSError: far longer than a change takes.
        msvcrt.locking(file.fileno(), msvcrt.LK_LOCK, 1)

    def _release(file: IO[str]) -> None:
        file.seek(0)
        msvcrt.locking(file.fileno(), msvcrt.LK_UNLCK, 1)
else:
    import fcntl

    def _acquire(file: IO[str]) -> None:
        fcntl.flock(file, fcntl.LOCK_EX)

    def _release(file: IO[str]) -> None:
        fcntl.flock(file, fcntl.LOCK_UN)


@contextmanager
def exclusive(file: IO[str]) -> Iterator[None]:
    """Hold ``file``, open for writing, alone while the block runs; waits for whoever holds it. Raises OSError."""
    _acquire(file)
    try:
        yield
    finally:
        _release(file)
