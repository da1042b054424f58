"""Places that a text names, as words of their own."""

from __future__ import annotations

from collections.abc import Iterator

from index.language.tokens import tokenise_spans
from index.recognizers.places import GazetteerEntry, gazetteer
from index.types import Span

__all__ = ["places_in"]


def places_in(text: str) -> Iterator[tuple[GazetteerEntry, Span]]:
    """Yield the places that a normalised text names, in order; 合作市 in 合作市场 is part of words and none."""
    words: list[Span] | None = None
    for entry, span in gazetteer().find(text):
        if words is None:
            words = [s for _, s in tokenise_spans(text)]
        if not any(w.start < edge < w.end and w.end > span.end for w in words for edge in span):
            yield entry, span
