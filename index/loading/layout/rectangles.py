"""Where a stretch of a text stands on its pages: one rectangle for each line that it takes."""

from __future__ import annotations

from index.loading.layout.compose import LaidOut
from index.loading.layout.content import Box
from index.types import Span

__all__ = ["rectangles"]

_APART = 1.5
"""Heights of a line by which two pieces of it are apart at most that are marked as one."""


def rectangles(laid_out: LaidOut, span: Span) -> dict[int, list[Box]]:
    """Return for each page the rectangles of the characters at ``span``, in points on the page as displayed."""
    found: dict[int, list[Box]] = {}
    for place in laid_out.places[span.start : span.end]:
        if place is None:
            continue
        page, box = place
        boxes = found.setdefault(page, [])
        if boxes and _go_together(boxes[-1], box):
            boxes[-1] = boxes[-1].around(box)
        else:
            boxes.append(box)
    return found


def _go_together(line: Box, box: Box) -> bool:
    """Whether a character stands in the same line, near by; lines run level or, on a turned page, upright."""
    level = _shared(line.top, line.bottom, box.top, box.bottom)
    upright = _shared(line.left, line.right, box.left, box.right)
    if level >= upright:
        height = max(line.bottom - line.top, box.bottom - box.top)
        return level > 0.5 and -height < box.left - line.right < _APART * height
    width = max(line.right - line.left, box.right - box.left)
    return upright > 0.5 and min(abs(box.top - line.bottom), abs(line.top - box.bottom)) < _APART * width


def _shared(low: float, high: float, other_low: float, other_high: float) -> float:
    """Return how much of the shorter of two stretches lies in the other, from 0 to 1."""
    shorter = min(high - low, other_high - other_low)
    return max(0.0, min(high, other_high) - max(low, other_low)) / max(1e-6, shorter)
