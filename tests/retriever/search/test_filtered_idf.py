"""What words say within limits, on records of two kinds."""

from __future__ import annotations

from math import log

import numpy as np
import pytest

from index.build import build_from_sources
from index.loading.record import record
from index.store.bm25 import Mixture, WeightedTerm
from index.store.bundle import Bundle
from retriever.query.expand import Element
from retriever.search.filtered_idf import Scope
from tests.index.hashing_encoder import HashingEncoder

TEXTS = ("深圳储能规模", "深圳光伏", "深圳光伏屋顶", "南京经验", "南京储能", "建筑", "交通", "农业")
"""The first three are the limits: 深圳 stands in all of them, 储能 in one."""


@pytest.fixture(scope="module")
def bundle(tmp_path_factory: pytest.TempPathFactory) -> Bundle:
    folder = tmp_path_factory.mktemp("index")
    sources = [record(f"d{number}", "", text) for number, text in enumerate(TEXTS)]
    build_from_sources(sources, folder, encoder=HashingEncoder(), workers=1)
    return Bundle.open(folder)


@pytest.fixture(scope="module")
def scope(bundle: Bundle) -> Scope:
    return Scope(bundle, np.arange(len(TEXTS)) < 3)


def idf(holding: int, size: int) -> float:
    return log(1 + (size - holding + 0.5) / (holding + 0.5))


def test_what_every_passage_says_weighs_less(scope: Scope) -> None:
    place, other = scope.narrowed((WeightedTerm("深圳", 2.0), WeightedTerm("规模")))
    # The geometric mean of both idf, as a share of the corpus's: it stands in 3 of 3 here, in 3 of 8 there.
    assert place.weight == pytest.approx(2.0 * (idf(3, 3) / idf(3, 8)) ** 0.5)
    assert other.weight == pytest.approx((idf(1, 3) / idf(1, 8)) ** 0.5)
    assert place.weight / 2 < other.weight


def test_no_weight_grows(scope: Scope) -> None:
    # 南京 stands in none of the three, an unknown word in nothing at all.
    absent, unknown = scope.narrowed((WeightedTerm("南京"), WeightedTerm("不存在")))
    assert absent.weight <= 1.0
    assert unknown.weight == pytest.approx((idf(0, 3) / idf(0, 8)) ** 0.5)


def test_a_mixture_counts_as_its_alternatives_do(scope: Scope) -> None:
    (one,) = scope.narrowed((Mixture((("深圳", 1.0),)),))
    (term,) = scope.narrowed((WeightedTerm("深圳"),))
    assert one.weight == pytest.approx(term.weight)
    (mixed,) = scope.narrowed((Mixture((("深圳", 0.5), ("规模", 0.5))),))
    assert term.weight < mixed.weight <= 1.0


def test_everything_allowed_changes_nothing(bundle: Bundle) -> None:
    elements: tuple[Element, ...] = (
        WeightedTerm("深圳"),
        Mixture((("储能", 0.7), ("光伏", 0.3)), 0.5),
        WeightedTerm("不存在"),
    )
    everything = Scope(bundle, np.ones(len(TEXTS), dtype=np.bool_))
    for before, after in zip(elements, everything.narrowed(elements), strict=True):
        assert after.weight == pytest.approx(before.weight)


def test_tokens_of_every_passage_are_not_rare(bundle: Bundle, scope: Scope) -> None:
    stored = bundle.token_ids
    assert stored is not None
    held = [set(stored.flat[stored.starts[row] : stored.starts[row + 1]].tolist()) for row in range(3)]
    everywhere = min(set.intersection(*held))
    somewhere = min(token for token in set.union(*held) if sum(token in row for row in held) == 1)
    nowhere = int(stored.flat.max()) + 5
    rarity = scope.rarity(np.array([everywhere, somewhere, nowhere]))
    assert rarity.tolist() == pytest.approx([idf(3, 3) / idf(0, 3), idf(1, 3) / idf(0, 3), 1.0])


def test_nothing_allowed(bundle: Bundle) -> None:
    empty = Scope(bundle, np.zeros(len(TEXTS), dtype=np.bool_))
    assert empty.rarity(np.array([1, 2])).tolist() == [1.0, 1.0]
    (term,) = empty.narrowed((WeightedTerm("深圳"),))
    assert 0 < term.weight <= 1.0
