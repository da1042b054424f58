"""Merged cells of tables written out, so that every row of the text says what it is of.

A cell that goes on over several rows is repeated in each of them where it is short, as keys are; one that goes on over
several columns is followed by empty cells, so that columns stay columns. Trees are changed in place.
"""

from __future__ import annotations

import copy
from collections.abc import Iterator
from itertools import islice
from typing import Any

from index.loading.docx_cells import MOST_COLUMNS, span_of

__all__ = ["fill_docx_cells", "fill_html_cells"]

LONGEST = 40
"""Code points of the longest cell that is repeated: what is longer is a text and no key."""

MOST_ADDED = 200_000
"""Cells that one file may gain: a few bytes of markup ask for dozens each. Beyond, cells stay as they are."""

_LONGEST_MARKUP = 200
"""Elements of the largest cell that is repeated."""

_LONGEST_NUMBER = 4


def fill_docx_cells(body: Any, namespace: str) -> None:
    """Write out the merged cells (``w:vMerge``, ``w:gridSpan``) of the tables in a ``w:body`` element."""
    w = namespace
    left = MOST_ADDED
    for table in body.iter(f"{w}tbl"):
        above: dict[int, tuple[Any, ...]] = {}
        for row in table.iterfind(f"{w}tr"):
            cells = row.findall(f"{w}tc")
            column = 0
            for cell in cells:
                width = span_of(cell, w)
                merged = cell.find(f"{w}tcPr/{w}vMerge")
                if merged is None:
                    above.pop(column, None)
                elif merged.get(f"{w}val") == "restart":
                    above[column] = _key_runs(cell, w)
                elif column in above and left > 0:
                    left -= _repeat_docx(above[column], cell, w)
                column += width
                for _ in range(min(width - 1, left) if len(cells) > 1 else 0):
                    left -= 1
                    empty = cell.makeelement(f"{w}tc", {}, None)
                    empty.append(cell.makeelement(f"{w}p", {}, None))
                    cell.addnext(empty)


def _key_runs(cell: Any, w: str) -> tuple[Any, ...]:
    """Return the runs of a cell whose text is a key, none of any other."""
    inside = tuple(islice(cell.iter(), _LONGEST_MARKUP + 1))
    said = "".join(element.text or "" for element in inside if element.tag == f"{w}t")
    if len(inside) > _LONGEST_MARKUP or not 0 < len(said.strip()) <= LONGEST:
        return ()
    return tuple(element for element in inside if element.tag == f"{w}r")


def _repeat_docx(runs: tuple[Any, ...], cell: Any, w: str) -> int:
    """Write ``runs`` into a cell without text of its own; return how many."""
    paragraph = cell.find(f"{w}p")
    if paragraph is None or any((text.text or "").strip() for text in cell.iter(f"{w}t")):
        return 0
    for run in runs:
        paragraph.append(copy.deepcopy(run))
    return len(runs)


def fill_html_cells(root: Any) -> None:
    """Write out the merged cells (``rowspan``, ``colspan``) of the tables in an HTML tree."""
    left = MOST_ADDED
    for table in root.iter("table"):
        if table.find(".//table") is None and table.xpath(".//*[@rowspan > 1 or @colspan > 1]"):
            left -= _fill_html(list(table.iter("tr")), left)


def _fill_html(rows: list[Any], most: int) -> int:
    """Write out the merged cells of a table, as long as the cells added are at most ``most``; return how many."""
    added = 0
    open_cells: dict[int, tuple[Any, int]] = {}
    for row in rows:
        cells = [cell for cell in row if cell.tag in ("td", "th")]
        alone = len(cells) == 1 and not open_cells
        column = 0
        for cell in cells:
            for at, going_on in _going_on(open_cells, column):
                cell.addprevious(going_on)
                added += 1
                column = at + 1
            width, height = _span(cell, "colspan"), _span(cell, "rowspan")
            for key in ("colspan", "rowspan"):
                cell.attrib.pop(key, None)
            if height > 1 and added < most:
                open_cells[column] = cell, height - 1
            column += width
            for _ in range(0 if alone else min(width - 1, most - added)):
                added += 1
                cell.addnext(cell.makeelement(cell.tag, {}, None))
        for _, going_on in _going_on(open_cells, column):
            row.append(going_on)
            added += 1
    return added


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
    if not (said.isascii() and said.isdecimal()):
        return 1
    # A row may span all those below: HTML has no other way to say so than a high number.
    return min(max(int(said[:_LONGEST_NUMBER]), 1), MOST_COLUMNS)
