"""Telling when a folder has changed, by looking: it works on every system and on network drives alike."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from index.loading import find_files

__all__ = ["INTERVAL", "folder_changes"]

INTERVAL = 1.0
"""Seconds between two looks."""

_State = Mapping[str, tuple[int, int]]


def folder_changes(
    folder: Path, *, interval: float = INTERVAL, wait: Callable[[float], None] = time.sleep
) -> Iterator[None]:
    """Return what yields whenever ``folder`` has changed, first since this call, and then stayed as it is for a look.

    A file that is still being written is thus not read too early. Only names, sizes and times are looked at; a folder
    that is not there holds nothing. ``wait`` passes the seconds between two looks.
    """
    return _changes(folder, _state(folder), interval, wait)


def _changes(folder: Path, told: _State, interval: float, wait: Callable[[float], None]) -> Iterator[None]:
    before = told
    while True:
        wait(interval)
        now = _state(folder)
        if now == before and now != told:
            told = now
            yield
        before = now


def _state(folder: Path) -> _State:
    state: dict[str, tuple[int, int]] = {}
    for file in find_files([folder], []):
        try:
            info = file.path.stat()
        except OSError:
            continue  # gone between the two looks
        state[file.name] = (info.st_size, info.st_mtime_ns)
    return state
