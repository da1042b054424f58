"""Runs of glyphs that follow each other on one line, and how glyphs become text."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from statistics import median
from typing import NamedTuple

from index.loading.layout.content import Box, Glyph

__all__ = ["Char", "Segment", "is_wide", "rows_of", "segments_of", "spelled", "text_of"]

GAP = 1.0
"""Ems of the gap that ends a segment: columns and cells are further apart, words and justified letters nearer."""

_SPACE_GAP = 0.22
"""Ems of the gap between letters or digits that is a blank where the file has none."""

_WIDE_GAP = 0.7
"""The same beside a Chinese character: justified lines set these apart by less."""


class Char(NamedTuple):
    """A character of the text with the page that it stands on; one that is put in (a blank, a tab) has no glyph."""

    char: str
    page: int
    glyph: Glyph | None


@dataclass(frozen=True, slots=True)
class Segment:
    """Glyphs of one line, left to right; ``size`` is that of most of them, ``blank`` whether a blank follows them."""

    glyphs: tuple[Glyph, ...]
    box: Box
    base: float
    size: float
    blank: bool


def is_wide(char: str) -> bool:
    """Whether a character is Chinese or full width: written without blanks."""
    return char >= "\u2e80"


def segments_of(glyphs: Iterable[Glyph]) -> list[Segment]:
    """Return the runs of ``glyphs``, in their order: the next one begins where the line or the nearness ends."""
    made: list[Segment] = []
    run: list[Glyph] = []
    for glyph in glyphs:
        if run and not _follows(run, glyph):
            made += _segment(run)
            run = []
        run.append(glyph)
    return made + _segment(run)


def _follows(run: Sequence[Glyph], glyph: Glyph) -> bool:
    before = run[-1]
    em = max(before.size, glyph.size)
    raised = abs(glyph.base - before.base)
    if glyph.box == before.box:  # two letters of one sign
        return True
    level = raised <= 0.2 * em or (raised <= 0.6 * em and _overlap(before.box, glyph.box) > 0.4)
    return level and -0.5 * em <= glyph.box.left - before.box.right <= GAP * em


def _overlap(one: Box, other: Box) -> float:
    """Return how much of the lower of two boxes stands beside the other, from 0 to 1."""
    shared = min(one.bottom, other.bottom) - max(one.top, other.top)
    return shared / max(1e-6, min(one.bottom - one.top, other.bottom - other.top))


def _segment(run: Sequence[Glyph]) -> list[Segment]:
    first, last = 0, len(run)
    while first < last and run[first].char.isspace():
        first += 1
    while last > first and run[last - 1].char.isspace():
        last -= 1
    if first == last:
        return []
    glyphs = tuple(run[first:last])
    size = median(glyph.size for glyph in glyphs)
    main = [glyph for glyph in glyphs if glyph.size >= 0.85 * size]
    boxes = [glyph.box for glyph in glyphs]
    box = Box(
        min(b.left for b in boxes), min(b.top for b in boxes), max(b.right for b in boxes), max(b.bottom for b in boxes)
    )
    return [Segment(glyphs, box, median(glyph.base for glyph in main), size, last < len(run))]


def rows_of(segments: Iterable[Segment]) -> list[list[Segment]]:
    """Return the segments by rows, from the top; in a row they share a baseline and stand from left to right."""
    rows: list[list[Segment]] = []
    for segment in sorted(segments, key=lambda s: (s.base, s.box.left)):
        if rows and abs(segment.base - rows[-1][0].base) <= 0.35 * min(segment.size, rows[-1][0].size):
            rows[-1].append(segment)
        else:
            rows.append([segment])
    for row in rows:
        row.sort(key=lambda segment: segment.box.left)
    return rows


def spelled(row: Sequence[Segment], page: int) -> list[Char]:
    """Return the characters of a row, with a blank where the file sets words apart without one.

    A blank at its end is kept: it parts two words that a line break does not part.
    """
    made: list[Char] = []
    before: Glyph | None = None
    for glyph in (glyph for segment in row for glyph in segment.glyphs):
        if before is not None and _set_apart(before, glyph) and not made[-1].char.isspace():
            made.append(Char(" ", page, None))
        if not (glyph.char.isspace() and made and made[-1].char.isspace() and glyph.char != "\u3000"):
            made.append(Char(glyph.char if glyph.char == "\u3000" or not glyph.char.isspace() else " ", page, glyph))
        before = glyph
    if row and row[-1].blank:
        made.append(Char(" ", page, None))
    return made


def _set_apart(before: Glyph, glyph: Glyph) -> bool:
    if before.char.isspace() or glyph.char.isspace():
        return False
    gap = glyph.box.left - before.box.right
    limit = _WIDE_GAP if is_wide(before.char) or is_wide(glyph.char) else _SPACE_GAP
    return gap > limit * min(before.size, glyph.size)


def text_of(chars: Iterable[Char]) -> str:
    """Return the characters as a string."""
    return "".join(char.char for char in chars)
