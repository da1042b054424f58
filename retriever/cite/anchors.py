"""Stable links: a quotation finds its place again after its file was edited, or says that it no longer stands there.

An anchor is what the W3C Web Annotation Data Model calls a TextQuoteSelector (the quote with what stands before and
after it) and a TextPositionSelector. Places are weighed by one figure, the share of both that stands there::

    (len(quote) * similarity + matching characters before + matching characters after) / (len(quote) + surroundings)

where the matching characters touch the quote unchanged or, on a side that was edited, are what is left of that side.
The heaviest place wins; among places of nearly the same weight, the one nearest to the old position.
"""

from __future__ import annotations

import heapq
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import Enum
from typing import NamedTuple

from index.types import Span
from retriever.cite.approximate import candidate_windows, nearest, similarity

__all__ = ["ALONE", "ENOUGH", "FRAMED", "NEAR", "THRESHOLD", "Anchor", "Standing", "State", "anchor_at", "reanchor"]

THRESHOLD = 0.7
"""Least similarity at which other words still are the quote, edited."""

ALONE = 0.9
"""The same where nothing around it stands any more, there or elsewhere: official writing is full of clauses that merely
resemble another."""

FRAMED = 0.5
"""The same where the words before and after it stand unchanged on both sides: they say that this is the place."""

ENOUGH = 16
"""Characters of quote and surroundings that must stand for a place to be taken for the same (half of them in shorter
anchors): the "50%" of another clause is another "50%"."""

NEAR = 0.1
"""Share by which places may differ and still count as equal, so that the position decides: copies of a page."""

_CLOSELY = 16
"""Places whose surroundings are compared in full: so many of the heaviest, and so many of the nearest."""

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
    nearly as well but for its position.
    """

    state: State
    span: Span | None
    similarity: float
    ambiguous: bool = False


class _Candidate(NamedTuple):
    weight: float
    distance: int
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
    enough = min(ENOUGH, (size + len(anchor.prefix) + len(anchor.suffix) + 1) // 2)
    found = [_candidate(anchor, text, Span(start, start + size), 1.0) for start in _places(text, anchor)]
    if not any(candidate.weight == 1.0 and candidate.span == anchor.span for candidate in found):
        # Perhaps a repeat, while the clause itself stands in its place with other words.
        found += _edited(text, anchor)
    between = _between(text, anchor)
    # Where its surroundings stand without it, it was taken out: only the very same words are still the quote.
    alone = ALONE if between is None else 1.0
    closer = (_closer(text, anchor, candidate) for candidate in _shortlist(found))
    found = [
        candidate
        for candidate in closer
        if size * candidate.similarity + candidate.around >= enough
        and (candidate.around >= enough or candidate.similarity >= alone)
    ]
    if not found:
        return Standing(State.VANISHED, between, 0.0)
    heaviest = max(candidate.weight for candidate in found)
    contenders = [candidate for candidate in found if candidate.weight >= heaviest - NEAR]
    best = min(contenders, key=lambda candidate: (candidate.distance, -candidate.weight))
    ambiguous = any(not candidate.span.overlap(best.span) for candidate in contenders)
    if best.similarity < 1.0:
        return Standing(State.CHANGED, best.span, best.similarity, ambiguous)
    state = State.STANDS if best.span == anchor.span else State.MOVED
    return Standing(state, best.span, 1.0, ambiguous)


def _candidate(anchor: Anchor, text: str, span: Span, alike: float) -> _Candidate:
    """Weigh a place by what touches the quote there unchanged: quick, and all that most places need."""
    before, after = _sides(anchor, text, span)
    around = _matching(before[::-1], anchor.prefix[::-1]) + _matching(after, anchor.suffix)
    return _weighed(anchor, span, alike, around)


def _closer(text: str, anchor: Anchor, candidate: _Candidate) -> _Candidate:
    """Weigh a place again, with surroundings that were edited counted by how much of them is left."""
    before, after = _sides(anchor, text, candidate.span)
    around = _left(anchor.prefix[::-1], before[::-1]) + _left(anchor.suffix, after)
    return _weighed(anchor, candidate.span, candidate.similarity, around)


def _weighed(anchor: Anchor, span: Span, alike: float, around: int) -> _Candidate:
    size = len(anchor.quote)
    weight = (size * alike + around) / (size + len(anchor.prefix) + len(anchor.suffix))
    return _Candidate(weight, abs(span.start - anchor.span.start), span, alike, around)


def _sides(anchor: Anchor, text: str, span: Span) -> tuple[str, str]:
    return text[max(0, span.start - len(anchor.prefix)) : span.start], text[span.end : span.end + len(anchor.suffix)]


def _left(side: str, now: str) -> int:
    """Return how many characters of one side still stand: what touches the quote, or most of it in all."""
    touching = _matching(side, now)
    if touching == len(side):
        return touching
    alike = similarity(side, now)
    return max(touching, int(alike * len(side))) if alike >= FRAMED else touching


def _shortlist(candidates: list[_Candidate]) -> list[_Candidate]:
    """Return the heaviest and the nearest: weighing closely takes time."""
    heaviest = heapq.nlargest(_CLOSELY, candidates, key=lambda candidate: candidate.weight)
    nearest_ones = heapq.nsmallest(_CLOSELY, candidates, key=lambda candidate: candidate.distance)
    return list(dict.fromkeys((*heaviest, *nearest_ones)))


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
                    yield _candidate(anchor, text, span, alike)
    between = _between(text, anchor)
    if between is not None and between.size:
        alike = similarity(quote, between.of(text))
        if FRAMED <= alike < 1.0:
            yield _candidate(anchor, text, between, alike)


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
