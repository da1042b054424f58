"""FAISS against numpy, for every kind of index that a build may choose."""

import numpy as np
import numpy.typing as npt
import pytest

from index.store.vectors.faiss_store import Dense, build_dense, dense_bytes

Vectors = npt.NDArray[np.float32]
COUNT = 6000
# (dimensions, flat limit, how far a stored score may be from the exact one, how many of the best 100 must be found):
# random directions are the worst case for product quantisation; real embeddings reach 99.7.
KINDS = {"flat": (32, 20_000, 1e-6, 100), "compressed": (32, 0, 1e-3, 94), "odd dimensions": (30, 0, 1e-3, 99)}
Case = tuple[Vectors, Dense, float, int]


def unit(count: int, dim: int, seed: int) -> Vectors:
    rows = np.random.default_rng(seed).standard_normal((count, dim)).astype(np.float32)
    return np.asarray(rows / np.linalg.norm(rows, axis=1, keepdims=True), dtype=np.float32)


@pytest.fixture(scope="module", params=KINDS)
def case(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Case:
    dim, limit, tolerance, found = KINDS[request.param]
    vectors = unit(COUNT, dim, 0)
    path = tmp_path_factory.mktemp("dense") / "dense.faiss"
    path.write_bytes(dense_bytes(build_dense(vectors, flat_limit=limit)).data)
    return vectors, Dense.open(path), tolerance, found


def test_scores_are_inner_products(case: Case) -> None:
    vectors, dense, tolerance, _ = case
    assert (len(dense), dense.dim) == vectors.shape
    for query in unit(20, dense.dim, 1):
        rows, scores = dense.search(query, 50)
        assert rows.dtype == np.int32
        assert scores.dtype == np.float32
        np.testing.assert_allclose(scores, vectors[rows] @ query, atol=tolerance)
        assert (np.diff(scores) <= 0).all()


def test_best_are_found(case: Case) -> None:
    vectors, dense, _, wanted = case
    found = [
        len(set(dense.search(query, 100)[0].tolist()) & set(np.argsort(-(vectors @ query))[:100].tolist()))
        for query in unit(20, dense.dim, 2)
    ]
    assert np.mean(found) >= wanted


def test_mask_limits_the_rows(case: Case) -> None:
    vectors, dense, tolerance, _ = case
    allowed = np.zeros(len(dense), dtype=bool)
    allowed[[3, 17, 4000, 5999]] = True
    query = unit(1, dense.dim, 3)[0]
    rows, scores = dense.search(query, 10, allowed)
    assert sorted(rows.tolist()) == [3, 17, 4000, 5999]
    np.testing.assert_allclose(scores, vectors[rows] @ query, atol=tolerance)
    assert len(dense.search(query, 10, np.zeros(len(dense), dtype=bool))[0]) == 0


def test_vectors_come_back(case: Case) -> None:
    vectors, dense, tolerance, _ = case
    rows = np.array([5, 0, 5999], dtype=np.int32)
    np.testing.assert_allclose(dense.vectors(rows), vectors[rows], atol=tolerance)


def test_edges(case: Case) -> None:
    _, dense, _, _ = case
    query = unit(1, dense.dim, 4)[0]
    assert len(dense.search(query, 0)[0]) == 0
    assert len(dense.search(query, COUNT + 10)[0]) == COUNT
    with pytest.raises(ValueError, match="dimensions is needed"):
        dense.search(query[:-1], 5)
    with pytest.raises(ValueError, match="rows is needed"):
        dense.search(query, 5, np.ones(3, dtype=bool))


@pytest.mark.parametrize("kind", KINDS)
def test_same_vectors_give_the_same_bytes(kind: str) -> None:
    dim, limit, _, _ = KINDS[kind]
    first, second = (dense_bytes(build_dense(unit(COUNT, dim, 0), flat_limit=limit)) for _ in range(2))
    assert first.tobytes() == second.tobytes()


def test_equal_scores_rank_by_row() -> None:
    vectors = np.repeat(unit(1, 8, 0), 9, axis=0)
    assert build_dense(vectors).search(vectors[0], 9)[0].tolist() == list(range(9))


def test_nothing_indexed() -> None:
    rows, scores = build_dense(np.zeros((0, 8), dtype=np.float32)).search(np.zeros(8, dtype=np.float32), 3)
    assert (len(rows), len(scores)) == (0, 0)
