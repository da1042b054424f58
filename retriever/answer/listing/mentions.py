"""Which documents say a word, each with the first clause that does and in how many clauses it stands."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from index.language.normalise import normalise_text
from index.types import AnswerItem, Clause, Role
from retriever.answer.listing.entries import entry
from retriever.engine import Engine
from retriever.query.content import is_content

__all__ = ["MOST", "documents_holding", "mentions"]

MOST = 50
"""Documents listed."""

SURE = 0.97
"""Confidence of what is looked up by its very words."""


def mentions(engine: Engine, words: str, documents: Iterable[int], english: bool = False) -> list[AnswerItem]:
    """Return for each of ``documents`` that says ``words`` (normalised) the first clause that does, at most MOST.

    Documents that say it in more clauses come first. Both scripts and widths agree, case does
    not matter; the words of an ``english`` question are said by their translations, too.
    """
    wanted = _forms(engine, words) if english else [(words.lower(),)]
    candidates = documents_holding(engine, words) if len(wanted) == 1 and len(wanted[0]) == 1 else None
    found: list[tuple[int, AnswerItem]] = []
    for doc_id in documents:
        if candidates is not None and doc_id not in candidates:
            continue
        clauses = list(_saying(engine, doc_id, wanted))
        if clauses:
            first = clauses[0]
            found.append((len(clauses), entry(engine, first, SURE)))
    found.sort(key=lambda pair: -pair[0])
    return [item for _, item in found[:MOST]]


def documents_holding(engine: Engine, words: str) -> frozenset[int] | None:
    """Return the documents with a passage that has every term of ``words``; None when the terms cannot tell."""
    terms = [term for term in engine.corpus.tokenise(words) if len(term) > 1]
    if not terms:
        return None
    kept: set[int] | None = None
    rows_of = engine.corpus.passage_documents
    for term in terms:
        rows = engine.corpus.lexical.holding(term)
        holding = {int(doc) for doc in rows_of[rows]}
        kept = holding if kept is None else kept & holding
    return frozenset(kept or ())


def _forms(engine: Engine, words: str) -> list[tuple[str, ...]]:
    """Return what a clause has to say, each English word in one of several forms: itself and its translations."""
    known = [(word, forms) for word, forms in engine.translate(words.lower()) if is_content(word)]
    # The words of a phrase that is known as a whole (carbon sink) are not asked for one by one.
    whole = [(w, forms) for w, forms in known if not any(w != other and w in other.split() for other, _ in known)]
    return [(word, *forms) for word, forms in whole] or [(words.lower(),)]


def _saying(engine: Engine, doc_id: int, wanted: Sequence[tuple[str, ...]]) -> Iterable[Clause]:
    corpus = engine.corpus
    for clause_id in corpus.clauses_of(doc_id):
        clause = corpus.clause(clause_id)
        if clause.role in (Role.TEXT, Role.RESPONSIBILITY, Role.HEADING) and (
            _says(normalise_text(corpus.text_of(clause)).lower(), wanted)
        ):
            yield clause


def _says(text: str, wanted: Sequence[tuple[str, ...]]) -> bool:
    return all(any(form in text for form in forms) for forms in wanted)
