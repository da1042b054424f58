"""Stretches of rows that an index takes over from the one before it."""

from __future__ import annotations

from typing import NamedTuple

__all__ = ["Run"]


class Run(NamedTuple):
    """The rows ``first`` to ``stop`` (half-open) of the index before, which are the rows from ``now`` on."""

    first: int
    stop: int
    now: int

    @property
    def size(self) -> int:
        """How many rows these are."""
        return self.stop - self.first
