"""An analysed question as answers are cut for it: what it wants, and its content."""

from __future__ import annotations

import re

from index.language.normalise import normalise_text
from index.recognizers.periods import YEAR, year_of
from retriever.answer.forms.candidate import Question
from retriever.engine import Engine
from retriever.query.content import content_of
from retriever.query.places import names_itself
from retriever.query.types import Query

__all__ = ["forms_of", "read_question"]

_YEAR = re.compile(rf"(?:(?:by|in|until|before|from)\s+)?(?P<year>{YEAR})年?")


def read_question(engine: Engine, query: Query) -> Question:
    """Read the content of ``query``: what it says beside places and years, weighted by the corpus and the language."""
    # A county that only led to its city is part of what is asked.
    own = [place for place in query.places if query.language == "en" or names_itself(place)]
    places = [name for place in own for name in (place.name, place.mention)]
    phrase = _YEAR.sub(lambda m: " " if year_of(m["year"]) in query.years else m[0], query.normalised)
    for place in own:
        phrase = phrase.replace(normalise_text(place.mention), " ")
    content = content_of(
        query.terms,
        phrase.strip() or query.normalised,
        engine.idf,
        engine.translate,
        [*places, *(name.lower() for name in places)],
        engine.term_weight,
    )
    return Question(query.normalised, query.language, query.intent, content)


def forms_of(question: Question) -> tuple[str, ...]:
    """Return every normalised word by which the content of a question may be said."""
    return tuple(dict.fromkeys(form for unit in question.content.units for form in unit.forms))
