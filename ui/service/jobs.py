"""One long piece of work at a time, watched by whoever asks, cancelled by ending its process."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from index.errors import IndexBusy, InputError
from index.messages import Message
from ui.service.processes import Process

__all__ = ["Job", "Jobs"]


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
        self._process: Process | None = None
        self._thread: threading.Thread | None = None
        self._number = 0

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
            self._process = Process(task)
            self._thread = threading.Thread(target=self._watch, args=(job, self._process, cleanup), daemon=True)
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
                self._process.stop()

    def _watch(self, job: Job, process: Process, cleanup: Callable[[], object]) -> None:
        failure: Message | None = None
        try:
            for told in process.hear():
                if "result" in told:
                    job.result = told["result"]
                else:
                    job.stage, job.done, job.total = told["stage"], told["done"], told["total"]
        except InputError as error:
            failure = error.message
        cleanup()
        with self._lock:
            if job.state == "cancelled":
                return
            if failure is not None:
                job.error, job.state = failure, "failed"
                return
        self._finished()
        job.state = "done"
