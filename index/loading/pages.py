"""Pages of a source text: where form feeds part them, and what must hold of those that a format declares."""

from __future__ import annotations

from collections.abc import Iterator

from index.errors import LoadError
from index.types import PageSpan, SourceFile, Span

__all__ = ["check_pages", "form_feed_pages"]

_FORM_FEED = "\f"
_HIGHEST = (1 << 31) - 1
"""The highest number that an index stores."""


def form_feed_pages(text: str) -> tuple[PageSpan, ...]:
    """Return the pages of a text that form feeds part, numbered from 1; none without a form feed.

    Programs that print or that extract the text of a PDF end every page with one; it belongs to the page that it ends.
    """
    return tuple(_parted(text)) if _FORM_FEED in text else ()


def _parted(text: str) -> Iterator[PageSpan]:
    start = number = 0
    while start < len(text):
        at = text.find(_FORM_FEED, start)
        end = len(text) if at < 0 else at + 1
        number += 1
        yield PageSpan(number, Span(start, end))
        start = end


def check_pages(source: SourceFile) -> None:
    """Raise LoadError unless the pages of ``source`` are in order, disjoint and in its text, with numbers from 0 up."""
    before = 0
    for page in source.pages:
        if not 0 <= page.page <= _HIGHEST or not before <= page.span.start <= page.span.end <= len(source.text):
            raise LoadError(
                "{name} declares page {page} at {start}:{end}, out of order or outside its text: give its pages "
                "in order, each behind the one before.",
                name=source.path,
                page=page.page,
                start=page.span.start,
                end=page.span.end,
            )
        before = page.span.end
