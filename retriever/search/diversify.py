"""The order of hits: by score, spread over documents when the question names no place."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from retriever.settings import SETTINGS, SearchSettings

__all__ = ["spread"]

Floats = npt.NDArray[np.float32]
Rows = npt.NDArray[np.intp]


def spread(
    scores: Floats, documents: npt.NDArray[np.integer], k: int, narrow: bool, settings: SearchSettings = SETTINGS
) -> tuple[Rows, Floats]:
    """Positions of the best ``k`` candidates, best first, and their scores.

    Unless ``narrow``, every passage of a document behind its best one loses ``crowding`` of its score for each that
    stands before it, up to ``crowding_limit`` of them: who names no city wants every city's answer. Equal scores
    keep their order.
    """
    order = np.argsort(-scores, kind="stable")
    if narrow or not len(order):
        return order[:k], scores[order[:k]]
    # How many passages of the same document stand before each, in order of score.
    ordered = documents[order]
    by_document = np.argsort(ordered, kind="stable")
    grouped = ordered[by_document]
    starts = np.flatnonzero(np.concatenate(([True], grouped[1:] != grouped[:-1])))
    sizes = np.diff(np.append(starts, len(grouped)))
    before = np.empty(len(order), dtype=np.intp)
    before[by_document] = np.arange(len(order)) - np.repeat(starts, sizes)
    loss = settings.crowding * np.minimum(before, settings.crowding_limit)
    lowered = scores[order] * (1.0 - loss).astype(np.float32)
    again = np.argsort(-lowered, kind="stable")[:k]
    return order[again], lowered[again]
