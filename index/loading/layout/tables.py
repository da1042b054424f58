"""Tables as rows of cells: written out where cells are merged, put together where they go on over pages."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from index.loading.layout.content import Glyph
from index.loading.layout.grids import Grid
from index.loading.layout.joining import join
from index.loading.layout.regions import Loose
from index.loading.layout.segments import Char, rows_of, segments_of, spelled, text_of
from index.loading.merged_cells import LONGEST

__all__ = ["Table", "goes_on", "loose_table", "ruled_table"]

Cells = list[list[Char]]


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of cells with their characters, and where each column begins, in points.

    ``tall`` holds how many rows the cells take that take several, by row and column.
    """

    rows: list[Cells]
    columns: tuple[float, ...]
    tall: Mapping[tuple[int, int], int] = field(default_factory=dict)

    @property
    def open(self) -> frozenset[int]:
        """The columns whose last cell takes several rows, and may go on over the page."""
        return frozenset(column for (row, column), height in self.tall.items() if row + height == len(self.rows))


def ruled_table(grid: Grid, glyphs: Sequence[Glyph], page: int) -> Table:
    """Return the table in ``grid``: a cell over several rows is repeated in them where it is short, as in a DOCX."""
    inside: list[list[Glyph]] = [[] for _ in grid.cells]
    for glyph in glyphs:
        number = grid.cell_at(glyph.box)
        if number is not None:
            inside[number].append(glyph)
    rows: list[Cells] = [[[] for _ in range(grid.columns)] for _ in range(grid.rows)]
    for cell, own in zip(grid.cells, inside, strict=True):
        said = join([spelled(row, page) for row in rows_of(segments_of(own))])
        rows[cell.row][cell.column] = said
        if cell.height > 1 and len(said) <= LONGEST:
            for below in range(cell.row + 1, cell.row + cell.height):
                rows[below][cell.column] = said
    alone = {cell.row for cell in grid.cells if cell.width == grid.columns}
    kept = [number for number, row in enumerate(rows) if any(row)]
    tall = {
        (kept.index(cell.row), cell.column): sum(cell.row <= number < cell.row + cell.height for number in kept)
        for cell in grid.cells
        if cell.height > 1 and cell.row in kept
    }
    lefts = sorted({cell.box.left for cell in grid.cells})
    return Table([rows[number][:1] if number in alone else rows[number] for number in kept], tuple(lefts), tall)


def loose_table(loose: Loose, page: int) -> Table:
    """Return a table without lines as rows of cells."""
    rows = [[join([spelled(line, page) for line in rows_of(cell)]) for cell in row] for row in loose.rows]
    lefts = (min((s.box.left for row in loose.rows for s in row[i]), default=0.0) for i in range(len(loose.rows[0])))
    return Table(rows, tuple(lefts))


def goes_on(above: Table, below: Table) -> Table | None:
    """Return the table that ``above`` and ``below``, at the top of the next page, make together; None if they are two.

    They are one when their columns begin at the same places. The header that is repeated goes; what goes on in a row
    that was broken is put to it; keys that go on over the page are repeated.
    """
    if len(above.columns) != len(below.columns):
        return None
    shift = below.columns[0] - above.columns[0]
    if any(abs(b - a - shift) > 8 for a, b in zip(above.columns, below.columns, strict=True)):
        return None
    rows = list(below.rows)
    head = 0
    while head < min(len(rows), len(above.rows)) and _said(rows[head]) == _said(above.rows[head]):
        head += 1
    del rows[:head]
    made = list(above.rows)
    if rows and _is_broken(made[-1], rows[0], above.open):
        made[-1] = [join([upper, lower]) for upper, lower in zip(made[-1], rows[0], strict=True)]
        del rows[0]
    else:
        _go_on_with_keys(above, below, rows, head)
    before = len(made) - head
    tall = {(row + before, column): height for (row, column), height in below.tall.items() if row >= head}
    return Table([*made, *rows], below.columns, tall)


def _go_on_with_keys(above: Table, below: Table, rows: Sequence[Cells], head: int) -> None:
    """Repeat the keys that go on over the page: the first cell behind ``head`` is empty and takes several rows."""
    for column in above.open | {column for row, column in below.tall if row == head}:
        key = above.rows[-1][column] if column < len(above.rows[-1]) else []
        over = rows[: below.tall.get((head, column), 1)]
        if 0 < len(key) <= LONGEST and all(len(row) > column and not row[column] for row in over):
            for row in over:
                row[column] = [Char(char.char, _page_of(row), None) for char in key]


def _said(row: Cells) -> list[str]:
    return ["".join(text_of(cell).split()) for cell in row]


def _page_of(row: Cells) -> int:
    return next(cell[0].page for cell in row if cell)


def _is_broken(above: Cells, below: Cells, open_columns: frozenset[int]) -> bool:
    """Whether a row goes on from the page before: no cell is new, some are empty, none begins behind a full stop."""
    if len(above) != len(below) or all(below) or not below:
        return False
    filled = [i for i, cell in enumerate(below) if cell]
    if all(i in open_columns or below[i] for i in range(len(below))) or below[0]:
        return False
    return all(above[i] and above[i][-1].char not in "。.!?;；" for i in filled)
