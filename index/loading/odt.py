"""ODT, ODP and ODS: the text of paragraphs, lists, tables, text boxes and notes, with all changes accepted.

Read from the XML (OpenDocument 1.3): deleted text, comments, hidden text, headers and footers are not text. A paragraph
is a line, with the number that its list shows in front of it; a row of a table is a line, its cells set apart by tabs.
Text boxes come before the paragraph, or the row, that they are anchored in; notes follow the body.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, NamedTuple

from index.loading.extracted import Extracted
from index.loading.lines import Lines
from index.loading.odt_lists import TEXT, ListNumbers, with_label
from index.loading.package import Package
from index.loading.refusals import damaged, protected, too_many
from index.loading.table_grid import Merged, merge, sheet_lines, table_lines
from index.messages import Message

__all__ = ["read_odp", "read_ods", "read_odt"]

_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_STYLE = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"
_DRAW = "{urn:oasis:names:tc:opendocument:xmlns:drawing:1.0}"


def _text_tags(names: str) -> frozenset[str]:
    return frozenset(f"{TEXT}{name}" for name in names.split())


_ENCRYPTED = b":encryption-data"
_SPACE = re.compile(r"[ \t\r\n]+")
_CONTAINERS = _text_tags(
    """section table-of-content illustration-index table-index object-index user-index alphabetical-index bibliography
    index-body index-title numbered-paragraph"""
)
_ROWS = frozenset(f"{_TABLE}{name}" for name in ("table-header-rows", "table-rows", "table-row-group"))
_UNREAD = frozenset((f"{_OFFICE}annotation", f"{TEXT}ruby-text", f"{TEXT}note-citation", f"{TEXT}tracked-changes"))
_MOST_SPACES, _MOST_COLUMNS, _MOST_ROWS, _MOST_CELLS = 1_000, 256, 10_000, 1_000_000
_MOST_STYLES = 32
"""Styles that one style may be based on in a row: more is a circle."""


def read_odt(data: bytes, name: str) -> Extracted:
    """Read an ODT file; raises LoadError when it is damaged, protected by a password, or holds no text."""
    reader, body = _opened(data, name, "ODT", "text")
    lines = Lines()
    for text, level in (*reader.blocks(body), *reader.notes()):
        lines.add(text, level)
    return lines.filled(name)


def read_odp(data: bytes, name: str) -> Extracted:
    """Read an ODP file, a slide as a page, without the speaker's notes; raises LoadError as :func:`read_odt` does."""
    reader, body = _opened(data, name, "ODP", "presentation")
    lines = Lines()
    for number, slide in enumerate(body.iterfind(f"{_DRAW}page"), 1):
        lines.begin_page(number)
        for text, _ in reader.blocks(slide):
            lines.add(text)
    return lines.filled(name)


def read_ods(data: bytes, name: str) -> Extracted:
    """Read an ODS file as XLSX is read (:mod:`index.loading.xlsx`); raises LoadError as :func:`read_odt` does."""
    reader, body = _opened(data, name, "ODS", "spreadsheet")
    lines = Lines()
    sheets = [(table.get(f"{_TABLE}name", ""), list(reader.sheet(table))) for table in body.iterfind(f"{_TABLE}table")]
    filled = [(title, rows) for title, rows in sheets if rows]
    for title, rows in filled:
        if len(filled) > 1:
            lines.add(title, 1)
        for row in rows:
            lines.add(row)
    return lines.filled(name)


def _opened(data: bytes, name: str, kind: str, body: str) -> tuple[_Reader, Any]:
    package = Package(data, name, kind)
    if "META-INF/manifest.xml" in package and _ENCRYPTED in package.read("META-INF/manifest.xml"):
        raise protected(name)
    content = package.xml("content.xml")
    styles = package.xml("styles.xml") if "styles.xml" in package else None
    found = content.find(f"{_OFFICE}body/{_OFFICE}{body}")
    if found is None:
        raise damaged(name, kind)
    return _Reader(name, styles, content), found


class _Line(NamedTuple):
    text: str
    level: int = 0


class _Reader:
    """Reads one document. The parser nests no deeper than 256 elements, so its methods may call themselves."""

    def __init__(self, name: str, styles: Any | None, content: Any) -> None:
        self._name = name
        self._numbers = ListNumbers(styles, content)
        self._named = {
            style.get(f"{_STYLE}name", ""): style
            for root in (styles, content)
            if root is not None
            for style in root.iter(f"{_STYLE}style")
        }
        self._hidden = {
            name
            for name, style in self._named.items()
            if any(p.get(f"{TEXT}display") == "none" for p in style.iterfind(f"{_STYLE}text-properties"))
        }
        self._notes: list[Any] = []
        self._cells = 0

    def blocks(self, parent: Any) -> Iterator[_Line]:
        """Yield the lines of the paragraphs, lists and tables in ``parent``."""
        for element in parent:
            yield from self._block(element)

    def notes(self) -> Iterator[_Line]:
        """Yield the lines of the notes that were met, and of those that these hold."""
        for note in self._notes:
            for body in note.iterfind(f"{TEXT}note-body"):
                for line in self.blocks(body):
                    yield _Line(line.text)

    def _block(self, element: Any, label: str = "", listed: bool = False) -> Iterator[_Line]:
        tag = element.tag
        if tag in (f"{TEXT}p", f"{TEXT}h"):
            yield from self._paragraph(element, label, listed)
        elif tag == f"{TEXT}list":
            key, style = self._numbers.begin(element)
            yield from self._list(element, key, style, 1)
        elif tag == f"{_TABLE}table":
            yield from self._table(element)
        elif tag in _CONTAINERS and element.get(f"{TEXT}display") != "none":
            yield from self.blocks(element)
        elif tag.startswith(_DRAW):
            yield from self._box(element)

    def _list(self, element: Any, key: str, style: str, depth: int) -> Iterator[_Line]:
        style = element.get(f"{TEXT}style-name", style)
        for item in element:
            labelled = item.tag == f"{TEXT}list-item"
            begun = False
            for child in item:
                if child.tag == f"{TEXT}list":
                    yield from self._list(child, key, style, depth + 1)
                    continue
                label = ""
                if labelled and not begun:
                    label = self._numbers.item(key, style, depth, item.get(f"{TEXT}start-value"))
                    begun = True
                yield from self._block(child, label, listed=True)

    def _paragraph(self, element: Any, label: str, listed: bool) -> Iterator[_Line]:
        boxes: list[Any] = []
        text = "".join(self._inline(element, boxes)).strip(" ")
        for box in boxes:
            yield from self._box(box)
        level = self._level(element)
        if element.tag == f"{TEXT}h" and not listed and element.get(f"{TEXT}is-list-header") != "true" and text:
            label = self._numbers.heading(level, element.get(f"{TEXT}start-value"))
        yield _Line(with_label(label, text) if text else "", level)

    def _level(self, element: Any) -> int:
        """Return the level of a heading, 0 for a text; a title is of level 1."""
        own = element.get(f"{TEXT}outline-level")
        if element.tag == f"{TEXT}h":
            return int(own) if own is not None and own.isascii() and own.isdecimal() and 0 < len(own) < 3 else 1
        name = element.get(f"{TEXT}style-name", "")
        for _ in range(_MOST_STYLES):
            if name == "Title":
                return 1
            style = self._named.get(name)
            if style is None:
                return 0
            level = style.get(f"{_STYLE}default-outline-level", "")
            if level.isascii() and level.isdecimal() and 0 < len(level) < 3:
                return int(level)
            name = style.get(f"{_STYLE}parent-style-name", "")
        return 0

    def _inline(self, element: Any, boxes: list[Any]) -> Iterator[str]:
        """Yield the text of a paragraph or a part of it; text boxes go to ``boxes``, notes to the document's."""
        yield _SPACE.sub(" ", element.text or "")
        for child in element:
            tag = child.tag
            if tag == f"{TEXT}s":
                count = child.get(f"{TEXT}c", "1")
                short = count.isascii() and count.isdecimal() and len(count) < 5
                yield " " * min(int(count) if short else 1, _MOST_SPACES)
            elif tag in (f"{TEXT}tab", f"{TEXT}line-break"):
                yield " "
            elif tag == f"{TEXT}note":
                self._notes.append(child)
            elif tag.startswith(_DRAW) and tag != f"{_DRAW}a":
                boxes.append(child)
            elif tag not in _UNREAD and child.get(f"{TEXT}style-name") not in self._hidden:
                yield from self._inline(child, boxes)
            yield _SPACE.sub(" ", child.tail or "")

    def _box(self, element: Any) -> Iterator[_Line]:
        """Yield the lines of a frame or shape; its alternatives (a picture, a formula) have no text of their own."""
        for child in element:
            if child.tag in (f"{TEXT}p", f"{TEXT}list", f"{_TABLE}table"):
                yield from self._block(child)
            elif child.tag == f"{_DRAW}text-box":
                yield from self.blocks(child)
            elif child.tag.startswith(_DRAW):
                yield from self._box(child)

    def sheet(self, table: Any) -> Iterator[str]:
        """Yield the lines of a sheet."""
        rows, merged = self._grid(table)
        merge(rows, merged)
        return sheet_lines(rows)

    def _table(self, table: Any) -> Iterator[_Line]:
        rows, merged = self._grid(table)
        merge(rows, merged)
        width = max(map(len, rows), default=0)
        alone = frozenset(cell.row for cell in merged if not cell.column and cell.columns >= width)
        yield from map(_Line, table_lines(rows, alone))

    def _grid(self, table: Any) -> tuple[list[list[str]], list[Merged]]:
        rows: list[list[str]] = []
        merged: list[Merged] = []
        for row in _rows(table):
            cells: list[str] = []
            for cell in row:
                if cell.tag not in (f"{_TABLE}table-cell", f"{_TABLE}covered-table-cell"):
                    continue
                text = " ".join(line.text for line in self.blocks(cell) if line.text)
                high, wide = (_count(cell, f"number-{over}-spanned") for over in ("rows", "columns"))
                if high > 1 or wide > 1:
                    merged.append(Merged(len(rows), len(cells), high, wide))
                cells += [text] * min(_count(cell, "number-columns-repeated"), _MOST_COLUMNS)
            times = min(_count(row, "number-rows-repeated"), _MOST_ROWS) if any(cells) else 1
            self._cells += times * len(cells)
            if self._cells > _MOST_CELLS:
                raise too_many(self._name, _MOST_CELLS, Message("cells"))
            rows += [list(cells) for _ in range(times)]
        return rows, merged


def _rows(table: Any) -> Iterator[Any]:
    for child in table:
        if child.tag == f"{_TABLE}table-row":
            yield child
        elif child.tag in _ROWS:
            yield from _rows(child)


def _count(element: Any, name: str) -> int:
    said = element.get(f"{_TABLE}{name}", "1")
    return max(1, int(said)) if said.isascii() and said.isdecimal() and len(said) < 8 else 1
