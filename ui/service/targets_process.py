"""Processes of the target tab: started, fed and read line by line, ended with the server."""

from __future__ import annotations

import atexit
import json
import os
import subprocess
import sys
import threading
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

import ui
from index.errors import InputError

__all__ = ["Workers"]

AT_ONCE = 2
"""Processes at a time; whoever comes later waits for a place."""

_ROOT = Path(ui.__file__).parents[1]


class Workers:
    """Runs :mod:`ui.service.targets_worker`, at most :data:`AT_ONCE` times at once."""

    def __init__(self) -> None:
        self._places = threading.Semaphore(AT_ONCE)
        self._running: set[subprocess.Popen[str]] = set()
        atexit.register(self.close)

    def close(self) -> None:
        """End every process that still runs."""
        for process in tuple(self._running):
            process.terminate()

    def run(self, task: Mapping[str, Any], rows: Iterable[str] = ()) -> Iterator[Any]:
        """Yield what the process says, line by line; ``rows`` are the lines sent after ``task``.

        Raises InputError with the sentence of the process when it could not do the task.
        """
        with self._places:
            process = _start()
            self._running.add(process)
            try:
                _send(process, task, rows)
                for line in process.stdout or ():
                    told = json.loads(line)
                    if isinstance(told, dict) and "error" in told:
                        raise InputError(told["error"])
                    if told == {"end": True}:
                        return
                    yield told
                raise InputError("The work ended unexpectedly: see the server's output, and try again.")
            finally:
                self._running.discard(process)
                process.terminate()
                if process.stdout is not None:
                    process.stdout.close()
                process.wait()


def _start() -> subprocess.Popen[str]:
    path = os.pathsep.join(filter(None, (str(_ROOT), os.environ.get("PYTHONPATH"))))
    return subprocess.Popen(
        [sys.executable, "-m", "ui.service.targets_worker"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        encoding="utf-8",
        env={**os.environ, "PYTHONPATH": path, "PYTHONIOENCODING": "utf-8"},
    )


def _send(process: subprocess.Popen[str], task: Mapping[str, Any], rows: Iterable[str]) -> None:
    assert process.stdin is not None
    try:
        with process.stdin as sent:
            sent.write(json.dumps(task) + "\n")
            sent.writelines(f"{row}\n" for row in rows)
    except BrokenPipeError:
        return  # it ended before it had heard everything: what it said tells why
