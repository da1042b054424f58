"""DOCX: the text of its paragraphs, tables, text boxes, footnotes and endnotes, as it reads with all changes accepted.

Read from the XML (ECMA-376, part 1): deleted and moved-away text is left out, inserted text is in; hidden text, field
codes, comments, the prompts of empty content controls, headers and footers are not text. A paragraph is a line, with
the number that Word shows in front of it; the cells of a table's row are one line, set apart by tabs. The paragraphs
of a text box come before the paragraph, or the table's row, that it is anchored in; notes follow the body, one per
line.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, NamedTuple

from index.errors import LoadError
from index.loading.docx_cells import Cells
from index.loading.docx_numbering import Numbering
from index.loading.docx_package import read_parts
from index.loading.extracted import Extracted
from index.loading.merged_cells import fill_docx_cells
from index.loading.refusals import empty
from index.types import HeadingHint, Span

__all__ = ["DocxParagraph", "W", "docx_paragraphs", "paragraph_text", "read_docx", "run_stands", "run_text"]

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
"""The namespace of WordprocessingML, as lxml writes it."""

_GONE = frozenset((f"{W}del", f"{W}moveFrom", f"{W}instrText", f"{W}delText", f"{W}txbxContent", f"{W}rPr", f"{W}pPr"))
_HEADING = re.compile(r"(?:heading|标题|標題)\s*([1-9])$", re.IGNORECASE)
_COMPATIBLE = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_PARTS = ("word/document.xml", "word/styles.xml", "word/numbering.xml")
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
    label: int = 0


def read_docx(data: bytes, name: str) -> Extracted:
    """Read a DOCX file; raises LoadError as :func:`docx_paragraphs` does, and when it holds no text."""
    text, paragraphs = docx_paragraphs(data, name, filled=True)
    if not text.strip():
        raise empty(name)
    hints = tuple(HeadingHint(p.span, p.level) for p in paragraphs if p.kind == "heading" and p.span.size)
    return Extracted(text, "utf-8", hints)


def docx_paragraphs(data: bytes, name: str, *, filled: bool = False) -> tuple[str, tuple[DocxParagraph, ...]]:
    """Return the text of a DOCX and its paragraphs in order; ``filled`` writes out merged cells in every row.

    Raises LoadError when the file is protected by a password, damaged, or no DOCX.
    """
    parts = _parts(data, name)
    levels = _heading_levels(parts)
    numbering = Numbering(parts.get("word/numbering.xml"), parts.get("word/styles.xml"))
    lines: list[_Line] = []
    referring: dict[tuple[str, str], int] = {}
    row_before: Any = None
    body = parts["word/document.xml"].find(f"{W}body")
    if filled:
        fill_docx_cells(body, W)
    cells = Cells(body, W)
    for number, paragraph in _with_boxes(body, cells):
        row = _row(paragraph, cells)
        level = levels.get(_style(paragraph), 0)
        kind = "text" if number is None else "cell" if row is not None else "heading" if level else "text"
        cell = cells.at(paragraph) if kind == "cell" else None
        own = paragraph_text(paragraph)
        label = "" if _is_gone(paragraph, own) else numbering.label(paragraph, own, alone=kind == "cell")
        joined = row is not None and row is row_before
        lines.append(_Line(label, own, kind, level if kind == "heading" else 0, number, joined, cell))
        row_before = row
        if number is not None:
            for reference in paragraph.iter(f"{W}footnoteReference", f"{W}endnoteReference"):
                referring[reference.tag.replace("Reference", ""), reference.get(f"{W}id", "")] = number
    for part, tag in _NOTES:
        for note in parts[part].iter(tag) if part in parts else ():
            if note.get(f"{W}type") in (None, "normal"):
                number = referring.get((tag, note.get(f"{W}id", "")))
                lines += [_Line("", paragraph_text(p), "note", 0, number) for p in _paragraphs(note)]
    return _written(lines)


class _Line(NamedTuple):
    """What becomes a :class:`DocxParagraph`; ``joined`` tells that it goes on the line of the one before."""

    label: str
    text: str
    kind: str
    level: int
    number: int | None
    joined: bool = False
    cell: tuple[int, int, int] | None = None


def _written(lines: list[_Line]) -> tuple[str, tuple[DocxParagraph, ...]]:
    made: list[str] = []
    found: list[DocxParagraph] = []
    at = 0
    for i, line in enumerate(lines):
        separator = "" if not i else "\t" if line.joined else "\n"
        made += (separator, line.label, line.text)
        at += len(separator)
        span = Span(at, at + len(line.label) + len(line.text))
        found.append(DocxParagraph(span, line.kind, line.level, line.number, line.cell, len(line.label)))
        at = span.end
    return "".join(made), tuple(found)


def _with_boxes(body: Any, cells: Cells) -> Iterator[tuple[int | None, Any]]:
    """Yield the paragraphs of the body with their number, those of text boxes (without one) before their anchor's."""
    begun: set[Any] = set()
    for number, paragraph in enumerate(_paragraphs(body)):
        row = _row(paragraph, cells)
        # A table within a row parts it: its boxes come once, before its first paragraph.
        if row is None or row not in begun:
            begun.add(row)
            for inner in _box_paragraphs(paragraph if row is None else row, cells):
                yield None, inner
        yield number, paragraph


def _box_paragraphs(anchor: Any, cells: Cells) -> Iterator[Any]:
    """Yield the paragraphs of the text boxes in a paragraph or a table's row, each box once.

    Word writes a box a second time, for older programs, in the fallback of a choice.
    """
    for box in anchor.iter(f"{W}txbxContent"):
        holder = next(box.iterancestors(f"{W}p"), box)
        if anchor.tag == f"{W}tr" and not _in_box(holder) and _row(holder, cells) is not anchor:
            continue  # in a table within this one, whose row it stands before
        above = [element for element in box.iterancestors() if element is not anchor]
        if any(element.tag == f"{_COMPATIBLE}Fallback" and _chosen_has_box(element) for element in above):
            continue
        if any(element.tag in (f"{W}del", f"{W}moveFrom") for element in above):
            continue
        for paragraph in box.iter(f"{W}p"):
            if next(paragraph.iterancestors(f"{W}txbxContent")) is box:
                yield paragraph


def _chosen_has_box(fallback: Any) -> bool:
    choices = fallback.getparent().iterfind(f"{_COMPATIBLE}Choice")
    return any(next(choice.iter(f"{W}txbxContent"), None) is not None for choice in choices)


def _in_box(element: Any) -> bool:
    return next(element.iterancestors(f"{W}txbxContent"), None) is not None


def _row(paragraph: Any, cells: Cells) -> Any:
    """Return the row of the table that a paragraph stands in, None outside of tables; a text box is outside."""
    above = next(paragraph.iterancestors(f"{W}tr", f"{W}txbxContent"), None)
    return above if cells.is_row(above) else None


def _paragraphs(root: Any) -> Iterator[Any]:
    """Yield the paragraphs of a body or note in document order, without those of text boxes."""
    for paragraph in root.iter(f"{W}p"):
        if not _in_box(paragraph):
            yield paragraph


def _is_gone(paragraph: Any, text: str) -> bool:
    """Whether a paragraph without text is no more, its mark deleted or hidden: it takes no number."""
    mark = paragraph.find(f"{W}pPr/{W}rPr")
    marked = mark is not None and any(mark.find(f"{W}{name}") is not None for name in ("del", "moveFrom", "vanish"))
    return marked and not text.strip()


def paragraph_text(paragraph: Any) -> str:
    """Return the text of a ``w:p`` element, all changes accepted; a line break inside is a blank."""
    return "".join(run_text(run) for run in paragraph.iter(f"{W}r") if run_stands(run, paragraph))


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


def run_stands(run: Any, paragraph: Any) -> bool:
    """Whether a run is part of the text that reads.

    It is not when it was deleted or moved away, stands in a text box or another paragraph within this one, or is the
    prompt of an empty content control.
    """
    inside = True
    for above in run.iterancestors():
        if above is paragraph:
            inside = False
        if inside and (above.tag in _GONE or above.tag == f"{W}p"):
            return False
        if above.tag == f"{W}sdt" and above.find(f"{W}sdtPr/{W}showingPlcHdr") is not None:
            return False
        if above.tag == f"{W}body":
            break
    return not inside


def _parts(data: bytes, name: str) -> dict[str, Any]:
    parts = read_parts(data, name, (*_PARTS, *(part for part, _ in _NOTES)))
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
