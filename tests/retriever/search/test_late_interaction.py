"""MaxSim against its definition."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from hypothesis import given
from hypothesis import strategies as st

from retriever.search.late_interaction import gather, interact, unit

TABLE = np.random.default_rng(7).normal(size=(30, 8)).astype(np.float32)
rows_of_ids = st.lists(st.lists(st.integers(0, 29), max_size=6), min_size=1, max_size=8)


def vectors(ids: npt.NDArray[np.intp]) -> npt.NDArray[np.float32]:
    return TABLE[ids]


def ragged(rows: list[list[int]]) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    flat = np.array([token for row in rows for token in row], dtype=np.int64)
    return flat, np.cumsum([0] + [len(row) for row in rows], dtype=np.int64)


@given(rows_of_ids, st.data())
def test_gather_is_slicing(rows: list[list[int]], data: st.DataObject) -> None:
    flat, starts = ragged(rows)
    wanted = data.draw(st.lists(st.integers(0, len(rows) - 1), max_size=6))
    ids, sizes = gather(flat, starts, np.array(wanted, dtype=np.int64))
    assert ids.tolist() == [token for row in wanted for token in rows[row]]
    assert sizes.tolist() == [len(rows[row]) for row in wanted]


@given(
    rows_of_ids, st.lists(st.tuples(st.integers(0, 29), st.floats(0.1, 5)), min_size=1, max_size=5), st.integers(1, 7)
)
def test_equals_the_definition(rows: list[list[int]], question: list[tuple[int, float]], stretch: int) -> None:
    flat, starts = ragged(rows)
    ids, sizes = gather(flat, starts, np.arange(len(rows)))
    tokens = np.array([token for token, _ in question])
    weights = np.array([weight for _, weight in question], dtype=np.float32)
    scores = interact(tokens, weights, vectors, ids, sizes, stretch)
    units = TABLE / np.linalg.norm(TABLE, axis=1, keepdims=True)

    def mean_of_best(part: list[int]) -> float:
        best = [max((float(units[token] @ units[other]) for other in part), default=0.0) for token in tokens]
        return sum(w * b for w, b in zip(weights, best, strict=True)) / float(weights.sum())

    for row, whole, focus in zip(rows, scores.whole, scores.focus, strict=True):
        assert abs(whole - mean_of_best(row)) < 1e-4
        step = (stretch + 1) // 2
        stretches = [row[at : at + 2 * step] for at in range(0, len(row), step)]
        assert abs(focus - max(map(mean_of_best, stretches), default=0.0)) < 1e-4


def test_a_passage_that_holds_the_question_scores_one() -> None:
    ids, sizes = gather(*ragged([[1, 2, 3], [], [4]]), np.arange(3))
    scores = interact(np.array([3, 1]), np.ones(2, np.float32), vectors, ids, sizes, 16)
    assert np.isclose(scores.whole[0], 1.0)
    assert np.isclose(scores.focus[0], 1.0)
    assert scores.whole[1] == 0.0
    assert scores.whole[2] < 1.0


def test_nothing_asked_scores_nothing() -> None:
    ids, sizes = gather(*ragged([[1]]), np.arange(1))
    nothing = np.zeros(0, dtype=np.int64)
    assert interact(nothing, nothing.astype(np.float32), vectors, ids, sizes, 16).whole.tolist() == [0.0]


def test_unit_keeps_zero_rows() -> None:
    assert unit(np.zeros((1, 3), np.float32)).tolist() == [[0, 0, 0]]
