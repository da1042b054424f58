"""PDFium behind a few functions: what stands on the pages of a PDF. Nothing outside of this package imports it.

PDFium was chosen over pdfplumber on the samples of ``tests/golden/pdf``: both give every glyph with its box, neither
gives reading order; PDFium is some fifteen times as fast and draws the pages as well. It is not safe for threads:
everything here holds one lock.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, NamedTuple

from index.errors import LoadError
from index.loading.layout.content import Glyph, PageContent
from index.loading.pdf.glyphs import glyphs_of
from index.loading.pdf.placing import Placing, placing_of, turned
from index.loading.pdf.rules import drawn_on

__all__ = ["Bookmark", "OpenPdf", "opened"]

_lock = threading.RLock()
_MOST_PAGES = 20_000
_MOST_GLYPHS = 300_000
"""Characters of one page: a full one has some 3,000, a large plan with its labels 30,000."""


class Bookmark(NamedTuple):
    """An entry of a PDF's outline: its title, its level from 1, and the page that it leads to."""

    title: str
    level: int
    page: int


@contextmanager
def opened(data: bytes, name: str) -> Iterator[OpenPdf]:
    """Open a PDF; no other thread uses PDFium meanwhile.

    Raises LoadError when it is empty, protected by a password, damaged, without a page, or has too many.
    """
    import pypdfium2

    if not data.strip(b"\x00\r\n\t "):
        raise LoadError("{name} is empty: leave it out, or fetch it again.", name=name)
    with _lock:
        try:
            document = pypdfium2.PdfDocument(data)
        except pypdfium2.PdfiumError as error:
            if "assword" in str(error):
                raise LoadError(
                    "{name} is protected by a password: save it without one (print it to a PDF).", name=name
                ) from error
            raise LoadError(
                "{name} is damaged or no PDF: open it in a PDF viewer and save it again, or fetch it again.", name=name
            ) from error
        try:
            pages = len(document)
            if pages < 1:
                raise LoadError("{name} has no pages: fetch it again.", name=name)
            if pages > _MOST_PAGES:
                raise LoadError(
                    "{name} has {pages} pages, more than {most}: split it into several files.",
                    name=name,
                    pages=pages,
                    most=_MOST_PAGES,
                )
            yield OpenPdf(document, name)
        finally:
            document.close()


class OpenPdf:
    """An open PDF; use it inside :func:`opened` only. Pages are numbered from 1."""

    def __init__(self, document: Any, name: str) -> None:
        self._document = document
        self._name = name

    @property
    def pages(self) -> int:
        """How many pages it has."""
        return len(self._document)

    def content(self, number: int) -> tuple[PageContent, float]:
        """Return what stands on a page, and the share of it that pictures cover.

        A page that PDFium cannot read is empty. Raises LoadError when it holds more characters than a page can.
        """
        import pypdfium2

        try:
            page = self._document[number - 1]
        except pypdfium2.PdfiumError:
            return PageContent(number, 595.0, 842.0, ()), 0.0
        try:
            width, height = page.get_size()
            place = placing_of(page, width, height)
            glyphs = self._glyphs(page, place)
            rules, pictured = drawn_on(page, place, width, height)
        finally:
            page.close()
        content = turned(number, width, height, glyphs, rules)
        return content, pictured

    def _glyphs(self, page: Any, place: Placing) -> list[tuple[Glyph, int]]:
        """Return the glyphs on the displayed page, each with the quarter turns of its text, clockwise."""
        import pypdfium2

        try:
            text = page.get_textpage()
        except pypdfium2.PdfiumError:
            return []
        try:
            if text.count_chars() > _MOST_GLYPHS:
                raise LoadError(
                    "{name} holds more than {most} characters on one page: it is no document to be read.",
                    name=self._name,
                    most=f"{_MOST_GLYPHS:,}",
                )
            return list(glyphs_of(text, place))
        finally:
            text.close()

    def bookmarks(self) -> Iterator[Bookmark]:
        """Yield the entries of the outline that lead to a page, in their order."""
        import pypdfium2

        try:
            for item in self._document.get_toc(max_depth=9):
                target = item.get_dest()
                index = target.get_index() if target is not None else None
                if index is not None and 0 <= index < self.pages:
                    yield Bookmark(item.get_title(), item.level + 1, index + 1)
        except pypdfium2.PdfiumError:
            return

    def picture(self, number: int, longest: int) -> Any:
        """Return a page drawn as a PIL image, its longer side ``longest`` pixels."""
        page = self._document[number - 1]
        try:
            width, height = page.get_size()
            return page.render(scale=longest / max(width, height, 1.0)).to_pil().convert("RGB")
        finally:
            page.close()
