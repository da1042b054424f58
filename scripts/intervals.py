"""Intervals of measured figures."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

__all__ = ["interval"]

SAMPLES = 1000


def interval(size: int, value: Callable[[NDArray[np.int64]], float]) -> str:
    """The value over all of ``size`` cases, and the 95% interval of bootstrap samples of their numbers."""
    rng = np.random.default_rng(7)
    drawn = [value(rng.integers(0, size, size)) for _ in range(SAMPLES)]
    low, high = np.nanpercentile(drawn, [2.5, 97.5])
    return f"{value(np.arange(size)):.3f} [{low:.3f}, {high:.3f}]"
