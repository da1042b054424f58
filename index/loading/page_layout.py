"""From pieces of text with their places on a page to paragraphs in reading order.

For formats that say where text stands and not what it belongs to: OFD and recognised pictures. Places are in any unit,
from the top left corner. Rows are pieces side by side. Where rows of long texts part at one gutter, the left column is
read before the right one; other rows that part at the same places are a table, whose cells are set apart by tabs.
Lines go on in the next one where they reach the right margin and it is neither indented nor of another size.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from statistics import median

from index.language.set_apart import closed_up
from index.loading.layout.joining import in_chinese

__all__ = ["Paragraph", "Piece", "is_page_number", "is_rest", "joined", "page_paragraphs"]

_COLUMN_GAP = 1.5
"""Ems between two pieces of a row from which they are cells; less is space between words."""
_WORD_GAP = 0.2
_INDENT = 1.2
_REACH = 2.0
"""Ems that a full line may end before the right margin: punctuation is not parted from what it ends."""
_NARROWEST = 12
"""Ems of the narrowest column whose lines go on: shorter ones end where their text does."""
_LINE_GAP = 1.6
_SAME_SIZE = 1.25
_LEAST_COLUMN_ROWS, _LEAST_COLUMN_CHARACTERS, _MOST_COLUMN_ROWS = 4, 10, 300
_PAGE_NUMBER = re.compile(r"[-—–·.\s]*(?:第\s*)?\d{1,5}(?:\s*页)?(?:\s*[/,，共]+\s*\d{1,5}(?:\s*页)?)?[-—–·.\s]*")
_MARGIN = 0.12
"""Part of a page's height at its top and bottom where its number stands."""
_SENTENCE_END = re.compile(r"[。！？!?；;：:][”’』」）)]?$")
_LATIN = re.compile(r"[0-9A-Za-z\u00c0-\u024f]")
_CLOSING = re.compile(r"[,.;:!?)\]%]")


@dataclass(frozen=True, slots=True)
class Piece:
    """Text in a rectangle; ``upright`` tells that its characters stand below each other."""

    text: str
    left: float
    top: float
    right: float
    bottom: float
    upright: bool = False

    @property
    def size(self) -> float:
        """The size of its characters: the height of a line."""
        return (self.right - self.left) if self.upright else (self.bottom - self.top)


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A line of text: a paragraph, or a row of a table.

    ``goes_on`` tells that its last line reaches the right margin, ``begins`` that its first one is indented or of a
    table: whether a paragraph on the next page may be the rest of this one.
    """

    text: str
    top: float
    bottom: float
    begins: bool
    goes_on: bool


class _Row:
    """Cells of one row, from left to right: each is pieces without a wide gap between them."""

    def __init__(self, pieces: Sequence[Piece], em: float) -> None:
        self.cells: list[list[Piece]] = []
        for piece in sorted(pieces, key=lambda piece: piece.left):
            if self.cells and piece.left - self.cells[-1][-1].right < _COLUMN_GAP * em:
                self.cells[-1].append(piece)
            else:
                self.cells.append([piece])
        self.top = min(piece.top for piece in pieces)
        self.bottom = max(piece.bottom for piece in pieces)
        self.left = self.cells[0][0].left
        self.right = max(piece.right for piece in pieces)
        self.size = median(piece.size for piece in pieces)
        spaced = len(self.cells) > 1 and all(len(_said(cell)) == 1 for cell in self.cells)
        if spaced:  # 通 知: one word whose characters are set apart
            self.cells = [[piece for cell in self.cells for piece in cell]]

    def text(self) -> str:
        return closed_up(" ".join(map(_said, self.cells)))


def page_paragraphs(pieces: Sequence[Piece]) -> list[Paragraph]:
    """Return the paragraphs of a page in reading order; text that stands upright comes before what begins below it."""
    pieces = [piece for piece in pieces if piece.text.strip() and piece.size > 0]
    level = [piece for piece in pieces if not piece.upright]
    found: list[Paragraph] = []
    if level:
        em = median(piece.size for piece in level)
        for block in _blocks(_rows(level, em)):
            found += _table(block, em) if _is_table(block) else _paragraphs(block)
    for piece in sorted((piece for piece in pieces if piece.upright), key=lambda piece: piece.top):
        at = next((i for i, paragraph in enumerate(found) if paragraph.top >= piece.top), len(found))
        found.insert(at, Paragraph(piece.text.strip(), piece.top, piece.bottom, True, False))
    return found


def is_page_number(paragraph: Paragraph, top: float, height: float) -> bool:
    """Whether a paragraph is the number of a page, which begins at ``top``: nothing else, and at an edge of it."""
    at_edge = paragraph.bottom < top + _MARGIN * height or paragraph.top > top + (1 - _MARGIN) * height
    return at_edge and _PAGE_NUMBER.fullmatch(paragraph.text) is not None


def is_rest(last: Paragraph, first: Paragraph) -> bool:
    """Whether the first paragraph of a page is the rest of the last one before it."""
    return last.goes_on and not first.begins and not _SENTENCE_END.search(last.text)


def joined(before: str, after: str) -> str:
    """Return two lines as one: broken words are made whole, Latin ones are parted by a blank outside of Chinese."""
    before, after = before.rstrip(), after.lstrip()
    if not before or not after:
        return before + after
    if before[-1] in "-\u2010\xad" and before[-2:-1].isalpha() and after[0].islower():
        return before[:-1] + after
    apart = (_LATIN.match(before[-1]) or _CLOSING.match(before[-1])) and _LATIN.match(after[0])
    return f"{before} {after}" if apart and not in_chinese(before, after) else before + after


def _rows(pieces: Sequence[Piece], em: float) -> list[_Row]:
    """Group pieces whose heights overlap by more than half of the lower one."""
    groups: list[list[Piece]] = []
    spans: list[tuple[float, float]] = []
    for piece in sorted(pieces, key=lambda piece: (piece.top + piece.bottom) / 2):
        for at in range(len(groups) - 1, max(-1, len(groups) - 4), -1):
            top, bottom = spans[at]
            shared = min(bottom, piece.bottom) - max(top, piece.top)
            if shared > 0.5 * min(bottom - top, piece.size):
                groups[at].append(piece)
                break
        else:
            groups.append([piece])
            spans.append((piece.top, piece.bottom))
    return sorted((_Row(group, em) for group in groups), key=lambda row: row.top)


def _said(cell: Sequence[Piece]) -> str:
    made = ""
    for i, piece in enumerate(cell):
        text = piece.text.strip()
        if made and text:
            gap = (piece.left - cell[i - 1].right) / piece.size
            latin = _LATIN.match(made[-1]) or _CLOSING.match(made[-1])
            made += " " if gap > _WORD_GAP and (latin or gap > 2 * _WORD_GAP) and _LATIN.match(text[0]) else ""
        made += text
    return made


def _blocks(rows: Sequence[_Row]) -> Iterator[list[_Row]]:
    """Yield runs of rows that are read together: running text, tables, columns from left to right."""
    block: list[_Row] = []
    at = 0
    while at < len(rows):
        gutter, end = _gutter(rows, at)
        if gutter is not None:
            if block:
                yield from _parted(block)
            block = []
            for side in (0, 1):
                cells = (_side(row, gutter, side) for row in rows[at:end])
                yield [_Row(pieces, pieces[0].size) for pieces in cells if pieces]
            at = end
        else:
            block.append(rows[at])
            at += 1
    if block:
        yield from _parted(block)


def _gutter(rows: Sequence[_Row], start: int) -> tuple[float | None, int]:
    """Return where two columns of text part that begin at row ``start``, and the row after them; None without."""
    if len(rows[start].cells) != 2:
        return None, start
    low, high = float("-inf"), float("inf")
    both: list[_Row] = []
    end = start
    for row in rows[start : start + _MOST_COLUMN_ROWS]:
        if len(row.cells) == 2:
            inner = max(low, row.cells[0][-1].right), min(high, row.cells[1][0].left)
            if inner[0] >= inner[1]:
                break
            low, high = inner
            both.append(row)
        elif len(row.cells) == 1 and row.right <= high:
            low = max(low, row.right)
        elif len(row.cells) == 1 and row.left >= low:
            high = min(high, row.left)
        else:
            break
        end += 1
    sides = [sum(len(_said(row.cells[side])) for row in both) for side in (0, 1)]
    if len(both) < _LEAST_COLUMN_ROWS or min(sides) < _LEAST_COLUMN_CHARACTERS * len(both):
        return None, start
    return (low + high) / 2, end


def _side(row: _Row, gutter: float, side: int) -> list[Piece]:
    return [piece for cell in row.cells for piece in cell if (piece.left > gutter) == bool(side)]


def _parted(rows: Sequence[_Row]) -> Iterator[list[_Row]]:
    """Yield tables, rows of several cells behind each other, apart from the text around them."""
    run: list[_Row] = []
    for row in rows:
        if run and (len(row.cells) > 1) != (len(run[0].cells) > 1) and not _goes_on_in_cell(run, row):
            yield run
            run = []
        run.append(row)
    if run:
        yield run


def _goes_on_in_cell(run: Sequence[_Row], row: _Row) -> bool:
    """Whether a row of one cell is the second line of a cell, not the first one, of the table ``run``."""
    above = run[-1]
    if len(run[0].cells) < 2 or len(row.cells) > 1 or len(above.cells) < 2 or row.top - above.bottom > above.size:
        return False
    return any(row.left < cell[-1].right and row.right > cell[0].left for cell in above.cells[1:]) and (
        row.left >= above.cells[0][-1].right
    )


def _is_table(rows: Sequence[_Row]) -> bool:
    return len(rows) > 1 and len(rows[0].cells) > 1


def _table(rows: Sequence[_Row], em: float) -> list[Paragraph]:
    columns: list[list[float]] = []
    for left, right in sorted((cell[0].left, cell[-1].right) for row in rows for cell in row.cells):
        if columns and left < columns[-1][1]:
            columns[-1][1] = max(columns[-1][1], right)
        else:
            columns.append([left, right])
    lines: list[tuple[list[str], float, float]] = []
    for row in rows:
        cells = ["" for _ in columns]
        for cell in row.cells:
            at = next(i for i, (_, right) in enumerate(columns) if cell[0].left < right)
            cells[at] = joined(cells[at], _said(cell))
        above = lines[-1] if lines else None
        if above is not None and not cells[0] and row.top - above[2] < 0.6 * em and len(row.cells) < len(columns):
            merged = [joined(said, more) for said, more in zip(above[0], cells, strict=True)]
            lines[-1] = merged, above[1], row.bottom
        else:
            lines.append((cells, row.top, row.bottom))
    return [Paragraph("\t".join(cells), top, bottom, True, False) for cells, top, bottom in lines]


def _paragraphs(rows: Sequence[_Row]) -> Iterator[Paragraph]:
    left, right = min(row.left for row in rows), max(row.right for row in rows)
    text, top, begins = "", 0.0, True
    before: _Row | None = None
    full = False
    for row in rows:
        indented = row.left - left >= _INDENT * row.size
        if before is not None and not (full and not indented and _alike(before, row)):
            yield Paragraph(text, top, before.bottom, begins, full)
            before = None
        if before is None:
            text, top, begins = "", row.top, indented
        text = joined(text, row.text())
        before = row
        full = right - left >= _NARROWEST * row.size and right - row.right < _REACH * row.size
    if before is not None:
        yield Paragraph(text, top, before.bottom, begins, full)


def _alike(before: _Row, row: _Row) -> bool:
    """Whether two rows are of one size and as close as lines of a paragraph."""
    low, high = sorted((row.size, before.size))
    return high < _SAME_SIZE * low and row.top - before.bottom < _LINE_GAP * row.size
