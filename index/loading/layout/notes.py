"""Footnotes: the lines at the foot of a page that a mark in the text refers to."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from index.loading.layout.content import Box, Glyph
from index.loading.layout.joining import join
from index.loading.layout.segments import Char, Segment, spelled, text_of

__all__ = ["Notes", "notes_of", "without_marks"]

_MARK = re.compile(r"\s*(\[\d{1,3}\]|〔\d{1,3}〕|\d{1,3}|[①-⑳]|\*{1,3}|[†‡])\s*(?=\S)")
_SMALLER = 0.93
"""How large the letters of notes are at most, in those of the text."""

_RAISED = 0.8
"""The same of a mark in the text."""

Row = list[Segment]


class Notes(NamedTuple):
    """The notes of a page without their marks, the marks, and the number of the first row that is theirs."""

    notes: list[list[Char]]
    marks: frozenset[str]
    first: int


def notes_of(rows: Sequence[Row], rules: Sequence[Box], body: float, page: int, height: float, width: float) -> Notes:
    """Return the notes at the foot of a page; ``rows`` are without running heads and feet, ``body`` is the text's size.

    They are the last rows, in smaller letters, and begin with a mark; a short line above them shows where they begin
    even if a mark was lost.
    """
    first = len(rows)
    while first and max(segment.size for segment in rows[first - 1]) <= _SMALLER * body:
        first -= 1
    line = next((rule for rule in rules if _parts_notes(rule, height, width)), None)
    if line is not None:
        first = max(first, next((i for i, row in enumerate(rows) if row[0].base > line.bottom), len(rows)))
    elif first < len(rows) and rows[first][0].box.top < 0.5 * height:
        first = len(rows)
    while first < len(rows) and line is None and not _MARK.match(text_of(spelled(rows[first], page))):
        first += 1
    notes: list[list[list[Char]]] = []
    marks: set[str] = set()
    for row in rows[first:]:
        chars = spelled(row, page)
        mark = _MARK.match(text_of(chars))
        if mark:
            marks.add(mark[1])
            notes.append([chars[mark.end() :]])
        elif notes:
            notes[-1].append(chars)
        else:
            notes.append([chars])
    return Notes([join(lines) for lines in notes], frozenset(marks), first)


def _parts_notes(rule: Box, height: float, width: float) -> bool:
    """Whether a ruled line is the short one over footnotes."""
    long = rule.right - rule.left
    return rule.bottom - rule.top < 3 and 0.1 * width < long < 0.5 * width and rule.top > 0.35 * height


def without_marks(glyphs: Sequence[Glyph], marks: frozenset[str]) -> list[Glyph]:
    """Return ``glyphs`` without the raised marks that refer to notes of the same page; units (m²) keep theirs."""
    if not marks:
        return list(glyphs)
    kept: list[Glyph] = []
    i = 0
    while i < len(glyphs):
        end = i
        before = kept[-1] if kept else None
        while end < len(glyphs) and before is not None and _is_raised(glyphs[end], before):
            end += 1
        said = "".join(glyph.char for glyph in glyphs[i:end]).strip()
        unit = before is not None and before.char.isascii() and before.char.isalpha() and len(said) == 1
        if end > i and said in marks and not (unit and said in "23"):
            i = end
            continue
        kept += glyphs[i : max(end, i + 1)]
        i = max(end, i + 1)
    return kept


def _is_raised(glyph: Glyph, before: Glyph) -> bool:
    return (
        glyph.size <= _RAISED * before.size
        and 0.1 * before.size < before.base - glyph.base < before.size
        and glyph.box.left - before.box.right < 0.5 * before.size
    )
