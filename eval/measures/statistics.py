"""Bootstrap intervals, a paired randomisation test, and Holm's correction. Everything is seeded."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from statistics import NormalDist
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

__all__ = ["LEVEL", "RESAMPLES", "SHUFFLES", "Estimate", "estimate", "estimate_mean", "holm", "paired_tests"]

Floats = NDArray[np.float64]
LEVEL = 0.95
"""Confidence of every interval."""
RESAMPLES = 2_000
"""Bootstrap resamples; an end of a 95% interval then moves by about 2% of its width from seed to seed."""
SHUFFLES = 20_000
"""Random sign flips of the paired test: p can be as small as 1/20001, which leaves room for Holm's factor."""
_CHUNK = 4_000_000


class Estimate(NamedTuple):
    """A figure over ``n`` questions and the interval that it could as well have been."""

    value: float
    low: float
    high: float
    n: int


def estimate_mean(values: Sequence[float], seed: int = 0, *, counts: bool = True) -> Estimate:
    """Return the mean with its bias-corrected and accelerated bootstrap interval (BCa; Efron, JASA 1987).

    Resampling cannot see beyond a sample that is all 0 or all 1; there, unless ``counts`` is False (differences, say),
    the interval is Clopper and Pearson's (1934), exact for counts: 20 successes of 20 are no certainty but [.83, 1].

    Raises:
        ValueError: ``values`` is empty.
    """
    sample = np.asarray(values, dtype=float)
    size = len(sample)
    if not size:
        raise ValueError("no values")
    mean = float(sample.mean())
    if np.all(sample == sample[0]):
        reach = ((1 - LEVEL) / 2) ** (1 / size)
        exact = {0.0: (0.0, 1 - reach), 1.0: (reach, 1.0)} if counts else {}
        low, high = exact.get(mean, (mean, mean))
        return Estimate(mean, low, high, size)
    means = np.concatenate([sample[rows].mean(axis=1) for rows in _resamples(size, seed)])
    normal = NormalDist()
    # Half of the ties, or a mean of few distinct values would look biased.
    below = (np.count_nonzero(means < mean) + np.count_nonzero(means <= mean)) / (2 * len(means))
    bias = normal.inv_cdf(min(max(below, 1 / len(means)), 1 - 1 / len(means)))
    influence = sample - mean  # proportional to mean minus the jackknife mean
    acceleration = float((influence**3).sum() / (6 * (influence**2).sum() ** 1.5))
    ends = []
    for tail in ((1 - LEVEL) / 2, (1 + LEVEL) / 2):
        shifted = bias + normal.inv_cdf(tail)
        ends.append(normal.cdf(bias + shifted / (1 - acceleration * shifted)))
    low, high = np.quantile(means, ends).tolist()
    return Estimate(mean, min(low, mean), max(high, mean), size)


def estimate(columns: Sequence[Sequence[float]], statistic: Callable[..., Floats], seed: int = 0) -> Estimate:
    """Return any statistic with its percentile bootstrap interval (the jackknife behind BCa fails for quantiles).

    Args:
        columns: arrays of equal length n, resampled together: one row per question.
        statistic: takes them as matrices of shape (m, n), one resample per row, and returns m values.
        seed: of the resampling.

    Raises:
        ValueError: there are no rows.
    """
    data = [np.asarray(column, dtype=float) for column in columns]
    size = len(data[0])
    if not size:
        raise ValueError("no values")
    value = float(statistic(*(column[None, :] for column in data))[0])
    drawn = np.concatenate([statistic(*(column[rows] for column in data)) for rows in _resamples(size, seed)])
    low, high = np.quantile(drawn, [(1 - LEVEL) / 2, (1 + LEVEL) / 2])
    return Estimate(value, min(float(low), value), max(float(high), value), size)


def _resamples(size: int, seed: int) -> Iterator[NDArray[np.int64]]:
    draw = np.random.default_rng(seed)
    step = max(1, _CHUNK // size)
    for start in range(0, RESAMPLES, step):
        yield draw.integers(size, size=(min(step, RESAMPLES - start), size))


def paired_tests(differences: Floats, seed: int = 0) -> list[float]:
    """Two-sided p of "the two runs are interchangeable", for each column of differences of paired scores.

    Fisher's randomisation test as Smucker, Allan and Carterette recommend it (CIKM 2007): under the null hypothesis
    either run could have got either score, so that every difference may change its sign; p is the share of such
    worlds whose mean is at least as far from 0. The world that was observed is one of them: (k + 1) / (B + 1), so that
    p is never 0 and the test never too liberal (Phipson and Smyth, 2010).

    Args:
        differences: shape (n, f), a row per question; NaN where a figure does not apply to it.
        seed: of the signs, which the columns share.

    Returns:
        f values of p; 1 for a column without any difference.
    """
    matrix = np.nan_to_num(np.asarray(differences, dtype=float))
    matrix = matrix[np.any(matrix != 0, axis=1)]
    if not len(matrix):
        return [1.0] * matrix.shape[1]
    observed = np.abs(matrix.sum(axis=0))
    draw = np.random.default_rng(seed)
    extreme = np.zeros(matrix.shape[1], dtype=int)
    step = max(1, _CHUNK // len(matrix))
    for start in range(0, SHUFFLES, step):
        rounds = min(step, SHUFFLES - start)
        bits = np.unpackbits(np.frombuffer(draw.bytes((rounds * len(matrix) + 7) // 8), dtype=np.uint8))
        signs = bits[: rounds * len(matrix)].reshape(rounds, len(matrix)).astype(float) * 2 - 1
        # Sums of the same numbers in another order differ in their last bits.
        extreme += np.count_nonzero(np.abs(signs @ matrix) >= observed - 1e-9, axis=0)
    return [float(p) for p in (extreme + 1) / (SHUFFLES + 1)]


def holm(p_values: Sequence[float]) -> list[float]:
    """Return the p values adjusted for how many there are (Holm, 1979), in the order given.

    Calling everything with an adjusted p below .05 real is wrong anywhere at all with probability at most .05.
    """
    adjusted = [0.0] * len(p_values)
    running = 0.0
    for position, at in enumerate(sorted(range(len(p_values)), key=lambda index: p_values[index])):
        running = max(running, min(1.0, (len(p_values) - position) * p_values[at]))
        adjusted[at] = running
    return adjusted
