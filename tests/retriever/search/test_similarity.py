"""Texts compared with a question, with and without token vectors."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import pytest

from retriever.query.content import Content, Unit
from retriever.query.intent import read_intent
from retriever.query.types import Query
from retriever.search.similarity import Comparer


class Letters:
    """Counts of a, b and c as unit vectors: an encoder without token vectors."""

    name, dim, fingerprint, wants_normalised = "letters", 3, "0", False

    def encode_queries(self, texts: Sequence[str]) -> npt.NDArray[np.float32]:
        rows = np.array([[text.count(c) for c in "abc"] for text in texts], dtype=np.float32)
        lengths = np.linalg.norm(rows, axis=1, keepdims=True)
        return np.divide(rows, lengths, out=np.zeros_like(rows), where=lengths > 0)

    encode_passages = encode_queries


def test_without_token_vectors_meaning_is_the_cosine() -> None:
    comparer = Comparer(Letters(), lambda _: 1.0, lambda ids: np.ones(len(ids), dtype=np.float32), lambda _: ())
    query = Query("ab", "en", "latn", "ab", ("ab",), (), (), (), read_intent("", "zh", ()))
    found = comparer.compare(query, Content((), "ab"))(["ab", "a", "c"])
    # cos((1,1,0), (1,0,0)) = 1/√2; nothing in common is 0.
    assert found.vector.tolist() == pytest.approx([1.0, 0.5**0.5, 0.0])
    assert found.meant.shape == (3, 0)
    # Of the two letters and the word itself only the text "ab" has the word.
    assert found.pieces[0] == pytest.approx(1.0)
    assert found.pieces[2] == 0.0


class Words:
    """Every character is a token; 车 and 辆 mean nearly the same, everything else nothing else."""

    name, dim, fingerprint, wants_normalised = "words", 3, "0", True
    token_weights = np.ones(4, dtype=np.float32)
    token_vectors = np.array([[1, 0, 0], [0.8, 0.6, 0], [0, 0, 1], [0, 1, 0]], dtype=np.float32)

    def token_rows(self, ids: npt.NDArray[np.integer]) -> npt.NDArray[np.float32]:
        rows: npt.NDArray[np.float32] = self.token_vectors[ids]
        return rows

    def token_ids(self, texts: Sequence[str]) -> list[npt.NDArray[np.int32]]:
        return [np.array(["车辆水电".index(c) for c in text], dtype=np.int32) for text in texts]

    def encode_queries(self, texts: Sequence[str]) -> npt.NDArray[np.float32]:
        raise AssertionError("vectors are sums of the tokens'")

    encode_passages = encode_queries


def test_by_tokens_what_is_near_in_meaning_counts_as_far_as_it_is_near() -> None:
    comparer = Comparer(Words(), lambda _: 1.0, lambda ids: np.ones(len(ids), dtype=np.float32), lambda _: ())
    query = Query("车水", "zh", "hans", "车水", ("车", "水"), (), (), (), read_intent("", "zh", ()))
    content = Content((Unit(1.0, ("车",)), Unit(1.0, ("水",))), "车水")
    found = comparer.compare(query, content)(["辆", "车水", "", "水电"])
    assert found.meant.tolist() == [pytest.approx([0.8, 0.0]), [1.0, 1.0], [0.0, 0.0], [0.0, 1.0]]
    # The question means 辆 by .8, 车水 wholly, of 水电 the one token and nothing of the other.
    assert found.reverse.tolist() == pytest.approx([0.8, 1.0, 0.0, 0.5])
    # (1, 0, 1) / √2 with (.8, .6, 0) and with (0, 1, 1) / √2.
    assert found.vector.tolist() == pytest.approx([0.8 / 2**0.5, 1.0, 0.0, 0.5])
