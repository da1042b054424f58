"""Merged cells of tables written out, so that every row of the text says what it is of.

A cell that goes on over several rows is repeated in each of them where it is short, as keys are; one that goes on over
several columns is followed by empty cells, so that columns stay columns. Trees are changed in place.
"""

from __future__ import annotations

import copy
from collections.abc import Iterator
from typing import Any

__all__ = ["fill_docx_cells", "fill_html_cells"]

LONGEST = 40
"""Code points of the longest cell that is repeated: what is longer is a text and no key."""

_MOST_COLUMNS = 64
"""Columns that a cell may span at most: more is a damaged file."""


def fill_docx_cells(body: Any, namespace: str) -> None:
    """Write out the merged cells (``w:vMerge``, ``w:gridSpan``) of the tables in a ``w:body`` element."""
    w = namespace
    for table in body.iter(f"{w}tbl"):
        above: dict[int, Any] = {}
        for row in table.iterfind(f"{w}tr"):
            cells = row.findall(f"{w}tc")
            column = 0
            for cell in cells:
                width = _number(cell.find(f"{w}tcPr/{w}gridSpan"), f"{w}val")
                merged = cell.find(f"{w}tcPr/{w}vMerge")
                if merged is None:
                    above.pop(column, None)
                elif merged.get(f"{w}val") == "restart":
                    above[column] = cell
                elif column in above:
                    _repeat_docx(above[column], cell, w)
                column += width
                for _ in range(width - 1 if len(cells) > 1 else 0):
                    empty = cell.makeelement(f"{w}tc", {}, None)
                    empty.append(cell.makeelement(f"{w}p", {}, None))
                    cell.addnext(empty)


def _repeat_docx(source: Any, cell: Any, w: str) -> None:
    said = "".join(text.text or "" for text in source.iter(f"{w}t"))
    own = "".join(text.text or "" for text in cell.iter(f"{w}t"))
    paragraph = cell.find(f"{w}p")
    if own.strip() or paragraph is None or not 0 < len(said.strip()) <= LONGEST:
        return
    for run in source.iter(f"{w}r"):
        paragraph.append(copy.deepcopy(run))


def fill_html_cells(root: Any) -> None:
    """Write out the merged cells (``rowspan``, ``colspan``) of the tables in an HTML tree."""
    for table in root.iter("table"):
        if table.find(".//table") is None and table.xpath(".//*[@rowspan > 1 or @colspan > 1]"):
            _fill_html(list(table.iter("tr")))


def _fill_html(rows: list[Any]) -> None:
    open_cells: dict[int, tuple[Any, int]] = {}
    for row in rows:
        cells = [cell for cell in row if cell.tag in ("td", "th")]
        alone = len(cells) == 1 and not open_cells
        column = 0
        for cell in cells:
            for at, going_on in _going_on(open_cells, column):
                cell.addprevious(going_on)
                column = at + 1
            width, height = _span(cell, "colspan"), _span(cell, "rowspan")
            for key in ("colspan", "rowspan"):
                cell.attrib.pop(key, None)
            if height > 1:
                open_cells[column] = cell, height - 1
            column += width
            for _ in range(0 if alone else width - 1):
                cell.addnext(cell.makeelement(cell.tag, {}, None))
        for _, going_on in _going_on(open_cells, column):
            row.append(going_on)


def _going_on(open_cells: dict[int, tuple[Any, int]], column: int) -> Iterator[tuple[int, Any]]:
    """Yield the columns from ``column`` on, without a gap, that a cell above goes on over, each with its new cell."""
    while column in open_cells:
        source, left = open_cells.pop(column)
        if left > 1:
            open_cells[column] = source, left - 1
        said = "".join(source.itertext()).strip()
        cell = source.makeelement(source.tag, {}, None)
        cell.text = said if len(said) <= LONGEST else None
        yield column, cell
        column += 1


def _span(cell: Any, name: str) -> int:
    said = cell.get(name, "1").strip()
    return min(int(said), _MOST_COLUMNS) if said.isdecimal() and int(said) else 1


def _number(element: Any, name: str) -> int:
    said = element.get(name, "1") if element is not None else "1"
    return min(int(said), _MOST_COLUMNS) if said.isdecimal() and int(said) else 1
