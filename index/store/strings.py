"""Many strings in two memory-mapped arrays: opened in microseconds however many there are."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import overload

import numpy as np
import numpy.typing as npt

__all__ = ["Strings", "Vocabulary"]


class Strings(Sequence[str]):
    """An immutable sequence of strings: ``blob`` holds their UTF-8 (uint8), ``offsets`` (int64, n + 1) their starts.

    Lone surrogates are kept ("surrogatepass"), since source texts may hold them.
    """

    def __init__(self, blob: npt.NDArray[np.uint8], offsets: npt.NDArray[np.int64]) -> None:
        if len(offsets) == 0 or int(offsets[-1]) != len(blob):
            raise ValueError("offsets must start at 0 and end at the length of the blob")
        self.blob = blob
        self.offsets = offsets
        self._view = blob.data

    @classmethod
    def pack(cls, strings: Iterable[str]) -> Strings:
        """Pack ``strings`` in the order given."""
        return cls.pack_encoded([string.encode("utf-8", "surrogatepass") for string in strings])

    @classmethod
    def pack_encoded(cls, encoded: Sequence[bytes]) -> Strings:
        """Pack strings whose UTF-8 these are, in the order given."""
        offsets = np.zeros(len(encoded) + 1, dtype=np.int64)
        np.cumsum(np.fromiter(map(len, encoded), dtype=np.int64, count=len(encoded)), out=offsets[1:])
        return cls(np.frombuffer(b"".join(encoded), dtype=np.uint8), offsets)

    def __len__(self) -> int:
        return len(self.offsets) - 1

    @overload
    def __getitem__(self, row: int) -> str: ...
    @overload
    def __getitem__(self, row: slice) -> list[str]: ...
    def __getitem__(self, row: int | slice) -> str | list[str]:
        if isinstance(row, slice):
            return [self[i] for i in range(*row.indices(len(self)))]
        if not -len(self) <= row < len(self):
            raise IndexError(f"row {row} of {len(self)} strings")
        return self._bytes(row % len(self)).decode("utf-8", "surrogatepass")

    def __iter__(self) -> Iterator[str]:
        data, offsets = self._view.tobytes(), self.offsets.tolist()
        return (data[start:end].decode("utf-8", "surrogatepass") for start, end in pairwise(offsets))

    def encoded(self) -> list[bytes]:
        """Return the UTF-8 of every string."""
        data, offsets = self._view.tobytes(), self.offsets.tolist()
        return [data[start:end] for start, end in pairwise(offsets)]

    def matches(self, pattern: re.Pattern[bytes]) -> tuple[list[int], list[bytes]]:
        """Return the rows, ascending, in whose UTF-8 ``pattern`` matches, and the first group of every match.

        The packed bytes are scanned as they lie; the pattern must not match across two strings.
        """
        found = [(match.start(), match[1]) for match in pattern.finditer(self._view)]
        starts = np.array([start for start, _ in found], dtype=np.int64)
        rows: list[int] = (np.searchsorted(self.offsets, starts, side="right") - 1).tolist()
        return rows, [group for _, group in found]

    def _bytes(self, row: int) -> bytes:
        return self._view[self.offsets[row] : self.offsets[row + 1]].tobytes()


class Vocabulary:
    """Distinct terms in code point order, found by binary search over the packed bytes.

    UTF-8 keeps code point order, so comparing bytes compares terms. A look-up takes a few microseconds and nothing is
    read that it does not touch: no dictionary of a hundred thousand strings has to be built first.
    """

    def __init__(self, strings: Strings) -> None:
        self.strings = strings

    @classmethod
    def pack(cls, terms: Iterable[str]) -> Vocabulary:
        """Pack the distinct ``terms``, sorted."""
        return cls(Strings.pack(sorted(set(terms))))

    def __len__(self) -> int:
        return len(self.strings)

    def __iter__(self) -> Iterator[str]:
        return iter(self.strings)

    def __contains__(self, term: object) -> bool:
        return isinstance(term, str) and self.row(term) >= 0

    def term(self, row: int) -> str:
        """Return the term of ``row``."""
        return self.strings[row]

    def row(self, term: str) -> int:
        """Return the row of ``term``, or -1 when it is not in the vocabulary."""
        wanted = term.encode("utf-8", "surrogatepass")
        row = self._lower_bound(wanted)
        return row if row < len(self) and self.strings._bytes(row) == wanted else -1

    def prefixed(self, prefix: str) -> range:
        """Return the rows of all terms that start with ``prefix``."""
        first = prefix.encode("utf-8", "surrogatepass")
        # 0xff stands in no UTF-8 text, so it sorts after every continuation of the prefix.
        return range(self._lower_bound(first), self._lower_bound(first + b"\xff"))

    def _lower_bound(self, wanted: bytes) -> int:
        low, high = 0, len(self)
        while low < high:
            middle = (low + high) // 2
            if self.strings._bytes(middle) < wanted:
                low = middle + 1
            else:
                high = middle
        return low
