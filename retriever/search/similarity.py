"""Likeness between a question and short texts: in words, in characters, and in meaning by the index's encoder."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from index.encoders.base import Encoder, TokenEncoder
from index.store.bm25 import WeightedTerm
from retriever.query.analyse import CONSIDERED
from retriever.query.content import Content, is_content
from retriever.query.expand import expand, strength
from retriever.query.types import Query
from retriever.search.late_interaction import unit

__all__ = ["Comparer", "Likeness", "Measure"]

Floats = npt.NDArray[np.float32]
Rows = npt.NDArray[np.intp]

_SALIENT = 420.0
"""Length of a token's vector from which a Chinese word counts in full: the 90th percentile of the embedded encoder."""

_SALIENT_LATIN = 330.0
"""The same for an English word: rarer in what the encoder was trained on, they have shorter vectors."""

_FORMS = 5
"""Forms of a unit that are compared in meaning: an English word and its likeliest translations."""

_TERMS_KEPT = 65_536

_TOKENS_KEPT = 16_384
"""Texts whose tokens are kept: clauses come back from question to question, and tokenising is what costs most."""


@dataclass(frozen=True, slots=True)
class Likeness:
    """How n texts agree with a question of u units (:class:`~retriever.query.content.Content`), float32, about 0..1.

    ``vector`` (n,): cosine of the encoder's vectors. ``meant`` (n, u): how nearly something in the text means the unit.
    ``reverse`` (n,): how nearly the question means what the text says. ``unasked`` (n,): weight of the heaviest thing
    that the text says and the question does not mean. ``pieces`` (n,): share of the question's words,
    characters and pairs of characters, weighted by rarity, that stand in the text.
    """

    vector: Floats
    meant: Floats
    reverse: Floats
    unasked: Floats
    pieces: Floats


Measure = Callable[[Sequence[str]], Likeness]
"""Compares normalised texts with one question."""


class Comparer:
    """Compares texts with questions by one encoder; threads may share it.

    ``idf`` weighs a term by how rare it is in the corpus, ``rarity`` tokens of the encoder likewise in 0..1, and
    ``spelled`` gives the Chinese names of places that a question spells in Latin letters.
    """

    def __init__(
        self,
        encoder: Encoder,
        idf: Callable[[str], float],
        rarity: Callable[[Rows], Floats],
        spelled: Callable[[Query], Sequence[str]],
    ) -> None:
        self._encoder = encoder
        self._idf = idf
        self._rarity = rarity
        self._spelled = spelled
        self._tokens = lru_cache(_TOKENS_KEPT)(self._tokens_of)
        self.term_weight = lru_cache(_TERMS_KEPT)(self._salience)

    def compare(self, query: Query, content: Content) -> Measure:
        """Return what compares texts with this question; its units are those of ``content``."""
        return lambda texts: self._likeness(query, content, texts)

    def _salience(self, term: str) -> float:
        """Return how much (0..1) a term says in the language at large, by what the encoder learned of it.

        A word that no document holds is as rare as can be in the corpus, whether it is 红烧肉 or 一共: the lengths of
        the vectors, which are the words' learned weights in a mean, tell these apart. 1 for an encoder without fixed
        vectors.
        """
        if not isinstance(self._encoder, TokenEncoder):
            return 1.0
        ids = self._tokens(term)
        if not len(ids) or (term.isascii() and len(ids) > 1):
            return 1.0  # a word in pieces is a rare one
        lengths = np.linalg.norm(self._encoder.token_rows(ids).astype(np.float32), axis=1)
        return min(1.0, float(lengths.max()) / (_SALIENT_LATIN if term.isascii() else _SALIENT)) ** 2

    def _likeness(self, query: Query, content: Content, texts: Sequence[str]) -> Likeness:
        pieces = self._pieces(query, content, texts)
        encoder = self._encoder
        if isinstance(encoder, TokenEncoder):
            vector, meant, reverse, unasked = self._by_tokens(encoder, content, texts)
        else:
            asked = encoder.encode_queries([content.phrase])[0]
            vector = (encoder.encode_passages(texts) @ asked).astype(np.float32)
            meant = np.zeros((len(texts), len(content.units)), dtype=np.float32)
            reverse = np.clip(vector, 0, 1)
            unasked = 1 - reverse
        return Likeness(
            vector=np.clip(vector, 0, 1),
            meant=np.clip(meant, 0, 1),
            reverse=np.clip(reverse, 0, 1),
            unasked=np.clip(unasked, 0, 1),
            pieces=pieces,
        )

    def _tokens_of(self, text: str) -> Rows:
        encoder = self._encoder
        assert isinstance(encoder, TokenEncoder)
        return encoder.token_ids([text])[0].astype(np.intp)

    def _by_tokens(
        self, encoder: TokenEncoder, content: Content, texts: Sequence[str]
    ) -> tuple[Floats, Floats, Floats, Floats]:
        """Cosines, what is meant of every unit, what the question means of every text, and what it does not."""
        rows = [self._tokens(text) for text in texts]
        asked = self._tokens(content.phrase)
        # An English word is meant where one of its translations is: these are nearer to Chinese text than itself.
        forms = [(n, form) for n, u in enumerate(content.units) for form in u.forms[:_FORMS]]
        of_unit = np.array([n for n, _ in forms], dtype=np.intp)
        units = [self._tokens(form) for _, form in forms]
        sizes = np.array([len(row) for row in rows], dtype=np.intp)
        flat = np.concatenate([*rows, asked[:0]])
        # Each distinct token is compared once, however many texts hold it.
        distinct, place = np.unique(np.concatenate([flat, asked, *units]), return_inverse=True)
        vectors = encoder.token_rows(distinct)
        directions = unit(vectors)
        in_texts, in_question = place[: len(flat)], place[len(flat) : len(flat) + len(asked)]
        in_units = place[len(flat) + len(asked) :]
        weights = encoder.token_weights[distinct] * self._rarity(distinct)
        filled = np.flatnonzero(sizes)
        begins = (np.cumsum(sizes) - sizes)[filled]

        meant = np.zeros((len(texts), len(content.units)), dtype=np.float32)
        reverse = np.zeros(len(texts), dtype=np.float32)
        vector = np.zeros(len(texts), dtype=np.float32)
        unasked = np.zeros(len(texts), dtype=np.float32)
        if not len(filled) or not len(asked):
            return vector, meant, reverse, unasked
        sums = np.add.reduceat(vectors[in_texts], begins, axis=0)
        vector[filled] = unit(sums) @ unit(vectors[in_question].sum(axis=0, keepdims=True))[0]
        known = (directions @ directions[in_question].T).max(axis=1)
        totals = np.add.reduceat(weights[in_texts], begins)
        reverse[filled] = np.add.reduceat((known * weights)[in_texts], begins) / np.maximum(totals, 1e-9)
        heaviness = weights / np.maximum(weights.max(), 1e-9)
        unasked[filled] = np.maximum.reduceat(((1 - known) * heaviness)[in_texts], begins)
        if len(in_units):
            nearest = np.maximum.reduceat((directions @ directions[in_units].T)[in_texts], begins, axis=0)
            counts = np.array([len(u) for u in units], dtype=np.intp)
            # Units without a token the encoder knows mean nothing to it.
            owner = np.repeat(np.arange(len(units)), counts)
            share = weights[in_units] / np.maximum(np.bincount(owner, weights[in_units], len(units))[owner], 1e-9)
            spread = np.zeros((len(in_units), len(units)), dtype=np.float32)
            spread[np.arange(len(in_units)), owner] = share
            begun = np.searchsorted(of_unit, np.arange(len(content.units)))
            meant[filled] = np.maximum.reduceat(nearest @ spread, begun, axis=1)
        return vector, meant, reverse, unasked

    def _pieces(self, query: Query, content: Content, texts: Sequence[str]) -> Floats:
        text = query.normalised[:CONSIDERED]
        kept: list[tuple[float, list[tuple[str, float]]]] = []
        for element in expand(text, query.language, True, tuple(self._spelled(query))).elements:
            forms = [(element.term, 1.0)] if isinstance(element, WeightedTerm) else list(element.alternatives)
            if all(is_content(term, content.dropped) for term, _ in (forms[0], forms[-1])):
                top = max(share for _, share in forms)
                # The likeliest translation first: the first form that stands in a text is what it is worth.
                ranked = sorted(((term, share / top) for term, share in forms), key=lambda form: -form[1])
                term_weight = self.term_weight(forms[0][0]) if isinstance(element, WeightedTerm) else 1.0
                kept.append((strength(element, self._idf) * term_weight, ranked))
        total = sum(weight for weight, _ in kept)
        if not total:
            return np.zeros(len(texts), dtype=np.float32)
        said = [sum(w * next((s for t, s in forms if t in text), 0.0) for w, forms in kept) for text in texts]
        return np.array(said, dtype=np.float32) / np.float32(total)
