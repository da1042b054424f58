"""Headings that count with 一是, 二是, 三是, proved by their form.

Mostly these open sentences of a list. They are headings where each is a short line that is one sentence, and lines
that do not count follow each of them.
"""

from __future__ import annotations

from collections.abc import Sequence

from index.clauses.numbering import Marker, Position, Style

__all__ = ["proved_ordinals"]

_LEAST = 3  # headings of a run
_LONGEST = 48  # code points of a heading
_ENDS = "。！？!?"


def proved_ordinals(text: str, markers: Sequence[Marker]) -> frozenset[int]:
    """Return the positions in ``markers`` of the ordinals that are headings. Time is linear in their number."""
    proved: set[int] = set()
    run: list[int] = []
    for i, marker in enumerate(markers):
        if marker.style is not Style.ORDINAL:
            continue
        if not run or marker.number[0] != markers[run[-1]].number[0] + 1:
            proved |= _kept(run)
            run = []
        if (run or marker.number == (1,)) and _stands_alone(text, marker):
            run.append(i)
    return frozenset(proved | _kept(run))


def _kept(run: Sequence[int]) -> set[int]:
    return set(run) if len(run) >= _LEAST else set()


def _stands_alone(text: str, marker: Marker) -> bool:
    line, _, below = text[marker.end : marker.end + 2 * _LONGEST].partition("\n")
    sentence = line.strip()
    one = 2 <= len(sentence) <= _LONGEST and sentence[-1] in _ENDS and not any(sign in sentence[:-1] for sign in _ENDS)
    return marker.position is Position.LINE and one and bool(below.strip()) and below.lstrip()[1:2] != "是"
