"""Plain text: the text is the file as decoded; form feeds part pages, nothing else is declared."""

from __future__ import annotations

from index.loading.decode import decode
from index.loading.extracted import Extracted
from index.loading.pages import form_feed_pages

__all__ = ["read_plain"]


def read_plain(data: bytes, name: str) -> Extracted:
    """Read a plain text file; raises LoadError as :func:`index.loading.decode.decode` does."""
    text, encoding = decode(data, name)
    return Extracted(text, encoding, (), form_feed_pages(text))
