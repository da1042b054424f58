"""Addresses of places in the corpus: ``yinju://span/FILE/START-END``, the file percent-encoded (RFC 3986)."""

from __future__ import annotations

from urllib.parse import quote

from index.place_notation import format_span
from index.types import Span

__all__ = ["SPAN_TEMPLATE", "span_address"]

SPAN_TEMPLATE = "yinju://span/{file}/{range}"
"""RFC 6570 template of the address of a range."""


def span_address(file: str, span: Span) -> str:
    """Return the address of ``span`` of ``file``."""
    return f"yinju://span/{quote(file, safe='')}/{format_span(span)}"
