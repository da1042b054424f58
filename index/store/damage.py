"""Damage that shows while an index is read: files too large to be hashed on opening are read as they lie."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from index.errors import IndexDamaged

__all__ = ["damage_told"]


@contextmanager
def damage_told(name: str) -> Iterator[None]:
    """Turn what reading the damaged file ``name`` raises inside (IndexError, ValueError) into IndexDamaged."""
    try:
        yield
    except (IndexError, ValueError) as error:
        raise IndexDamaged(
            "The index is damaged ({name} holds what cannot be): build it again with `yinju build`.", name=name
        ) from error
