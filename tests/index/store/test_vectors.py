"""The contract of vector stores: every kind agrees with exact search on rows and scores, and comes back from disk."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import numpy as np
import pytest

from index.store.files import FolderWriter
from index.store.vectors.base import Vectors, VectorStore
from index.store.vectors.faiss import FaissStore
from tests.index.exact_store import ExactStore

COUNT = 6000


@dataclass(frozen=True)
class Kind:
    """``rounding`` is how far a score may be from the exact one, ``found`` how many of the best 100 must be found.

    Random directions are the worst case for product quantisation; real embeddings reach 99.7.
    """

    build: Callable[[Vectors], VectorStore]
    open: Callable[[Path], VectorStore]
    dim: int = 32
    rounding: float = 1e-6
    found: float = 100


KINDS = {
    "exact": Kind(ExactStore.build, ExactStore.open),
    "FAISS flat": Kind(FaissStore.build, FaissStore.open),
    "FAISS compressed": Kind(partial(FaissStore.build, flat_limit=0), FaissStore.open, rounding=1e-3, found=94),
    "FAISS odd dimensions": Kind(
        partial(FaissStore.build, flat_limit=0), FaissStore.open, dim=30, rounding=1e-3, found=99
    ),
}


@dataclass(frozen=True)
class Case:
    kind: Kind
    given: Vectors
    store: VectorStore

    def exact(self, query: Vectors, k: int, allowed: np.ndarray | None = None) -> tuple[np.ndarray, np.ndarray]:
        return ExactStore(self.given).search(query, k, allowed)


def unit(count: int, dim: int, seed: int) -> Vectors:
    rows = np.random.default_rng(seed).standard_normal((count, dim)).astype(np.float32)
    return np.asarray(rows / np.linalg.norm(rows, axis=1, keepdims=True), dtype=np.float32)


@pytest.fixture(scope="module", params=KINDS)
def case(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Case:
    kind = KINDS[request.param]
    vectors = unit(COUNT, kind.dim, 0)
    writer = FolderWriter(tmp_path_factory.mktemp("vectors") / "store")
    kind.build(vectors).write(writer)
    return Case(kind, vectors, kind.open(writer.folder))


def test_scores_are_inner_products(case: Case) -> None:
    assert (len(case.store), case.store.dim) == case.given.shape
    for query in unit(20, case.kind.dim, 1):
        rows, scores = case.store.search(query, 50)
        assert rows.dtype == np.int32
        assert scores.dtype == np.float32
        assert len(set(rows.tolist())) == 50
        np.testing.assert_allclose(scores, case.given[rows] @ query, atol=case.kind.rounding)
        assert (np.diff(scores) <= 0).all()


def test_the_best_are_found(case: Case) -> None:
    found = [
        len(set(case.store.search(query, 100)[0].tolist()) & set(case.exact(query, 100)[0].tolist()))
        for query in unit(20, case.kind.dim, 2)
    ]
    assert np.mean(found) >= case.kind.found


@pytest.mark.parametrize("kind", KINDS.values(), ids=KINDS)
def test_what_is_clearly_nearest_comes_back_in_its_order(kind: Kind) -> None:
    vectors, query = unit(COUNT, kind.dim, 5), unit(1, kind.dim, 6)[0]
    # Planted at known inner products, all above those of random directions.
    planted = dict(zip((4321, 7, 5999, 0, 250), (0.99, 0.97, 0.94, 0.91, 0.88), strict=True))
    for row, likeness in planted.items():
        across = vectors[row] - (vectors[row] @ query) * query
        vectors[row] = likeness * query + np.sqrt(1 - likeness**2) * across / np.linalg.norm(across)
    rows, scores = kind.build(vectors).search(query, 5)
    assert rows.tolist() == list(planted)
    np.testing.assert_allclose(scores, list(planted.values()), atol=kind.rounding)


def test_a_mask_limits_the_rows_and_all_that_it_marks_are_compared(case: Case) -> None:
    allowed = np.zeros(COUNT, dtype=bool)
    allowed[np.random.default_rng(3).choice(COUNT, 500, replace=False)] = True
    for query in unit(10, case.kind.dim, 3):
        rows, scores = case.store.search(query, 20, allowed)
        assert allowed[rows].all()
        # The same scores, rank by rank: stores may swap rows that differ by less than their rounding alone.
        np.testing.assert_allclose(scores, case.exact(query, 20, allowed)[1], atol=2 * case.kind.rounding)
        np.testing.assert_allclose(scores, case.given[rows] @ query, atol=case.kind.rounding)
    few = np.zeros(COUNT, dtype=bool)
    few[[3, 17, 4000, 5999]] = True
    assert sorted(case.store.search(query, 10, few)[0].tolist()) == [3, 17, 4000, 5999]
    assert len(case.store.search(query, 10, np.zeros(COUNT, dtype=bool))[0]) == 0


def test_vectors_come_back(case: Case) -> None:
    rows = np.array([5, 0, 5999], dtype=np.int32)
    stored = case.store.vectors(rows)
    assert stored.dtype == np.float32
    np.testing.assert_allclose(stored, case.given[rows], atol=case.kind.rounding)


def test_edges(case: Case) -> None:
    query = unit(1, case.kind.dim, 4)[0]
    assert len(case.store.search(query, 0)[0]) == 0
    assert len(case.store.search(query, COUNT + 10)[0]) == COUNT
    with pytest.raises(ValueError, match="dimensions"):
        case.store.search(query[:-1], 5)
    with pytest.raises(ValueError, match="rows"):
        case.store.search(query, 5, np.ones(3, dtype=bool))


@pytest.mark.parametrize("kind", KINDS.values(), ids=KINDS)
def test_same_vectors_give_the_same_bytes(kind: Kind, tmp_path: Path) -> None:
    written = []
    for name in ("one", "other"):
        writer = FolderWriter(tmp_path / name)
        kind.build(unit(COUNT, kind.dim, 0)).write(writer)
        written.append(writer.files)
    assert written[0] == written[1] != {}


@pytest.mark.parametrize("kind", KINDS.values(), ids=KINDS)
def test_equal_scores_rank_by_row(kind: Kind) -> None:
    vectors = np.repeat(unit(1, kind.dim, 0), 9, axis=0)
    assert kind.build(vectors).search(vectors[0], 9)[0].tolist() == list(range(9))


@pytest.mark.parametrize("kind", KINDS.values(), ids=KINDS)
def test_nothing_indexed(kind: Kind) -> None:
    store = kind.build(np.zeros((0, kind.dim), dtype=np.float32))
    rows, scores = store.search(np.zeros(kind.dim, dtype=np.float32), 3)
    assert (len(store), len(rows), len(scores)) == (0, 0, 0)
