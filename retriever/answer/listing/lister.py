"""Answers a question for a list by its route."""

from __future__ import annotations

from collections.abc import Callable

from index.language.normalise import normalise_text
from index.types import Answer, AnswerItem
from retriever.answer.listing.basis import basis
from retriever.answer.listing.documents import documents_about
from retriever.answer.listing.duties import duties
from retriever.answer.listing.figures import extreme, figures
from retriever.answer.listing.headings import headings
from retriever.answer.listing.mentions import mentions
from retriever.answer.listing.route import Route, Wanted
from retriever.engine import Engine
from retriever.query.places import short_name
from retriever.query.types import Query
from retriever.search.filters import Filters

__all__ = ["Lister"]

_FEW = 3
"""Documents that headings or figures are listed of when the question names none of them: more is no list to read."""


class Lister:
    """Lists over one index. ``ask`` answers a question by reading, as figures to compare are found."""

    def __init__(self, engine: Engine, ask: Callable[[str], Answer]) -> None:
        self._engine = engine
        self._ask = ask

    def items(self, wanted: Wanted, query: Query, filters: Filters | None) -> list[AnswerItem]:
        """Return the list that ``query`` wants; empty when there is none, and the question is to be read for."""
        engine = self._engine
        if query.unknown_places and not query.places:
            return []
        documents = documents_about(engine, query, filters)
        named = bool(query.places or query.documents) or len(documents) <= _FEW
        match wanted.route:
            case Route.MENTIONS:
                return mentions(engine, wanted.what, documents, query.language == "en")
            case Route.DUTIES:
                return duties(engine, self._without_places(wanted.what, query), documents)
            case Route.HEADINGS if named:
                return headings(engine, self._without_places(wanted.what, query), documents[:_FEW])
            case Route.FIGURES if named:
                return figures(engine, documents, frozenset(query.intent.years))
            case Route.BASIS if named:
                return basis(engine, documents[:_FEW])
            case Route.EXTREME:
                what = wanted.what[1:]
                asked = f"What is the {what} in each city?" if query.language == "en" else f"各城市{what}是多少?"
                return extreme(engine, self._ask(asked), wanted.what[0] == "+")
        return []

    def _without_places(self, what: str, query: Query) -> str:
        """Leave out the places that the question names: 宜春市林业局 is called 市林业局 in its own city's notes."""
        for place in query.places:
            for name in (place.name, place.mention, short_name(place.name)):
                what = what.replace(normalise_text(name), "")
        return what.removeprefix("市").removeprefix("的").strip()
