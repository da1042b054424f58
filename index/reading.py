"""The fingerprint of the code that reads sources: two versions of the same one read the same out of a text.

An index that is changed takes over what it holds of files that stay as they are, which is right only where this version
would read the same. Whatever takes part in reading counts: code and word lists of these rooms, byte by byte.
"""

from __future__ import annotations

from functools import cache
from hashlib import sha256
from importlib.resources import files
from typing import Any, Protocol

__all__ = ["ROOMS", "fingerprint"]

ROOMS = ("clauses", "language", "loading", "metadata", "recognizers", "splitting")
"""Folders of ``index`` that what is read depends on, beside its own modules."""

_MODULES = ("duplicates.py", "parsing.py", "passages.py", "types.py")


class _Digest(Protocol):
    def update(self, data: bytes, /) -> None: ...


@cache
def fingerprint() -> str:
    """Return the start of the SHA-256 (hex) of the reading code and its word lists."""
    root = files("index")
    digest = sha256()
    for name in sorted((*ROOMS, *_MODULES)):
        _update(digest, root / name, name)
    return digest.hexdigest()[:16]


def _update(digest: _Digest, item: Any, name: str) -> None:
    if item.is_dir():
        for inner in sorted(item.iterdir(), key=lambda inner: inner.name):
            if inner.name != "__pycache__":
                _update(digest, inner, f"{name}/{inner.name}")
    else:
        data = item.read_bytes()
        digest.update(f"{name}\0{len(data)}\0".encode())
        digest.update(data)
