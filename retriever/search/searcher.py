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
from index.store.damage import damage_told
from index.types import Hit, RankerScore, Role
from retriever.query.analyse import CONSIDERED, analyse
from retriever.query.expand import Expansion, expand, strength
from retriever.query.places import asks_several
from retriever.query.types import Query
from retriever.search.diversify import spread, supported
from retriever.search.duplicates import duplicates_of, official
from retriever.search.filtered_idf import Scope
from retriever.search.filters import DocumentFilter, Filters
from retriever.search.fusion import Signals, fuse
from retriever.search.late_interaction import gather, interact
from retriever.search.place_prior import guides, place_factor
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
    """``rows`` of passages, ascending; what every ranker says of them; the score that they are ordered by."""

    rows: Rows
    signals: Signals
    scores: Floats


def _joined(pools: Sequence[_Candidates]) -> _Candidates | None:
    """The candidates of several pools, which share no passage, as one; None without any."""
    if len(pools) < 2:
        return pools[0] if pools else None
    signals = [pool.signals for pool in pools]
    return _Candidates(
        np.concatenate([pool.rows for pool in pools]),
        Signals(
            lexical=np.concatenate([each.lexical for each in signals]),
            dense=np.concatenate([each.dense for each in signals]),
            late=np.concatenate([each.late for each in signals]),
            focus=np.concatenate([each.focus for each in signals]),
        ),
        np.concatenate([pool.scores for pool in pools]),
    )


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
        A document that the query names by its number is the only one looked into; places that it names guide the
        order and limit nothing (:mod:`retriever.search.place_prior`); among the documents about them words count by
        how rare they are there (:mod:`retriever.search.filtered_idf`). What repeats an official passage stands in its
        hit's ``duplicates``, unless it states what is asked of the document itself: its number, date, issuer or
        title. A score (0..1) is the weighted mean of the rankers' (see :mod:`retriever.search.fusion`), multiplied
        for what its passage is and for its document; ``parts`` holds every ranker's own rank among the candidates and
        score, and under "coverage" the share of the question's words, weighted by idf, that the passage holds.
        """
        if k < 1 or not query.normalised.strip():
            return []
        expansion = self.expand(query)
        vector = self._vector(query)
        pools = [self._candidates(query, expansion, vector, *pool) for pool in self._pools(query, filters)]
        found = _joined([pool for pool in pools if len(pool.rows)])
        if found is None:
            return []
        order, scores = self._ordered(query, found, k)
        return self._hits(expansion, found.rows, found.signals, order, scores)

    def _ordered(self, query: Query, found: _Candidates, k: int) -> tuple[Rows, Floats]:
        documents, settings = self._document[found.rows], self.settings
        if asks_several(query.normalised):
            scores, crowding = found.scores, settings.crowding_several
        else:
            scores, crowding = supported(found.scores, documents, settings.document_share), settings.crowding
        return spread(scores, documents, k, 0.0 if query.places else crowding, settings.crowding_limit)

    def _pools(self, query: Query, filters: Filters | None) -> list[tuple[Mask | None, bool]]:
        """The passages to look among, and whether words count by how rare they are there."""
        allowed = self._allowed(query, filters)
        if not query.places:
            return [(allowed, allowed is not None)]
        about = self.view.about({place.name for place in query.places})
        if allowed is None:
            return [(about, True), (~about, False)]
        return [(about & allowed, True), (allowed & ~about, False)]

    def _allowed(self, query: Query, filters: Filters | None) -> Mask | None:
        chosen = None if filters is None else self.filter.passages(filters)
        if query.documents is None:
            return chosen
        own: Mask = np.isin(self._document, query.documents)
        return own if chosen is None else own & chosen

    def expand(self, query: Query) -> Expansion:
        """What BM25 scores for ``query``."""
        text = query.normalised[:CONSIDERED]
        # Years that a filter asks for are words of the question as if it named them.
        years = (f"{year}年" for year in sorted(query.intent.years - set(query.years)))
        return expand(text, query.language, self.grams, (*self.view.spelled(query), *years), self.settings)

    def _vector(self, query: Query) -> Floats:
        vector: Floats = self.encoder.encode_queries([self._encoded(query)])[0]
        return vector

    def _encoded(self, query: Query) -> str:
        text = query.normalised if self.encoder.wants_normalised else query.text
        return text[:CONSIDERED]

    def _candidates(
        self, query: Query, expansion: Expansion, vector: Floats, allowed: Mask | None, narrow: bool
    ) -> _Candidates:
        bundle = self.bundle
        pool = len(self._document) if allowed is None else int(np.count_nonzero(allowed))
        scope = Scope(bundle, allowed) if narrow and allowed is not None else None
        elements = expansion.elements if scope is None else scope.narrowed(expansion.elements)
        totals = bundle.lexical.scores(elements)
        lexical, _ = top(totals, self.settings.candidates, allowed)
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
        whole, focus = self._late(self._encoded(query), rows, scope)
        signals = Signals(
            lexical=(totals[rows] / np.float32(bound)) if bound > 0 else nothing,
            dense=bundle.dense.vectors(rows.astype(np.int32)) @ vector if len(rows) else nothing,
            late=whole,
            focus=focus,
        )
        scores = fuse(signals, self.settings.fusion(query.language), pool)
        scores = scores * self._factors(query, rows) * np.where(np.isin(rows, stating), self.settings.stated_factor, 1)
        return _Candidates(rows, signals, np.minimum(scores, 1.0).astype(np.float32))

    def _factors(self, query: Query, rows: Rows) -> Floats:
        """What the scores of passages are multiplied by for what they are and for the place of their documents."""
        factors = np.where(self._summary[rows], self.settings.summary_factor, 1.0)
        if query.intent.asks_for == "body" and query.intent.responsibility:
            factors *= np.where(self.view.with_note(rows), self.settings.note_factor, 1.0)
        return (factors * self._place_factors(query, rows)).astype(np.float32)

    def _place_factors(self, query: Query, rows: Rows) -> Floats:
        if not guides(query):
            return np.ones(len(rows), dtype=np.float32)
        documents = self.bundle.documents
        names = [place.name for place in query.places] or query.unknown_places
        named = self.view.naming_any(names, rows)
        owners, owner = np.unique(self._document[rows], return_inverse=True)
        factors = [
            [place_factor(query, documents[d], n, self.settings) for n in (False, True)] for d in owners.tolist()
        ]
        by_owner = np.array(factors, dtype=np.float32).reshape(len(owners), 2)
        found: Floats = by_owner[owner, named.astype(np.intp)]
        return found

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
        with damage_told("tokens.npy"):
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
