"""Fusion and the order of hits, by visible arithmetic."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from retriever.search.diversify import spread, supported
from retriever.search.fusion import Signals, dense_scale, fuse
from retriever.settings import WEIGHTS, FusionWeights


def signals(*columns: list[float]) -> Signals:
    return Signals(*(np.array(column, dtype=np.float32) for column in columns))


def test_a_weighted_mean() -> None:
    got = fuse(signals([0.5, 0.2], [0.4, 0.8], [0.3, 0.9], [0.1, 0.7]), FusionWeights(1.0, 2.0, 3.0, 4.0), 1_000)
    assert got[0] == pytest.approx((0.5 + 2 * 0.4 + 3 * 0.3 + 4 * 0.1) / 10)
    assert got[1] == pytest.approx((0.2 + 2 * 0.8 + 3 * 0.9 + 4 * 0.7) / 10)


def test_vectors_weigh_more_among_more_passages() -> None:
    assert [dense_scale(pool) for pool in (0, 1, 50, 1_000, 100_000)] == pytest.approx([0.25, 0.25, 0.349485, 1, 2])
    weights = FusionWeights(lexical=1.0, dense=1.0, late=0.0, focus=0.0)
    got = fuse(signals([0.4, 0.0], [0.1, 0.5], [0, 0], [0, 0]), weights, 100_000)
    assert got.tolist() == pytest.approx([(0.4 + 2 * 0.1) / 3, (2 * 0.5) / 3])


def test_negative_cosines_count_as_none() -> None:
    assert fuse(signals([0.0], [-0.7], [-0.1], [0.0]), WEIGHTS["zh"], 9).tolist() == [0.0]


def test_nothing_to_fuse() -> None:
    assert len(fuse(signals([], [], [], []), WEIGHTS["en"], 9)) == 0


unit = st.floats(-1, 1, width=32)


@given(st.lists(st.tuples(unit, unit, unit, unit), min_size=1, max_size=20), st.sampled_from(sorted(WEIGHTS)))
def test_scores_stay_in_range(rows: list[tuple[float, float, float, float]], language: str) -> None:
    scores = fuse(signals(*(list(column) for column in zip(*rows, strict=True))), WEIGHTS[language], 500)
    assert np.all(scores >= 0)
    assert np.all(scores <= 1.0001)


def test_a_second_passage_of_a_document_gives_way_to_an_equal_one_of_another() -> None:
    scores = np.array([0.9, 0.8, 0.79], dtype=np.float32)
    documents = np.array([7, 7, 3])
    order, lowered = spread(scores, documents, 3, crowding=0.05, limit=4)
    assert order.tolist() == [0, 2, 1]
    assert lowered.tolist() == pytest.approx([0.9, 0.79, 0.8 * 0.95])
    order, kept = spread(scores, documents, 3, crowding=0.0, limit=4)
    assert order.tolist() == [0, 1, 2]
    assert kept.tolist() == scores.tolist()


@given(
    st.lists(st.tuples(st.floats(0, 1, width=32), st.integers(0, 4)), max_size=40),
    st.integers(1, 50),
    st.sampled_from([0.0, 0.02, 0.1]),
)
def test_spreading_keeps_what_there_is(rows: list[tuple[float, int]], k: int, crowding: float) -> None:
    scores = np.array([score for score, _ in rows], dtype=np.float32)
    documents = np.array([document for _, document in rows], dtype=np.int32)
    order, lowered = spread(scores, documents, k, crowding, limit=4)
    assert len(order) == min(k, len(rows))
    assert len(set(order.tolist())) == len(order)
    assert np.all(np.diff(lowered) <= 0)
    assert np.all(lowered <= scores[order])
    assert np.all(lowered >= scores[order] * (1 - crowding * 4) - 1e-6)
    if len(rows):
        # The best passage of every document keeps its score.
        assert lowered[0] == scores.max()


def test_a_passage_is_supported_by_the_best_one_of_its_document() -> None:
    scores = np.array([0.8, 0.3, 0.4, 0.2], dtype=np.float32)
    lowered = supported(scores, np.array([7, 7, 3, 3]), 0.5)
    # Document 3 is half as good as document 7: it loses half of the share.
    assert lowered.tolist() == pytest.approx([0.8, 0.3, 0.4 * 0.75, 0.2 * 0.75])
    assert supported(scores[:0], np.array([], dtype=np.int32), 0.5).tolist() == []
    assert supported(np.zeros(2, dtype=np.float32), np.array([1, 2]), 0.5).tolist() == [0, 0]
