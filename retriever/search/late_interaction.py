"""Late interaction over static token vectors: MaxSim (Khattab and Zaharia, "ColBERT", SIGIR 2020).

For every token of the question the best cosine with a token of the passage; their mean, weighted by how much each
token of the question says. The vectors have no context, so a passage is stored as its token ids alone. Beside the mean
over the whole passage stands the one over its best short stretch: what answers a question stands close together.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

__all__ = ["Interaction", "TokenVectors", "gather", "interact", "unit"]

Floats = npt.NDArray[np.float32]
Integers = npt.NDArray[np.integer]

TokenVectors = Callable[[npt.NDArray[np.intp]], Floats]
"""Token ids, shape (n,) → their vectors, float32 of shape (n, d), of any length."""


@dataclass(frozen=True, slots=True)
class Interaction:
    """Scores of passages, float32 of shape (passages,), in -1..1: over ``whole`` passages, and their best ``focus``."""

    whole: Floats
    focus: Floats


def unit(vectors: Floats) -> Floats:
    """Rows of ``vectors`` (n, d) at length 1; rows of zeros stay zeros."""
    norms = np.sqrt(np.einsum("ij,ij->i", vectors, vectors))
    scaled: Floats = vectors / np.maximum(norms, np.float32(1e-12))[:, None]
    return scaled


def gather(
    flat: Integers, starts: npt.NDArray[np.int64], rows: Integers
) -> tuple[npt.NDArray[np.intp], npt.NDArray[np.intp]]:
    """Ids of ragged ``rows`` one after another, and how many each has; row i is ``flat[starts[i]:starts[i + 1]]``."""
    begins = starts[rows]
    sizes = (starts[rows + 1] - begins).astype(np.intp)
    ends = np.cumsum(sizes)
    positions = np.arange(int(ends[-1]) if len(ends) else 0) + np.repeat(begins - (ends - sizes), sizes)
    return flat[positions].astype(np.intp), sizes


def interact(
    question: npt.NDArray[np.intp],
    weights: Floats,
    vectors: TokenVectors,
    ids: npt.NDArray[np.intp],
    sizes: npt.NDArray[np.intp],
    stretch: int,
) -> Interaction:
    """Score passages by weighted MaxSim.

    ``question`` holds token ids, ``weights`` (same shape) is not negative; ``ids`` are the passages' token ids one
    after another and ``sizes`` how many each has; ``stretch`` is the number of tokens (rounded up to even)
    looked at together for ``focus``. A passage or a question without tokens scores 0.
    """
    nothing = np.zeros(len(sizes), dtype=np.float32)
    total = float(weights.sum())
    filled = np.flatnonzero(sizes)
    if not len(filled) or total <= 0:
        return Interaction(nothing, nothing.copy())
    # Each distinct token is compared once, however many candidates hold it.
    seen = np.zeros(int(ids.max()) + 1, dtype=np.bool_)
    seen[ids] = True
    distinct = np.flatnonzero(seen)
    place = np.empty(len(seen), dtype=np.intp)
    place[distinct] = np.arange(len(distinct))
    known = vectors(distinct)
    lengths = np.sqrt(np.einsum("ij,ij->i", known, known))
    # Dividing the products costs a tenth of dividing the vectors.
    cosines = (known @ unit(vectors(question)).T) / np.maximum(lengths, np.float32(1e-12))[:, None]
    cosines = cosines[place[ids]]
    kept = sizes[filled]
    begins = np.cumsum(kept) - kept
    step = (stretch + 1) // 2
    counts = -(-kept // step)
    first = np.cumsum(counts) - counts
    offsets = np.arange(int(counts.sum())) - np.repeat(first, counts)
    best = np.maximum.reduceat(cosines, np.repeat(begins, counts) + offsets * step, axis=0)
    # A stretch is two steps, so that stretches overlap by half and nothing falls between two of them.
    following = np.minimum(np.arange(len(best)) + 1, np.repeat(first + counts - 1, counts))
    stretches = np.maximum(best, best[following])
    share = weights / np.float32(total)
    whole, focus = nothing, nothing.copy()
    whole[filled] = np.maximum.reduceat(best, first, axis=0) @ share
    focus[filled] = np.maximum.reduceat(stretches @ share, first)
    return Interaction(whole, focus)
