"""What every encoder offers, and the errors of a wrong input."""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import sha256
from pathlib import Path
from typing import Protocol, runtime_checkable

import numpy as np
from numpy.typing import NDArray

__all__ = [
    "Encoder",
    "FloatMatrix",
    "FloatVector",
    "TokenEncoder",
    "TokenIds",
    "fingerprint_files",
    "unit_rows",
    "well_formed",
]

FloatMatrix = NDArray[np.float32]
FloatVector = NDArray[np.float32]
TokenIds = NDArray[np.int32]


@runtime_checkable
class Encoder(Protocol):
    """Texts to unit vectors; questions and passages may be encoded differently."""

    @property
    def name(self) -> str:
        """What `load_encoder` takes to load this encoder again; stored in the manifest of an index."""
        ...

    @property
    def dim(self) -> int:
        """Length of a vector."""
        ...

    @property
    def fingerprint(self) -> str:
        """SHA-256 (hex) over the model's files: an index refuses an encoder with another one."""
        ...

    @property
    def wants_normalised(self) -> bool:
        """True when texts must be normalised first (NFKC, OpenCC ``tw2sp``, lower case); False: texts as they stand."""
        ...

    def encode_queries(self, texts: Sequence[str]) -> FloatMatrix:
        """Vectors of questions: float32 (len(texts), dim), rows of length 1, a zero row for a text without tokens."""
        ...

    def encode_passages(self, texts: Sequence[str]) -> FloatMatrix:
        """Vectors of passages, in the same form as those of questions."""
        ...


@runtime_checkable
class TokenEncoder(Encoder, Protocol):
    """An encoder with one fixed vector per token, so that late interaction needs no more than a passage's token ids."""

    @property
    def token_weights(self) -> FloatVector:
        """Weight of every token of a *question* in late interaction: float32 (vocabulary,), positive."""
        ...

    def token_rows(self, ids: NDArray[np.integer]) -> FloatMatrix:
        """Vectors of some tokens, with the lengths that they have in a mean: float32 (len(ids), dim)."""
        ...

    def token_ids(self, texts: Sequence[str]) -> list[TokenIds]:
        """Token ids of every text, int32, in order, without special tokens."""
        ...


def well_formed(texts: Sequence[str]) -> list[str]:
    """The texts without lone surrogates, which no tokenizer takes: each becomes U+FFFD."""
    return [text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace") for text in texts]


def unit_rows(matrix: FloatMatrix) -> FloatMatrix:
    """The matrix with every row scaled to length 1; zero rows stay zero."""
    lengths = np.sqrt(np.einsum("ij,ij->i", matrix, matrix))[:, None]
    return np.asarray(np.divide(matrix, lengths, out=np.zeros_like(matrix), where=lengths > 0), dtype=np.float32)


def fingerprint_files(paths: Sequence[Path]) -> str:
    """SHA-256 (hex) over the names, sizes and bytes of files, in the given order."""
    digest = sha256()
    for path in paths:
        content = path.read_bytes()
        digest.update(f"{path.name}\0{len(content)}\0".encode())
        digest.update(content)
    return digest.hexdigest()
