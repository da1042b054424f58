"""Likeness of meaning between a question and short texts, by the encoder that an index was built with."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
import numpy.typing as npt

from index.encoders.base import Encoder, TokenEncoder
from retriever.late_interaction import interact

__all__ = ["similarity_of"]

Scores = npt.NDArray[np.float32]

SINGLE_VECTOR = 0.5
"""Share of the single-vector cosine; late interaction has the rest. Equal parts were best on the tuning questions."""


def similarity_of(encoder: Encoder) -> Callable[[str, Sequence[str]], Scores]:
    """Return a function (question, texts) → float32 of shape (len(texts),), 0..1, over normalised texts.

    It is the cosine of the vectors; where the encoder has vectors of tokens, its mean with late interaction.
    """

    def similarity(question: str, texts: Sequence[str]) -> Scores:
        if not texts:
            return np.zeros(0, dtype=np.float32)
        cosines: Scores = encoder.encode_passages(texts) @ encoder.encode_queries([question])[0]
        if isinstance(encoder, TokenEncoder):
            late = _late(encoder, question, texts)
            cosines = SINGLE_VECTOR * cosines + (1 - SINGLE_VECTOR) * late
        likeness: Scores = np.clip(cosines, 0, 1).astype(np.float32)
        return likeness

    return similarity


def _late(encoder: TokenEncoder, question: str, texts: Sequence[str]) -> Scores:
    asked, *rows = encoder.token_ids([question, *texts])
    sizes = np.array([len(row) for row in rows], dtype=np.intp)
    ids = np.concatenate(rows).astype(np.intp)
    weights = encoder.token_weights[asked]
    stretch = max(1, int(sizes.max()))
    return interact(asked.astype(np.intp), weights, encoder.token_rows, ids, sizes, stretch).whole
