"""Quotations of a sentence, held to the letter."""

from __future__ import annotations

import re
from collections.abc import Iterator
from difflib import SequenceMatcher

from index.types import Span

__all__ = ["find_quotations", "nearest_stretch", "without_space"]

_QUOTED = re.compile(r"“([^“”\n]+)”|「([^「」\n]+)」|『([^『』\n]+)』|\"([^\"\n]+)\"|＂([^＂\n]+)＂")
_TERM = 8
"""Characters up to which quotation marks name a term (“十四五”, “两高”) and quote nobody."""
_MARK = re.compile(r"[，,。；;、]")
_SPACE = re.compile(r"\s+")


def find_quotations(text: str) -> Iterator[Span]:
    """Yield the ranges of ``text``, without their marks, that quote: longer than a term, or with a mark inside."""
    for match in _QUOTED.finditer(text):
        inner = match[match.lastindex or 0]
        han = sum(not c.isascii() for c in inner)
        if (han > _TERM or (han >= 6 and _MARK.search(inner))) or (not han and len(inner.split()) > 4):
            yield Span(*match.span(match.lastindex or 0))


def without_space(text: str) -> tuple[str, list[int]]:
    """Return ``text`` without white space, and where every character that is left stood."""
    kept = [i for i, c in enumerate(text) if not c.isspace()]
    return "".join(text[i] for i in kept), kept


def nearest_stretch(wanted: str, text: str) -> Span | None:
    """Return the stretch of ``text`` that reads most like ``wanted``; None when less than half of it is there."""
    blocks = [b for b in SequenceMatcher(None, wanted, text, autojunk=False).get_matching_blocks() if b.size > 1]
    if sum(b.size for b in blocks) * 2 < len(wanted):
        return None
    longest = max(blocks, key=lambda b: b.size)
    start = longest.b - longest.a
    near = [b for b in blocks if abs((b.b - b.a) - start) <= len(wanted) // 4 + 4]
    first, last = near[0], near[-1]
    return Span(max(0, first.b - first.a), min(len(text), last.b + last.size + len(wanted) - last.a - last.size))
