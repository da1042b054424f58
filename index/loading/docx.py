"""DOCX: the text of its paragraphs, tables, footnotes and endnotes, as it reads with all changes accepted.

Read from the XML (ECMA-376, part 1): deleted and moved-away text is left out, inserted text is in; hidden text, field
codes and comments are not text. A paragraph is a line; the cells of a table's row are one line, set apart by tabs;
notes follow the body, one per line.
"""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from index.errors import LoadError
from index.loading.extracted import Extracted
from index.loading.merged_cells import fill_docx_cells
from index.types import HeadingHint, Span

__all__ = ["DocxParagraph", "W", "docx_paragraphs", "paragraph_text", "read_docx", "run_text"]

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
"""The namespace of WordprocessingML, as lxml writes it."""

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_MAX_PART = 1 << 28
"""Bytes of the largest part that is unpacked: beyond, a file of some kilobytes was made to fill the memory."""
_GONE = frozenset((f"{W}del", f"{W}moveFrom", f"{W}instrText", f"{W}delText", f"{W}txbxContent", f"{W}rPr", f"{W}pPr"))
_HEADING = re.compile(r"(?:heading|标题|標題)\s*([1-9])$", re.IGNORECASE)
_NOTES = (("word/footnotes.xml", f"{W}footnote"), ("word/endnotes.xml", f"{W}endnote"))


@dataclass(frozen=True, slots=True)
class DocxParagraph:
    """A paragraph: its range in the text, ``kind`` ("text", "heading", "cell", "note"), level of a heading (else 0).

    ``number`` counts the paragraphs of the body in document order, those of tables included; of a note it is that of
    the paragraph that refers to it, None when none does. ``cell`` is (table, row, column) of one in a table, counted
    from 0; cells that span several columns count as many.
    """

    span: Span
    kind: str
    level: int
    number: int | None
    cell: tuple[int, int, int] | None = None


def read_docx(data: bytes, name: str) -> Extracted:
    """Read a DOCX file; raises LoadError as :func:`docx_paragraphs` does, and when it holds no text."""
    text, paragraphs = docx_paragraphs(data, name, filled=True)
    if not text.strip():
        raise LoadError("{name} holds no text: if its pages are pictures, run text recognition on it first.", name=name)
    hints = tuple(HeadingHint(p.span, p.level) for p in paragraphs if p.kind == "heading" and p.span.size)
    return Extracted(text, "utf-8", hints)


def docx_paragraphs(data: bytes, name: str, *, filled: bool = False) -> tuple[str, tuple[DocxParagraph, ...]]:
    """Return the text of a DOCX and its paragraphs in order; ``filled`` writes out merged cells in every row.

    Raises LoadError when the file is protected by a password, damaged, or no DOCX.
    """
    parts = _parts(data, name)
    levels = _heading_levels(parts)
    lines: list[tuple[str, str, int, int | None, bool]] = []  # text, kind, level, number, same line as the one before
    places: dict[int, tuple[int, int, int]] = {}
    tables: dict[Any, dict[Any, int]] = {}
    referring: dict[tuple[str, str], int] = {}
    row_before: Any = None
    body = parts["word/document.xml"].find(f"{W}body")
    if filled:
        fill_docx_cells(body, W)
    for number, paragraph in enumerate(_paragraphs(body)):
        row = next(paragraph.iterancestors(f"{W}tr"), None)
        level = levels.get(_style(paragraph), 0)
        kind = "cell" if row is not None else "heading" if level else "text"
        if row is not None:
            places[len(lines)] = _cell(paragraph, row, tables)
        lines.append((paragraph_text(paragraph), kind, level, number, row is not None and row is row_before))
        row_before = row
        for reference in paragraph.iter(f"{W}footnoteReference", f"{W}endnoteReference"):
            referring[reference.tag.replace("Reference", ""), reference.get(f"{W}id", "")] = number
    for part, tag in _NOTES:
        for note in parts[part].iter(tag) if part in parts else ():
            if note.get(f"{W}type") in (None, "normal"):
                number_of = referring.get((tag, note.get(f"{W}id", "")))
                lines += [(paragraph_text(p), "note", 0, number_of, False) for p in _paragraphs(note)]
    made: list[str] = []
    found: list[DocxParagraph] = []
    at = 0
    for i, (line, kind, level, number_of, joined) in enumerate(lines):
        separator = "" if not i else "\t" if joined else "\n"
        made += (separator, line)
        at += len(separator)
        found.append(DocxParagraph(Span(at, at + len(line)), kind, level, number_of, places.get(i)))
        at += len(line)
    return "".join(made), tuple(found)


def _cell(paragraph: Any, row: Any, tables: dict[Any, dict[Any, int]]) -> tuple[int, int, int]:
    """Return the table, row and column that a paragraph in the row ``row`` stands in."""
    table = next(row.iterancestors(f"{W}tbl"))
    column = 0
    for cell in row.iterfind(f"{W}tc"):
        if any(above is cell for above in paragraph.iterancestors(f"{W}tc")):
            break
        spans = cell.find(f"{W}tcPr/{W}gridSpan")
        column += int(spans.get(f"{W}val", "1")) if spans is not None and spans.get(f"{W}val", "1").isdigit() else 1
    if table not in tables:
        own = (r for r in table.iter(f"{W}tr") if next(r.iterancestors(f"{W}tbl")) is table)
        tables[table] = {r: i for i, r in enumerate(own)}
    return list(tables).index(table), tables[table][row], column


def _paragraphs(root: Any) -> Iterator[Any]:
    """Yield the paragraphs of a body or note in document order; those of text boxes, which repeat, are left out."""
    for paragraph in root.iter(f"{W}p"):
        if next(paragraph.iterancestors(f"{W}txbxContent"), None) is None:
            yield paragraph


def paragraph_text(paragraph: Any) -> str:
    """Return the text of a ``w:p`` element, all changes accepted; a line break inside is a blank."""
    return "".join(run_text(run) for run in paragraph.iter(f"{W}r") if _stands(run, paragraph))


def run_text(run: Any) -> str:
    """Return the text of a ``w:r`` element."""
    hidden = run.find(f"{W}rPr/{W}vanish")
    if hidden is not None and hidden.get(f"{W}val") not in ("0", "false"):
        return ""
    made = []
    for child in run:
        if child.tag == f"{W}t":
            made.append((child.text or "").replace("\n", " "))
        elif child.tag in (f"{W}tab", f"{W}br", f"{W}cr"):
            made.append(" ")
        elif child.tag == f"{W}noBreakHyphen":
            made.append("-")
    return "".join(made)


def _stands(run: Any, paragraph: Any) -> bool:
    """Whether a run is part of the text that reads: not deleted, not moved away, not in a text box."""
    for above in run.iterancestors():
        if above is paragraph:
            return True
        if above.tag in _GONE:
            return False
    return False


def _parts(data: bytes, name: str) -> dict[str, Any]:
    from lxml import etree

    if data.startswith(_OLE):
        raise LoadError(
            "{name} is protected by a password or of the old DOC format: save it as DOCX without a password.", name=name
        )
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)
    parts: dict[str, Any] = {}
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            for part in ("word/document.xml", "word/styles.xml", *(part for part, _ in _NOTES)):
                if part in package.namelist():
                    if package.getinfo(part).file_size > _MAX_PART:
                        raise LoadError("{name} unpacks to more than 256 MiB: split it into several files.", name=name)
                    parts[part] = etree.fromstring(package.read(part), parser)
    except (zipfile.BadZipFile, etree.XMLSyntaxError, EOFError, OSError, RuntimeError, zlib.error) as error:
        raise LoadError(
            "{name} is damaged or no DOCX: open it in a word processor and save it again.", name=name
        ) from error
    if "word/document.xml" not in parts or parts["word/document.xml"].find(f"{W}body") is None:
        raise LoadError("{name} is damaged or no DOCX: open it in a word processor and save it again.", name=name)
    return parts


def _style(paragraph: Any) -> str:
    style = paragraph.find(f"{W}pPr/{W}pStyle")
    return style.get(f"{W}val", "") if style is not None else ""


def _heading_levels(parts: dict[str, Any]) -> dict[str, int]:
    """Return the heading level of every style that is a heading's, by its id; a title is of level 1."""
    levels: dict[str, int] = {}
    styles = parts.get("word/styles.xml")
    for style in styles.iter(f"{W}style") if styles is not None else ():
        named = style.find(f"{W}name")
        shown = named.get(f"{W}val", "") if named is not None else ""
        match = _HEADING.search(shown)
        if match or shown.lower() == "title":
            levels[style.get(f"{W}styleId", "")] = int(match[1]) if match else 1
    return levels
