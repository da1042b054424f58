"""Ruled tables: cells found by the lines between them, merged ones too."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from index.loading.layout.content import Box, Glyph

__all__ = ["Cell", "Grid", "grids_of"]

_NEAR = 3.0
"""Points by which ends of lines that meet may miss each other."""

_MOST_RULES = 4_000
"""Lines of one page beyond which it holds a drawing and no table."""

_LEAST_EDGE = 6.0
"""Points of the shortest edge of a cell; what is shorter belongs to a letter or an ornament."""


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell: its place, the first of its rows and columns, and how many it takes."""

    box: Box
    row: int
    column: int
    height: int
    width: int


@dataclass(frozen=True, slots=True)
class Grid:
    """A ruled table of ``rows`` times ``columns``; its cells are in reading order and cover it."""

    box: Box
    rows: int
    columns: int
    cells: tuple[Cell, ...]


def grids_of(rules: Sequence[Box], glyphs: Sequence[Glyph]) -> list[Grid]:
    """Return the tables that ``rules`` draw, from the top; a frame around text without columns is none."""
    if len(rules) > _MOST_RULES:
        return []
    level = _joined([r for r in rules if r.right - r.left >= r.bottom - r.top and r.right - r.left >= _LEAST_EDGE], 1)
    upright = _joined([r for r in rules if r.bottom - r.top > r.right - r.left and r.bottom - r.top >= _LEAST_EDGE], 0)
    found = [_grid(h, v) for h, v in _connected(level, upright) if len(h) > 1 and len(v) > 2]
    grids = [grid for grid in found if grid is not None and _is_table(grid, glyphs)]
    return sorted(grids, key=lambda grid: (grid.box.top, grid.box.left))


def _joined(rules: list[Box], axis: int) -> list[Box]:
    """Join the pieces of one line: ``axis`` 1 joins level lines, 0 upright ones."""
    along = 1 - axis
    made: list[Box] = []
    for rule in sorted(rules, key=lambda r: (round(r[axis] / _NEAR), r[along])):
        last = made[-1] if made else None
        if last and abs(last[axis] - rule[axis]) <= _NEAR and rule[along] <= last[along + 2] + _NEAR:
            made[-1] = last.around(rule)
        else:
            made.append(rule)
    return made


def _connected(level: list[Box], upright: list[Box]) -> list[tuple[list[Box], list[Box]]]:
    """Return the lines that cross or touch each other, together."""
    groups: list[tuple[list[Box], list[Box]]] = []
    left_over = set(range(len(upright)))
    waiting = list(range(len(level)))
    while waiting:
        mine, theirs, new = [waiting.pop()], set[int](), True
        while new:
            new = False
            for i in tuple(left_over):
                if any(_meet(level[j], upright[i]) for j in mine):
                    left_over.discard(i)
                    theirs.add(i)
                    new = True
            for j in tuple(waiting):
                if any(_meet(level[j], upright[i]) for i in theirs):
                    waiting.remove(j)
                    mine.append(j)
                    new = True
        groups.append(([level[j] for j in mine], [upright[i] for i in theirs]))
    return groups


def _meet(level: Box, upright: Box) -> bool:
    x, y = (upright.left + upright.right) / 2, (level.top + level.bottom) / 2
    return level.left - _NEAR <= x <= level.right + _NEAR and upright.top - _NEAR <= y <= upright.bottom + _NEAR


def _grid(level: list[Box], upright: list[Box]) -> Grid | None:
    ys = _positions([(r.top + r.bottom) / 2 for r in level])
    xs = _positions([(r.left + r.right) / 2 for r in upright])
    rows, columns = len(ys) - 1, len(xs) - 1
    if rows < 1 or columns < 2:
        return None
    below = [[_covers(level, 1, ys[r + 1], xs[c], xs[c + 1]) for c in range(columns)] for r in range(rows)]
    beside = [[_covers(upright, 0, xs[c + 1], ys[r], ys[r + 1]) for c in range(columns)] for r in range(rows)]
    taken: set[tuple[int, int]] = set()
    cells: list[Cell] = []
    for r in range(rows):
        for c in range(columns):
            if (r, c) in taken:
                continue
            width = height = 1
            while c + width < columns and not beside[r][c + width - 1] and (r, c + width) not in taken:
                width += 1
            while r + height < rows and not any(below[r + height - 1][c : c + width]):
                height += 1
            taken.update((r + i, c + j) for i in range(height) for j in range(width))
            box = Box(xs[c], ys[r], xs[c + width], ys[r + height])
            cells.append(Cell(box, r, c, height, width))
    return Grid(Box(xs[0], ys[0], xs[-1], ys[-1]), rows, columns, tuple(cells))


def _positions(found: list[float]) -> list[float]:
    """Return the distinct positions, ascending: those nearer than :data:`_NEAR` are one."""
    made: list[float] = []
    for position in sorted(found):
        if not made or position - made[-1] > _NEAR:
            made.append(position)
    return made


def _covers(rules: list[Box], axis: int, at: float, start: float, end: float) -> bool:
    """Whether lines at ``at`` cover more than half of the stretch from ``start`` to ``end``."""
    along = 1 - axis
    covered = sum(
        max(0.0, min(end, rule[along + 2]) - max(start, rule[along]))
        for rule in rules
        if abs((rule[axis] + rule[axis + 2]) / 2 - at) <= _NEAR
    )
    return covered > 0.5 * (end - start)


def _is_table(grid: Grid, glyphs: Sequence[Glyph]) -> bool:
    """Whether at least two columns hold text."""
    filled: set[int] = set()
    for glyph in glyphs:
        x, y = (glyph.box.left + glyph.box.right) / 2, (glyph.box.top + glyph.box.bottom) / 2
        if not glyph.char.isspace() and grid.box.holds(x, y):
            filled.update(cell.column for cell in grid.cells if cell.box.holds(x, y))
            if len(filled) > 1:
                return True
    return False
