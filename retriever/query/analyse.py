"""Question analysis: everything about a question that search and answering depend on."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from index.language.normalise import normalise_text
from index.language.script import detect_script, language
from index.language.tokens import tokenise
from index.recognizers.periods import years_in
from index.recognizers.places import Gazetteer, gazetteer
from retriever.query.expand import expand
from retriever.query.intent import read_intent
from retriever.query.numbers_named import asks_which, read_numbers
from retriever.query.places import CorpusView, match_places
from retriever.query.types import Query

__all__ = ["CONSIDERED", "analyse"]

CONSIDERED = 2_000
"""Code points of a question that are looked at; whatever follows changes neither places nor terms."""

_HAS_WORD = re.compile(r"[^\W_]")


def analyse(question: str, corpus: CorpusView, places: Gazetteer | None = None, years: Sequence[int] = ()) -> Query:
    """Analyse ``question`` against the places of ``corpus``. Any text is taken; an empty one gives an empty query.

    ``terms`` are the question's words as :func:`index.language.tokens.tokenise` cuts them, without characters and
    pairs. ``years`` of the query are those named, a five-year plan counting as its five years; ``intent`` is what it
    wants. ``places`` is the gazetteer, by default the one shipped; ``years`` are to be asked for instead of those
    named. The number of a document of the corpus says which document is meant and is no word of the question.
    """
    numbered = read_numbers(question[:CONSIDERED], corpus)
    which = numbered.documents is not None and asks_which(normalise_text(numbered.rest))
    text = numbered.rest if _HAS_WORD.search(numbered.rest) else question[:CONSIDERED]
    normalised = normalise_text(text)
    spoken = "en" if language(text) == "en" else "zh"
    named_years = years_in(normalised)
    intent = read_intent(normalised, spoken, named_years, years)
    if which and intent.field is None:
        intent = replace(intent, field="title")
    elements = expand(normalised, spoken, grams=False).words
    named, unknown = match_places(text, normalised, elements, corpus, places or gazetteer(), intent.asks_for)
    return Query(
        text=question if numbered.documents is None else text,
        language=spoken,
        script=detect_script(text),
        normalised=normalised,
        terms=tuple(tokenise(normalised)),
        places=named,
        unknown_places=unknown,
        years=named_years,
        intent=intent,
        numbers=numbered.numbers,
        documents=numbered.documents,
    )
