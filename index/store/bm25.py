"""BM25: indexed by bm25s, searched in its memory-mapped arrays without importing it.

Importing bm25s takes most of a second (tqdm, scipy, numba when there), longer than the whole question should. What it
makes is a sparse matrix of finished scores by column (term), so looking a question up is slicing and adding.

Scores follow Lucene's BM25 (Kamphuis et al., "Which BM25 do you mean?", ECIR 2020; Lù, "BM25S", 2024):
``idf(t) * tf / (tf + K_d)``, ``idf(t) = ln(1 + (N - df + 0.5) / (df + 0.5))``, ``K_d = k1 * (1 - b + b * |d| / avg)``.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import log

import numpy as np
import numpy.typing as npt

from index.store.damage import damage_told
from index.store.strings import Strings, Vocabulary

__all__ = ["Bm25", "Lexical", "LexicalBuilder", "Mixture", "WeightedTerm", "top"]

Rows = npt.NDArray[np.int32]
Scores = npt.NDArray[np.float32]
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

    ``scores`` (float32) and ``rows`` (int32) are the columns of bm25s' matrix one after another, ``starts`` (int64,
    v + 1) where each begins; ``lengths`` (int32, n) are the passages' token counts. Raises ValueError when the shapes
    do not fit each other.
    """

    def __init__(
        self,
        vocabulary: Vocabulary,
        scores: Scores,
        rows: Rows,
        starts: npt.NDArray[np.int64],
        lengths: npt.NDArray[np.int32],
        parameters: Bm25,
    ) -> None:
        if len(starts) != len(vocabulary) + 1 or len(scores) != len(rows) or int(starts[-1]) != len(rows):
            raise ValueError("the arrays of the lexical index do not fit each other")
        self.vocabulary = vocabulary
        self.data = scores
        self.rows = rows
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
        return _idf(self.df(term), len(self))

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
        column = self.vocabulary.row(term)
        if column < 0:
            return self.rows[:0], self.data[:0]
        span = slice(int(self.starts[column]), int(self.starts[column + 1]))
        return self.rows[span], self.data[span]

    def _mixed(self, mixture: Mixture) -> tuple[Rows, Scores]:
        known = [(term, weight) for term, weight in mixture.alternatives if weight > 0 and self.df(term)]
        if not known:
            return self.rows[:0], self.data[:0]
        if len(known) == 1 and known[0][1] == 1.0:
            return self._column(known[0][0])
        counts = np.zeros(len(self), dtype=np.float64)
        for term, weight in known:
            rows, values = self._column(term)
            counts[rows] += weight * self._counts(rows, values, term)
        touched = np.flatnonzero(counts).astype(np.int32)
        tf = counts[touched]
        frequency = sum(weight * self.df(term) for term, weight in known)
        return touched, (_idf(frequency, len(self)) * tf / (tf + self._saturated(touched))).astype(np.float32)

    def _counts(self, rows: Rows, values: Scores, term: str) -> npt.NDArray[np.float64]:
        """Recover how often ``term`` stands in each row: tf = K_d * s / (idf - s), rounded, from its score s."""
        share = values.astype(np.float64) / self.idf(term)
        return np.rint(self._saturated(rows) * share / (1.0 - share))

    def _saturated(self, rows: Rows) -> npt.NDArray[np.float64]:
        return _saturation(self.lengths[rows], self._mean_length, self.parameters)


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


class LexicalBuilder:
    """Takes the terms of passages batch by batch and has bm25s index them."""

    def __init__(self) -> None:
        self._numbers: dict[str, int] = {}
        self._flat: list[npt.NDArray[np.int32]] = []
        self._lengths: list[npt.NDArray[np.int32]] = []

    def add(self, terms: Sequence[str], flat: npt.NDArray[np.int32], lengths: npt.NDArray[np.int32]) -> None:
        """Add passages whose terms are ``flat`` (numbers of ``terms``, distinct strings), ``lengths`` of them each."""
        number = self._numbers
        known = np.array([number.setdefault(term, len(number)) for term in terms], dtype=np.int32)
        self._flat.append(known[flat] if len(flat) else flat)
        self._lengths.append(lengths)

    def build(self, parameters: Bm25) -> Lexical:
        """Return the index of all passages added. The order in which terms were met leaves no trace."""
        import bm25s

        terms = sorted(self._numbers)
        lengths = np.concatenate([*self._lengths, np.zeros(0, dtype=np.int32)])
        if not terms:
            nothing = np.zeros(0, dtype=np.int32)
            starts = np.zeros(1, dtype=np.int64)
            return Lexical(Vocabulary.pack(()), nothing.astype(np.float32), nothing, starts, lengths, parameters)
        rank = np.empty(len(terms), dtype=np.int32)
        rank[[self._numbers[term] for term in terms]] = np.arange(len(terms), dtype=np.int32)
        passages = _Passages(rank[np.concatenate(self._flat)], np.cumsum([0, *lengths.tolist()], dtype=np.int64))
        self._flat.clear()
        engine = bm25s.BM25(method="lucene", k1=parameters.k1, b=parameters.b)
        vocabulary = {term: number for number, term in enumerate(terms)}
        engine.index(_Corpus(passages, vocabulary), create_empty_token=False, show_progress=False)
        scores, rows, starts = (engine.scores[name] for name in ("data", "indices", "indptr"))
        return Lexical(Vocabulary(Strings.pack(terms)), scores, rows, starts, lengths, parameters)


class _Passages:
    """Passages as lists of term numbers, each made when bm25s comes to it: all of them at once take gigabytes."""

    def __init__(self, flat: npt.NDArray[np.int32], starts: npt.NDArray[np.int64]) -> None:
        self._flat = flat
        self._starts = starts

    def __len__(self) -> int:
        return len(self._starts) - 1

    def __iter__(self) -> Iterator[list[int]]:
        return (self._flat[start:end].tolist() for start, end in pairwise(self._starts.tolist()))


@dataclass(frozen=True, slots=True)
class _Corpus:
    """What bm25s takes for a tokenised corpus."""

    ids: _Passages
    vocab: dict[str, int]


def _saturation(lengths: npt.NDArray[np.int32], mean: float, parameters: Bm25) -> npt.NDArray[np.float64]:
    """Return K_d of passages with ``lengths`` tokens."""
    relative = lengths.astype(np.float64) / mean
    return parameters.k1 * ((1.0 - parameters.b) + parameters.b * relative)


def _idf(frequency: float, passages: int) -> float:
    return log(1.0 + (passages - frequency + 0.5) / (frequency + 0.5))
