"""Tables as rows of cells: written out where cells are merged, put together where they go on over pages."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

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

    ``open`` holds the numbers of the columns whose last cell goes on over several rows to the end of the table.
    """

    rows: list[Cells]
    columns: tuple[float, ...]
    open: frozenset[int] = frozenset()


def ruled_table(grid: Grid, glyphs: Sequence[Glyph], page: int) -> Table:
    """Return the table in ``grid``: a cell over several rows is repeated in them where it is short, as in a DOCX."""
    inside: list[list[Glyph]] = [[] for _ in grid.cells]
    for glyph in glyphs:
        x, y = (glyph.box.left + glyph.box.right) / 2, (glyph.box.top + glyph.box.bottom) / 2
        for number, cell in enumerate(grid.cells):
            if cell.box.holds(x, y):
                inside[number].append(glyph)
                break
    rows: list[Cells] = [[[] for _ in range(grid.columns)] for _ in range(grid.rows)]
    for cell, own in zip(grid.cells, inside, strict=True):
        said = join([spelled(row, page) for row in rows_of(segments_of(own))])
        rows[cell.row][cell.column] = said
        if cell.height > 1 and len(said) <= LONGEST:
            for below in range(cell.row + 1, cell.row + cell.height):
                rows[below][cell.column] = said
    alone = {cell.row for cell in grid.cells if cell.width == grid.columns}
    kept = [row[:1] if number in alone else row for number, row in enumerate(rows) if any(row)]
    lefts = sorted({cell.box.left for cell in grid.cells})
    ends = {cell.column for cell in grid.cells if cell.height > 1 and cell.row + cell.height == grid.rows}
    return Table(kept, tuple(lefts), frozenset(ends))


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
    for row in rows:
        for column in above.open:
            key = made[-1][column] if column < len(made[-1]) else []
            if len(row) == len(below.columns) and not row[column] and key:
                row[column] = [Char(char.char, _page_of(row), None) for char in key]
        made.append(row)
    return Table(made, below.columns, below.open)


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
