"""PDF: its text in reading order with pages and bookmarks, and where on a page its characters stand."""

from __future__ import annotations

from index.loading.pdf.reader import read_pdf

__all__ = ["read_pdf"]
