"""Offset maps: which characters of a source text produced which characters of a text made from it.

A map holds, for every produced character *i*, the half-open source range ``[starts[i], ends[i])`` that produced it.
Both arrays never decrease, so a range maps by its two ends. Characters that only make sense together (互联网 from
網際網路) share one range: they form a *block*.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from index.types import Span

__all__ = ["Offsets", "OffsetsBuilder"]

Ints = npt.NDArray[np.int32]


@dataclass(frozen=True, slots=True, eq=False)
class Offsets:
    """A monotone map between a source of ``source_size`` code points and the ``len(starts)`` code points made from it.

    ``starts`` and ``ends`` are int32 arrays of one element per produced character, in code points of the source.
    """

    starts: Ints
    ends: Ints
    source_size: int

    @classmethod
    def identity(cls, size: int) -> Offsets:
        """Return the map of a text onto itself."""
        positions = np.arange(size + 1, dtype=np.int32)
        return cls(positions[:-1], positions[1:], size)

    def then(self, later: Offsets) -> Offsets:
        """Return the map of two steps taken one after the other; ``later`` maps what this one produced."""
        if later.source_size != self.starts.size:
            raise ValueError(f"a map of {later.source_size} characters cannot follow one that made {self.starts.size}")
        if later.starts.size == 0:
            return Offsets(later.starts, later.ends, self.source_size)
        return Offsets(self.starts[later.starts], self.ends[later.ends - 1], self.source_size)

    def to_source(self, start: int, end: int) -> Span:
        """Return the smallest source span that holds all that produced ``[start, end)``; an empty range stays empty."""
        size = self.starts.size
        _check(start, end, size)
        if start == end:
            at = int(self.starts[start]) if start < size else self.source_size
            return Span(at, at)
        return Span(int(self.starts[start]), int(self.ends[end - 1]))

    def from_source(self, start: int, end: int) -> Span:
        """Return the smallest produced span that holds all that came from source range ``[start, end)``."""
        _check(start, end, self.source_size)
        first = int(np.searchsorted(self.ends, start, side="right"))
        if start == end:
            return Span(first, first)
        return Span(first, int(np.searchsorted(self.starts, end, side="left")))


class OffsetsBuilder:
    """Collects ``(source size, produced size)`` steps from left to right into an :class:`Offsets`."""

    __slots__ = ("_ends", "_made", "_read", "_starts")

    def __init__(self) -> None:
        self._starts: list[Ints] = []
        self._ends: list[Ints] = []
        self._read = 0
        self._made = 0

    def copy(self, size: int) -> None:
        """Add ``size`` characters that map one to one."""
        if size:
            positions = np.arange(self._read, self._read + size + 1, dtype=np.int32)
            self._starts.append(positions[:-1])
            self._ends.append(positions[1:])
            self._read += size
            self._made += size

    def skip(self, size: int) -> None:
        """Leave ``size`` source characters out: no produced character comes from them."""
        self._read += size

    def block(self, read: int, made: int) -> None:
        """Add ``made`` characters that ``read`` source characters produced together (both at least 1)."""
        if read == made == 1:
            self.copy(1)
            return
        self._starts.append(np.full(made, self._read, dtype=np.int32))
        self._read += read
        self._made += made
        self._ends.append(np.full(made, self._read, dtype=np.int32))

    def blocks(self, sizes: Iterable[tuple[int, int]]) -> None:
        """Add several blocks."""
        for read, made in sizes:
            self.block(read, made)

    def build(self) -> Offsets:
        """Return the map."""
        if not self._starts:
            return Offsets.identity(0)
        return Offsets(np.concatenate(self._starts), np.concatenate(self._ends), self._read)


def _check(start: int, end: int, size: int) -> None:
    if not 0 <= start <= end <= size:
        raise ValueError(f"[{start}, {end}) is no range of a text of {size} characters")
