"""Examples drawn ahead and kept as arrays, so that training needs neither texts nor tokenizer."""

from __future__ import annotations

import io
import lzma
from dataclasses import dataclass, fields
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

UNKNOWN = -100
"""A target that the loss leaves out."""

ABSENT = 0
"""The piece that stands for "not here"."""

FILTERS = [{"id": lzma.FILTER_LZMA2, "preset": 6, "dict_size": 1 << 28, "lp": 1, "lc": 3, "pb": 1}]


@dataclass(frozen=True, slots=True)
class Pack:
    """Windows and targets of many examples.

    ``ids`` are the windows one after another, ``length`` their sizes, ``asked`` the pieces of the question, ``first``
    where the passage begins; ``spans`` ``[n, 8]``, ``relevant``, ``verdict``, ``claim``: see `Item`.
    """

    ids: NDArray[np.uint16]
    length: NDArray[np.int16]
    asked: NDArray[np.int16]
    first: NDArray[np.int16]
    spans: NDArray[np.int16]
    relevant: NDArray[np.int16]
    verdict: NDArray[np.int16]
    claim: NDArray[np.int16]

    def __len__(self) -> int:
        return len(self.length)

    def save(self, path: Path) -> None:
        """Write the pack, compressed."""
        with lzma.open(path.with_suffix(".part"), "wb", format=lzma.FORMAT_XZ, filters=FILTERS) as out:
            for field in fields(self):
                held = io.BytesIO()
                np.save(held, getattr(self, field.name))
                out.write(held.getvalue())
        path.with_suffix(".part").replace(path)

    @classmethod
    def load(cls, path: Path) -> Pack:
        """Read a pack."""
        held = io.BytesIO(lzma.decompress(path.read_bytes()))
        return cls(*(np.load(held) for _ in fields(cls)))
