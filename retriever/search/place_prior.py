"""Places guide a search and do not gate it: how a document stands to the places that a question asks about.

What a document's metadata say is a prior on its passages. Documents about a place that is asked for come first, and
words count among them by how rare they are there (:mod:`retriever.search.filtered_idf`); documents whose place is not
known stay in play; documents known to be about another place go down, and less where a passage itself names the place.
A question without the name of a place may still ask for a whole nation, province or city (全国, 全省, 全市): documents
about a place of another kind go down for it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from enum import Enum

from index.language.normalise import normalise_text
from index.recognizers.bodies import is_national
from index.recognizers.places import gazetteer
from index.recognizers.scopes import scope_asked, speaks_of
from index.types import Document
from retriever.query.places import short_name
from retriever.query.types import Query
from retriever.settings import SearchSettings

__all__ = ["Relation", "clause_may_answer", "guides", "may_answer", "names_place", "place_factor", "relation"]

_PROVINCE = re.compile(r"(?:省|自治区|特别行政区)$")


class Relation(Enum):
    """How a document stands to what a question asks about."""

    ABOUT = "about a place that is asked for; any document when no place is"
    UNKNOWN = "about a place that is not known"
    NATION = "about the whole country"
    AROUND = "about a place that the one asked for lies in"
    ELSEWHERE = "about another place"


def guides(query: Query) -> bool:
    """Whether ``query`` asks about a place, so that documents differ in how they stand to it."""
    return bool(query.places or query.unknown_places or scope_asked(query.normalised))


def relation(query: Query, document: Document) -> Relation:
    """Return how ``document`` stands to what ``query`` asks about, as far as its metadata say."""
    asked = _asked(query)
    if not asked:
        return _in_scope(scope_asked(query.normalised), document)
    if document.place is None:
        return Relation.NATION if _national(document) else Relation.UNKNOWN
    own = document.place.value
    if own in asked:
        return Relation.ABOUT
    lies = any(gazetteer().within(normalise_text(name), normalise_text(own)) for name in asked)
    return Relation.AROUND if lies else Relation.ELSEWHERE


def place_factor(query: Query, document: Document, named: bool, settings: SearchSettings) -> float:
    """Return what the score of a passage of ``document`` is multiplied by; ``named``: it names the place itself."""
    match relation(query, document):
        case Relation.ABOUT:
            return 1.0
        case Relation.ELSEWHERE:
            return settings.elsewhere_named_factor if named else settings.elsewhere_factor
        case _:
            return settings.named_factor if named else settings.unknown_factor


def may_answer(query: Query, document: Document, text: str) -> bool:
    """Whether ``text``, a passage of ``document``, may answer.

    What is known to be about another place never answers for the one asked for. What is about the country, or about
    a larger place around it, does where it names the place; so does a city's text that speaks of the whole country.
    """
    match relation(query, document):
        case Relation.ABOUT | Relation.UNKNOWN:
            return True
        case Relation.NATION if not query.places:
            return True
        case Relation.ELSEWHERE if _asked(query):
            return False
        case Relation.AROUND if not query.places:
            return False
        case _:
            return names_place(query, text)


def clause_may_answer(query: Query, document: Document, text: str) -> bool:
    """Whether ``text``, a clause of ``document`` with the headings over it, may answer where its passage may.

    Asked for a whole nation, province or city, what the document of another place says counts only where the clause
    itself speaks of it: a passage that mentions the country goes on with the city's own figures.
    """
    scoped = not _asked(query) and relation(query, document) is Relation.ELSEWHERE
    return not scoped or names_place(query, text)


def names_place(query: Query, text: str) -> bool:
    """Whether ``text``, in any script, names a place that ``query`` asks for or speaks of the scope asked for."""
    plain = normalise_text(text)
    asked = _asked(query)
    if asked:
        return any(short_name(normalise_text(name)) in plain for name in asked)
    scope = scope_asked(query.normalised)
    return scope is not None and speaks_of(plain, scope)


def _asked(query: Query) -> Sequence[str]:
    return [place.name for place in query.places] or query.unknown_places


def _in_scope(scope: str | None, document: Document) -> Relation:
    """How a document stands to a question for a whole nation, province or city without its name."""
    if scope is None:
        return Relation.ABOUT
    if document.place is None:
        return Relation.ABOUT if scope == "nation" else Relation.NATION if _national(document) else Relation.UNKNOWN
    name = normalise_text(document.place.value)
    provincial = bool(_PROVINCE.search(name))
    return Relation.ABOUT if (scope, provincial) in (("province", True), ("city", False)) else Relation.ELSEWHERE


def _national(document: Document) -> bool:
    stated = (document.issuer, document.title)
    return any(found and is_national(normalise_text(found.value).strip("《》 ")) for found in stated)
