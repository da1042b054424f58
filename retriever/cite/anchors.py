"""Stable links: a quotation finds its place again after its file was edited, or says that it no longer stands there.

An anchor is what the W3C Web Annotation Data Model calls a TextQuoteSelector (the quote with what stands before and
after it) and a TextPositionSelector. Places are weighed by one figure, the share of both that stands there::

    (len(quote) * similarity + matching characters before + matching characters after) / (len(quote) + surroundings)

where the matching characters are those that touch the quote. The heaviest place wins, the one nearest to the old
position among equals.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import Enum
from typing import NamedTuple

from index.types import Span
from retriever.cite.approximate import candidate_windows, nearest, similarity

__all__ = ["ENOUGH", "FRAMED", "THRESHOLD", "Anchor", "Standing", "State", "anchor_at", "reanchor"]

THRESHOLD = 0.7
"""Least similarity at which other words still are the quote, edited."""

FRAMED = 0.5
"""The same where the words before and after it stand unchanged on both sides: they say that this is the place."""

ENOUGH = 16
"""Characters of quote and surroundings that must stand for a place to be taken for the same (half of them in shorter
anchors): the "50%" of another clause is another "50%"."""

_CONTEXT = (32, 64, 128, 256)
"""Characters kept on either side: the first size with which the quote is unique in the file, else the last."""

_MOST_OCCURRENCES = 4_096
"""Verbatim occurrences weighed; a quote with more of them is told apart by its position alone beyond these."""

_MOST_COMPARED = 1 << 23
"""Characters compared to find them: a long quote that overlaps itself would otherwise take quadratic time."""

_FRAME = 16
"""Characters on either side that frame a quote whose own words changed."""

_SHORT = 8
"""Characters below which edited words cannot be known by themselves, only between the words around them."""

_LONG = 4_096
"""Characters above which edited words are looked for between the words around them: edit distance would be slow."""


@dataclass(frozen=True, slots=True)
class Anchor:
    """A quote, what stood before and after it, and where: enough to find it again. ``span`` is in code points."""

    quote: str
    prefix: str
    suffix: str
    span: Span


class State(str, Enum):
    """What became of a quotation; the value is its name in JSON."""

    STANDS = "stands"
    MOVED = "moved"
    CHANGED = "changed"
    VANISHED = "vanished"


class Standing(NamedTuple):
    """Where a quotation stands now.

    STANDS: verbatim where it was; MOVED: verbatim at ``span``; CHANGED: edited, now the words at ``span``; VANISHED: no
    longer there, ``span`` is what stands between the words that were around it, if these still stand. ``similarity``
    (0..1) compares the words at ``span`` with the quote; it is 0 for what vanished. ``ambiguous``: another place fits
    as well but for its position.
    """

    state: State
    span: Span | None
    similarity: float
    ambiguous: bool = False


class _Candidate(NamedTuple):
    weight: float
    nearness: int
    span: Span
    similarity: float
    around: int


def anchor_at(text: str, span: Span) -> Anchor:
    """Return the anchor of ``span`` in ``text``, with as much around it as makes it unique (32 to 256 characters).

    Raises ValueError when the span is empty or not inside the text.
    """
    if not 0 <= span.start < span.end <= len(text):
        raise ValueError(f"{tuple(span)} is not a range of characters of the text")
    quote = span.of(text)
    rivals = [start for start in _occurrences(text, quote) if start != span.start]
    for size in _CONTEXT:
        prefix = text[max(0, span.start - size) : span.start]
        suffix = text[span.end : span.end + size]
        rivals = [
            start
            for start in rivals
            if text[max(0, start - size) : start] == prefix
            and text[start + len(quote) : start + len(quote) + size] == suffix
        ]
        if not rivals:
            break
    return Anchor(quote, prefix, suffix, span)


def reanchor(text: str, anchor: Anchor) -> Standing:
    """Return where the quotation of ``anchor`` stands in ``text`` now. Time is linear in the length of the text."""
    size = len(anchor.quote)
    whole = size + len(anchor.prefix) + len(anchor.suffix)
    enough = min(ENOUGH, (whole + 1) // 2)
    verbatim = [_candidate(text, anchor, Span(start, start + size), 1.0) for start in _places(text, anchor)]
    verbatim = [found for found in verbatim if size + found.around >= enough]
    best = max(verbatim, default=None)
    if best is None or best.around < whole - size:
        # Perhaps a repeat, while the clause itself stands in its place with other words.
        edited = [found for found in _edited(text, anchor) if size * found.similarity + found.around >= enough]
        best = max((*verbatim, *edited), default=None)
    if best is None:
        return Standing(State.VANISHED, _between(text, anchor), 0.0)
    if best.similarity < 1.0:
        return Standing(State.CHANGED, best.span, best.similarity)
    state = State.STANDS if best.span == anchor.span else State.MOVED
    return Standing(state, best.span, 1.0, sum(found.around == best.around for found in verbatim) > 1)


def _candidate(text: str, anchor: Anchor, span: Span, alike: float) -> _Candidate:
    around = _matching(text[max(0, span.start - len(anchor.prefix)) : span.start][::-1], anchor.prefix[::-1])
    around += _matching(text[span.end : span.end + len(anchor.suffix)], anchor.suffix)
    size = len(anchor.quote)
    weight = (size * alike + around) / (size + len(anchor.prefix) + len(anchor.suffix))
    return _Candidate(weight, -abs(span.start - anchor.span.start), span, alike, around)


def _matching(one: str, other: str) -> int:
    return next((at for at, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))


def _occurrences(text: str, quote: str) -> Iterator[int]:
    start = text.find(quote)
    for _ in range(min(_MOST_OCCURRENCES, _MOST_COMPARED // max(1, len(quote)) + 1)):
        if start < 0:
            return
        yield start
        start = text.find(quote, start + 1)


def _places(text: str, anchor: Anchor) -> Iterable[int]:
    places = dict.fromkeys(_occurrences(text, anchor.quote))
    if anchor.span.of(text) == anchor.quote:
        places.setdefault(anchor.span.start)
    return places


def _edited(text: str, anchor: Anchor) -> Iterator[_Candidate]:
    """Yield where the quote may stand in other words: known by its own, or by those around it."""
    quote = anchor.quote
    if _SHORT <= len(quote) <= _LONG:
        for window in candidate_windows(text, quote, THRESHOLD):
            found = nearest(window.of(text), quote)
            if found is not None:
                span = Span(window.start + found[0].start, window.start + found[0].end)
                alike = similarity(quote, span.of(text))
                if THRESHOLD <= alike < 1.0:
                    yield _candidate(text, anchor, span, alike)
    between = _between(text, anchor)
    if between is not None and between.size:
        alike = similarity(quote, between.of(text))
        if FRAMED <= alike < 1.0:
            yield _candidate(text, anchor, between, alike)


def _between(text: str, anchor: Anchor) -> Span | None:
    """Return what stands between the words that stood next to the quote, None when they are not both there."""
    # Without a prefix it stood at the beginning of its file, without a suffix at the end.
    before, after = anchor.prefix[-_FRAME:], anchor.suffix[:_FRAME]
    starts = [start + len(before) for start in _occurrences(text, before)] if before else [0]
    ends = list(_occurrences(text, after)) if after else [len(text)]
    furthest = 2 * len(anchor.quote) + _FRAME
    framed = (Span(start, ends[at]) for start in starts if (at := bisect_left(ends, start)) < len(ends))
    near = (span for span in framed if span.size <= furthest)
    return min(near, key=lambda span: abs(span.start - anchor.span.start), default=None)
