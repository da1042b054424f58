"""What words say among the passages that a question is limited to.

In the documents about one city, the city's name and the words of their titles stand in almost every passage: they tell
none of them from another, however rare they are in the corpus. So words also count by how rare they are within the
limits. Words that stand out there anyway keep their weight.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from math import log, sqrt

import numpy as np
import numpy.typing as npt

from index.store.bm25 import WeightedTerm
from index.store.bundle import Bundle
from retriever.query.expand import Element
from retriever.search.late_interaction import gather
from retriever.settings import SCOPE_SAMPLE

__all__ = ["Scope"]

Floats = npt.NDArray[np.float32]
Mask = npt.NDArray[np.bool_]
Rows = npt.NDArray[np.intp]


class Scope:
    """The passages that ``allowed`` (bool, shape (passages,)) marks."""

    def __init__(self, bundle: Bundle, allowed: Mask) -> None:
        self._bundle = bundle
        self._allowed = allowed
        self._size = int(np.count_nonzero(allowed))

    def narrowed(self, elements: Sequence[Element]) -> tuple[Element, ...]:
        """``elements`` with weights for these passages: BM25 then counts the geometric mean of both idf.

        No weight grows: a word that is rarer here than in the corpus already ranks as it should.
        """
        return tuple(replace(element, weight=element.weight * sqrt(self._ratio(element))) for element in elements)

    def _ratio(self, element: Element) -> float:
        """The idf of an element here as a share, at most 1, of its idf in the corpus."""
        lexical = self._bundle.lexical
        known = ((element.term, 1.0),) if isinstance(element, WeightedTerm) else element.alternatives
        here = sum(share * self._count(term) for term, share in known if share > 0)
        corpus = sum(share * lexical.df(term) for term, share in known if share > 0)
        return min(1.0, _idf(here, self._size) / _idf(corpus, len(lexical)))

    def _count(self, term: str) -> int:
        """How many of the passages hold ``term``."""
        return int(np.count_nonzero(self._allowed[self._bundle.lexical.holding(term)]))

    def rarity(self, tokens: Rows) -> Floats:
        """Rarity of encoder tokens (distinct ids) among these passages in 0..1, float32 of their shape.

        It is the idf as a share of what a token in none of them would have, over an even sample of the passages.
        """
        stored = self._bundle.token_ids
        if stored is None or not self._size or not len(tokens):
            return np.ones(len(tokens), dtype=np.float32)
        rows = np.flatnonzero(self._allowed)
        rows = rows[:: -(-len(rows) // SCOPE_SAMPLE)]
        ids, sizes = gather(stored.flat, stored.starts, rows)
        column = np.full(max(int(tokens.max()), int(ids.max(initial=0))) + 1, -1, dtype=np.intp)
        column[tokens] = np.arange(len(tokens))
        found = column[ids]
        asked = found >= 0
        cells = np.unique(np.repeat(np.arange(len(rows)), sizes)[asked] * len(tokens) + found[asked])
        holding = np.bincount(cells % len(tokens), minlength=len(tokens))
        most = _idf(0, len(rows))
        return np.array([_idf(count, len(rows)) / most for count in holding.tolist()], dtype=np.float32)


def _idf(holding: float, size: int) -> float:
    """Lucene's inverse document frequency, as :mod:`index.store.bm25` scores it; positive."""
    return log(1.0 + (size - min(holding, size) + 0.5) / (min(holding, size) + 0.5))
