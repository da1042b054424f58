"""One long piece of work at a time, run in a process of its own, watched by whoever asks, cancelled by ending it."""

from __future__ import annotations

import atexit
import json
import logging
import os
import subprocess
import sys
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import ui
from index.errors import IndexBusy

__all__ = ["Job", "Jobs"]

_log = logging.getLogger(__name__)
_ROOT = Path(ui.__file__).parents[1]


@dataclass
class Job:
    """A piece of work. ``state`` is "running", "done", "failed" or "cancelled"; ``total`` None: not known."""

    number: int
    state: str = "running"
    stage: str = "start"
    done: int = 0
    total: int | None = None
    error: str | None = None
    result: Mapping[str, Any] = field(default_factory=dict)


class Jobs:
    """Starts jobs, one after the other. ``finished`` is called after one that succeeded."""

    def __init__(self, finished: Callable[[], object] = lambda: None) -> None:
        self._finished = finished
        self._lock = threading.Lock()
        self._job: Job | None = None
        self._process: subprocess.Popen[str] | None = None
        self._thread: threading.Thread | None = None
        self._number = 0
        atexit.register(self.cancel)

    @property
    def current(self) -> Job | None:
        """The job that runs, or the last one."""
        return self._job

    def start(self, task: Mapping[str, Any], cleanup: Callable[[], object] = lambda: None) -> Job:
        """Start ``task``, see :mod:`ui.service.worker`; ``cleanup`` is called when it has ended, however it ends.

        Raises IndexBusy while another runs.
        """
        if self._job is not None and self._job.state == "cancelled":
            self.join(10)  # its process may still hold the lock of the index
        with self._lock:
            if self._job is not None and self._job.state == "running":
                raise IndexBusy("The same kind of work is running already: wait until it ends, or cancel it.")
            self._number += 1
            job = self._job = Job(self._number)
            self._process = subprocess.Popen(
                [sys.executable, "-m", "ui.service.worker"],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                text=True,
                encoding="utf-8",
                env={
                    **os.environ,
                    "PYTHONPATH": os.pathsep.join(filter(None, (str(_ROOT), os.environ.get("PYTHONPATH")))),
                },
            )
            self._thread = threading.Thread(target=self._watch, args=(job, self._process, task, cleanup), daemon=True)
            self._thread.start()
        return job

    def join(self, seconds: float | None = None) -> None:
        """Wait until the running job has ended, or ``seconds`` have passed."""
        if self._thread is not None:
            self._thread.join(seconds)

    def cancel(self) -> None:
        """End the running job, if any. The index is as it was before."""
        with self._lock:
            if self._job is not None and self._job.state == "running" and self._process is not None:
                self._job.state = "cancelled"
                self._process.terminate()

    def _watch(
        self, job: Job, process: subprocess.Popen[str], task: Mapping[str, Any], cleanup: Callable[[], object]
    ) -> None:
        outcome: Mapping[str, Any] = {}
        with process:
            try:
                if process.stdin is not None:
                    process.stdin.write(json.dumps(task))
                    process.stdin.close()
            except BrokenPipeError:
                _log.warning("the worker ended before it was told what to do")
            for line in process.stdout or ():
                told = json.loads(line)
                if "stage" in told:
                    job.stage, job.done, job.total = told["stage"], told["done"], told["total"]
                else:
                    outcome = told
        cleanup()
        with self._lock:
            if job.state == "cancelled":
                return
            if "result" not in outcome:
                job.error = (
                    outcome.get("error") or "The work ended unexpectedly: see the server's output, and try again."
                )
                job.state = "failed"
                return
            job.result = outcome["result"]
        self._finished()
        job.state = "done"
