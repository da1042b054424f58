"""The reference of vector stores: an array, searched whole. What :class:`index.store.vectors.base.VectorStore` asks."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from index.store.files import FolderWriter, map_bytes
from index.store.vectors.base import Mask, Rows, Scores, Vectors


class ExactStore:
    """Implements :class:`index.store.vectors.base.VectorStore` by one product of a matrix and a vector."""

    def __init__(self, vectors: Vectors) -> None:
        self._vectors = vectors
        self.dim = vectors.shape[1]

    @classmethod
    def build(cls, vectors: Vectors) -> ExactStore:
        return cls(vectors.astype("<f4"))

    @classmethod
    def open(cls, folder: Path) -> ExactStore:
        dim = int((folder / "dim").read_text())
        return cls(map_bytes(folder / "vectors").view("<f4").reshape(-1, dim))

    def write(self, writer: FolderWriter) -> None:
        writer.bytes("dim", str(self.dim).encode())
        writer.bytes("vectors", self._vectors.tobytes())

    def __len__(self) -> int:
        return len(self._vectors)

    def search(self, vector: Vectors, k: int, allowed: Mask | None = None) -> tuple[Rows, Scores]:
        if vector.shape != (self.dim,):
            raise ValueError("the dimensions differ")
        if allowed is not None and allowed.shape != (len(self),):
            raise ValueError("the rows differ")
        rows = np.arange(len(self)) if allowed is None else np.flatnonzero(allowed)
        scores = self._vectors[rows] @ vector
        order = np.lexsort((rows, -scores))[: max(0, k)]
        return rows[order].astype(np.int32), scores[order]

    def vectors(self, rows: Rows) -> Vectors:
        return self._vectors[rows]

    def may_be_built_again(self, count: int) -> bool:
        return True
