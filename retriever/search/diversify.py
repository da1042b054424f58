"""The order of hits over documents: one document's passages together, or every document's best ones first."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

__all__ = ["spread", "supported"]

Floats = npt.NDArray[np.float32]
Rows = npt.NDArray[np.intp]


def supported(scores: Floats, documents: npt.NDArray[np.integer], share: float) -> Floats:
    """Return the scores, lowered by ``share`` (0..1) of what the best one of their document lacks to the best of all.

    A document about the matter says more of it than another one that shares a passage's words by chance. Scores of the
    best document stay as they are; a document whose best is half as good loses half of ``share``.
    """
    distinct, owner = np.unique(documents, return_inverse=True)
    best = np.zeros(len(distinct), dtype=np.float32)
    np.maximum.at(best, owner, scores)
    most = float(best.max(initial=0.0))
    if most <= 0:
        return scores
    lowered: Floats = (scores * (1.0 - share * (1.0 - best[owner] / most))).astype(np.float32)
    return lowered


def spread(
    scores: Floats, documents: npt.NDArray[np.integer], k: int, crowding: float, limit: int
) -> tuple[Rows, Floats]:
    """Positions of the best ``k`` candidates, best first, and their scores.

    Every passage of a document behind its best one loses ``crowding`` of its score for each that stands before it, up
    to ``limit`` of them. Equal scores keep their order.
    """
    order = np.argsort(-scores, kind="stable")
    if not crowding or not len(order):
        return order[:k], scores[order[:k]]
    # How many passages of the same document stand before each, in order of score.
    ordered = documents[order]
    by_document = np.argsort(ordered, kind="stable")
    grouped = ordered[by_document]
    starts = np.flatnonzero(np.concatenate(([True], grouped[1:] != grouped[:-1])))
    sizes = np.diff(np.append(starts, len(grouped)))
    before = np.empty(len(order), dtype=np.intp)
    before[by_document] = np.arange(len(order)) - np.repeat(starts, sizes)
    lowered = scores[order] * (1.0 - crowding * np.minimum(before, limit)).astype(np.float32)
    again = np.argsort(-lowered, kind="stable")[:k]
    return order[again], lowered[again]
