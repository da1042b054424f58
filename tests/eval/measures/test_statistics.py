"""Intervals and tests against scipy, exact enumeration, and their promises."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest
import scipy.stats
from hypothesis import given, settings
from hypothesis import strategies as st

from eval.measures.selective import aurc
from eval.measures.statistics import SHUFFLES, estimate, estimate_mean, holm, paired_tests


def paired_test(differences: list[float], seed: int = 0) -> float:
    return paired_tests(np.array(differences, dtype=float).reshape(-1, 1), seed)[0]


def sample(share: float, size: int, seed: int) -> list[float]:
    return (np.random.default_rng(seed).random(size) < share).astype(float).tolist()


@pytest.mark.parametrize(("share", "size"), [(0.9, 277), (0.5, 40), (0.97, 100), (0.1, 60)])
def test_bca_agrees_with_scipy(share: float, size: int) -> None:
    values = sample(share, size, 3)
    ours = estimate_mean(values)
    theirs = scipy.stats.bootstrap((values,), np.mean, method="BCa", n_resamples=20_000, rng=1).confidence_interval
    assert ours.value == pytest.approx(np.mean(values))
    # A step of the mean is 1 / size; resampling noise is one or two of them.
    assert ours.low == pytest.approx(theirs.low, abs=2 / size)
    assert ours.high == pytest.approx(theirs.high, abs=2 / size)


def test_bca_agrees_with_scipy_on_a_skewed_sample() -> None:
    values = (np.random.default_rng(5).random(80) ** 6).tolist()
    theirs = scipy.stats.bootstrap((values,), np.mean, method="BCa", n_resamples=20_000, rng=1).confidence_interval
    assert estimate_mean(values)[1:3] == pytest.approx(tuple(theirs), abs=0.01)


def test_the_interval_holds_the_truth_as_often_as_it_says() -> None:
    held = sum(
        low <= 0.85 <= high for _, low, high, _ in (estimate_mean(sample(0.85, 120, seed)) for seed in range(300))
    )
    # Binomial(300, .95): under 273 in one run of 300.
    assert held >= 273


def test_all_right_is_no_certainty() -> None:
    exact = scipy.stats.binomtest(20, 20).proportion_ci(method="exact")
    assert estimate_mean([1.0] * 20)[:3] == pytest.approx((1.0, exact.low, exact.high))
    assert estimate_mean([0.0] * 20)[:3] == pytest.approx((0.0, 1 - exact.high, 1 - exact.low))
    assert estimate_mean([0.5] * 20)[:3] == (0.5, 0.5, 0.5)
    assert estimate_mean([0.0] * 20, counts=False)[:3] == (0.0, 0.0, 0.0)


def test_percentile_interval_of_any_statistic_agrees_with_scipy() -> None:
    draw = np.random.default_rng(2)
    confidence, wrong = draw.random(90), (draw.random(90) < 0.3).astype(float)
    ours = estimate([confidence.tolist(), wrong.tolist()], aurc)
    theirs = scipy.stats.bootstrap(
        (confidence, wrong), lambda a, b, axis: aurc(np.atleast_2d(a), np.atleast_2d(b)) if a.ndim > 1 else aurc(
            a[None], b[None])[0], paired=True, vectorized=True, method="percentile", n_resamples=5_000, rng=1,
    ).confidence_interval  # fmt: skip
    assert ours[1:3] == pytest.approx(tuple(theirs), abs=0.02)


@pytest.mark.parametrize("function", [estimate_mean, lambda values: estimate([values], lambda rows: rows.mean(axis=1))])
def test_nothing_has_no_mean(function: object) -> None:
    with pytest.raises(ValueError, match="no values"):
        function([])  # type: ignore[operator]  # both are callables of one list


@settings(max_examples=40)
@given(st.lists(st.sampled_from([0.0, 1.0, 0.5, 0.25]), min_size=1, max_size=30))
def test_an_interval_holds_its_value_and_is_reproducible(values: list[float]) -> None:
    found = estimate_mean(values)
    assert 0 <= found.low <= found.value <= found.high <= 1
    assert found == estimate_mean(values)


@pytest.mark.parametrize("differences", [[1, 1, 1, 1, 1], [1, 1, 1, -1, 0.5], [0.2, -0.1, 0.4, 0.3, 0, 0, 0.1, 0.6]])
def test_paired_test_against_all_sign_flips(differences: list[float]) -> None:
    total = abs(sum(differences))
    worlds = list(product([1, -1], repeat=len(differences)))
    extreme = sum(
        abs(sum(sign * value for sign, value in zip(world, differences, strict=True))) >= total - 1e-12
        for world in worlds
    )
    # 20,000 flips: three standard errors of a share are at most .0106.
    assert paired_test(differences) == pytest.approx(extreme / len(worlds), abs=0.011)


def test_paired_test_agrees_with_scipy() -> None:
    draw = np.random.default_rng(4)
    before, after = draw.random(60), draw.random(60) + 0.15
    theirs = scipy.stats.permutation_test(
        (after, before), lambda a, b, axis: np.mean(a - b, axis=axis), permutation_type="samples",
        n_resamples=20_000, vectorized=True, rng=0,
    ).pvalue  # fmt: skip
    assert paired_test((after - before).tolist()) == pytest.approx(theirs, abs=0.012)


def test_nothing_changed() -> None:
    assert paired_test([]) == 1
    assert paired_test([0.0] * 50) == 1
    assert paired_test([0.0] * 50 + [1.0]) == 1, "one change may as well have been the other way round"


def test_columns_are_tested_each_for_itself() -> None:
    draw = np.random.default_rng(6)
    matrix = draw.normal(0.1, 1, (40, 3))
    matrix[5:, 1] = np.nan
    matrix[:, 2] = 0
    one, two, three = paired_tests(matrix)
    assert one == pytest.approx(paired_test(matrix[:, 0].tolist()), abs=0.011)
    assert two == pytest.approx(paired_test(matrix[:5, 1].tolist()), abs=0.011)
    assert three == 1


def test_p_is_never_zero_and_the_direction_makes_no_difference() -> None:
    assert paired_test([1.0] * 100) == 1 / (SHUFFLES + 1)
    values = np.random.default_rng(1).normal(0.1, 1, 50)
    assert paired_test(values.tolist()) == pytest.approx(paired_test((-values).tolist()), abs=1e-12)


def test_p_is_uniform_when_nothing_is_there() -> None:
    found = [paired_test(np.random.default_rng(seed).normal(size=40).tolist(), seed) for seed in range(80)]
    assert scipy.stats.kstest(found, "uniform").pvalue > 0.01


def test_holm_by_hand() -> None:
    # Sorted .01 .02 .03 .5: .01 * 4, .02 * 3, .03 * 2, .5 * 1, made monotone.
    assert holm([0.03, 0.01, 0.5, 0.02]) == pytest.approx([0.06, 0.04, 0.5, 0.06])
    assert holm([]) == []
    assert holm([0.9, 0.8]) == [1.0, 1.0]


@given(st.lists(st.floats(0, 1), max_size=20))
def test_holm_rejects_what_its_steps_reject(p_values: list[float]) -> None:
    adjusted = holm(p_values)
    rejected = set()
    for step, at in enumerate(sorted(range(len(p_values)), key=lambda index: p_values[index])):
        if (len(p_values) - step) * p_values[at] >= 0.05:
            break
        rejected.add(at)
    assert {at for at, p in enumerate(adjusted) if p < 0.05} == rejected
