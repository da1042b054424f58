"""Reading order: a page cut into bands, bands into columns where a gutter runs through them.

A band grows downwards while some gutter is left that no segment covers, as in recursive XY cuts (Nagy and Seth, 1984),
but by rows, so that lines of neighbouring columns need not stand at the same height. What has a gutter and is no prose
is a table without lines.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from index.loading.layout.content import Box
from index.loading.layout.grids import Grid
from index.loading.layout.segments import Segment, rows_of

__all__ = ["Column", "Loose", "Region", "gutters_of", "regions_of"]

_GUTTER = 0.9
"""Ems of the narrowest gutter."""

_FEWEST_LINES = 3
"""Lines, or rows, of the shortest column and of the shortest table without lines."""

_MOST_SEGMENTS = 2_000
"""Segments of a page beyond which it is a drawing or a form: its rows are read as they stand."""

_REACH = 40
"""Items before and behind one, by height, among which others are looked for that stand beside it."""

_PROSE_FILLED = 0.6
"""The share of a column's width that the middle one of its lines fills where it is prose."""

_PROSE_EMS = 9
"""Ems of the narrowest column of prose."""


@dataclass(frozen=True, slots=True)
class Column:
    """Segments and ruled tables of one column; ``across`` tells that it goes across the whole page."""

    segments: tuple[Segment, ...]
    grids: tuple[Grid, ...]
    across: bool


@dataclass(frozen=True, slots=True)
class Loose:
    """A table without lines: its rows from the top, each with its segments by column."""

    rows: tuple[tuple[tuple[Segment, ...], ...], ...]


Region = Column | Loose
_Item = Segment | Grid


Gutter = tuple[float, float]
"""Where a gutter begins and ends, in points from the left."""


def regions_of(segments: Sequence[Segment], grids: Sequence[Grid], gutters: Sequence[Gutter] = ()) -> list[Region]:
    """Return the parts of a page in reading order; ``segments`` are those outside of ``grids``.

    ``gutters`` are known from other pages of the document: what has one of them is set in columns.
    """
    if not segments:
        return [Column((), tuple(grids), True)] if grids else []
    if len(segments) > _MOST_SEGMENTS:
        return [Column(tuple(segments), tuple(grids), True)]
    em = median(segment.size for segment in segments)
    items: list[_Item] = sorted((*segments, *grids), key=lambda item: (item.box.top, item.box.left))
    beside = [
        any(_beside(item, other) for other in items[max(0, i - _REACH) : i + _REACH]) for i, item in enumerate(items)
    ]
    extent = items[0].box
    for item in items:
        extent = extent.around(item.box)
    made: list[Region] = []
    plain: list[_Item] = []
    at = 0
    while at < len(items):
        end = _band_end(items, at, extent, em)
        first = next((i for i in range(at, end) if beside[i]), max(at + 1, end - _REACH))
        # A band is as long as can be where it begins with lines that stand beside each other.
        parts = _parted(items[at:end], beside[at:end], em, gutters) if first == at and end - at > 2 else None
        if parts is None:
            step = max(at + 1, first)
            plain += items[at:step]
            at = step
            continue
        regions, left_over = parts
        made += [*_column(plain, True), *regions]
        plain = []
        at = end - left_over
    return made + _column(plain, True)


def gutters_of(regions: Sequence[Region]) -> list[Gutter]:
    """Return the gutters between the columns of a page."""
    columns = [region for region in regions if isinstance(region, Column) and not region.across and region.segments]
    pairs = [(_right(one.segments), _left(other.segments)) for one, other in pairwise(columns)]
    return [(start, end) for start, end in pairs if start < end]


def _left(items: Sequence[_Item]) -> float:
    return min(item.box.left for item in items)


def _right(items: Sequence[_Item]) -> float:
    return max(item.box.right for item in items)


def _column(items: Sequence[_Item], across: bool) -> list[Region]:
    if not items:
        return []
    segments = tuple(item for item in items if isinstance(item, Segment))
    return [Column(segments, tuple(item for item in items if isinstance(item, Grid)), across)]


def _band_end(items: Sequence[_Item], start: int, extent: Box, em: float) -> int:
    """Return how far from ``start`` on the items leave a gutter inside the page."""
    free = [(extent.left, extent.right)]
    for at in range(start, len(items)):
        free = _without(free, items[at].box, em)
        if not free:
            return at
    return len(items)


def _without(free: Sequence[tuple[float, float]], box: Box, em: float) -> list[tuple[float, float]]:
    left = [part for low, high in free for part in ((low, min(high, box.left)), (max(low, box.right), high))]
    return [(low, high) for low, high in left if high - low >= _GUTTER * em]


def _parted(
    band: Sequence[_Item], beside: Sequence[bool], em: float, gutters: Sequence[Gutter]
) -> tuple[list[Region], int] | None:
    """Return the band as columns or a table, and how many of its last items are no part of them; None for neither."""
    last = _core_end(band, beside)
    columns = _columns(band[:last], em)
    if len(columns) < 2:
        return None
    known = all(
        any(min(end, _left(right)) - max(start, _right(left)) > 0 for start, end in gutters)
        for left, right in pairwise(columns)
    )
    if known or all(_is_prose(column, em) for column in columns):
        # Lines that no other stands beside belong to the column that they stand in.
        whole = _columns(band, em)
        if len(whole) == len(columns):
            last, columns = len(band), whole
        return [region for column in columns for region in _column(column, False)], len(band) - last
    if any(isinstance(item, Grid) for item in band[:last]):
        return None
    table = _loose(columns)
    return None if table is None else ([table], len(band) - last)


def _core_end(band: Sequence[_Item], beside: Sequence[bool]) -> int:
    """Return how far the items of a band go that have another one beside them."""
    last = max(i for i, found in enumerate(beside) if found) + 1
    # What goes on in one cell of the last row, below it, belongs to it.
    left = _left(band[:last])
    while last < len(band) and isinstance(band[last], Segment) and band[last].box.left > left + 3 * _size(band[last]):
        last += 1
    return last


def _size(item: _Item) -> float:
    return item.size if isinstance(item, Segment) else 0.0


def _beside(one: _Item, other: _Item) -> bool:
    if one is other:
        return False
    overlap = min(one.box.bottom, other.box.bottom) - max(one.box.top, other.box.top)
    lower = min(one.box.bottom - one.box.top, other.box.bottom - other.box.top)
    apart = one.box.right <= other.box.left or other.box.right <= one.box.left
    return apart and overlap > 0.3 * lower


def _columns(items: Sequence[_Item], em: float) -> list[list[_Item]]:
    """Return the items by column, from the left, each column from the top."""
    columns: list[list[_Item]] = []
    reach = float("-inf")
    for item in sorted(items, key=lambda item: item.box.left):
        if not columns or item.box.left - reach >= _GUTTER * em:
            columns.append([])
        columns[-1].append(item)
        reach = max(reach, item.box.right)
    for column in columns:
        column.sort(key=lambda item: (item.box.top, item.box.left))
    return columns


def _is_prose(column: Sequence[_Item], em: float) -> bool:
    left, right = _left(column), _right(column)
    widths = [
        sum(s.box.right - s.box.left for s in row) for row in rows_of(i for i in column if isinstance(i, Segment))
    ]
    if any(isinstance(item, Grid) for item in column) and len(widths) < _FEWEST_LINES:
        return right - left >= _PROSE_EMS * em
    if len(widths) < _FEWEST_LINES - 1 or right - left < _PROSE_EMS * em:
        return False
    return median(widths) >= _PROSE_FILLED * (right - left)


def _loose(columns: Sequence[Sequence[_Item]]) -> Loose | None:
    """Return the table that the columns make: a row begins with each line of the first column."""
    number = {id(item): i for i, column in enumerate(columns) for item in column}
    lines = rows_of(item for column in columns for item in column if isinstance(item, Segment))
    rows: list[list[list[Segment]]] = []
    for line in lines:
        if not rows or any(number[id(segment)] == 0 for segment in line):
            rows.append([[] for _ in columns])
        for segment in line:
            rows[-1][number[id(segment)]].append(segment)
    filled = sum(sum(bool(cell) for cell in row) > 1 for row in rows)
    if len(rows) < _FEWEST_LINES - 1 or filled < _FEWEST_LINES - 1 or filled < 0.7 * len(rows):
        return None
    return Loose(tuple(tuple(tuple(cell) for cell in row) for row in rows))
