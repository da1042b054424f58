"""Sentences that compare two places: 宜春的非化石能源消费比重低于宿迁."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from index.recognizers.periods import PeriodKind, find_periods
from index.recognizers.places import places_in
from index.recognizers.quantities import find_quantities
from index.types import Span
from retriever.query.places import short_name

__all__ = ["Comparison", "find_comparison"]

_RELATION = re.compile(r"(?P<less>低于|少于|小于|不及|不如)|(?P<more>高于|多于|大于|超过)")
_BESIDE = re.compile(
    r"(?:比(?![重例率值])|较)(?P<other>[^,;。]{2,16}?)(?:的?[^,;。]{0,6}?)(?:要|更|还|略|稍|明显)*"
    r"(?:(?P<less>低|少|小)|(?P<more>高|多|大))(?:出|了|一些|些|约|近|得多|(?=\d|[,;。]|$))"
)
_HAN = re.compile(r"[\u3400-\u9fff]")
_LEAST = 4
"""Characters of a subject."""

_NEAR = 2
"""Characters between a relation and the place that it names."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """What is compared, in which year (None: not said), and that the first place has less of it, or more.

    ``words`` are those that say so.
    """

    subject: str
    year: int | None
    first: str
    second: str
    less: bool
    words: str


def find_comparison(text: str, known: Iterable[str]) -> Comparison | None:
    """Return the comparison that a normalised sentence makes of two of the ``known`` places, None for any other one."""
    names = frozenset(known)
    named = [(entry.name, span) for entry, span in places_in(text) if entry.name in names]
    if len(named) != 2 or named[0][0] == named[1][0]:
        return None
    (first, own), (second, other) = named
    between = _RELATION.search(text, own.end, other.start)
    if between is not None and other.start - between.end() <= _NEAR:
        match, gone = between, Span(*between.span())
    else:
        beside = _BESIDE.search(text, own.end)
        if beside is None or not Span(*beside.span()).contains(other):
            return None
        match, gone = beside, Span(*beside.span())
    periods = [p for p in find_periods(text) if p.kind is not PeriodKind.BASE]
    if len({p.last for p in periods}) > 1:
        return None
    spans = [own, other, gone, *(p.span for p in periods), *(q.display for q in find_quantities(text))]
    subject = _without(text, spans)
    if len(_HAN.findall(subject)) < _LEAST:
        return None
    year = periods[0].last if periods else None
    less = match["less"] is not None
    return Comparison(subject, year, short_name(first), short_name(second), less, match[match.lastgroup or 0])


def _without(text: str, spans: Iterable[Span]) -> str:
    kept = [c for i, c in enumerate(text) if not any(s.start <= i < s.end for s in spans)]
    return re.sub(r"^[市县省的,;、在到]+|[的,;、。在到为]+$|方面|[,;。]", "", "".join(kept))
