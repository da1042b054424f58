"""A deterministic tiny encoder: one random vector per pair of characters, so that every test runs offline."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from itertools import pairwise
from zlib import crc32

import numpy as np
import numpy.typing as npt

Matrix = npt.NDArray[np.float32]
Ids = npt.NDArray[np.int32]


class HashingEncoder:
    """Implements :class:`index.encoders.base.TokenEncoder`."""

    wants_normalised = True

    def __init__(self, dim: int = 32, vocabulary: int = 997) -> None:
        self.name = f"hashing-{dim}-{vocabulary}"
        self.dim = dim
        self.fingerprint = f"{crc32(self.name.encode()):064x}"
        self.vocabulary = vocabulary

    @cached_property
    def token_vectors(self) -> Matrix:
        rows = np.random.default_rng(0).standard_normal((self.vocabulary, self.dim))
        return np.asarray(rows / np.linalg.norm(rows, axis=1, keepdims=True), dtype=np.float32)

    @cached_property
    def token_weights(self) -> npt.NDArray[np.float32]:
        return np.ones(self.vocabulary, dtype=np.float32)

    def token_ids(self, texts: Sequence[str]) -> list[Ids]:
        return [
            np.array(
                [crc32("".join(pair).encode("utf-8", "surrogatepass")) % self.vocabulary for pair in pairwise(text)],
                dtype=np.int32,
            )
            for text in texts
        ]

    def encode_ids(self, ids: Sequence[Ids]) -> Matrix:
        vectors = np.zeros((len(ids), self.dim), dtype=np.float32)
        for row, tokens in enumerate(ids):
            if len(tokens):
                total = self.token_vectors[tokens].sum(axis=0)
                vectors[row] = total / max(float(np.linalg.norm(total)), 1e-9)
        return vectors

    def encode_passages(self, texts: Sequence[str]) -> Matrix:
        return self.encode_ids(self.token_ids(texts))

    encode_queries = encode_passages
