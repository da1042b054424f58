"""An entry of a list: a clause as it stands, without the white space around it."""

from __future__ import annotations

from index.types import AnswerItem, Clause, Span
from retriever.citation import answer_item
from retriever.engine import Engine

__all__ = ["entry"]


def entry(engine: Engine, clause: Clause, confidence: float) -> AnswerItem:
    """Return the item whose text and citation is ``clause``."""
    text = engine.corpus.text_of(clause)
    lead = len(text) - len(text.lstrip())
    said = Span(clause.span.start + lead, clause.span.start + len(text.rstrip()))
    return answer_item(engine.corpus, clause, said, confidence, None)
