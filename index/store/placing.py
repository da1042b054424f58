"""Rows of an index put together: those taken over from the index before, and new ones in the places between."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from index.store.runs import Run
from index.store.views import TokenIds

__all__ = ["free_rows", "placed_tokens", "placed_vectors"]

Vectors = npt.NDArray[np.float32]
Numbers = npt.NDArray[np.int32]


def free_rows(total: int, kept: Sequence[Run]) -> npt.NDArray[np.int64]:
    """Return the rows, ascending, of ``total`` that no run fills."""
    free = np.ones(total, dtype=bool)
    for run in kept:
        free[run.now : run.now + run.size] = False
    return np.flatnonzero(free)


def placed_vectors(new: Vectors, kept: Sequence[tuple[Run, Vectors]]) -> Vectors:
    """Return all vectors by row, shape (n, dim): those of every run, and the ``new`` ones in order between them."""
    if not kept:
        return new
    total = len(new) + sum(run.size for run, _ in kept)
    vectors = np.empty((total, kept[0][1].shape[1]), dtype=np.float32)
    for run, taken in kept:
        vectors[run.now : run.now + run.size] = taken
    vectors[free_rows(total, [run for run, _ in kept])] = new
    return vectors


def placed_tokens(
    new: Numbers, sizes: Numbers, kept: Sequence[Run], before: TokenIds | None
) -> tuple[Numbers, npt.NDArray[np.int64]]:
    """Return the token ids of all passages one after another, and where each passage's start, with the end.

    ``new`` are those of the new passages, ``sizes`` of them each.
    """
    total = len(sizes) + sum(run.size for run in kept)
    free = free_rows(total, kept)
    every = np.zeros(total, dtype=np.int64)
    every[free] = sizes
    for run in kept:
        assert before is not None
        every[run.now : run.now + run.size] = np.diff(before.starts[run.first : run.stop + 1])
    starts = np.concatenate([np.zeros(1, dtype=np.int64), np.cumsum(every)])
    is_new = np.zeros(total, dtype=bool)
    is_new[free] = True
    flat = np.empty(int(starts[-1]), dtype=np.int32)
    flat[np.repeat(is_new, every)] = new
    for run in kept:
        assert before is not None
        taken = before.flat[before.starts[run.first] : before.starts[run.stop]]
        flat[starts[run.now] : starts[run.now + run.size]] = taken
    return flat, starts
