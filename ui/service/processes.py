"""Long work in processes of its own: started, given input, read line by line, ended with the server.

:mod:`ui.service.worker` is what runs in them, and says which tasks there are.
"""

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
from index.messages import Message

__all__ = ["Process", "Processes"]

AT_ONCE = 2
"""Processes of one kind of work at a time; whoever comes later waits for a place."""

_ROOT = Path(ui.__file__).parents[1]
_running: set[subprocess.Popen[str]] = set()


@atexit.register
def _end_all() -> None:
    for process in tuple(_running):
        process.terminate()


class Process:
    """A process that does one task. One thread may hear it while another stops it."""

    def __init__(self, task: Mapping[str, Any], rows: Iterable[str] = ()) -> None:
        """Start on ``task``; ``rows`` are lines that it reads after the task."""
        self._task, self._rows = task, rows
        path = os.pathsep.join(filter(None, (str(_ROOT), os.environ.get("PYTHONPATH"))))
        self._process = subprocess.Popen(
            [sys.executable, "-m", "ui.service.worker"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            encoding="utf-8",
            env={**os.environ, "PYTHONPATH": path, "PYTHONIOENCODING": "utf-8"},
        )
        _running.add(self._process)

    def stop(self) -> None:
        """End the process. Whoever hears it is told that it ended unexpectedly."""
        self._process.terminate()

    def hear(self) -> Iterator[Any]:
        """Yield what the process says while it works, at last ``{"result": …}``; then, or when left, it has ended.

        Raises InputError with its sentence when it could not do the task.
        """
        process = self._process
        try:
            self._send()
            for line in process.stdout or ():
                told = json.loads(line)
                if isinstance(told, dict) and "error" in told:
                    raise InputError(Message.from_object(told["error"]))
                yield told
                if isinstance(told, dict) and "result" in told:
                    return
            raise InputError("The work ended unexpectedly: see the server's output, and try again.")
        finally:
            process.terminate()
            if process.stdout is not None:
                process.stdout.close()
            process.wait()
            _running.discard(process)

    def _send(self) -> None:
        assert self._process.stdin is not None
        try:
            with self._process.stdin as sent:
                sent.write(json.dumps(self._task) + "\n")
                sent.writelines(f"{row}\n" for row in self._rows)
        except BrokenPipeError:
            return  # it ended before it had heard everything: what it said tells why


class Processes:
    """Work whose end is waited for, at most :data:`AT_ONCE` pieces at once."""

    def __init__(self) -> None:
        self._places = threading.Semaphore(AT_ONCE)

    def run(self, task: Mapping[str, Any], rows: Iterable[str] = ()) -> Iterator[Any]:
        """Yield what :meth:`Process.hear` yields, once there is a place. Raises InputError as it does."""
        with self._places:
            yield from Process(task, rows).hear()
