"""Packed strings and the vocabulary against plain lists and dictionaries."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.store.strings import Strings, Vocabulary

anything = st.text(st.characters(exclude_categories=()), max_size=6) | st.text("光伏储a", max_size=4)


@given(st.lists(anything))
def test_strings_are_a_sequence(items: list[str]) -> None:
    packed = Strings.pack(items)
    assert list(packed) == items
    assert len(packed) == len(items)
    assert [packed[row] for row in range(-len(items), len(items))] == items * 2
    assert packed[1:3] == items[1:3]
    assert list(Strings(packed.blob.copy(), packed.offsets.copy())) == items
    with pytest.raises(IndexError):
        packed[len(items)]


@given(st.sets(anything), anything)
def test_vocabulary_finds_what_it_holds(terms: set[str], other: str) -> None:
    vocabulary = Vocabulary.pack(terms)
    ordered = sorted(terms)
    assert list(vocabulary) == ordered
    for row, term in enumerate(ordered):
        assert vocabulary.row(term) == row
        assert vocabulary.term(row) == term
        assert term in vocabulary
    assert (other in vocabulary) == (other in terms)
    if other not in terms:
        assert vocabulary.row(other) == -1
    assert [vocabulary.term(row) for row in vocabulary.prefixed(other)] == [
        term for term in ordered if term.startswith(other)
    ]


def test_wrong_offsets_are_refused() -> None:
    with pytest.raises(ValueError, match="offsets"):
        Strings(np.zeros(3, dtype=np.uint8), np.array([0, 2], dtype=np.int64))
