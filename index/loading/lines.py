"""The text of a document made line by line, with its headings and pages."""

from __future__ import annotations

from typing import NamedTuple

from index.loading.extracted import Extracted
from index.loading.page_layout import joined
from index.loading.refusals import empty
from index.types import HeadingHint, PageSpan, Span

__all__ = ["Lines"]


class Lines:
    """Collects lines in reading order; a line break is between two of them, and belongs to the page of the first."""

    def __init__(self) -> None:
        self._lines: list[str] = []
        self._at = 0
        self._headings: list[HeadingHint] = []
        self._pages: list[_Page] = []

    def add(self, line: str, level: int = 0) -> None:
        """Add a line; ``level`` from 1 makes it a heading. Line breaks inside become blanks."""
        line = line.replace("\r\n", " ").replace("\n", " ").replace("\r", " ")
        if level > 0 and line.strip():
            start = self._at + len(line) - len(line.lstrip())
            self._headings.append(HeadingHint(Span(start, self._at + len(line.rstrip())), level))
        self._lines.append(line)
        self._at += len(line) + 1

    def begin_page(self, number: int, *, confidence: float | None = None) -> None:
        """Begin page ``number``: all that is added from here on stands on it; ``confidence`` as a page has it."""
        self._pages.append(_Page(number, self._at, confidence))

    def go_on(self, text: str) -> None:
        """Add to the end of the last line; a page that begins with this begins inside that line."""
        before = self._lines[-1]
        whole = joined(before, text)
        if self._pages and self._pages[-1].start == self._at:
            self._pages[-1] = self._pages[-1]._replace(start=self._at - 1 - len(before) + len(whole) - len(text))
        self._at += len(whole) - len(before)
        self._lines[-1] = whole

    def extracted(self, encoding: str = "utf-8") -> Extracted:
        """Return what was collected; ``encoding`` is that of the file."""
        text = "\n".join(self._lines)
        starts = [min(page.start, len(text)) for page in self._pages]
        ends = [*starts[1:], len(text)]
        pages = (
            PageSpan(page.number, Span(start, end), page.confidence)
            for page, start, end in zip(self._pages, starts, ends, strict=False)
        )
        return Extracted(text, encoding, tuple(self._headings), tuple(pages))

    def filled(self, name: str, encoding: str = "utf-8") -> Extracted:
        """Return what was collected of the file ``name``. Raises LoadError when it is no text."""
        extracted = self.extracted(encoding)
        if not extracted.text.strip():
            raise empty(name)
        return extracted


class _Page(NamedTuple):
    number: int
    start: int
    confidence: float | None
