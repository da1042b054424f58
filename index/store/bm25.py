"""BM25, searched in memory-mapped arrays: a sparse matrix of finished scores by column (term).

Looking a question up is slicing and adding. :mod:`index.store.bm25_builder` makes the matrix, the same as bm25s makes.

Scores follow Lucene's BM25 (Kamphuis et al., "Which BM25 do you mean?", ECIR 2020; Lù, "BM25S", 2024):
``idf(t) * tf / (tf + K_d)``, ``idf(t) = ln(1 + (N - df + 0.5) / (df + 0.5))``, ``K_d = k1 * (1 - b + b * |d| / avg)``.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import log

import numpy as np
import numpy.typing as npt

from index.store.damage import damage_told
from index.store.strings import Vocabulary

__all__ = ["Bm25", "Lexical", "Mixture", "WeightedTerm", "inverse_frequency", "saturation", "top"]

Rows = npt.NDArray[np.int32]
Scores = npt.NDArray[np.float32]
Counts = npt.NDArray[np.uint16]
Mask = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Bm25:
    """Parameters: ``k1`` is how slowly repeats of a term saturate, ``b`` how much long passages are held back."""

    k1: float = 1.5
    b: float = 0.75


@dataclass(frozen=True, slots=True)
class WeightedTerm:
    """A term of the question; its BM25 score counts ``weight`` times."""

    term: str
    weight: float = 1.0


@dataclass(frozen=True, slots=True)
class Mixture:
    """One word of the question that the corpus may say in several ways, each with its probability.

    A probabilistic structured query (Darwish and Oard, "Probabilistic Structured Query Methods", SIGIR 2003): counts
    in a passage and passage frequencies are mixed first, ``tf = sum(p_i * tf_i)``, ``df = sum(p_i * df_i)``, and scored
    as one term. So a rare wrong translation does not win through its high idf, as it would if scores were added.
    """

    alternatives: tuple[tuple[str, float], ...]
    weight: float = 1.0


class Lexical:
    """A BM25 index of ``n`` passages and ``v`` terms.

    ``scores`` (float32), ``rows`` (int32) and ``counts`` (uint16, how often the term stands there) are the columns of
    the matrix one after another, ``starts`` (int64, v + 1) where each begins; ``lengths`` (int32, n) are the passages'
    token counts. Raises ValueError when the shapes do not fit each other.
    """

    def __init__(
        self,
        vocabulary: Vocabulary,
        scores: Scores,
        rows: Rows,
        counts: Counts,
        starts: npt.NDArray[np.int64],
        lengths: npt.NDArray[np.int32],
        parameters: Bm25,
    ) -> None:
        sizes = {len(scores), len(rows), len(counts), int(starts[-1]) if len(starts) else 0}
        if len(starts) != len(vocabulary) + 1 or len(sizes) != 1:
            raise ValueError("the arrays of the lexical index do not fit each other")
        self.vocabulary = vocabulary
        self.data = scores
        self.rows = rows
        self.counts = counts
        self.starts = starts
        self.lengths = lengths
        self.parameters = parameters
        self._mean_length = float(np.mean(lengths, dtype=np.float64)) if len(lengths) else 0.0

    def __len__(self) -> int:
        """Return the number of passages."""
        return len(self.lengths)

    def df(self, term: str) -> int:
        """Return how many passages hold ``term``; 0 for one that the corpus does not know."""
        column = self.vocabulary.row(term)
        return 0 if column < 0 else int(self.starts[column + 1] - self.starts[column])

    def holding(self, term: str) -> Rows:
        """Return the passages that hold ``term``, ascending; none for one that the corpus does not know."""
        return self._column(term)[0]

    def idf(self, term: str) -> float:
        """Return the inverse document frequency of ``term`` as scores use it; an unknown term has the highest."""
        return inverse_frequency(self.df(term), len(self))

    def scores(self, query: Sequence[WeightedTerm | Mixture]) -> Scores:
        """Return the score of every passage, float32 of shape (n,); terms that the corpus does not know add nothing.

        Terms are added in the order given, and one given twice counts twice, exactly as bm25s does.
        """
        total = np.zeros(len(self), dtype=np.float32)
        for element in query:
            if isinstance(element, Mixture):
                rows, values = self._mixed(element)
            else:
                rows, values = self._column(element.term)
            # A column holds each row once, so this adds as np.add.at would, and faster.
            with damage_told("lexical.rows.npy"):
                total[rows] += values if element.weight == 1.0 else values * np.float32(element.weight)
        return total

    def search(
        self, query: Sequence[WeightedTerm | Mixture], k: int, allowed: Mask | None = None
    ) -> tuple[Rows, Scores]:
        """Return the rows and scores of the best ``k`` passages that share a term with ``query``, best first.

        ``allowed`` (bool, shape (n,)) limits the answer to the rows that it marks. Equal scores rank by row.
        """
        return top(self.scores(query), k, allowed)

    def _column(self, term: str) -> tuple[Rows, Scores]:
        span = self._span(term)
        return self.rows[span], self.data[span]

    def _span(self, term: str) -> slice:
        column = self.vocabulary.row(term)
        return slice(0, 0) if column < 0 else slice(int(self.starts[column]), int(self.starts[column + 1]))

    def _mixed(self, mixture: Mixture) -> tuple[Rows, Scores]:
        known = [(term, weight) for term, weight in mixture.alternatives if weight > 0 and self.df(term)]
        if not known:
            return self.rows[:0], self.data[:0]
        if len(known) == 1 and known[0][1] == 1.0:
            return self._column(known[0][0])
        counts = np.zeros(len(self), dtype=np.float64)
        for term, weight in known:
            span = self._span(term)
            counts[self.rows[span]] += weight * self.counts[span]
        touched = np.flatnonzero(counts).astype(np.int32)
        tf = counts[touched]
        frequency = sum(weight * self.df(term) for term, weight in known)
        return touched, (inverse_frequency(frequency, len(self)) * tf / (tf + self._saturated(touched))).astype(
            np.float32
        )

    def _saturated(self, rows: Rows) -> npt.NDArray[np.float64]:
        return saturation(self.lengths[rows], self._mean_length, self.parameters)


def top(scores: Scores, k: int, allowed: Mask | None = None) -> tuple[Rows, Scores]:
    """Return the rows and values of the ``k`` highest positive ``scores``, best first, equal ones by row.

    Fewer than ``k`` come back when fewer are positive (and ``allowed``, bool of the same shape).
    """
    rows = np.flatnonzero(scores > 0 if allowed is None else (scores > 0) & allowed)
    values = scores[rows]
    if k < len(rows):
        if k < 1:
            return rows[:0].astype(np.int32), values[:0]
        least = np.partition(values, len(values) - k)[len(values) - k]
        keep = np.flatnonzero(values >= least)
        rows, values = rows[keep], values[keep]
    # Rows ascend here, and a stable sort keeps that order among equals.
    order = np.argsort(-values, kind="stable")[:k]
    return rows[order].astype(np.int32), values[order]


def saturation(lengths: npt.NDArray[np.int32], mean: float, parameters: Bm25) -> npt.NDArray[np.float64]:
    """Return K_d of passages with ``lengths`` tokens, ``mean`` of them on average."""
    return parameters.k1 * ((1.0 - parameters.b) + parameters.b * lengths.astype(np.float64) / mean)


def inverse_frequency(frequency: float, passages: int) -> float:
    """Return the idf of a term that stands in ``frequency`` of so many passages."""
    return log(1.0 + (passages - frequency + 0.5) / (frequency + 0.5))
