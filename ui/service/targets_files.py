"""The target table as a file to take away: CSV, XLSX, JSON, Markdown, in the words of the page and linking to it."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from types import MappingProxyType
from urllib.parse import urlencode

from retriever.targets import Target
from retriever.targets.export import as_csv, as_markdown, as_xlsx, target_objects
from retriever.targets.table_layout import Cell, Grid, link_of, listing, matrix

__all__ = ["FORMS", "WORDS", "Wording", "encoded", "file_name"]

FORMS: Mapping[str, str] = MappingProxyType(
    {
        "csv": "text/csv;charset=utf-8",
        "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        "json": "application/json",
        "md": "text/markdown;charset=utf-8",
    }
)
"""Formats and their media types."""

MOST_LINKS = 65_000
"""Links that a sheet may hold: Excel takes a file with more than 65,530 for damaged."""

WORDED: Mapping[str, str] = MappingProxyType(
    {"bound": "bound_", "change": "field_change_", "nature": "targets_nature_", "strive": "field_"}
)
"""Columns whose values are words of ours, and what their keys begin with."""

WORDS = ("field_", *WORDED.values())
"""What the keys of all words begin with that a :class:`Wording` needs."""

_UNSAFE = re.compile(r"[^\w\-（）()]+")


class Wording:
    """Names of columns and values in one language: ``words`` has the texts of all keys that begin as :data:`WORDS`."""

    def __init__(self, words: Mapping[str, str]) -> None:
        self._words = words

    def column(self, name: str) -> str:
        """Return the heading of a column of :func:`retriever.targets.table_layout.listing`."""
        return self._words[f"field_{name}"]

    def value(self, column: str, text: str) -> str:
        """Return what stands in a column."""
        return self._words[WORDED[column] + text.replace(" ", "_")] if column in WORDED and text else text


def encoded(rows: Sequence[Target], form: str, wording: Wording, *, as_matrix: bool, page: str) -> bytes:
    """Return ``rows`` as a file of :data:`FORMS`; figures link to their clause at the address ``page``.

    JSON is the object that ``yinju targets --format json`` prints, a list in any view. Raises InputError when XLSX is
    asked for without openpyxl.
    """
    if form == "json":
        return (json.dumps(target_objects(rows), ensure_ascii=False) + "\n").encode("utf-8", "backslashreplace")
    grid = _in_words(matrix(rows) if as_matrix else listing(rows), wording, as_matrix=as_matrix)
    links = {link_of(row): page + _opening(row) for row in rows}
    grid = _linked(grid, links, MOST_LINKS if form == "xlsx" else len(rows))
    if form == "xlsx":
        return as_xlsx(grid)
    return (as_csv(grid) if form == "csv" else as_markdown(grid)).encode("utf-8", "replace")


def _opening(row: Target) -> str:
    """Return the query part of the address at which the page opens the clause of a row."""
    citation = row.citation
    return "?" + urlencode({"file": citation.file, "at": f"{citation.span.start}-{citation.span.end}"})


def _in_words(grid: Grid, wording: Wording, *, as_matrix: bool) -> Grid:
    if as_matrix:
        return Grid((*map(wording.column, grid.header[:2]), *grid.header[2:]), grid.rows)
    worded = [(at, name) for at, name in enumerate(grid.header) if name in WORDED]
    rows = []
    for row in grid.rows:
        cells = list(row)
        for at, name in worded:
            cells[at] = Cell(wording.value(name, row[at].text))
        rows.append(tuple(cells))
    return Grid(tuple(map(wording.column, grid.header)), tuple(rows))


def _linked(grid: Grid, links: Mapping[str, str], most: int) -> Grid:
    """Return ``grid`` with the first ``most`` of its links replaced by ``links``, without the others."""
    left = most
    rows = []
    for row in grid.rows:
        cells = list(row)
        for at, cell in enumerate(row):
            if cell.link is not None:
                link = links.get(cell.link) if left > 0 else None
                left -= link is not None
                cells[at] = Cell(cell.text, link)
        rows.append(tuple(cells))
    return Grid(grid.header, tuple(rows))


def file_name(form: str, indicator: str) -> str:
    """Return a name for the file, which says what it is about."""
    about = _UNSAFE.sub("-", indicator).strip("-")[:40]
    return f"yinju-targets{'-' + about if about else ''}.{form}"
