"""BM25 against bm25s itself, against the formula, and mixtures against a count by hand."""

from math import log

import bm25s
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.store.bm25 import Bm25, Lexical, Mixture, WeightedTerm, top
from index.store.bm25_builder import LexicalBuilder

PASSAGES = [
    ["屋顶", "光伏", "覆盖率", "50%"],
    ["光伏", "光伏", "装机", "580"],
    ["储能", "装机", "80"],
    [],
    ["建筑", "屋顶", "光伏", "节能", "改造", "建筑"],
]


DEFAULTS = Bm25()


def index(passages: list[list[str]], parameters: Bm25 = DEFAULTS, batch: int = 3) -> Lexical:
    builder = LexicalBuilder()
    for start in range(0, len(passages), batch):
        part = passages[start : start + batch]
        terms = list(dict.fromkeys(term for passage in part for term in passage))
        flat = np.array([terms.index(term) for passage in part for term in passage], dtype=np.int32)
        builder.add(terms, flat, np.array([len(passage) for passage in part], dtype=np.int32))
    return builder.build(parameters)


def plain(terms: list[str]) -> list[WeightedTerm | Mixture]:
    return [WeightedTerm(term) for term in terms]


def test_the_passages_that_hold_a_term_ascend() -> None:
    lexical = index(PASSAGES)
    for term in {term for passage in PASSAGES for term in passage}:
        assert lexical.holding(term).tolist() == [row for row, passage in enumerate(PASSAGES) if term in passage]
    assert lexical.holding("不在其中").tolist() == []


words = st.sampled_from([f"w{i}" for i in range(30)])
corpora = st.lists(st.lists(words, max_size=20), min_size=1, max_size=25).filter(any)


@settings(max_examples=60)
@given(corpora, st.lists(words, min_size=1, max_size=8), st.floats(0.1, 3), st.floats(0, 1))
def test_arrays_and_scores_are_those_of_bm25s(passages: list[list[str]], query: list[str], k1: float, b: float) -> None:
    lexical = index(passages, Bm25(k1, b))
    engine = bm25s.BM25(method="lucene", k1=k1, b=b)
    numbers = {term: number for number, term in enumerate(lexical.vocabulary)}
    engine.index(([[numbers[term] for term in passage] for passage in passages], numbers), show_progress=False)
    np.testing.assert_array_equal(lexical.rows, engine.scores["indices"])
    np.testing.assert_array_equal(lexical.starts, engine.scores["indptr"])
    np.testing.assert_array_equal(lexical.data, engine.scores["data"])
    known = [term for term in query if term in numbers]
    expected = engine.get_scores(known) if known else np.zeros(len(passages), np.float32)
    np.testing.assert_array_equal(lexical.scores(plain(query)), expected)


def test_score_is_the_formula() -> None:
    lexical = index(PASSAGES, Bm25(1.2, 0.5))
    idf = log(1 + (5 - 3 + 0.5) / (3 + 0.5))
    saturation = 1.2 * (1 - 0.5 + 0.5 * 4 / (17 / 5))
    assert lexical.scores(plain(["光伏"]))[1] == pytest.approx(idf * 2 / (2 + saturation), rel=1e-6)


def test_frequencies() -> None:
    lexical = index(PASSAGES)
    assert [lexical.df(term) for term in ("光伏", "装机", "储能", "风电")] == [3, 2, 1, 0]
    assert lexical.idf("储能") == pytest.approx(log(1 + 4.5 / 1.5))
    assert lexical.idf("风电") > lexical.idf("储能")


def test_unknown_terms_and_weights() -> None:
    lexical = index(PASSAGES)
    np.testing.assert_array_equal(lexical.scores(plain(["风电"])), np.zeros(5))
    once = lexical.scores(plain(["光伏"]))
    np.testing.assert_allclose(lexical.scores([WeightedTerm("光伏", 0.25)]), 0.25 * once, rtol=1e-6)
    rows, scores = lexical.search(plain(["风电"]), 3)
    assert (rows.dtype, scores.dtype, len(rows)) == (np.int32, np.float32, 0)


def test_equal_scores_rank_by_row_and_mask_limits() -> None:
    lexical = index([["a", "b"]] * 6 + [["a", "a"]] + [["c"]])
    rows, _ = lexical.search(plain(["a"]), 4)
    assert rows.tolist() == [6, 0, 1, 2]
    allowed = np.array([False, True, False, True, True, True, False, True])
    rows, scores = lexical.search(plain(["a"]), 10, allowed)
    assert rows.tolist() == [1, 3, 4, 5]
    assert scores.tolist() == sorted(scores.tolist(), reverse=True)


def test_certain_mixture_is_the_term() -> None:
    lexical = index(PASSAGES)
    np.testing.assert_array_equal(lexical.scores([Mixture((("光伏", 1.0),))]), lexical.scores(plain(["光伏"])))
    np.testing.assert_array_equal(
        lexical.scores([Mixture((("光伏", 1.0), ("风电", 0.5)), weight=2.0)]), 2 * lexical.scores(plain(["光伏"]))
    )


@settings(max_examples=60)
@given(corpora, st.lists(st.tuples(words, st.floats(0.01, 1)), min_size=1, max_size=5, unique_by=lambda pair: pair[0]))
def test_mixture_mixes_counts_and_frequencies(passages: list[list[str]], pairs: list[tuple[str, float]]) -> None:
    lexical = index(passages)
    mean = sum(map(len, passages)) / len(passages)
    df = sum(p * sum(term in passage for passage in passages) for term, p in pairs)
    for passage, score in zip(passages, lexical.scores([Mixture(tuple(pairs))]), strict=True):
        tf = sum(p * passage.count(term) for term, p in pairs)
        saturation = 1.5 * (0.25 + 0.75 * len(passage) / mean)
        expected = log(1 + (len(passages) - df + 0.5) / (df + 0.5)) * tf / (tf + saturation) if tf else 0.0
        assert score == pytest.approx(expected, rel=1e-5)


@given(corpora, st.integers(1, 30))
def test_batches_leave_no_trace(passages: list[list[str]], batch: int) -> None:
    built, expected = index(passages, batch=batch), index(passages)
    for name in ("data", "rows", "starts", "lengths"):
        assert getattr(built, name).tobytes() == getattr(expected, name).tobytes()
    assert list(built.vocabulary) == sorted({term for passage in passages for term in passage})


def test_nothing_to_count() -> None:
    lexical = index([[], []])
    assert len(lexical) == 2
    assert lexical.scores(plain(["a"])).tolist() == [0, 0]


@given(st.lists(st.integers(-2, 4), max_size=40), st.integers(0, 50))
def test_top_is_a_stable_sort(values: list[int], k: int) -> None:
    scores = np.array(values, dtype=np.float32)
    expected = sorted((row for row, value in enumerate(values) if value > 0), key=lambda row: (-values[row], row))[:k]
    assert top(scores, k)[0].tolist() == expected
