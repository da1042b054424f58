"""Pages as rows of ``pages.npy`` (:data:`index.store.schema.PAGE`), and back."""

from __future__ import annotations

from index.store.schema import NONE
from index.types import PageSpan, Span

__all__ = ["PageRow", "page_row", "page_span"]

PageRow = tuple[int, int, int, int, int]
"""The source, the page's number, its span, and how sure its recognition is in thousandths, -1 for none."""

_THOUSAND = 1_000


def page_row(source: int, page: PageSpan) -> PageRow:
    """Return the row of a page of ``source``."""
    confidence = NONE if page.confidence is None else round(page.confidence * _THOUSAND)
    return source, page.page, *page.span, confidence


def page_span(row: PageRow) -> PageSpan:
    """Return the page of a row."""
    _, number, start, end, confidence = row
    return PageSpan(number, Span(start, end), None if confidence == NONE else confidence / _THOUSAND)
