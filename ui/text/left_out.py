"""The files that a build left out, put together by why: a folder of scans is one line, not a thousand."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

__all__ = ["LeftOut", "grouped"]


class LeftOut(NamedTuple):
    """Files left out for one reason: ``reason`` is the sentence about the first, ``others`` are the names after it."""

    name: str
    reason: str
    others: tuple[str, ...]


def grouped(skipped: Iterable[tuple[str, str]]) -> list[LeftOut]:
    """Group (name, reason) by what the reasons say about their files; order is that of the first of each group."""
    groups: dict[str, list[tuple[str, str]]] = {}
    for name, reason in skipped:
        # Reasons begin with the name of their file.
        groups.setdefault(reason.removeprefix(name), []).append((name, reason))
    return [LeftOut(*held[0], tuple(name for name, _ in held[1:])) for held in groups.values()]
