"""The documents that a question for a list is about."""

from __future__ import annotations

from collections.abc import Sequence

from index.language.normalise import normalise_text
from index.types import Metadatum
from retriever.engine import Engine
from retriever.query.types import Query
from retriever.search.filters import Filters

__all__ = ["documents_about"]

MOST_TITLES = 2_000
"""Documents whose titles are looked for in a question."""


def documents_about(engine: Engine, query: Query, filters: Filters | None) -> list[int]:
    """Return the documents (ids, in order) that a question may be about, by number, title, place and ``filters``.

    All that the filters let through when it names none. Those of another place are out; a title that stands in the
    question leaves only its document.
    """
    corpus = engine.corpus
    mask = engine.searcher.filter.documents(filters) if filters is not None else None
    if query.documents is not None:
        among: Sequence[int] = query.documents
    elif query.places:
        among = sorted(int(doc_id) for place in query.places for doc_id in corpus.places.get(place.name, ()))
    else:
        among = range(len(corpus.documents))
    found = [i for i in among if mask is None or mask[i]]
    if len(found) > MOST_TITLES:
        return found
    return [i for i in found if _named(query, corpus.document(i).title)] or found


def _named(query: Query, title: Metadatum | None) -> bool:
    return title is not None and len(title.value) > 3 and normalise_text(title.value) in query.normalised
