"""Where the cells of a DOCX stand: table, row and column, found in one walk over the body."""

from __future__ import annotations

from typing import Any

__all__ = ["MOST_COLUMNS", "Cells", "span_of"]

MOST_COLUMNS = 64
"""Columns that a cell may span at most: more is a damaged file."""

_LONGEST_NUMBER = 4


class Cells:
    """The cells of a ``w:body`` element, ``namespace`` being that of its tags; the tree must not change afterwards."""

    def __init__(self, body: Any, namespace: str) -> None:
        w = namespace
        self._cell_tag = f"{w}tc"
        self._tables: dict[Any, list[int]] = {}  # its number, and how many rows were met
        self._rows: dict[Any, list[int]] = {}  # table, row, and the next column
        self._cells: dict[Any, tuple[int, int, int]] = {}
        for element in body.iter(f"{w}tbl", f"{w}tr", f"{w}tc"):
            if element.tag == f"{w}tbl":
                self._tables[element] = [len(self._tables), 0]
            elif element.tag == f"{w}tr":
                above = next(element.iterancestors(f"{w}tbl", f"{w}txbxContent"), None)
                if above in self._tables:
                    table = self._tables[above]
                    self._rows[element] = [*table, 0]
                    table[1] += 1
            else:
                row = self._rows.get(next(element.iterancestors(f"{w}tr", f"{w}tbl", f"{w}txbxContent"), None))
                if row is not None:
                    self._cells[element] = row[0], row[1], row[2]
                    row[2] += span_of(element, w)

    def is_row(self, element: Any) -> bool:
        """Whether ``element`` is a row of a table."""
        return element in self._rows

    def at(self, paragraph: Any) -> tuple[int, int, int] | None:
        """Return (table, row, column), from 0, of the cell that a paragraph stands in; None for one outside of cells.

        A cell that spans several columns counts as many.
        """
        return self._cells.get(next(paragraph.iterancestors(self._cell_tag), None))


def span_of(cell: Any, namespace: str) -> int:
    """Return how many columns a ``w:tc`` element spans."""
    spans = cell.find(f"{namespace}tcPr/{namespace}gridSpan")
    said = spans.get(f"{namespace}val", "1") if spans is not None else "1"
    if not (said.isascii() and said.isdecimal() and len(said) <= _LONGEST_NUMBER):
        return 1
    return min(max(int(said), 1), MOST_COLUMNS)
