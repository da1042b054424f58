"""What a document is called, and a citation as text to paste, in the styles that the page offers."""

from __future__ import annotations

from dataclasses import dataclass

from index.store.bundle import Bundle
from index.types import Document, Span
from retriever.citation import heading_at
from retriever.cite.gbt7714 import entry_text
from retriever.cite.plain_text import markdown_quote, plain_quote
from retriever.cite.reference import Place
from retriever.cite.references_of import source_of

__all__ = ["Styles", "cited", "styles", "title_of"]


@dataclass(frozen=True, slots=True)
class Styles:
    """One citation in every style."""

    plain: str
    markdown: str
    gbt7714: str


def styles(document: Document, heading: tuple[str, ...], quote: str, page: int | None = None) -> Styles:
    """Return the citation of ``quote``, which stands under ``heading`` of ``document`` and begins on ``page``."""
    source = source_of(document)
    place = Place(document.source_path, Span(0, len(quote)), quote, heading, page)
    return Styles(plain_quote(source, place), markdown_quote(source, place), entry_text(source, place.locator))


def cited(bundle: Bundle, document: Document, span: Span) -> Styles:
    """Return the citation of ``span`` of a document's file under the headings over its beginning."""
    path = heading_at(bundle, document.doc_id, span)
    page = bundle.page_at(document.doc_id, span.start)
    return styles(document, path, bundle.slice(document.doc_id, span), page)


def title_of(document: Document) -> str:
    """Return what a document is called: its title on one line, or its file."""
    return " ".join(document.title.value.split()) if document.title else document.source_path
