"""The text of a document made line by line, with its headings and pages."""

from __future__ import annotations

from index.loading.extracted import Extracted
from index.loading.page_layout import joined
from index.types import HeadingHint, PageSpan, Span

__all__ = ["Lines"]


class Lines:
    """Collects lines in reading order; a line break is between two of them, and belongs to the page of the first."""

    def __init__(self) -> None:
        self._lines: list[str] = []
        self._at = 0
        self._headings: list[HeadingHint] = []
        self._pages: list[tuple[int, int]] = []

    def add(self, line: str, level: int = 0) -> None:
        """Add a line; ``level`` from 1 makes it a heading. Line breaks inside become blanks."""
        line = line.replace("\r\n", " ").replace("\n", " ").replace("\r", " ")
        if level > 0 and line.strip():
            start = self._at + len(line) - len(line.lstrip())
            self._headings.append(HeadingHint(Span(start, self._at + len(line.rstrip())), level))
        self._lines.append(line)
        self._at += len(line) + 1

    def begin_page(self, number: int) -> None:
        """Begin page ``number``: all that is added from here on stands on it."""
        self._pages.append((number, self._at))

    def go_on(self, text: str) -> None:
        """Add to the end of the last line; what this page began with then stands in that line."""
        whole = joined(self._lines[-1], text)
        if self._pages and self._pages[-1][1] == self._at:
            self._pages[-1] = (self._pages[-1][0], self._at - 1 - len(self._lines[-1]) + len(whole) - len(text))
        self._at += len(whole) - len(self._lines[-1])
        self._lines[-1] = whole

    def extracted(self, encoding: str = "utf-8") -> Extracted:
        """Return what was collected; ``encoding`` is that of the file."""
        text = "\n".join(self._lines)
        starts = [min(start, len(text)) for _, start in self._pages]
        ends = [*starts[1:], len(text)]
        pages = (
            PageSpan(number, Span(start, end))
            for (number, _), start, end in zip(self._pages, starts, ends, strict=False)
        )
        return Extracted(text, encoding, tuple(self._headings), tuple(pages))
