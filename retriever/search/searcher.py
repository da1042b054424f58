"""Search: candidates from BM25 and from the vectors, scored by both and by late interaction, repeats folded."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol, runtime_checkable

import numpy as np
import numpy.typing as npt

from index.encoders.base import Encoder
from index.language.tokens import GRAMS
from index.store.bm25 import top
from index.store.bundle import Bundle
from index.types import Hit, RankerScore, Role
from retriever.query.analyse import CONSIDERED, analyse
from retriever.query.expand import Expansion, expand, strength
from retriever.query.types import Query
from retriever.search.diversify import spread
from retriever.search.duplicates import duplicates_of, official
from retriever.search.filtered_idf import Scope
from retriever.search.filters import DocumentFilter, Filters
from retriever.search.fusion import Signals, fuse
from retriever.search.late_interaction import gather, interact
from retriever.search.statistics import BundleView
from retriever.settings import LATE_TOKENS, SETTINGS, SearchSettings

__all__ = ["Searcher"]

Rows = npt.NDArray[np.intp]
Floats = npt.NDArray[np.float32]
Mask = npt.NDArray[np.bool_]


@runtime_checkable
class _TokenEncoder(Protocol):
    """The part of :class:`index.encoders.base.TokenEncoder` that late interaction needs."""

    token_weights: Floats

    def token_rows(self, ids: npt.NDArray[np.integer]) -> Floats: ...

    def token_ids(self, texts: Sequence[str]) -> list[npt.NDArray[np.int32]]: ...


@dataclass(frozen=True, slots=True)
class _Candidates:
    """``rows`` of passages, ascending; what every ranker says of them; which state what is asked of their document."""

    rows: Rows
    signals: Signals
    stating: Mask


class Searcher:
    """Ranks the passages of one index. It only reads: threads may share it.

    Raises ModelError when ``encoder`` is not the one that the index was built with.
    """

    def __init__(self, bundle: Bundle, encoder: Encoder, settings: SearchSettings = SETTINGS) -> None:
        bundle.check_encoder(encoder)
        self.bundle = bundle
        self.encoder = encoder
        self.settings = settings
        self.view = BundleView(bundle)
        self.filter = DocumentFilter(bundle)
        self.grams = bundle.manifest.tokenizer == GRAMS
        self._document = bundle.passage_documents
        self._canonical = bundle.passage_canonicals
        self._summary = bundle.passages_of_role(Role.SUMMARY)

    def analyse(self, question: str, years: Sequence[int] = ()) -> Query:
        """Analyse a question against this index; see :func:`retriever.query.analyse.analyse`."""
        return analyse(question, self.view, years=years)

    def search(self, query: Query, k: int = 20, filters: Filters | None = None) -> list[Hit]:
        """The best ``k`` passages, best first; fewer when fewer have anything in common with the question.

        ``filters`` limit the hits; raises InputError when they name nothing of the index or let nothing through.
        Places that the query names limit the hits to documents about them, and words count by how rare they are there
        (:mod:`retriever.search.filtered_idf`). What repeats an official passage stands in its hit's ``duplicates``,
        unless it states what is asked of the document itself: its number, date, issuer or title. A score (0..1) is
        the weighted mean of the rankers' (see :mod:`retriever.search.fusion`); ``parts`` holds every ranker's own
        rank among the candidates and score, and under "coverage" the share of the question's words, weighted by idf,
        that the passage holds.
        """
        if k < 1 or not query.normalised.strip():
            return []
        allowed = self._allowed(query, filters)
        expansion = self.expand(query)
        found = self._candidates(query, expansion, allowed)
        rows, signals = found.rows, found.signals
        if not len(rows):
            return []
        pool = len(self._document) if allowed is None else int(np.count_nonzero(allowed))
        scores = fuse(signals, self.settings.fusion(query.language), pool)
        below = np.float32(self.settings.summary_factor)
        scores = scores * np.where(self._summary[rows], below, 1)
        if query.intent.asks_for == "body" and query.intent.responsibility:
            scores = scores * np.where(self.view.with_note(rows), np.float32(self.settings.note_factor), 1)
        scores = scores * np.where(found.stating, np.float32(self.settings.stated_factor), 1)
        scores = np.minimum(scores, np.float32(1.0))
        order, scores = spread(scores, self._document[rows], k, bool(query.places), self.settings)
        return self._hits(expansion, rows, signals, order, scores)

    def _allowed(self, query: Query, filters: Filters | None) -> Mask | None:
        masks: list[Mask] = []
        if query.places:
            masks.append(self.view.about({place.name for place in query.places}))
        if filters is not None and (filtered := self.filter.passages(filters)) is not None:
            masks.append(filtered)
        return np.logical_and.reduce(masks) if masks else None

    def expand(self, query: Query) -> Expansion:
        """What BM25 scores for ``query``."""
        text = query.normalised[:CONSIDERED]
        # Years that a filter asks for are words of the question as if it named them.
        years = (f"{year}年" for year in sorted(query.intent.years - set(query.years)))
        return expand(text, query.language, self.grams, (*self.view.spelled(query), *years), self.settings)

    def _candidates(self, query: Query, expansion: Expansion, allowed: Mask | None) -> _Candidates:
        bundle = self.bundle
        scope = None if allowed is None else Scope(bundle, allowed)
        elements = expansion.elements if scope is None else scope.narrowed(expansion.elements)
        totals = bundle.lexical.scores(elements)
        lexical, _ = top(totals, self.settings.candidates, allowed)
        text = query.normalised if self.encoder.wants_normalised else query.text
        text = text[:CONSIDERED]
        vector = self.encoder.encode_queries([text])[0]
        dense = bundle.dense.search(vector, self.settings.candidates, allowed)[0] if vector.any() else lexical[:0]
        rows = official(np.concatenate((lexical, dense)).astype(np.intp), self._canonical)
        field = query.intent.field
        # What a document states of itself may stand where it repeats itself otherwise: it is not folded away.
        stating = self.view.stating(field, self._document[rows]) if field else rows[:0]
        rows = np.union1d(rows, stating).astype(np.intp)
        if allowed is not None:
            rows = rows[allowed[rows]]
        bound = sum(strength(element, self.view.idf) for element in elements)
        nothing = np.zeros(len(rows), dtype=np.float32)
        whole, focus = self._late(text, rows, scope)
        signals = Signals(
            lexical=(totals[rows] / np.float32(bound)) if bound > 0 else nothing,
            dense=bundle.dense.vectors(rows.astype(np.int32)) @ vector if len(rows) else nothing,
            late=whole,
            focus=focus,
        )
        return _Candidates(rows, signals, np.isin(rows, stating))

    def _late(self, text: str, rows: Rows, scope: Scope | None) -> tuple[Floats, Floats]:
        tokens, encoder = self.bundle.token_ids, self.encoder
        if tokens is None or not isinstance(encoder, _TokenEncoder):
            return np.zeros(len(rows), np.float32), np.zeros(len(rows), np.float32)
        question, counts = np.unique(encoder.token_ids([text])[0].astype(np.intp), return_counts=True)
        weights = encoder.token_weights[question] * self.view.token_rarity(question) * counts.astype(np.float32)
        if len(question) > LATE_TOKENS:
            telling = np.sort(np.argsort(-weights, kind="stable")[:LATE_TOKENS])
            question, weights = question[telling], weights[telling]
        if scope is not None:
            weights = weights * scope.rarity(question)
        ids, sizes = gather(tokens.flat, tokens.starts, rows)
        found = interact(question, weights, encoder.token_rows, ids, sizes, self.settings.focus_tokens)
        return found.whole, found.focus

    def _hits(self, expansion: Expansion, rows: Rows, signals: Signals, order: Rows, scores: Floats) -> list[Hit]:
        shares = self.view.shares(rows[order], expansion.words)
        rankers = (
            ("lexical", signals.lexical, _ranks(signals.lexical)),
            ("dense", signals.dense, _ranks(signals.dense)),
            ("late", signals.late, _ranks(signals.late)),
            ("focus", signals.focus, _ranks(signals.focus)),
        )
        covered = _ranks(shares)
        hits: list[Hit] = []
        for position, (at, score) in enumerate(zip(order.tolist(), scores.tolist(), strict=True)):
            parts = [RankerScore(name, int(ranks[at]), float(values[at])) for name, values, ranks in rankers]
            parts.append(RankerScore("coverage", int(covered[position]), float(shares[position])))
            row = int(rows[at])
            elsewhere = duplicates_of(self.bundle, row, self.view.repeats(row))
            hits.append(Hit(row, position + 1, score, tuple(parts), elsewhere))
        return hits


def _ranks(scores: Floats) -> Rows:
    """Rank of every score, from 1, best first; equal scores rank by position."""
    ranks = np.empty(len(scores), dtype=np.intp)
    ranks[np.argsort(-scores, kind="stable")] = np.arange(1, len(scores) + 1)
    return ranks
