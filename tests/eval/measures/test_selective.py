"""Risk-coverage and calibration against arithmetic and against their definitions, spelt out."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from eval.measures.selective import aurc, calibration_error, reliability, risk_coverage

rows = st.lists(st.tuples(st.sampled_from([0.0, 0.2, 0.5, 0.9, 1.0]), st.booleans()), min_size=1, max_size=12)


def columns(pairs: list[tuple[float, bool]]) -> tuple[np.ndarray, np.ndarray]:
    return np.array([[p for p, _ in pairs]]), np.array([[float(bad) for _, bad in pairs]])


def test_by_hand() -> None:
    confidence, wrong = np.array([[0.9, 0.8, 0.7, 0.0]]), np.array([[0.0, 1.0, 0.0, 1.0]])
    assert risk_coverage(confidence, wrong)[0] == pytest.approx([0, 1 / 2, 1 / 3, 2 / 4])
    assert aurc(confidence, wrong)[0] == pytest.approx((0 + 1 / 2 + 1 / 3 + 2 / 4) / 4)


def test_a_tie_counts_its_mean_in_any_order() -> None:
    confidence = np.array([[0.5, 0.5], [0.5, 0.5]])
    wrong = np.array([[1.0, 0.0], [0.0, 1.0]])
    assert risk_coverage(confidence, wrong).tolist() == [[0.5, 0.5], [0.5, 0.5]]


def test_surer_when_right_is_better() -> None:
    wrong = np.array([[0.0, 0.0, 1.0, 1.0]])
    good, bad = np.array([[0.9, 0.8, 0.2, 0.1]]), np.array([[0.1, 0.2, 0.8, 0.9]])
    assert aurc(good, wrong)[0] == pytest.approx((0 + 0 + 1 / 3 + 2 / 4) / 4)
    assert aurc(bad, wrong)[0] == pytest.approx((1 + 1 + 2 / 3 + 2 / 4) / 4)


@given(rows)
def test_the_definition(pairs: list[tuple[float, bool]]) -> None:
    """The risk at coverage k / n is the expected error of the k surest over random orders of ties."""
    confidence, wrong = columns(pairs)
    curve = risk_coverage(confidence, wrong)[0]
    for k in range(1, len(pairs) + 1):
        limit = sorted((p for p, _ in pairs), reverse=True)[k - 1]
        above = [bad for p, bad in pairs if p > limit]
        tie = [bad for p, bad in pairs if p == limit]
        expected = (sum(above) + (k - len(above)) * sum(tie) / len(tie)) / k
        assert curve[k - 1] == pytest.approx(expected)
    assert curve[-1] == pytest.approx(sum(bad for _, bad in pairs) / len(pairs))


@given(rows, rows)
def test_rows_do_not_touch(first: list[tuple[float, bool]], second: list[tuple[float, bool]]) -> None:
    size = min(len(first), len(second))
    one, two = columns(first[:size]), columns(second[:size])
    both = risk_coverage(np.vstack([one[0], two[0]]), np.vstack([one[1], two[1]]))
    assert both[0] == pytest.approx(risk_coverage(*one)[0])
    assert both[1] == pytest.approx(risk_coverage(*two)[0])


def test_calibration_by_hand() -> None:
    # Bin .9-1.0: three answers of mean confidence .95, two right; bin .2-.3: one of .25, wrong.
    confidence, right = [0.92, 0.93, 1.0, 0.25], [1.0, 1.0, 0.0, 0.0]
    expected = 3 / 4 * abs(2 / 3 - 0.95) + 1 / 4 * 0.25
    assert calibration_error(np.array([confidence]), np.array([right]))[0] == pytest.approx(expected)
    bins = reliability(confidence, right)
    assert [(part.low, part.count) for part in bins] == [(0.2, 1), (0.9, 3)]
    assert bins[1].accuracy == pytest.approx(2 / 3)
    assert bins[1].confidence == pytest.approx(0.95)


@given(st.lists(st.tuples(st.floats(0, 1), st.booleans()), min_size=1, max_size=30))
def test_calibration_error_from_the_bins(pairs: list[tuple[float, bool]]) -> None:
    sure, right = [p for p, _ in pairs], [float(good) for _, good in pairs]
    bins = reliability(sure, right)
    expected = math.fsum(part.count * abs(part.accuracy - part.confidence) for part in bins) / len(pairs)
    assert calibration_error(np.array([sure]), np.array([right]))[0] == pytest.approx(expected)
    assert sum(part.count for part in bins) == len(pairs)
