"""Child processes of a build: started without the caller's main module, limited in memory, ended with all of theirs.

Not :mod:`multiprocessing`: its portable start methods import the caller's main module again, which breaks scripts
without a ``__main__`` guard.
"""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
from pathlib import Path

__all__ = ["MEMORY", "end_child", "limit_memory", "start_child"]

MEMORY = 2 << 30
"""Bytes that a process may take which reads files or drafts of others."""


def start_child(code: str, *, quiet: bool = False) -> subprocess.Popen[bytes]:
    """Start a Python process that runs ``code``, with pipes to its standard input and output.

    ``quiet`` keeps what it writes to standard error from the terminal.
    """
    paths = os.pathsep.join(path for path in sys.path if path)
    here = str(Path(__file__).resolve().parent.parent)
    return subprocess.Popen(
        [sys.executable, "-c", code],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL if quiet else None,
        env={**os.environ, "PYTHONPATH": os.pathsep.join([here, paths])},
        # Ctrl-C is for the parent: it ends its children, and they have nothing to say about it.
        start_new_session=True,
    )


def end_child(process: subprocess.Popen[bytes]) -> None:
    """Kill a process of :func:`start_child` with those that it has started, and wait for it."""
    if process.returncode is None:
        # Its session bears its number; the system gives that to no other before it was waited for.
        if hasattr(os, "killpg"):
            with contextlib.suppress(OSError):
                os.killpg(process.pid, signal.SIGKILL)
        process.kill()
    process.communicate()


def limit_memory(most: int) -> None:
    """Let this process and those that it starts take ``most`` bytes each, where the system can hold them to it.

    Taking more raises MemoryError. Libraries and mapped files do not count.
    """
    try:
        import resource
    except ImportError:  # Windows
        return
    with contextlib.suppress(OSError, ValueError):
        resource.setrlimit(resource.RLIMIT_DATA, (most, most))
    with contextlib.suppress(OSError, ValueError):
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
