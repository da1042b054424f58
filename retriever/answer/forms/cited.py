"""Documents that a text cites, by title and number."""

from __future__ import annotations

import re
from dataclasses import dataclass

from index.recognizers.document_numbers import CITED_NUMBER
from index.types import Span

__all__ = ["CitedDocument", "cited_documents"]

_CITATION = re.compile(rf"(?P<title>《[^《》]{{2,80}}》)?[(]?(?P<number>{CITED_NUMBER})?")


@dataclass(frozen=True, slots=True)
class CitedDocument:
    """A document that a text cites: its ``title`` in 《》 and its ``number``, of which one may be missing."""

    title: Span | None
    number: Span | None


def cited_documents(text: str) -> tuple[CitedDocument, ...]:
    """Return the documents that ``text`` cites, as 《title》(number), 《title》 or number alone."""
    found = []
    for match in _CITATION.finditer(text):
        title, number = (Span(*match.span(g)) if match[g] else None for g in ("title", "number"))
        if title or number:
            found.append(CitedDocument(title, number))
    return tuple(found)
