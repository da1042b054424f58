"""Citations: made only here, from a clause, so that ``source[start:end] == quote`` holds for every one."""

from __future__ import annotations

from index.types import AnswerItem, Citation, Clause, Span
from retriever.paragraphs import Corpus

__all__ = ["answer_item", "cite"]


def cite(corpus: Corpus, clause: Clause) -> Citation:
    """Return the citation of a clause; raises ValueError when the clause lies outside its file."""
    file = corpus.documents[clause.doc_id].source_path
    quote = corpus.slice(clause.doc_id, clause.span)
    if not quote:
        raise ValueError(f"clause {clause.clause_id} covers nothing of {file}")
    return Citation(clause.doc_id, file, clause.path, clause.span, quote)


def answer_item(corpus: Corpus, clause: Clause, answer: Span, confidence: float, year: int | None) -> AnswerItem:
    """Return the item whose text is ``answer`` of the clause's file.

    Raises ValueError when the answer is not part of the clause: it would not be covered by its citation.
    """
    citation = cite(corpus, clause)
    if not citation.span.contains(answer) or answer.start >= answer.end:
        raise ValueError(f"the answer {tuple(answer)} is not part of clause {clause.clause_id} {tuple(citation.span)}")
    place = corpus.documents[clause.doc_id].place
    return AnswerItem(
        text=citation.quote[answer.start - citation.span.start : answer.end - citation.span.start],
        span=answer,
        citation=citation,
        confidence=confidence,
        place=place.value if place else None,
        year=year,
    )
