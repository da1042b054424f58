"""Pages as they were printed, with the rectangles of a citation on them: drawn from the original file on demand."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from index.errors import InputError
from index.loading.layout.rectangles import rectangles
from index.loading.pdf.reader import PdfText, page_picture, pdf_text
from index.loading.recognition import installed_recognizer
from index.originals import has_pictures, read_original
from index.store.bundle import Bundle
from index.types import Document, Span
from ui.service.scanned_page import scanned_page
from ui.service.snapshot import Cache

__all__ = ["Originals", "PrintedPage"]

_LONGEST_SIDE = 1_600
"""Pixels of the longer side of a page: A4 at 137 dpi."""

_TEXTS_KEPT = 3
_PICTURES_KEPT = 24


class PrintedPage(NamedTuple):
    """A page: its number, how many there are, its picture (PNG), and the rectangles to mark on it.

    These are (left, top, width, height) in parts of the page, from 0 to 1. ``cited`` are the pages that hold any.
    """

    number: int
    pages: int
    picture: bytes
    marks: list[tuple[float, float, float, float]]
    cited: list[int]


class Originals:
    """The originals of one index; what was read of the last ones is kept."""

    def __init__(self, index: Path) -> None:
        self._index = index
        self._texts = Cache(_TEXTS_KEPT)
        self._pictures = Cache(_PICTURES_KEPT)

    def page(self, bundle: Bundle, document: Document, span: Span | None, number: int | None) -> PrintedPage:
        """Return page ``number`` of the file of ``document``, by default the one on which ``span`` begins.

        Raises InputError when the file has no pages to show, is not to be had any more, or has no such page.
        """
        file, digest = document.source_path, document.source_sha256
        if not has_pictures(file):
            raise InputError("{file} has no pages that could be shown as they were printed.", file=file)
        data = read_original(self._index, file, digest)
        first = bundle.page_at(document.doc_id, span.start if span else document.span.start)
        if not file.lower().endswith(".pdf"):
            cited = list(bundle.pages_over(document.doc_id, span)) if span is not None else []
            shown = number or first or 1
            quote = span.of(bundle.texts[file]) if span is not None and shown in cited else ""
            pages, picture, boxes = self._pictures.get(
                (digest, shown, quote), lambda: scanned_page(data, file, shown, quote, _LONGEST_SIDE)
            )
            return PrintedPage(shown, pages, picture, boxes, cited)
        read: PdfText = self._texts.get(digest, lambda: pdf_text(data, file, recognize=installed_recognizer()))
        marks = {}
        if span is not None and read.laid_out.text == bundle.texts[file]:
            marks = rectangles(read.laid_out, span)
        sizes = read.laid_out.sizes
        shown = number or first or next(iter(marks), 1)
        if shown not in sizes:
            raise InputError("{name} has no page {page}: it has {pages}.", name=file, page=shown, pages=len(sizes))
        width, height = sizes[shown]
        picture = self._pictures.get((digest, shown), lambda: page_picture(data, file, shown, _LONGEST_SIDE))
        boxes = [
            (box.left / width, box.top / height, (box.right - box.left) / width, (box.bottom - box.top) / height)
            for box in marks.get(shown, ())
        ]
        return PrintedPage(shown, len(sizes), picture, boxes, list(marks))
