"""The files that sources were read from: remembered beside an index, and given out only as long as they are the same.

An index needs none of them to answer; they show a page as it was printed. A path is never taken from anywhere but the
index's own note of it, and what lies there counts only when its SHA-256 is the one that the index holds.
"""

from __future__ import annotations

import json
import os
from collections.abc import Collection, Iterable
from contextlib import suppress
from hashlib import sha256
from pathlib import Path

from index.errors import InputError
from index.loading import FoundFile
from index.store.files import write_atomically
from index.store.schema import ORIGINALS

__all__ = ["has_pictures", "keep_originals", "read_original", "remember_originals"]

_KEPT = "originals"
_PICTURED = (".pdf", ".png", ".jpg", ".jpeg", ".tif", ".tiff")
"""Suffixes of the files whose pages can be shown as they were printed."""


def has_pictures(file: str) -> bool:
    """Whether the pages of a file of this name can be shown as they were printed."""
    return file.lower().endswith(_PICTURED)


def remember_originals(index: Path, found: Iterable[FoundFile]) -> None:
    """Write beside the generations where those of the files lie that have pages to show; others stay remembered."""
    held = _remembered(index)
    held |= {file.name: os.fspath(file.path.resolve()) for file in found if has_pictures(file.name)}
    # Without this note a page is shown as text only.
    with suppress(OSError):
        write_atomically(index / ORIGINALS, (json.dumps(held, indent=1, sort_keys=True) + "\n").encode("ascii"))


def keep_originals(index: Path, found: Iterable[FoundFile], held: Collection[str]) -> None:
    """Keep copies of files that will not stay where they lie, such as uploads, and remember these.

    They are named by their SHA-256; copies whose SHA-256 (hex) is not among ``held`` are removed.
    """
    folder = index / _KEPT
    # Without the copies a page is shown as text only.
    with suppress(OSError):
        kept = []
        for file in found:
            data = file.path.read_bytes() if has_pictures(file.name) else b""
            digest = sha256(data).hexdigest()
            if digest in held:
                folder.mkdir(exist_ok=True)
                write_atomically(folder / digest, data)
                kept.append(FoundFile(folder / digest, file.name))
        if kept:
            remember_originals(index, kept)
        for copy in folder.iterdir() if folder.is_dir() else ():
            if copy.name not in held:
                copy.unlink()


def read_original(index: Path, file: str, digest: str) -> bytes:
    """Return the bytes of ``file``, a name that the index holds, whose SHA-256 is ``digest`` (hex).

    Raises InputError when it is not known where the file lies, when it lies there no more, or was changed since.
    """
    path = _remembered(index).get(file)
    if path is None:
        raise InputError(
            "The original of {file} was not kept: build from its folder again to see its pages.", file=file
        )
    try:
        with Path(path).open("rb") as opened:
            data = opened.read()
    except (OSError, ValueError) as error:
        raise InputError(
            "The original of {file} is no longer at {path}: put it back, or build from where it is now.",
            file=file,
            path=path,
        ) from error
    if sha256(data).hexdigest() != digest:
        raise InputError(
            "The original of {file} was changed since it was indexed: build the index again to see its pages.",
            file=file,
        )
    return data


def _remembered(index: Path) -> dict[str, str]:
    try:
        held = json.loads((index / ORIGINALS).read_bytes())
    except (OSError, ValueError, RecursionError):
        return {}
    pairs = held.items() if isinstance(held, dict) else ()
    return {name: path for name, path in pairs if isinstance(name, str) and isinstance(path, str)}
