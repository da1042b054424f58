"""XLSX: the sheets of a workbook, a row a line with a tab between its cells, values as the workbook shows them.

Read from the XML (ECMA-376, part 1, 18), sheet by sheet without keeping its tree: a general library neither gives the
merged cells of a sheet that it streams nor writes numbers by their format. Formulas are read by their last results,
hidden sheets are left out. Where a workbook shows several sheets, each name is a heading over its rows.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

from index.loading.extracted import Extracted
from index.loading.lines import Lines
from index.loading.number_format import BUILT_IN, shown
from index.loading.package import FAULTS, Package
from index.loading.refusals import damaged, too_many
from index.loading.table_grid import Merged, merge, sheet_lines
from index.messages import Message

__all__ = ["read_xlsx"]

_RELATION = re.compile(r"\{[^}]*relationships\}id$")
_CELL = re.compile(r"([A-Z]{1,3})[0-9]{1,7}")
_RANGE = re.compile(r"([A-Z]{1,3})([0-9]{1,7}):([A-Z]{1,3})([0-9]{1,7})")
_MOST_CELLS, _MOST_DENSE, _MOST_MERGED, _MOST_SHEETS = 1_000_000, 5_000_000, 100_000, 1_000


def read_xlsx(data: bytes, name: str) -> Extracted:
    """Read an XLSX file; raises LoadError when it is damaged, protected, too large, or no sheet holds anything."""
    book = _Workbook(Package(data, name, "XLSX"))
    sheets = [(title, found) for title, part in book.sheets() if (found := list(book.lines(part)))]
    lines = Lines()
    for title, rows in sheets:
        if len(sheets) > 1:
            lines.add(title, 1)
        for row in rows:
            lines.add(row)
    return lines.filled(name)


class _Workbook:
    def __init__(self, package: Package) -> None:
        self._package = package
        self._main = self._related("", "officeDocument").get("", "xl/workbook.xml")
        self._root = package.xml(self._main)
        properties = self._root.find("{*}workbookPr")
        self._from_1904 = properties is not None and properties.get("date1904") in ("1", "true")
        self._shared = self._strings()
        self._formats = self._cell_formats()
        self._cells = 0

    def sheets(self) -> Iterator[tuple[str, str]]:
        """Yield the name and the part of every sheet that is shown."""
        parts = self._related(self._main, "worksheet")
        sheets = self._root.findall("{*}sheets/{*}sheet")
        if len(sheets) > _MOST_SHEETS:
            raise too_many(self._package.name, _MOST_SHEETS, Message("sheets"))
        for sheet in sheets:
            named = next((value for key, value in sheet.attrib.items() if _RELATION.search(key)), "")
            if sheet.get("state", "visible") == "visible" and parts.get(named, "") in self._package:
                yield sheet.get("name", ""), parts[named]

    def lines(self, part: str) -> Iterator[str]:
        """Yield the lines of a sheet."""
        rows, merged = self._read(part)
        columns = {column: at for at, column in enumerate(sorted({column for row in rows.values() for column in row}))}
        if len(rows) * len(columns) > _MOST_DENSE:
            raise too_many(self._package.name, _MOST_DENSE, Message("cells"))
        grid: list[list[str]] = []
        where: dict[int, int] = {}
        before = None
        for number in sorted(rows):
            if before is not None and number > before + 1:
                grid.append([])
            where[number] = len(grid)
            grid.append([rows[number].get(column, "") for column in columns])
            before = number
        merge(
            grid,
            (
                Merged(where[first], columns[left], min(last, before or 0) - first + 1, right - left + 1)
                for first, left, last, right in merged
                if first in where and left in columns
            ),
        )
        yield from sheet_lines(grid)

    def _read(self, part: str) -> tuple[dict[int, dict[int, str]], list[tuple[int, int, int, int]]]:
        """Return the filled cells of a sheet by row and column, and its merged cells (first and last of both)."""
        from lxml import etree

        rows: dict[int, dict[int, str]] = {}
        merged: list[tuple[int, int, int, int]] = []
        number = 0
        try:
            with self._package.stream(part) as file:
                for _, element in etree.iterparse(
                    file, tag=("{*}row", "{*}mergeCell"), resolve_entities=False, no_network=True, load_dtd=False
                ):
                    if element.tag.endswith("}row"):
                        number = _whole(element.get("r"), number + 1)
                        if cells := self._row(element):
                            rows[number] = cells
                    elif found := _RANGE.fullmatch(element.get("ref", "")):
                        merged.append((int(found[2]), _column(found[1]), int(found[4]), _column(found[3])))
                    if self._cells > _MOST_CELLS or len(merged) > _MOST_MERGED:
                        raise too_many(self._package.name, _MOST_CELLS, Message("cells"))
                    _forget(element)
        except (etree.XMLSyntaxError, *FAULTS) as error:
            raise damaged(self._package.name, "XLSX") from error
        return rows, merged

    def _row(self, row: Any) -> dict[int, str]:
        cells: dict[int, str] = {}
        column = -1
        for cell in row.iterchildren("{*}c"):
            match = _CELL.fullmatch(cell.get("r", ""))
            column = _column(match[1]) if match else column + 1
            if value := self._value(cell):
                cells[column] = value
        self._cells += len(cells)
        return cells

    def _value(self, cell: Any) -> str:
        kind = cell.get("t", "n")
        if kind == "inlineStr":
            return _text(cell.find("{*}is"))
        stored = next((value.text or "" for value in cell.iterchildren("{*}v")), "").strip()
        if kind == "s":
            at = _whole(stored, -1)
            return self._shared[at] if 0 <= at < len(self._shared) else ""
        if kind == "b":
            return {"1": "TRUE", "0": "FALSE"}.get(stored, "")
        if kind != "n":
            return " ".join(stored.split())
        return shown(stored, self._formats.get(cell.get("s", "0"), ""), from_1904=self._from_1904) if stored else ""

    def _strings(self) -> list[str]:
        part = next(iter(self._related(self._main, "sharedStrings").values()), "")
        if part not in self._package:
            return []
        return [_text(string) for string in self._package.xml(part).iterfind("{*}si")]

    def _cell_formats(self) -> dict[str, str]:
        """Return the number formats of the workbook by the number of the cell style that names them."""
        part = next(iter(self._related(self._main, "styles").values()), "")
        if part not in self._package:
            return {}
        root = self._package.xml(part)
        written = {f.get("numFmtId", ""): f.get("formatCode", "") for f in root.iterfind("{*}numFmts/{*}numFmt")}
        styles = (style.get("numFmtId", "0") for style in root.iterfind("{*}cellXfs/{*}xf"))
        return {str(at): written.get(form) or BUILT_IN.get(_whole(form, 0), "") for at, form in enumerate(styles)}

    def _related(self, part: str, kind: str) -> dict[str, str]:
        """Return the parts that ``part`` names as of ``kind``, by the id of the relation; of the package, under ""."""
        folder, base = posixpath.split(part)
        stored = posixpath.join(folder, "_rels", f"{base}.rels")
        if stored not in self._package:
            return {}
        found: dict[str, str] = {}
        for relation in self._package.xml(stored):
            if relation.get("Type", "").endswith(f"/{kind}"):
                target = posixpath.normpath(posixpath.join("/", folder, relation.get("Target", ""))).lstrip("/")
                found[relation.get("Id", "") if part else ""] = target
        return found


def _text(element: Any) -> str:
    """Return the text of a string, without its readings (``rPh``)."""
    if element is None:
        return ""
    runs = element.findall("{*}t") + element.findall("{*}r/{*}t")
    return " ".join("".join(run.text or "" for run in runs).split())


def _forget(element: Any) -> None:
    """Free an element that was read, and those before it."""
    element.clear(keep_tail=False)
    while (before := element.getprevious()) is not None:
        element.getparent().remove(before)


@lru_cache(1024)
def _column(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number - 1


def _whole(said: str | None, default: int) -> int:
    return int(said) if said is not None and said.isascii() and said.isdecimal() and len(said) < 9 else default
