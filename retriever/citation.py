"""Citations: made only here, by offsets, so that ``source[start:end] == quote`` holds for every one."""

from __future__ import annotations

from bisect import bisect_right

from index.types import AnswerItem, Citation, Clause, Span
from retriever.paragraphs import Corpus

__all__ = ["answer_item", "citation_at", "cite", "heading_at", "is_unsure"]

_UNSURE = 0.9
"""Clean scans are recognised at .97 and more; below this, some character in twenty is likely wrong."""


def cite(corpus: Corpus, clause: Clause) -> Citation:
    """Return the citation of a clause; raises ValueError when the clause lies outside its file."""
    citation = citation_at(corpus, clause.doc_id, clause.path, clause.span)
    if not citation.quote:
        raise ValueError(f"clause {clause.clause_id} covers nothing of {citation.file}")
    return citation


def citation_at(corpus: Corpus, doc_id: int, path: tuple[str, ...], span: Span) -> Citation:
    """Return the citation of the characters at ``span`` of a document's file, under the headings ``path``.

    Raises ValueError when ``span`` lies outside the file.
    """
    file = corpus.documents[doc_id].source_path
    page, confidence = corpus.page_at(doc_id, span.start), corpus.page_confidence(doc_id, span.start)
    return Citation(doc_id, file, path, span, corpus.slice(doc_id, span), page, confidence)


def is_unsure(page_confidence: float | None) -> bool:
    """Whether a page's text was recognised with so little confidence that whoever cites it should look at the page."""
    return page_confidence is not None and page_confidence < _UNSURE


def heading_at(corpus: Corpus, doc_id: int, span: Span) -> tuple[str, ...]:
    """Return the headings above the clause of a document that holds the beginning of ``span``, outermost first."""
    # Clause ids ascend with (document, position).
    ids = range(corpus.clause_count)
    at = bisect_right(ids, (doc_id, span.start), key=lambda i: (corpus.clause(i).doc_id, corpus.clause(i).span.start))
    for clause_id in range(max(0, at - 1), min(at + 1, corpus.clause_count)):
        clause = corpus.clause(clause_id)
        if clause.doc_id == doc_id and clause.span.overlap(span):
            return clause.path
    return ()


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
