"""A citation as text to paste, in the styles that the page offers."""

from __future__ import annotations

from dataclasses import dataclass

from index.types import Document, Span
from retriever.cite.gbt7714 import entry_text
from retriever.cite.plain_text import markdown_quote, plain_quote
from retriever.cite.reference import Place
from retriever.cite.references_of import source_of

__all__ = ["Styles", "styles"]


@dataclass(frozen=True, slots=True)
class Styles:
    """One citation in every style."""

    plain: str
    markdown: str
    gbt7714: str


def styles(document: Document, heading: tuple[str, ...], quote: str, page: int | None) -> Styles:
    """Return the citation of ``quote``, which stands under ``heading`` of ``document`` and begins on ``page``."""
    source = source_of(document)
    place = Place(document.source_path, Span(0, len(quote)), quote, heading, page)
    return Styles(plain_quote(source, place), markdown_quote(source, place), entry_text(source, place.locator))
