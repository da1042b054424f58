"""Ruled tables: cells found by the lines between them, merged ones too."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from index.loading.layout.content import Box, Glyph

__all__ = ["Cell", "Grid", "grids_of"]

_NEAR = 3.0
"""Points by which ends of lines that meet may miss each other."""

_MOST_RULES = 4_000
"""Lines of one page beyond which it holds a drawing and no table."""

_MOST_CELLS = 20_000
"""Cells of the largest table on one page: what has more is squared paper."""

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
    """A ruled table of ``rows`` times ``columns``; its cells are in reading order and cover it.

    ``xs`` and ``ys`` are where its columns and rows begin, and the last ends; ``owners`` maps each row and column to
    the number of the cell that takes it.
    """

    xs: tuple[float, ...]
    ys: tuple[float, ...]
    cells: tuple[Cell, ...]
    owners: dict[tuple[int, int], int]

    @property
    def box(self) -> Box:
        """The place of the whole table."""
        return Box(self.xs[0], self.ys[0], self.xs[-1], self.ys[-1])

    @property
    def rows(self) -> int:
        """How many rows it has."""
        return len(self.ys) - 1

    @property
    def columns(self) -> int:
        """How many columns it has."""
        return len(self.xs) - 1

    def cell_at(self, box: Box) -> int | None:
        """Return the number of the cell in which the middle of ``box`` lies, None outside of the table."""
        x, y = (box.left + box.right) / 2, (box.top + box.bottom) / 2
        if not self.box.holds(x, y):
            return None
        row, column = bisect_right(self.ys, y) - 1, bisect_right(self.xs, x) - 1
        return self.owners[min(row, self.rows - 1), min(column, self.columns - 1)]


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
    lines: list[list[Box]] = []
    for rule in sorted(rules, key=lambda rule: rule[axis]):
        if not lines or rule[axis] - lines[-1][0][axis] > _NEAR:
            lines.append([])
        lines[-1].append(rule)
    made: list[Box] = []
    for pieces in lines:
        pieces.sort(key=lambda rule: rule[along])
        first = len(made)
        for rule in pieces:
            if len(made) > first and rule[along] <= made[-1][along + 2] + _NEAR:
                made[-1] = made[-1].around(rule)
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
    if rows < 1 or columns < 2 or rows * columns > _MOST_CELLS:
        return None
    lines, bars = _by_position(level, 1, ys), _by_position(upright, 0, xs)
    below = [[_covered(lines[r + 1], 0, xs[c], xs[c + 1]) for c in range(columns)] for r in range(rows)]
    beside = [[_covered(bars[c + 1], 1, ys[r], ys[r + 1]) for c in range(columns)] for r in range(rows)]
    owners: dict[tuple[int, int], int] = {}
    cells: list[Cell] = []
    for r in range(rows):
        for c in range(columns):
            if (r, c) in owners:
                continue
            width = height = 1
            while c + width < columns and not beside[r][c + width - 1] and (r, c + width) not in owners:
                width += 1
            while r + height < rows and not any(below[r + height - 1][c : c + width]):
                height += 1
            owners.update(((r + i, c + j), len(cells)) for i in range(height) for j in range(width))
            box = Box(xs[c], ys[r], xs[c + width], ys[r + height])
            cells.append(Cell(box, r, c, height, width))
    return Grid(tuple(xs), tuple(ys), tuple(cells), owners)


def _positions(found: list[float]) -> list[float]:
    """Return the distinct positions, ascending: those nearer than :data:`_NEAR` are one."""
    made: list[float] = []
    for position in sorted(found):
        if not made or position - made[-1] > _NEAR:
            made.append(position)
    return made


def _by_position(rules: list[Box], axis: int, positions: Sequence[float]) -> list[list[Box]]:
    """Return for each position the lines that stand there."""
    found: list[list[Box]] = [[] for _ in positions]
    for rule in rules:
        at = (rule[axis] + rule[axis + 2]) / 2
        found[max(0, bisect_right(positions, at) - 1)].append(rule)
    return found


def _covered(rules: Sequence[Box], along: int, start: float, end: float) -> bool:
    """Whether lines cover more than half of the stretch from ``start`` to ``end``."""
    covered = sum(max(0.0, min(end, rule[along + 2]) - max(start, rule[along])) for rule in rules)
    return covered > 0.5 * (end - start)


def _is_table(grid: Grid, glyphs: Sequence[Glyph]) -> bool:
    """Whether at least two columns hold text."""
    filled: set[int] = set()
    for glyph in glyphs:
        number = None if glyph.char.isspace() else grid.cell_at(glyph.box)
        if number is not None:
            filled.add(grid.cells[number].column)
            if len(filled) > 1:
                return True
    return False
