"""Figures that belong together: A、B分别达到x、y deals its subjects out in order, x以上y以下 is one range."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from index.recognizers.periods import Period, PeriodKind
from index.recognizers.quantity import Bound, Quantity
from index.recognizers.segments import list_items
from index.types import Span

__all__ = ["COORDINATION", "dealt", "ranges"]

COORDINATION = re.compile(r"\s*(?:、|和|与|及|以及|,)?\s*(?:分别)?\s*")
"""What stands between two figures of one list."""

_AND = ("、", "和", "与", "及")


def dealt(found: Sequence[Quantity], text: str, depth: list[int], periods: Sequence[Period]) -> list[Quantity]:
    """Return the quantities ``found`` in ``text`` with the subjects and periods of lists dealt out.

    ``depth`` counts the brackets open around every character (:func:`~.segments.depths`).
    """
    out = list(found)
    position = 0
    while position < len(out):
        stop = position + 1
        while stop < len(out) and _coordinated(text, out[stop - 1], out[stop]):
            stop += 1
        if stop - position > 1:
            out[position:stop] = _deal(out[position:stop], text, depth, periods)
        position = stop
    return out


def _coordinated(text: str, left: Quantity, right: Quantity) -> bool:
    between = text[left.display.end : right.display.start]
    return right.carried and left.sentence == right.sentence and COORDINATION.fullmatch(between) is not None


def _deal(group: list[Quantity], text: str, depth: list[int], periods: Sequence[Period]) -> list[Quantity]:
    subject = group[0].subject
    items = list_items(text, subject, depth, len(group)) if subject else None
    if items is not None:
        return [replace(q, subject=item, listed=items, carried=False) for q, item in zip(group, items, strict=True)]
    earlier = [p for p in periods if p.kind is not PeriodKind.BASE and p.span.end <= group[0].span.start]
    named = [p for p in earlier if group[0].sentence.contains(p.span)][-len(group) :]
    gaps = [text[a.span.end : b.span.start] for a, b in pairwise(named)]
    if len(named) == len(group) and all(gap.strip() in _AND for gap in gaps):
        return [replace(q, period=p) for q, p in zip(group, named, strict=True)]
    return group


def ranges(found: Sequence[Quantity]) -> list[Quantity]:
    """Join a lower and an upper bound that touch (五百元以上五千元以下) into one range."""
    out: list[Quantity] = []
    for quantity in found:
        low = out[-1] if out else None
        if (
            low is not None
            and low.display.end == quantity.display.start
            and (low.bound, quantity.bound) == (Bound.AT_LEAST, Bound.AT_MOST)
            and low.kind is quantity.kind
        ):
            whole = Span(low.display.start, quantity.display.end)
            out[-1] = replace(
                low,
                span=Span(low.span.start, quantity.span.end),
                figure=Span(low.figure.start, quantity.figure.end),
                display=whole,
                high=quantity.high,
                bound=Bound.EXACT,
                subject=quantity.object or low.subject,
                object=quantity.object,
                attributive=low.attributive and quantity.attributive,
                clause=Span(low.clause.start, quantity.clause.end),
            )
        else:
            out.append(quantity)
    return out
