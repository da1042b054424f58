"""What search and question analysis look up in an index beside its rankers."""

from __future__ import annotations

from collections.abc import Iterable, Sequence, Set
from functools import cached_property, lru_cache, partial, reduce

import numpy as np
import numpy.typing as npt

from index.language.fold import fold
from index.language.normalise import normalise_text
from index.language.tokens import tokenise
from index.recognizers.document_numbers import number_key, same_number
from index.recognizers.places import spelled
from index.store.bm25 import WeightedTerm
from index.store.bundle import Bundle
from index.types import Role
from retriever.query.expand import Element, strength
from retriever.query.field_asked import stated
from retriever.query.places import short_name
from retriever.query.types import Query
from retriever.search.duplicates import NONE
from retriever.settings import RARITY_SAMPLE

__all__ = ["BundleView"]

_LEAST_SHARE = 0.1
"""Probability from which a translation counts as what a word says."""

_TERMS_KEPT = 16_384

Mask = npt.NDArray[np.bool_]
Floats = npt.NDArray[np.float32]
Rows = npt.NDArray[np.intp]


class BundleView:
    """Implements :class:`retriever.query.places.CorpusView` for a bundle, and the masks of what questions name."""

    def __init__(self, bundle: Bundle) -> None:
        self._bundle = bundle
        # Terms are looked up by binary search on disk; questions share many.
        self._holding = lru_cache(_TERMS_KEPT)(bundle.lexical.holding)
        self.idf = lru_cache(_TERMS_KEPT)(bundle.lexical.idf)

    @cached_property
    def document_places(self) -> tuple[str, ...]:
        """Distinct places that documents are about, as the documents give them."""
        return tuple(self._bundle.places)

    def numbered(self, number: str) -> dict[int, str]:
        """Documents (ids) that the key of a number may mean, each with the key of its own."""
        return {doc_id: own for doc_id, own in self._numbers if same_number(number, own)}

    @cached_property
    def _numbers(self) -> tuple[tuple[int, str], ...]:
        """Every document that states its number, with the key of it."""
        numbers = enumerate(self._bundle.documents.values("doc_no"))
        return tuple((doc_id, number_key(fold(number))) for doc_id, number in numbers if number is not None)

    def with_note(self, rows: Rows) -> Mask:
        """Which of ``rows`` end with who is responsible, bool of their shape: a note stands last in its passage."""
        if not self._notes.any():
            return np.zeros(len(rows), dtype=np.bool_)
        last = [self._bundle.passage(row).clause_ids[-1] for row in rows.tolist()]
        mask: Mask = self._notes[last]
        return mask

    @cached_property
    def _notes(self) -> Mask:
        """Which clauses are responsibility notes."""
        return self._bundle.clauses_of_role(Role.RESPONSIBILITY)

    def stating(self, field: str, documents: npt.NDArray[np.integer]) -> Rows:
        """Passages that hold what ``documents`` (ids) state of themselves under ``field``, ascending.

        ``field`` is one that :func:`retriever.query.field_asked.field_asked` gives. What stands outside every
        passage (in a web page's header, say) is left out.
        """
        found: list[Rows] = []
        for doc_id in np.unique(documents).tolist():
            spans = stated(self._bundle.documents[doc_id], field)
            found += (self._bundle.passages_over(doc_id, span) for span in spans)
        return np.concatenate([np.zeros(0, dtype=np.intp), *found])

    def repeats(self, row: int) -> Rows:
        """Passages that repeat passage ``row`` as wholes, ascending."""
        rows, targets = self._repeating
        found: Rows = rows[targets == row]
        return found

    @cached_property
    def _repeating(self) -> tuple[Rows, Rows]:
        """Passages that repeat another, and what each of them repeats."""
        canonical = self._bundle.passage_canonicals
        rows = np.flatnonzero(canonical != NONE)
        return rows, canonical[rows].astype(np.intp)

    def about(self, places: Set[str]) -> Mask:
        """Passages of the documents about one of ``places``, bool of shape (passages,).

        Where a document does not say what it is about, the passages that name one of the places count.
        """
        owner = self._bundle.passage_documents
        wanted = np.zeros(len(self._bundle.documents), dtype=np.bool_)
        for name in places:
            wanted[self._bundle.places.get(name, [])] = True
        mask: Mask = wanted[owner]
        unplaced = self._bundle.unplaced_documents
        if unplaced.any():
            naming = np.zeros(len(owner), dtype=np.bool_)
            for name in places:
                naming[self._naming(name)] = True
            mask |= naming & unplaced[owner]
        return mask

    def naming_any(self, places: Iterable[str], rows: Rows) -> Mask:
        """Which of ``rows`` name one of ``places``, in their text or in what stands over it, bool of their shape."""
        named = np.zeros(len(rows), dtype=np.bool_)
        for place in places:
            named |= _member(rows, self._naming(place))
        return named

    def spelled(self, query: Query) -> tuple[str, ...]:
        """Chinese names, known to the corpus, of places that a question spells in Latin letters only by the way."""
        matched = {place.mention for place in query.places}
        return tuple(
            short
            for names, span in spelled(query.text)
            if span.of(query.text) not in matched
            for short in dict.fromkeys(map(short_name, names))
            if self._bundle.lexical.df(short)
        )

    def coverage(self, place: str, elements: Sequence[Element]) -> float:
        """Greatest share, 0..1 by idf, of ``elements`` in a passage that names ``place``; 0 when none names it."""
        rows = self._naming(place)
        return float(self.shares(rows, elements).max()) if len(rows) and elements else 0.0

    def naming(self, place: str) -> tuple[str, ...]:
        """Distinct places of the documents that name ``place`` in a passage; none when one is about no place."""
        rows = self._naming(place)
        holding = np.unique(self._bundle.passage_documents[rows])
        found = [self._bundle.documents[doc_id].place for doc_id in holding.tolist()]
        named = [about.value for about in found if about is not None]
        return tuple(dict.fromkeys(named)) if len(named) == len(found) else ()

    def documents_holding(self, terms: Sequence[str]) -> int:
        """How many documents hold one of ``terms`` in a passage."""
        rows = np.concatenate([self._holding(term) for term in terms])
        return len(np.unique(self._bundle.passage_documents[rows]))

    def _naming(self, place: str) -> npt.NDArray[np.int32]:
        """Passages that hold every word of a place's short name, ascending."""
        columns = [self._holding(term) for term in tokenise(normalise_text(short_name(place)))]
        return reduce(partial(np.intersect1d, assume_unique=True), columns) if columns else self._holding("")

    def shares(self, rows: npt.NDArray[np.integer], elements: Sequence[Element]) -> Floats:
        """Share, 0..1 by idf, of ``elements`` that each of ``rows`` holds, whatever their order; 0 without elements."""
        held = np.zeros(len(rows), dtype=np.float32)
        total = 0.0
        for element in elements:
            weight = strength(element, self.idf)
            total += weight
            matched = np.zeros(len(rows), dtype=np.bool_)
            for term in self._saying(element):
                matched |= _member(rows, self._holding(term))
            held += np.float32(weight) * matched
        return held / np.float32(total) if total > 0 else held

    def token_rarity(self, tokens: Rows) -> Floats:
        """Information of encoder tokens in 0..1, float32 of their shape: -log of their share of all tokens, scaled.

        Counted over an even sample of the corpus; a token that the sample lacks has 1.
        """
        counts = self._token_counts
        total = float(counts.sum()) + 1.0
        seen = np.where(tokens < len(counts), counts[np.minimum(tokens, len(counts) - 1)], 0)
        rarity: Floats = (1.0 - np.log1p(seen) / np.log1p(total)).astype(np.float32)
        return rarity

    @cached_property
    def _token_counts(self) -> npt.NDArray[np.int64]:
        tokens = self._bundle.token_ids
        if tokens is None or not len(tokens.flat):
            return np.zeros(1, dtype=np.int64)
        step = max(1, len(tokens.flat) // RARITY_SAMPLE)
        return np.bincount(tokens.flat[::step]).astype(np.int64)

    @staticmethod
    def _saying(element: Element) -> list[str]:
        if isinstance(element, WeightedTerm):
            return [element.term]
        return [term for term, share in element.alternatives if share >= _LEAST_SHARE]


def _member(rows: npt.NDArray[np.integer], ascending: npt.NDArray[np.int32]) -> Mask:
    """Which of ``rows`` stand in ``ascending``."""
    if not len(ascending):
        return np.zeros(len(rows), dtype=np.bool_)
    at = np.minimum(np.searchsorted(ascending, rows), len(ascending) - 1)
    mask: Mask = ascending[at] == rows
    return mask
