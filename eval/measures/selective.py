"""Selective answering: what refusing the least sure questions buys, and whether confidences mean what they say.

Arrays have one row per resample, so that a bootstrap is one call: ``confidence`` and ``wrong`` of shape (m, n) for m
resamples of n questions. A refused question has confidence 0: it comes last, wrong unless refusing it was right.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

__all__ = ["Bin", "aurc", "calibration_error", "reliability", "risk_coverage"]

Floats = NDArray[np.float64]
BINS = 10
"""Bins of equal width in the reliability diagram (Guo et al., ICML 2017, use 15 for many more samples)."""


def risk_coverage(confidence: Floats, wrong: Floats) -> Floats:
    """Return the risk at every coverage 1/n, 2/n, … 1: the error rate among the surest (El-Yaniv and Wiener, 2010).

    Questions of equal confidence come in no order: each counts the mean error of its tie, which is the expectation over
    all orders of the tie. Shapes (m, n) in and out.
    """
    order = np.argsort(-confidence, axis=1, kind="stable")
    sorted_confidence = np.take_along_axis(confidence, order, axis=1)
    errors = np.take_along_axis(wrong, order, axis=1)
    new = np.ones_like(sorted_confidence, dtype=bool)
    new[:, 1:] = sorted_confidence[:, 1:] != sorted_confidence[:, :-1]
    tie = np.cumsum(new.ravel()) - 1  # every row begins a tie of its own
    levelled = (np.bincount(tie, weights=errors.ravel()) / np.bincount(tie))[tie].reshape(errors.shape)
    return np.cumsum(levelled, axis=1) / np.arange(1, errors.shape[1] + 1)


def aurc(confidence: Floats, wrong: Floats) -> Floats:
    """Area under the risk-coverage curve: its mean over all coverages (Geifman, Uziel and El-Yaniv, ICLR 2019)."""
    area: Floats = risk_coverage(confidence, wrong).mean(axis=1)
    return area


@dataclass(frozen=True, slots=True)
class Bin:
    """Answers with a confidence in ``[low, high)`` (the last bin is closed): how many, how sure, how often right."""

    low: float
    high: float
    count: int
    confidence: float
    accuracy: float


def reliability(confidence: Sequence[float], right: Sequence[float]) -> list[Bin]:
    """Return the non-empty bins of the reliability diagram, in order."""
    sure, good = np.asarray(confidence, float), np.asarray(right, float)
    place = np.minimum((sure * BINS).astype(int), BINS - 1)
    return [
        Bin(at / BINS, (at + 1) / BINS, int(inside.sum()), float(sure[inside].mean()), float(good[inside].mean()))
        for at in range(BINS)
        if (inside := place == at).any()
    ]


def calibration_error(confidence: Floats, right: Floats) -> Floats:
    """Expected calibration error: mean distance of accuracy from confidence over bins, weighted by their size.

    Naeini, Cooper and Hauskrecht (AAAI 2015). Shapes (m, n) → (m,).
    """
    rows, columns = confidence.shape
    place = np.minimum((confidence * BINS).astype(int), BINS - 1) + BINS * np.arange(rows)[:, None]
    gaps = np.bincount(place.ravel(), weights=(right - confidence).ravel(), minlength=rows * BINS)
    error: Floats = np.abs(gaps.reshape(rows, BINS)).sum(axis=1) / columns
    return error
