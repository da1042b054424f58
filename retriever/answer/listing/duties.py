"""What a body has to do: the items whose responsibility notes name it."""

from __future__ import annotations

from collections.abc import Iterable

from index.clauses.responsibility import parse_note
from index.language.normalise import normalise_text
from index.types import AnswerItem, Clause, Role
from retriever.answer.listing.entries import entry
from retriever.answer.listing.mentions import documents_holding
from retriever.engine import Engine

__all__ = ["MOST", "duties"]

MOST = 100
"""Items listed."""

SURE = 0.95
"""Confidence of a note that names the body by its own words."""


def duties(engine: Engine, body: str, documents: Iterable[int]) -> list[AnswerItem]:
    """Return for each note of ``documents`` that names ``body`` (normalised) the heading of its item, at most MOST.

    The citation is the heading; a note under none gives the clause before it. A body is named by its full name or by
    its end (林业局 for 市林业局), not by a longer name that merely holds it.
    """
    corpus = engine.corpus
    items: list[AnswerItem] = []
    candidates = documents_holding(engine, body)
    for doc_id in documents:
        if candidates is not None and doc_id not in candidates:
            continue
        above: Clause | None = None
        told: set[int] = set()
        for clause_id in corpus.clauses_of(doc_id):
            clause = corpus.clause(clause_id)
            if clause.role is not Role.RESPONSIBILITY:
                if clause.role in (Role.HEADING, Role.TEXT):
                    above = clause if clause.role is Role.HEADING or above is None else above
                continue
            if not _names(corpus.text_of(clause), body):
                continue
            task = corpus.clause(clause.parent_id) if clause.parent_id is not None else above
            if task is not None and task.clause_id not in told:
                told.add(task.clause_id)
                items.append(entry(engine, task, SURE))
            if len(items) == MOST:
                return items
    return items


def _names(note: str, body: str) -> bool:
    parsed = parse_note(note)
    named = (normalise_text(one.name).strip() for one in (*parsed.lead, *parsed.others, *parsed.carried))
    return any(name == body or name.endswith(body) or body.endswith(name) for name in named if len(name) > 2)
