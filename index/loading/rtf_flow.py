"""Paragraphs and table rows of an RTF, as they come, made into lines.

A row of a table says where each of its cells ends (``\\cellx``, twentieths of a point from the margin): cells of
several rows are in one column where they end at the same place, and a cell that reaches over several such places is
merged.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from index.loading.odt_lists import with_label
from index.loading.table_grid import Merged, merge, table_lines

__all__ = ["Flow", "Line", "RowShape"]

_SAME = 30
"""Twentieths of a point: cells that end closer together end in one column; programs round differently by row."""
_MOST_COLUMNS = 512


class Line(NamedTuple):
    """A line of text; ``level`` from 1 makes it a heading."""

    text: str
    level: int = 0


@dataclass(slots=True)
class RowShape:
    """The cells of a row: where each ends, and which go on over rows: "first", "more" or ""."""

    ends: list[int] = field(default_factory=list)
    vertical: list[str] = field(default_factory=list)


class Flow:
    """A run of paragraphs and tables: the body of a document, a note, or a text box."""

    def __init__(self) -> None:
        self.lines: list[Line] = []
        self.label = ""
        self.cells = 0
        self._text: list[str] = []
        self._cell: list[str] = []
        self._row: list[str] = []
        self._rows: list[tuple[list[str], RowShape]] = []

    def put(self, text: str) -> None:
        """Add text to the paragraph."""
        self._text.append(text)

    def paragraph(self, level: int, in_table: bool) -> None:
        """End the paragraph."""
        text = self._taken()
        if in_table:
            self._cell.append(text)
            return
        self._end_table()
        self.lines.append(Line(text, level))

    def cell(self) -> None:
        """End a cell, with its last paragraph."""
        self._cell.append(self._taken())
        self._row.append(" ".join(text for text in self._cell if text))
        self._cell = []
        self.cells += 1

    def row(self, shape: RowShape) -> None:
        """End a row of the table."""
        self._rows.append((self._row, shape))
        self._row = []

    def end(self) -> list[Line]:
        """End the flow; return its lines."""
        if self._row or self._cell:
            self.cell()
            self.row(RowShape())
        rest = self._taken()
        self._end_table()
        if rest:
            self.lines.append(Line(rest))
        return self.lines

    def _taken(self) -> str:
        text = "".join(self._text)
        if any("\ud800" <= char <= "\udfff" for char in text):  # written as two halves
            text = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
        text = with_label(self.label, text.strip(" "))
        self._text, self.label = [], ""
        return text

    def _end_table(self) -> None:
        if not self._rows:
            return
        rows, self._rows = self._rows, []
        edges = _edges([shape.ends for _, shape in rows])
        known = len(edges) <= _MOST_COLUMNS
        grid: list[list[str]] = []
        merged: list[Merged] = []
        going_on: dict[int, Merged] = {}
        alone: set[int] = set()
        for at, (cells, shape) in enumerate(rows):
            line: list[str] = []
            fits = known and len(shape.ends) == len(cells)
            for i, cell in enumerate(cells):
                column = len(line)
                wide = max(1, bisect_left(edges, shape.ends[i] - _SAME) + 1 - column) if fits else 1
                line += [cell, *("" for _ in range(wide - 1))]
                vertical = shape.vertical[i] if fits else ""
                if vertical == "more" and column in going_on:
                    going_on[column] = going_on[column]._replace(rows=at + 1 - going_on[column].row)
                else:
                    if ended := going_on.pop(column, None):
                        merged.append(ended)
                    if vertical == "first":
                        going_on[column] = Merged(at, column, 1, wide)
            if len(cells) == 1:
                alone.add(at)
            grid.append(line)
        merge(grid, (*merged, *going_on.values()))
        self.lines += map(Line, table_lines(grid, frozenset(alone)))


def _edges(rows: Sequence[Sequence[int]]) -> list[int]:
    """Return where the columns of a table end, from left to right."""
    edges: list[int] = []
    for end in sorted({end for row in rows for end in row}):
        if not edges or end - edges[-1] > _SAME:
            edges.append(end)
    return edges
