"""The embedded encoder: one vector per token, no context; numpy, `tokenizers` and nothing else.

The folder opens in sentence-transformers as it stands (``WordEmbeddings``, mean ``Pooling``, ``Normalize``). A text's
vector is the normalised mean of its tokens' rows; one scale for the whole int8 table therefore cancels out.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from safetensors import SafetensorError
from safetensors.numpy import load_file
from tokenizers import Tokenizer

from index.encoders.base import FloatMatrix, FloatVector, TokenIds, fingerprint_files, unit_rows, well_formed
from index.errors import ModelError

__all__ = ["CARD_FILE", "ROWS", "TOKENIZER_FILE", "WEIGHTS", "WEIGHTS_FILE", "StaticEncoder"]

WEIGHTS_FILE = "model.safetensors"
TOKENIZER_FILE = "tokenizer.json"
CARD_FILE = "yinju-encoder.json"
"""Marks a folder as a model of this kind and says how it was trained."""

ROWS = "emb_layer.weight"
WEIGHTS = "token_weights"
"""Tensors of `WEIGHTS_FILE`: int8 rows (vocabulary, dim) and float32 weights of question tokens (vocabulary,)."""


class StaticEncoder:
    """A token table with learned lengths and question weights; implements `TokenEncoder`."""

    wants_normalised = True

    def __init__(
        self,
        name: str,
        fingerprint: str,
        tokenizer: Tokenizer,
        rows: NDArray[np.int8],
        token_weights: FloatVector,
    ) -> None:
        """Put an encoder together from its parts.

        Args:
            name: what `load_encoder` takes to load it again.
            fingerprint: SHA-256 of the model's files.
            tokenizer: a `tokenizers.Tokenizer`; it adds no special tokens.
            rows: int8 (vocabulary, dim), in any one scale.
            token_weights: float32 (vocabulary,), positive.

        Raises:
            ModelError: the parts do not fit one another.
        """
        vocabulary = tokenizer.get_vocab_size()
        if rows.ndim != 2 or not vocabulary == rows.shape[0] == token_weights.shape[0]:
            raise ModelError(
                "The model {name} is inconsistent: {vocabulary} pieces, {rows} rows, {weights} weights; get a "
                "whole copy of its folder.",
                name=name,
                vocabulary=vocabulary,
                rows=rows.shape[0],
                weights=token_weights.shape[0],
            )
        self.name = name
        self.fingerprint = fingerprint
        self.dim = int(rows.shape[1])
        self.token_weights = token_weights
        self._tokenizer = tokenizer
        self._rows = rows

    @classmethod
    def load(cls, folder: Path, name: str | None = None) -> StaticEncoder:
        """Load a model folder.

        Raises:
            ModelError: a file is missing, damaged or does not fit the others.
        """
        weights_path, tokenizer_path = folder / WEIGHTS_FILE, folder / TOKENIZER_FILE
        try:
            tensors = load_file(weights_path)
            tokenizer = Tokenizer.from_file(str(tokenizer_path))
            rows, token_weights = tensors[ROWS], tensors[WEIGHTS]
        except (OSError, SafetensorError, KeyError) as error:
            raise ModelError(
                "The model folder {folder} is damaged or incomplete ({error}); get a whole copy.",
                folder=folder,
                error=error,
            ) from error
        except Exception as error:  # tokenizers raises bare Exception
            raise ModelError(
                "The tokenizer {path} cannot be read ({error}); get a whole copy.",
                path=tokenizer_path,
                error=error,
            ) from error
        fingerprint = fingerprint_files((weights_path, tokenizer_path))
        return cls(name if name is not None else str(folder), fingerprint, tokenizer, rows, token_weights)

    def token_rows(self, ids: NDArray[np.integer]) -> FloatMatrix:
        """Rows of some tokens, with their learned lengths: float32 (len(ids), dim)."""
        return np.asarray(self._rows[ids], dtype=np.float32)

    def token_ids(self, texts: Sequence[str]) -> list[TokenIds]:
        """Token ids of every text, int32; a text without a word or number has none."""
        try:
            encodings = self._tokenizer.encode_batch_fast(list(texts), add_special_tokens=False)
        except TypeError:
            # Hardly ever needed, and to look for it costs as much as to encode.
            encodings = self._tokenizer.encode_batch_fast(well_formed(texts), add_special_tokens=False)
        return [np.array(encoding.ids, dtype=np.int32) for encoding in encodings]

    def encode_ids(self, ids: Sequence[TokenIds]) -> FloatMatrix:
        """Vectors of texts that are tokenised already: float32 (len(ids), dim), zero rows for empty texts."""
        vectors = np.zeros((len(ids), self.dim), dtype=np.float32)
        for number, tokens in enumerate(ids):
            if tokens.size:
                # One text at a time stays in the processor's cache: ten times as fast as np.add.reduceat over a batch.
                vectors[number] = self.token_rows(tokens).sum(axis=0)
        return unit_rows(vectors)

    def encode_queries(self, texts: Sequence[str]) -> FloatMatrix:
        """Vectors of questions; a static encoder makes no difference between questions and passages."""
        return self.encode_ids(self.token_ids(texts))

    def encode_passages(self, texts: Sequence[str]) -> FloatMatrix:
        """Vectors of passages: float32 (len(texts), dim), unit rows, zero rows for texts without tokens."""
        return self.encode_ids(self.token_ids(texts))
