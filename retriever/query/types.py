"""The analysed question that search and answering take."""

from __future__ import annotations

from dataclasses import dataclass

from index.types import Place
from retriever.query.intent import Intent

__all__ = ["Query"]


@dataclass(frozen=True, slots=True)
class Query:
    """A question, analysed. ``language`` is "zh" or "en"; ``script`` is "hans", "hant" or "latn".

    ``normalised`` is the text as :func:`index.language.normalise.normalise_text` gives it; ``terms`` are its lexical
    tokens. ``places`` are the corpus places that it names, ``unknown_places`` those that no document of the corpus is
    about. ``years`` are all that it names; ``intent`` says what it wants, the years asked for among it. ``numbers``
    are the numbers of documents that it names, and ``documents`` (ids) those that have one of them, which alone it is
    about; None when it names no number of the corpus. All else is read without those numbers.
    """

    text: str
    language: str
    script: str
    normalised: str
    terms: tuple[str, ...]
    places: tuple[Place, ...]
    unknown_places: tuple[str, ...]
    years: tuple[int, ...]
    intent: Intent
    numbers: tuple[str, ...] = ()
    documents: tuple[int, ...] | None = None

    @property
    def asks_for(self) -> str:
        """What kind of answer the question words ask for: see :class:`~retriever.query.intent.Intent`."""
        return self.intent.asks_for
