"""Whole words around a span that a reader points at, whose pieces may begin or end inside one."""

from __future__ import annotations

import re

from index.language.normalise import normalise
from index.language.tokens import tokenise_spans
from index.types import Span

__all__ = ["whole_words"]

_LISTED = re.compile(r"[、,;:。!?“”‘’《》()\s]")
"""What parts the items of a list, and what no list goes beyond."""

_EDGES = " \t\r\n,,;;。、::!?！？"


def whole_words(text: str, span: Span) -> Span:
    """Return the range of ``text`` that holds ``span``, whole words and, of a list with 、, every item before it.

    Marks at its ends are left out; the span as it is when nothing of it would be left.
    """
    held = normalise(text)
    low, high = held.to_normalised(span)
    plain = held.text
    for _, word in tokenise_spans(plain):
        if word.start < low < word.end:
            low = word.start
        if word.start < high < word.end:
            high = word.end
    while low > 0 and plain[low - 1] == "、":
        low = max((m.end() for m in _LISTED.finditer(plain, 0, low - 1)), default=0)
    start, end = held.to_source(Span(low, high))
    start, end = min(start, span.start), max(end, span.end)
    while start < end and text[start] in _EDGES:
        start += 1
    while end > start and text[end - 1] in _EDGES:
        end -= 1
    return Span(start, end) if start < end else span
