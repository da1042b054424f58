"""The engine: what answering, checking and reading figures need of one index, behind methods."""

from __future__ import annotations

import os
from collections.abc import Sequence

from index.encoders import load_encoder
from index.encoders.base import Encoder
from index.language.lexicon import Lexicon
from index.store.bundle import Bundle
from index.types import Hit
from retriever.paragraphs import Paragraphs
from retriever.query.content import Content
from retriever.query.types import Query
from retriever.search.filters import Filters
from retriever.search.searcher import Searcher
from retriever.search.similarity import Comparer, Measure

__all__ = ["LIKELY_TRANSLATION", "Engine"]

LIKELY_TRANSLATION = 0.1
"""Least probability of a translation that counts as saying an English word."""


class Engine:
    """One index with its encoder, opened for questions. It only reads: threads may share it.

    ``corpus`` is the index, ``paragraphs`` reads its passages as items.
    """

    def __init__(self, searcher: Searcher) -> None:
        self.searcher = searcher
        self.corpus = searcher.bundle
        self.encoder = searcher.encoder
        self.paragraphs = Paragraphs(self.corpus)
        view = searcher.view
        self._comparer = Comparer(searcher.encoder, view.idf, view.token_rarity, view.spelled)

    @classmethod
    def open(cls, index: str | os.PathLike[str]) -> Engine:
        """Open the index in the folder ``index``, with the encoder that it was built with.

        Raises IndexMissing, IndexDamaged, or ModelError when the encoder is not there or is another one by now.
        """
        bundle = Bundle.open(index)
        return cls.over(bundle, load_encoder(bundle.encoder.name))

    @classmethod
    def over(cls, bundle: Bundle, encoder: Encoder) -> Engine:
        """Take an open index and its encoder. Raises ModelError when the index was built with another one."""
        return cls(Searcher(bundle, encoder))

    def analyse(self, question: str, filters: Filters | None = None) -> Query:
        """Analyse a question; with ``filters`` it asks for their years instead of those that it names."""
        return self.searcher.analyse(question, filters.years if filters is not None else ())

    def search(self, query: Query, k: int, filters: Filters | None = None) -> Sequence[Hit]:
        """Return the best ``k`` passages, best first. Raises InputError as :class:`DocumentFilter` does."""
        return self.searcher.search(query, k, filters)

    def check_filters(self, filters: Filters) -> None:
        """Raise InputError when ``filters`` name nothing of the index, or let no document through."""
        self.searcher.filter.documents(filters)

    def compare(self, query: Query, content: Content) -> Measure:
        """Return what compares texts with a question of this content."""
        return self._comparer.compare(query, content)

    def idf(self, term: str) -> float:
        """Return how rare a term is in the corpus."""
        return self.searcher.view.idf(term)

    def says(self, term: str) -> bool:
        """Return whether any passage of the corpus holds a term."""
        return self.idf(term) < self.idf("")

    def term_weight(self, term: str) -> float:
        """Return how much (0..1) a term says in the language at large."""
        return self._comparer.term_weight(term)

    def translate(self, text: str) -> Sequence[tuple[str, Sequence[str]]]:
        """Return the words of a Latin text, each with the Chinese forms that likely say the same."""
        return [
            (word.term, tuple(term for term, share in word.translations if share >= LIKELY_TRANSLATION))
            for word in Lexicon.load().translate(text)
        ]
