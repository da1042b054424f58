"""An analysed question as answers are chosen by it: its content, what it names, and how texts agree with it."""

from __future__ import annotations

import re

from index.language.normalise import normalise_text
from index.recognizers.periods import YEAR, year_of
from retriever.candidates.features import Question
from retriever.candidates.named import names_in
from retriever.engine import Engine
from retriever.query.content import content_of
from retriever.query.places import names_itself
from retriever.query.types import Query

__all__ = ["forms_of", "read_question"]

SUBSTANTIAL = 2.0
"""A question has content enough when it weighs as much as this many words that only one passage holds."""

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
    return Question(
        text=query.normalised,
        language=query.language,
        intent=query.intent,
        content=content,
        measure=engine.compare(query, content),
        unheard=content.unheard(engine.in_vocabulary),
        slight=max(0.0, 1.0 - content.weight / (SUBSTANTIAL * max(engine.idf(""), 1e-9))),
        names=names_in(query.text, query.language, engine.translate, [name.lower() for name in places]),
    )


def forms_of(question: Question) -> tuple[str, ...]:
    """Return every normalised word by which the content of a question may be said."""
    return tuple(dict.fromkeys(form for unit in question.content.units for form in unit.forms))
