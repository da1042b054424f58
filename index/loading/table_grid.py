"""Tables of office files as lines of text: one row a line, a tab between cells, merged cells written out.

The lines are those that tables of DOCX and HTML make (:mod:`index.loading.merged_cells`): a short cell that goes on
over several rows is repeated in each, one that goes on over several columns is followed by empty cells, and a row that
is one cell has no tab.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from index.loading.merged_cells import LONGEST

__all__ = ["Merged", "merge", "sheet_lines", "table_lines"]

_MOST_PADDED = 5_000_000
"""Cells of the largest table whose rows are brought to one width: beyond, most of them are not in the file."""
_MOST_REPEATED = 1_000_000
"""Cells that merged ones are repeated in, at most: beyond, the file was made to fill the memory."""


class Merged(NamedTuple):
    """A merged cell: its first row and column, counted from 0, and how many rows and columns it covers."""

    row: int
    column: int
    rows: int
    columns: int


def merge(rows: Sequence[list[str]], cells: Iterable[Merged]) -> None:
    """Write the merged ``cells`` out in ``rows``, whose covered cells are empty; what lies outside is passed over."""
    left = _MOST_REPEATED
    for cell in cells:
        left -= cell.rows
        if left < 0 or not 0 <= cell.row < len(rows) or not 0 <= cell.column < len(rows[cell.row]):
            continue
        said = rows[cell.row][cell.column]
        if not 0 < len(said) <= LONGEST:
            continue
        for row in rows[cell.row + 1 : cell.row + cell.rows]:
            row.extend("" for _ in range(cell.column + 1 - len(row)))
            if not row[cell.column]:
                row[cell.column] = said


def table_lines(rows: Sequence[Sequence[str]], alone: frozenset[int] = frozenset()) -> Iterator[str]:
    """Yield the lines of a table, all with the same number of cells; the rows ``alone`` are one cell each."""
    width = max(map(len, rows), default=0)
    width = width if width * len(rows) <= _MOST_PADDED else 0
    for at, row in enumerate(rows):
        cells = [" ".join(cell.split()) for cell in row]
        yield "".join(cells) if at in alone else "\t".join((*cells, *("" for _ in range(width - len(cells)))))


def sheet_lines(rows: Sequence[Sequence[str]]) -> Iterator[str]:
    """Yield the lines of a sheet: its blocks of rows as tables, "" where empty rows part them.

    Columns that are empty in all of a block are left out. Rows of one cell at a block's beginning and end, its title
    and its notes, are lines without tabs.
    """
    block: list[Sequence[str]] = []
    begun = False
    for row in (*rows, ()):
        if any(cell.strip() for cell in row):
            block.append(row)
        elif block:
            if begun:
                yield ""
            yield from _block_lines(block)
            block, begun = [], True


def _block_lines(block: Sequence[Sequence[str]]) -> Iterator[str]:
    used = sorted({at for row in block for at, cell in enumerate(row) if cell.strip()})
    kept = [[row[at] if at < len(row) else "" for at in used] for row in block]
    single = [sum(bool(cell.strip()) for cell in row) == 1 for row in kept]
    first = next((at for at, one in enumerate(single) if not one), len(kept))
    last = next((at for at in range(len(kept), first, -1) if not single[at - 1]), first)
    yield from table_lines(kept[:first], frozenset(range(first)))
    yield from table_lines(kept[first:last])
    yield from table_lines(kept[last:], frozenset(range(len(kept) - last)))
