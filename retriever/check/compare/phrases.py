"""The segments of a normalised text: what stands between commas and stops, outside brackets and quotation marks."""

from __future__ import annotations

from functools import lru_cache

from index.recognizers.segments import depths
from index.types import Span

__all__ = ["segments_of"]

_MARKS = frozenset(",;:。!?\n")


@lru_cache(256)
def segments_of(text: str) -> tuple[Span, ...]:
    """Return the segments of ``text`` in order, without their marks; none is empty."""
    depth = depths(text)
    found: list[Span] = []
    start = 0
    for at, char in enumerate(f"{text}\n"):
        # A comma inside a figure (1,200) cuts nothing; a bracket left open must not swallow the rest.
        inside = at < len(text) and depth[at] and char not in "。\n"
        digits = char == "," and text[at - 1 : at].isdigit() and text[at + 1 : at + 2].isdigit()
        if char not in _MARKS or inside or digits:
            continue
        lead = len(text[start:at]) - len(text[start:at].lstrip())
        end = start + len(text[start:at].rstrip())
        if start + lead < end:
            found.append(Span(start + lead, end))
        start = at + 1
    return tuple(found)
