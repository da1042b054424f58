"""Generations that are in use: whoever reads one says so, and none that is in use is removed.

A reader holds a shared lock on the manifest of its generation for as long as it may still read of it. The system
releases it when the process ends, however it ends. Where locks are not to be had (Windows, some network drives) nothing
is held: there a file in use cannot be removed, or the last generations have to do.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from index.store.schema import MANIFEST

__all__ = ["alone", "hold"]

if sys.platform == "win32":

    def _lock(descriptor: int, *, alone: bool) -> None:
        """Lock nothing."""

else:
    import fcntl

    def _lock(descriptor: int, *, alone: bool) -> None:
        fcntl.flock(descriptor, (fcntl.LOCK_EX if alone else fcntl.LOCK_SH) | fcntl.LOCK_NB)


def hold(generation: Path) -> int:
    """Hold a generation until the file descriptor that is returned is closed.

    Raises FileNotFoundError when it is gone or being removed, and OSError when it cannot be read.
    """
    descriptor = os.open(generation / MANIFEST, os.O_RDONLY | getattr(os, "O_BINARY", 0))
    try:
        _lock(descriptor, alone=False)
        if not generation.is_dir():  # moved away between the two
            raise FileNotFoundError(generation)
    except BlockingIOError as error:
        os.close(descriptor)
        raise FileNotFoundError(generation) from error
    except FileNotFoundError:
        os.close(descriptor)
        raise
    except OSError:
        return descriptor  # no locks here
    return descriptor


@contextmanager
def alone(generation: Path) -> Iterator[bool]:
    """Keep readers from a generation while the block runs; False when one holds it."""
    try:
        descriptor = os.open(generation / MANIFEST, os.O_RDONLY | getattr(os, "O_BINARY", 0))
    except OSError:
        yield True  # damaged, or no generation: nobody can read it
        return
    try:
        try:
            _lock(descriptor, alone=True)
        except BlockingIOError:
            yield False
            return
        except OSError:
            pass  # no locks here
        yield True
    finally:
        os.close(descriptor)
