"""Folding: what repeats an official passage is shown beneath it, never beside it.

Which leaf repeats which is found when the index is built (:mod:`index.duplicates`); here rows are followed. Nothing is
lost: every candidate is ranked itself, or stands in the ``duplicates`` of the one that it was folded under.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from index.store.bundle import Bundle
from index.types import Span

__all__ = ["NONE", "duplicates_of", "official"]

NONE = -1
"""In a column of rows: repeats nothing."""

Rows = npt.NDArray[np.intp]


def official(rows: Rows, canonical: npt.NDArray[np.integer]) -> Rows:
    """Passages that ``rows`` stand for, distinct and ascending: each repeat is replaced by what it repeats.

    ``canonical`` holds by passage the row of the official passage that it repeats, or -1.
    """
    targets = canonical[rows]
    return np.unique(np.where(targets == NONE, rows, targets)).astype(np.intp)


def duplicates_of(bundle: Bundle, row: int, repeats: Rows) -> tuple[tuple[str, Span], ...]:
    """(file, range) of every place that says the same as passage ``row``.

    Those are the leaves that repeat one of its own, and the passages ``repeats``, folded under it as wholes: where no
    leaf of such a passage is among the former, the whole passage is listed.
    """
    places = list(bundle.repeats_of(row))
    for other in repeats.tolist():
        passage = bundle.passage(other)
        file = bundle.documents[passage.doc_id].source_path
        if not any(where == file and span.overlap(passage.span) for where, span in places):
            places.append((file, passage.span))
    return tuple(places)
