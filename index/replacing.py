"""What a build would take out of an index, told beforehand: a build makes the index anew from the files named."""

from __future__ import annotations

import json
import os
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from index.errors import IndexDamaged, IndexMissing
from index.loading import find_files
from index.store.bundle import Bundle
from index.store.files import write_atomically
from index.store.schema import BUILT_FROM

__all__ = ["lost_files", "remember_paths"]

Paths = Sequence[str | os.PathLike[str]]


def remember_paths(index: Path, generation: str, paths: Paths) -> None:
    """Write beside the generations from which files and folders this one was built."""
    told = {"generation": generation, "paths": _absolute(paths)}
    # Without this file a later build only asks more.
    with suppress(OSError):
        write_atomically(index / BUILT_FROM, (json.dumps(told, indent=1) + "\n").encode("ascii"))


def lost_files(index: Path, paths: Paths, *, follow_links: bool = False) -> tuple[str, ...]:
    """Return the files of ``index`` that a build from ``paths`` would leave out, by their names in the index.

    None when the current generation was built from these very paths, whatever a folder has gained or lost since; when
    there is no index, or one that cannot be used; and when the paths hold no file to build from.
    """
    try:
        bundle = Bundle.open(index)
    except (IndexMissing, IndexDamaged):
        return ()
    if _remembered(index) == {"generation": bundle.folder.name, "paths": _absolute(paths)}:
        return ()
    named = {found.name for found in find_files([Path(path) for path in paths], [], follow_links=follow_links)}
    return tuple(name for name in bundle.texts if name not in named) if named else ()


def _absolute(paths: Paths) -> list[str]:
    return sorted({os.fsencode(Path(path).resolve()).decode("utf-8", "replace") for path in paths})


def _remembered(index: Path) -> object:
    try:
        return json.loads((index / BUILT_FROM).read_bytes())
    except (OSError, ValueError, RecursionError):
        return None
