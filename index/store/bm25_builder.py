"""Making the BM25 matrix: postings counted from new passages or taken over from an index, scored all together.

Scores depend on the whole corpus (its size, how many passages hold a term, the mean length), so they are computed anew
from the counts whenever passages come or go. A differential test holds them equal to those of bm25s ("lucene").
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from index.store.bm25 import Bm25, Lexical, inverse_frequency, saturation
from index.store.placing import free_rows
from index.store.runs import Run
from index.store.strings import Strings, Vocabulary

__all__ = ["MOST", "LexicalBuilder"]

MOST = 0xFFFF
"""Most occurrences counted in one passage; its score hardly grows beyond a hundred of them."""

_ROW_BITS = 32
_ROW = (1 << _ROW_BITS) - 1


class _Postings(NamedTuple):
    """Which term stands in which passage (``term << 32 | row``, int64) and how often (uint16)."""

    keys: npt.NDArray[np.int64]
    counts: npt.NDArray[np.uint16]


class LexicalBuilder:
    """Takes the terms of passages batch by batch, and those of an index that stay as they are."""

    def __init__(self) -> None:
        self._numbers: dict[str, int] = {}
        self._postings: list[_Postings] = []
        self._lengths: list[npt.NDArray[np.int32]] = []
        self._rows = 0

    def add(self, terms: Sequence[str], flat: npt.NDArray[np.int32], lengths: npt.NDArray[np.int32]) -> None:
        """Add passages whose terms are ``flat`` (numbers of ``terms``, distinct strings), ``lengths`` of them each."""
        number = self._numbers
        known = np.array([number.setdefault(term, len(number)) for term in terms], dtype=np.int64)
        rows = np.repeat(np.arange(self._rows, self._rows + len(lengths), dtype=np.int64), lengths)
        if len(flat):
            keys, counts = np.unique(known[flat] << _ROW_BITS | rows, return_counts=True)
            self._postings.append(_Postings(keys, np.minimum(counts, MOST).astype(np.uint16)))
        self._lengths.append(lengths)
        self._rows += len(lengths)

    def build(self, parameters: Bm25, before: Lexical | None = None, kept: Sequence[Run] = ()) -> Lexical:
        """Return the index of all passages added, and of those that ``kept`` takes over from ``before``.

        What was added fills the rows that ``kept`` leaves free, in order. The order in which terms were met leaves no
        trace.
        """
        lengths, free = self._placed_lengths(before, kept)
        old = _taken_over(before, kept) if before is not None and kept else None
        terms, rank_new, rank_old = self._ranked(before, old)
        keys = [(rank_new[part.keys >> _ROW_BITS] << _ROW_BITS) | free[part.keys & _ROW] for part in self._postings]
        counts = [part.counts for part in self._postings]
        self._postings.clear()
        if old is not None:
            # First, since it is sorted already: sorting merges what is new into it.
            keys.insert(0, (rank_old[old.keys >> _ROW_BITS] << _ROW_BITS) | (old.keys & _ROW))
            counts.insert(0, old.counts)
        key = np.concatenate([*keys, np.zeros(0, dtype=np.int64)])
        order = np.argsort(key, kind="stable")
        key = key[order]
        count = np.concatenate([*counts, np.zeros(0, dtype=np.uint16)])[order]
        rows = (key & _ROW).astype(np.int32)
        frequencies = np.bincount(key >> _ROW_BITS, minlength=len(terms))
        starts = np.zeros(len(terms) + 1, dtype=np.int64)
        np.cumsum(frequencies, out=starts[1:])
        scores = _scores(frequencies, rows, count, lengths, parameters)
        return Lexical(Vocabulary(Strings.pack_encoded(terms)), scores, rows, count, starts, lengths, parameters)

    def _placed_lengths(
        self, before: Lexical | None, kept: Sequence[Run]
    ) -> tuple[npt.NDArray[np.int32], npt.NDArray[np.int64]]:
        """Return the length of every passage, and the rows of those that were added."""
        added = np.concatenate([*self._lengths, np.zeros(0, dtype=np.int32)])
        total = len(added) + sum(run.size for run in kept)
        lengths = np.zeros(total, dtype=np.int32)
        for run in kept:
            assert before is not None
            lengths[run.now : run.now + run.size] = before.lengths[run.first : run.stop]
        free = free_rows(total, kept)
        lengths[free] = added
        return lengths, free

    def _ranked(
        self, before: Lexical | None, old: _Postings | None
    ) -> tuple[list[bytes], npt.NDArray[np.int64], npt.NDArray[np.int64]]:
        """Return all terms in order (as UTF-8), and the place in them of every new term and of those of ``before``."""
        new = [term.encode("utf-8", "surrogatepass") for term in self._numbers]
        held: list[bytes] = []
        used = np.zeros(0, dtype=np.int64)
        if before is not None and old is not None:
            used = np.flatnonzero(np.bincount(old.keys >> _ROW_BITS, minlength=len(before.vocabulary)))
            names = before.vocabulary.strings.encoded()
            held = names if len(used) == len(names) else [names[row] for row in used.tolist()]
        # Both are found by bisection: a dictionary of all terms would take longer than everything else.
        fresh = sorted(term for term in new if not _is_in(held, term))
        terms = sorted(held + fresh)
        rank_new = np.array([bisect_left(terms, term) for term in new], dtype=np.int64)
        shift = np.searchsorted([bisect_left(held, term) for term in fresh], np.arange(len(held)), side="right")
        rank_old = np.zeros(int(used[-1]) + 1 if len(used) else 0, dtype=np.int64)
        rank_old[used] = np.arange(len(held)) + shift
        return terms, rank_new, rank_old


def _is_in(ordered: Sequence[bytes], term: bytes) -> bool:
    at = bisect_left(ordered, term)
    return at < len(ordered) and ordered[at] == term


def _taken_over(before: Lexical, kept: Sequence[Run]) -> _Postings:
    """Return the postings of ``before`` in the rows that are kept, under their new rows."""
    now = np.full(len(before), -1, dtype=np.int32)
    for run in kept:
        now[run.first : run.stop] = np.arange(run.now, run.now + run.size)
    rows = now[before.rows]
    stays = rows >= 0
    keys = np.repeat(np.arange(len(before.vocabulary), dtype=np.int64) << _ROW_BITS, np.diff(before.starts))
    return _Postings((keys | rows)[stays], before.counts[stays])


def _scores(
    frequencies: npt.NDArray[np.intp],
    rows: npt.NDArray[np.int32],
    counts: npt.NDArray[np.uint16],
    lengths: npt.NDArray[np.int32],
    parameters: Bm25,
) -> npt.NDArray[np.float32]:
    """Return the score of every posting, float32 in the order of ``rows`` and ``counts``."""
    if not len(rows):
        return np.zeros(0, dtype=np.float32)
    distinct, which = np.unique(frequencies, return_inverse=True)
    idf = np.array([inverse_frequency(df, len(lengths)) for df in distinct.tolist()], dtype=np.float32)[which]
    saturated = saturation(lengths, float(lengths.mean(dtype=np.float64)), parameters)[rows]
    scores = np.repeat(idf.astype(np.float64), frequencies)
    scores *= counts / (saturated + counts)
    return scores.astype(np.float32)
