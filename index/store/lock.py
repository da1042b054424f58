"""One writer at a time. The system releases the lock when its process ends, however it ends: none is ever stale."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from index.errors import IndexBusy, StorageError
from index.store.schema import LOCK

__all__ = ["writer_lock"]

if sys.platform == "win32":
    import msvcrt

    def _try_lock(file: IO[str]) -> None:
        # Far behind the process id, which others must still be able to read.
        file.seek(1 << 20)
        msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
else:
    import fcntl

    def _try_lock(file: IO[str]) -> None:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)


def _opened(path: Path) -> IO[str]:
    """Open the lock file, made if missing; through a link, the process id would be written into another file."""
    flags = os.O_RDWR | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_CLOEXEC", 0)
    try:
        return os.fdopen(os.open(path, flags, 0o666), "r+", encoding="ascii", errors="replace")
    except OSError as error:
        if path.is_symlink():
            raise StorageError("{path} is a link, which no lock may be: remove it.", path=path) from error
        raise


@contextmanager
def writer_lock(index: Path) -> Iterator[None]:
    """Hold the lock of the folder ``index`` (made if missing) while the block runs.

    Raises IndexBusy, naming the process that holds it, StorageError when the lock is a link, and OSError when the
    folder cannot be written.
    """
    index.mkdir(parents=True, exist_ok=True)
    with _opened(index / LOCK) as file:
        try:
            _try_lock(file)
        except (BlockingIOError, PermissionError) as error:
            file.seek(0)
            holder = file.read(32).strip() or "unknown"
            raise IndexBusy(
                "The index {index} is being built by another process (pid {pid}): wait until it ends, or stop it.",
                index=index,
                pid=holder,
            ) from error
        file.seek(0)
        file.truncate()
        file.write(f"{os.getpid()}\n")
        file.flush()
        yield
