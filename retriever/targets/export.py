"""Grids as files: CSV, Markdown, XLSX, and rows as JSON objects.

What stands in a document never runs: a cell that a spreadsheet would take for a formula is kept as text.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Sequence
from typing import Any

from index.errors import InputError
from index.extras import install_command
from retriever.targets.filtering import plain_number
from retriever.targets.row import Target
from retriever.targets.table_layout import Cell, Grid

__all__ = ["as_csv", "as_markdown", "as_xlsx", "target_object", "target_objects"]

_RUNS = re.compile(r"[\s\x00-\x1f]*[=+\-@＝＋－＠]|[\t\r]")
_NUMBER = re.compile(r"-?\d{1,15}(?:\.\d+)?")
_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
_LONGEST_CELL = 32_767
"""Characters that a cell of an XLSX file may hold."""

_MEASURED = 200
"""Rows that say how wide a column is."""

_WIDEST = 60


def as_csv(grid: Grid) -> str:
    """Return RFC 4180 text with a byte order mark, without which spreadsheets do not read Chinese as UTF-8.

    A text that begins as a formula does (=, +, -, @, also after blanks) gets an apostrophe in front.
    """
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow([_defused(name) for name in grid.header])
    writer.writerows([_defused(cell.text) for cell in row] for row in grid.rows)
    return "\ufeff" + out.getvalue()


def _defused(text: str) -> str:
    plain = _CONTROLS.sub("\ufffd", text)
    return f"'{plain}" if _RUNS.match(plain) and not _NUMBER.fullmatch(plain) else plain


def as_markdown(grid: Grid) -> str:
    """Return a Markdown table; cells that were read from a file are links to the place."""
    lines = ["| " + " | ".join(map(_escaped, grid.header)) + " |", "|" + " --- |" * len(grid.header)]
    for row in grid.rows:
        cells = (f"[{_escaped(c.text)}](<{_address(c.link)}>)" if c.link and c.text else _escaped(c.text) for c in row)
        lines.append("| " + " | ".join(cells) + " |")
    return "\n".join(lines) + "\n"


def _escaped(text: str) -> str:
    return re.sub(r"([\\`*_\[\]<>|&])", r"\\\1", " ".join(_CONTROLS.sub("\ufffd", text).split()))


def _address(link: str) -> str:
    return re.sub(r"[<>|\s\\]", lambda match: f"%{ord(match[0]):02X}", link)


def as_xlsx(grid: Grid) -> bytes:
    """Return the bytes of an XLSX file: figures link to their place, numbers are numbers, everything else is text.

    Raises InputError when openpyxl is not installed.
    """
    try:
        from openpyxl import Workbook
        from openpyxl.styles import Font
        from openpyxl.utils import get_column_letter
        from openpyxl.worksheet.properties import PageSetupProperties
    except ImportError as error:
        raise InputError(
            "XLSX needs openpyxl; install it with: {command}", command=install_command("office")
        ) from error
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "targets"
    header = tuple(Cell(name) for name in grid.header)
    for number, row in enumerate((header, *grid.rows), 1):
        for column, given in enumerate(row, 1):
            text, link = _CONTROLS.sub("\ufffd", given.text)[:_LONGEST_CELL], given.link
            cell = sheet.cell(number, column)
            if _NUMBER.fullmatch(text) and number > 1:
                cell.value = float(text) if "." in text else int(text)
            else:
                cell.value = text
                # openpyxl takes "=…" for a formula; and a cell that is edited must not become one.
                cell.data_type = "s"
                cell.quotePrefix = _RUNS.match(text) is not None
            if number == 1:
                cell.font = Font(bold=True)
            if link and text:
                cell.hyperlink = link
                cell.font = Font(color="0563C1", underline="single")
    for column in range(len(grid.header)):
        texts = [cells[column].text for cells in (header, *grid.rows[:_MEASURED])]
        sheet.column_dimensions[get_column_letter(column + 1)].width = min(_WIDEST, 2 + max(map(_columns, texts)))
    sheet.freeze_panes = "A2"
    sheet.page_setup.orientation, sheet.page_setup.fitToHeight = "landscape", 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.auto_filter.ref = sheet.dimensions
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _columns(text: str) -> int:
    """Return how many columns of a sheet a text takes: two for a Chinese character."""
    return sum(2 if char >= "\u2e80" else 1 for char in text[:_WIDEST])


def target_object(row: Target) -> dict[str, Any]:
    """Return a row as a JSON object; ``low`` and ``high`` are decimal strings, so that no digit is lost."""
    return {
        "place": row.place,
        "indicator": row.indicator,
        "line": row.line,
        "first_year": row.first_year,
        "year": row.year,
        "bound": row.limit.value,
        "strive": row.strive,
        "value": row.value,
        "low": plain_number(row.low),
        "high": plain_number(row.high),
        "unit": row.unit,
        "measures": row.kind.value,
        "change": row.change.value,
        "base_year": row.base_year,
        "kind": row.nature.value,
        "start": row.span.start,
        "end": row.span.end,
        "citation": {
            "file": row.citation.file,
            "start": row.citation.span.start,
            "end": row.citation.span.end,
            "quote": row.citation.quote,
            "document": row.document,
            "heading": list(row.citation.path),
            "page": row.citation.page,
        },
    }


def target_objects(rows: Sequence[Target]) -> dict[str, Any]:
    """Return the object that ``yinju targets --format json`` prints."""
    return {"schema": 1, "targets": [target_object(row) for row in rows]}
