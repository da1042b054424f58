"""What search needs of an index of vectors, whatever engine keeps them."""

from __future__ import annotations

from pathlib import Path
from typing import Protocol

import numpy as np
import numpy.typing as npt

from index.store.files import FolderWriter

__all__ = ["Mask", "Rows", "Scores", "VectorStore", "Vectors"]

Vectors = npt.NDArray[np.float32]
"""Unit vectors, shape (n, dim), or one of shape (dim,)."""
Rows = npt.NDArray[np.int32]
"""Numbers of vectors, from 0 in the order in which they were given: the ids of passages."""
Scores = npt.NDArray[np.float32]
Mask = npt.NDArray[np.bool_]


class VectorStore(Protocol):
    """``len(store)`` unit vectors of ``dim`` dimensions by row, read-only; threads may share one.

    A store may compress its vectors. It may then miss some of the nearest, but the scores that it gives are inner
    products up to the rounding of what it stores, comparable with those of any other store. The same vectors give the
    same files.
    """

    dim: int

    @classmethod
    def build(cls, vectors: Vectors) -> VectorStore:
        """Return a store of ``vectors`` (shape (n, dim), n may be 0): row i of the store is row i of the array."""
        ...

    @classmethod
    def open(cls, folder: Path) -> VectorStore:
        """Open what :meth:`write` wrote into ``folder``. Raises OSError or RuntimeError when it cannot be read."""
        ...

    def write(self, writer: FolderWriter) -> None:
        """Write the store's files, listed in :data:`index.store.schema.FILES`. Raises OSError."""
        ...

    def __len__(self) -> int: ...

    def search(self, vector: Vectors, k: int, allowed: Mask | None = None) -> tuple[Rows, Scores]:
        """Return the rows and scores of the ``k`` vectors nearest to ``vector`` (shape (dim,)), best first.

        A score is the inner product; equal scores rank by row. Fewer than ``k`` come back when there are fewer.
        ``allowed`` (shape (n,)) limits the answer to the rows that it marks. Raises ValueError when a shape does not
        fit.
        """
        ...

    def vectors(self, rows: Rows) -> Vectors:
        """Return the vectors of ``rows`` as they are stored, shape (len(rows), dim)."""
        ...

    def may_be_built_again(self, count: int) -> bool:
        """Whether a store of ``count`` vectors, built from those that this one returns, is the one built from those
        that it was given.
        """
        ...
