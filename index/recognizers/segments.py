"""Sentences and clauses of a paragraph: how far a subject reaches, and where a list may be cut.

Only top-level marks count: nothing is cut inside brackets, quotation marks or document titles.
"""

from __future__ import annotations

import re
from bisect import bisect_right

from index.types import Span

__all__ = ["clause_start", "depths", "list_items", "sentences"]

_OPEN, _CLOSE = "([{《「『【〔“‘", ")]}》」』】〕”’"
_SENTENCE_END = re.compile(r"[。!?!?\n]+[”’」』)]*")
_CLAUSE_MARKS = frozenset(",;:,;:。!?!?\n")
_LIST_MARK = re.compile(r"、|以及|和|与|及")


def depths(text: str) -> list[int]:
    """Return for every character how many brackets or quotation marks are open around it (never below 0)."""
    out, depth = [], 0
    for char in text:
        if char in _CLOSE:
            depth = max(0, depth - 1)
        out.append(depth)
        if char in _OPEN:
            depth += 1
        elif char == "\n":
            depth = 0
    return out


def sentences(text: str) -> tuple[Span, ...]:
    """Return the sentences of ``text``: ordered, disjoint, covering it all (a sentence keeps its full stop)."""
    spans, start = [], 0
    for match in _SENTENCE_END.finditer(text):
        spans.append(Span(start, match.end()))
        start = match.end()
    if start < len(text):
        spans.append(Span(start, len(text)))
    return tuple(spans)


def sentence_of(spans: tuple[Span, ...], position: int) -> Span:
    """Return the sentence among ``spans`` (from :func:`sentences`) that holds ``position``."""
    return spans[bisect_right(spans, position, key=lambda s: s.start) - 1]


def clause_start(text: str, depth: list[int], position: int, floor: int) -> int:
    """Return where the clause that holds ``position`` begins, not before ``floor``.

    A position inside brackets belongs to the clause inside them.
    """
    level = depth[position]
    for at in range(position - 1, floor - 1, -1):
        if depth[at] < level:
            return at + 1
        if depth[at] == level and text[at] in _CLAUSE_MARKS:
            return at + 1
    return floor


def list_items(text: str, span: Span, depth: list[int], size: int) -> tuple[Span, ...] | None:
    """Cut ``span`` into ``size`` coordinated items at 、 and 和/与/及, or return None when it does not come apart so.

    Only the last conjunction and the pauses are cut first (A、B和C), because 和 also stands inside names.
    """
    base = min(depth[span.start : span.end], default=0)
    marks = [
        Span(m.start() + span.start, m.end() + span.start)
        for m in _LIST_MARK.finditer(span.of(text))
        if depth[m.start() + span.start] == base
    ]
    pauses = [m for m in marks if m.of(text) == "、"]
    words = [m for m in marks if m.of(text) != "、"]
    for cuts in (pauses, pauses + words[-1:], pauses + words):
        cuts = sorted(cuts)
        if len(cuts) == size - 1:
            edges = [span.start, *(e for c in cuts for e in c), span.end]
            items = tuple(Span(a, b) for a, b in zip(edges[::2], edges[1::2], strict=True))
            if all(item.size for item in items):
                return items
    return None
