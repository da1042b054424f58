"""Question analysis: everything about a question that search and answering depend on."""

from __future__ import annotations

from index.language.normalise import normalise_text
from index.language.script import detect_script, language
from index.language.tokens import tokenise
from index.recognizers.periods import years_in
from index.recognizers.places import Gazetteer, gazetteer
from index.types import Query
from retriever.query.expand import expand
from retriever.query.intent import asks_for
from retriever.query.places import CorpusView, match_places

__all__ = ["CONSIDERED", "analyse"]

CONSIDERED = 2_000
"""Code points of a question that are looked at; whatever follows changes neither places nor terms."""


def analyse(question: str, corpus: CorpusView, places: Gazetteer | None = None) -> Query:
    """Analyse ``question`` against the places of ``corpus``. Any text is taken; an empty one gives an empty query.

    ``terms`` are the question's words as :func:`index.language.tokens.tokenise` cuts them, without characters and
    pairs. ``years`` are those named, a five-year plan counting as its five years. ``places`` is the gazetteer, by
    default the one shipped.
    """
    text = question[:CONSIDERED]
    normalised = normalise_text(text)
    spoken = "en" if language(text) == "en" else "zh"
    kind = asks_for(normalised, spoken)
    elements = expand(normalised, spoken, grams=False).words
    named, unknown = match_places(text, normalised, elements, corpus, places or gazetteer(), kind)
    return Query(
        text=question,
        language=spoken,
        script=detect_script(text),
        normalised=normalised,
        terms=tuple(tokenise(normalised)),
        places=named,
        unknown_places=unknown,
        years=years_in(normalised),
        asks_for=kind,
    )
