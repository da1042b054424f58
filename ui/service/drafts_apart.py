"""Drafts parsed and commented in processes of their own, with limits of time and memory, few at once.

A process ends with the request that it works for: whoever closes the page gives up the place.
"""

from __future__ import annotations

import base64
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

from index.errors import IndexBusy, InputError, LoadError
from ui.office.draft_files import DraftFile, text_draft
from ui.service.draft_codec import draft_from_object, draft_object
from ui.service.processes import Process
from ui.service.requests import request_ended
from ui.text.locale import interface_language

__all__ = ["AT_ONCE", "MOST_WAITING", "SECONDS", "commented_apart", "draft_of_text", "parse_apart"]

AT_ONCE = 2
"""Drafts that are parsed at the same time, over all who use the server."""

MOST_WAITING = 8
"""Drafts that wait for a place; whoever comes later is asked to come back."""

SECONDS = 30.0
"""Seconds that one may take once it has a place."""

_READ_HERE = 10_000
"""Characters of the longest pasted text for which no process is started."""

_LOOK = 0.1
"""Seconds between two looks at whether the request is still there."""


def parse_apart(data: bytes, name: str) -> DraftFile:
    """Return the draft that the file ``name`` with the content ``data`` is.

    Raises InputError as :func:`ui.office.draft_files.parse_draft` does, LoadError when it takes too long or too much
    memory, and IndexBusy when too many wait.
    """
    task = {"task": "parse_draft", "name": name, "data": base64.b64encode(data).decode("ascii")}
    return draft_from_object(_result(task, name), data)


def draft_of_text(text: str) -> DraftFile:
    """Return the draft that a pasted text is; raises as :func:`parse_apart` does."""
    if len(text) <= _READ_HERE:
        return text_draft(text)
    return draft_from_object(_result({"task": "parse_text", "text": text}, ""), b"")


def commented_apart(draft: DraftFile, findings: Sequence[Mapping[str, Any]]) -> bytes:
    """Return what :func:`ui.office.checked_docx.commented_docx` does; raises as it and :func:`parse_apart` do."""
    task = {
        "task": "comment_draft",
        "draft": draft_object(draft),
        "data": base64.b64encode(draft.data).decode("ascii"),
        "findings": list(findings),
        "language": interface_language(),
    }
    return base64.b64decode(_result(task, draft.name)["data"])


def _result(task: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    ended = request_ended.get() or threading.Event()
    with _PLACES.taken(ended):
        process = Process(task)
        watch = _Watch(process, ended)
        try:
            told: Mapping[str, Any] = next(process.hear())
        except InputError as error:
            if watch.late:
                raise LoadError(
                    "{name} was not read within {seconds} seconds: split it, or save it in a simpler form.",
                    name=name,
                    seconds=f"{SECONDS:g}",
                ) from error
            raise
        finally:
            watch.end()
    result: Mapping[str, Any] = told["result"]
    return result


class _Places:
    """So many at once, and so many that wait."""

    def __init__(self) -> None:
        self._free = threading.Semaphore(AT_ONCE)
        self._lock = threading.Lock()
        self._waiting = 0

    @contextmanager
    def taken(self, ended: threading.Event) -> Iterator[None]:
        """Hold a place while the block runs. Raises IndexBusy when too many wait, InputError when it has ended."""
        with self._lock:
            if self._waiting >= MOST_WAITING:
                raise IndexBusy("{most} drafts are being read already: try again in a minute.", most=MOST_WAITING)
            self._waiting += 1
        try:
            while not self._free.acquire(timeout=_LOOK):
                if ended.is_set():
                    raise InputError("The work ended unexpectedly: see the server's output, and try again.")
        finally:
            with self._lock:
                self._waiting -= 1
        try:
            yield
        finally:
            self._free.release()


_PLACES = _Places()


class _Watch:
    """Stops a process that takes too long (``late``), or whose request has ended."""

    def __init__(self, process: Process, ended: threading.Event) -> None:
        self.late = False
        self._process = process
        self._ended = ended
        self._done = threading.Event()
        threading.Thread(target=self._look, name="draft", daemon=True).start()

    def end(self) -> None:
        """Look no longer."""
        self._done.set()

    def _look(self) -> None:
        until = time.monotonic() + SECONDS
        while not self._done.wait(_LOOK):
            self.late = time.monotonic() > until
            if self.late or self._ended.is_set():
                self._process.stop()
                return
