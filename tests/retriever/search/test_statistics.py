"""Look-ups beside the rankers, on three records."""

from __future__ import annotations

import numpy as np
import pytest

from index.build import build_from_sources
from index.loading.record import record
from index.store.bm25 import Mixture, WeightedTerm
from index.store.bundle import Bundle
from retriever.search.statistics import BundleView
from tests.index.hashing_encoder import HashingEncoder

TEXTS = ("深圳推广碳普惠经验", "储能规模扩大", "深圳储能")


@pytest.fixture(scope="module")
def bundle(tmp_path_factory: pytest.TempPathFactory) -> Bundle:
    folder = tmp_path_factory.mktemp("index")
    sources = [record(f"d{number}", "", text) for number, text in enumerate(TEXTS)]
    build_from_sources(sources, folder, encoder=HashingEncoder(), workers=1)
    return Bundle.open(folder)


def test_shares_by_idf(bundle: Bundle) -> None:
    view = BundleView(bundle)
    elements = [WeightedTerm("储能"), WeightedTerm("规模", 2.0)]
    # 储能 stands in two passages, 规模 in one and weighs twice.
    a, b = view.idf("储能"), 2 * view.idf("规模")
    assert view.shares(np.array([2, 0, 1]), elements).tolist() == pytest.approx([a / (a + b), 0, 1])
    assert view.shares(np.array([0, 1]), []).tolist() == [0, 0]


def test_an_unlikely_translation_is_not_what_a_word_says(bundle: Bundle) -> None:
    view = BundleView(bundle)
    word = Mixture((("储能", 0.9), ("经验", 0.01)))
    assert view.shares(np.arange(3), [word]).tolist() == [0, 1, 1]


def test_coverage_beside_a_place(bundle: Bundle) -> None:
    view = BundleView(bundle)
    assert view.coverage("深圳市", [WeightedTerm("经验")]) == 1.0
    assert view.coverage("深圳", [WeightedTerm("储能"), WeightedTerm("储能")]) == 1.0
    assert 0 < view.coverage("深圳", [WeightedTerm("储能"), WeightedTerm("规模")]) < 1
    assert view.coverage("南京", [WeightedTerm("储能")]) == 0.0
    assert view.coverage("深圳", []) == 0.0


def test_documents_without_a_place_count_where_they_name_it(bundle: Bundle) -> None:
    view = BundleView(bundle)
    assert view.document_places == ()
    assert view.about({"深圳市"}).tolist() == [True, False, True]


def test_rare_tokens_say_more(bundle: Bundle) -> None:
    tokens = bundle.token_ids
    assert tokens is not None
    counts = np.bincount(tokens.flat)
    rarity = BundleView(bundle).token_rarity(np.array([int(counts.argmax()), len(counts) + 5]))
    assert 0 < rarity[0] < rarity[1] == 1.0
