"""Pages to one text: furniture left out, columns and tables in reading order, paragraphs joined over pages.

A paragraph is a line, a row of a table is a line with tabs between its cells, footnotes follow the text, one a line: as
a DOCX is read. Every character keeps the page and the place that it was drawn at.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby, pairwise

from index.language.set_apart import gaps_in
from index.loading.layout.content import Box, PageContent
from index.loading.layout.furniture import furniture_rows
from index.loading.layout.grids import Grid, grids_of
from index.loading.layout.joining import join
from index.loading.layout.notes import notes_of, without_marks
from index.loading.layout.paragraphs import Line, Style, joins
from index.loading.layout.regions import Column, Loose, Region, gutters_of, regions_of
from index.loading.layout.segments import Char, Segment, rows_of, segments_of, spelled, text_of
from index.loading.layout.tables import Table, goes_on, loose_table, ruled_table
from index.types import PageSpan, Span

__all__ = ["LaidOut", "lay_out"]

_FEW_LINES = 6
"""Lines of a column from which its margins are known; fewer take those of a column like it."""


@dataclass(frozen=True, slots=True)
class LaidOut:
    """A text with its pages, in its order; a page comes twice where notes of it follow later.

    ``places`` holds, for each character of ``text``, its page and the box on the page as displayed; None for what is
    drawn nowhere, such as line breaks. ``sizes`` are width and height of each page as displayed.
    """

    text: str
    pages: tuple[PageSpan, ...]
    places: Sequence[tuple[int, Box] | None]
    sizes: dict[int, tuple[float, float]]


@dataclass(frozen=True, slots=True)
class _Page:
    """A page without furniture: its parts in reading order and its notes."""

    content: PageContent
    segments: list[Segment]
    grids: list[Grid]
    regions: list[Region]
    notes: list[list[Char]]

    def parted_by(self, gutters: list[tuple[float, float]]) -> _Page:
        """Return the page with what looks like a table without lines set in columns, where other pages have them."""
        if not gutters or not any(isinstance(region, Loose) for region in self.regions):
            return self
        return replace(self, regions=regions_of(self.segments, self.grids, gutters))


def lay_out(contents: Sequence[PageContent]) -> LaidOut:
    """Return the text of the pages."""
    grids = [grids_of(content.rules, content.glyphs) for content in contents]
    rows = [rows_of(_outside(segments_of(content.glyphs), own)) for content, own in zip(contents, grids, strict=True)]
    body = _body_size(rows)
    pages = _without_furniture(contents, grids, rows, body)
    lines = _lines(pages)
    style = _style(lines, body)
    blocks = _blocks(pages, lines)
    made = [line for block in _joined(blocks, style) for line in block]
    made += [note for page in pages for note in page.notes]
    return _written(made, {content.page: content for content in contents})


def _body_size(pages: Sequence[Sequence[Sequence[Segment]]]) -> float:
    sizes: Counter[float] = Counter()
    for segment in (segment for rows in pages for row in rows for segment in row):
        sizes[round(segment.size * 2) / 2] += len(segment.glyphs)
    return sizes.most_common(1)[0][0] if sizes else 12.0


def _without_furniture(
    contents: Sequence[PageContent],
    grids: Sequence[list[Grid]],
    rows: Sequence[list[list[Segment]]],
    body: float,
) -> list[_Page]:
    furniture = furniture_rows(rows, [content.height for content in contents])
    pages: list[_Page] = []
    for content, own, all_rows, dropped in zip(contents, grids, rows, furniture, strict=True):
        kept = [row for number, row in enumerate(all_rows) if number not in dropped]
        notes = notes_of(kept, content.rules, body, content.page, content.height, content.width)
        glyphs = [glyph for row in kept[: notes.first] for segment in row for glyph in segment.glyphs]
        order = {id(glyph): number for number, glyph in enumerate(content.glyphs)}
        glyphs.sort(key=lambda glyph: order[id(glyph)])
        segments = segments_of(without_marks(glyphs, notes.marks))
        pages.append(_Page(content, segments, own, regions_of(segments, own), notes.notes))
    gutters = [gutter for page in pages for gutter in gutters_of(page.regions)]
    return [page.parted_by(gutters) for page in pages]


def _outside(segments: Sequence[Segment], grids: Sequence[Grid]) -> list[Segment]:
    return [segment for segment in segments if all(grid.cell_at(segment.box) is None for grid in grids)]


_Key = tuple[int, int]
"""A column: the number of its page and of the region; all that go across a page are number -1."""


def _lines(pages: Sequence[_Page]) -> dict[_Key, list[list[Segment]]]:
    """Return the rows of every column; regions across the page are one column."""
    made: dict[_Key, list[list[Segment]]] = defaultdict(list)
    for number, page in enumerate(pages):
        for at, region in enumerate(page.regions):
            if isinstance(region, Column):
                made[number, -1 if region.across else at] += rows_of(region.segments)
    return made


def _style(lines: dict[_Key, list[list[Segment]]], body: float) -> Style:
    steps: list[float] = []
    indented = counted = 0
    for rows in lines.values():
        if not rows:
            continue
        left = min(row[0].box.left for row in rows)
        sized = [row for row in rows if abs(row[0].size - body) <= 0.08 * body]
        counted += len(sized)
        indented += sum(1.2 * body < row[0].box.left - left < 4 * body for row in sized)
        bases = [row[0].base for row in sized]
        steps += [(low - high) / body for high, low in pairwise(bases) if 0 < low - high < 4 * body]
    # Lines of one paragraph are nearer than paragraphs, of which there may be more.
    leading = sorted(steps)[len(steps) // 5] if steps else 1.5
    return Style(body, leading, indented > 0.08 * counted)


_Block = list[Line] | Table


def _blocks(pages: Sequence[_Page], rows: dict[_Key, list[list[Segment]]]) -> Iterator[tuple[int, _Block]]:
    """Yield tables and runs of lines with the number of their page, in reading order."""
    margins = _margins(rows)
    for number, page in enumerate(pages):
        for at, region in enumerate(page.regions):
            if isinstance(region, Loose):
                yield number, loose_table(region, page.content.page)
                continue
            key = (number, -1 if region.across else at)
            parts: list[tuple[float, Grid | list[Segment]]] = [(grid.box.top, grid) for grid in region.grids]
            parts += [(row[0].box.top, row) for row in rows_of(region.segments)]
            parts.sort(key=lambda part: part[0])
            for is_table, run in groupby(parts, key=lambda part: isinstance(part[1], Grid)):
                if is_table:
                    for _, grid in run:
                        assert isinstance(grid, Grid)
                        yield number, ruled_table(grid, page.content.glyphs, page.content.page)
                else:
                    yield (
                        number,
                        [
                            _line(row, page.content.page, key[1], *margins[key])
                            for _, row in run
                            if isinstance(row, list)
                        ],
                    )


def _line(row: list[Segment], page: int, column: int, left: float, right: float) -> Line:
    size = max(row, key=lambda segment: len(segment.glyphs)).size
    chars = spelled(row, page)
    gaps = {at for gap in gaps_in(text_of(chars)) for at in range(gap.start, gap.end)}
    kept = [char for at, char in enumerate(chars) if at not in gaps]
    return Line(kept, row[0].box.left, row[-1].box.right, row[0].base, size, page, column, left, right)


def _margins(lines: dict[_Key, list[list[Segment]]]) -> dict[_Key, tuple[float, float]]:
    """Return the margins of every column; one of a few lines has those of a column around it that has more."""
    own = {key: _extent(rows) for key, rows in lines.items() if rows}
    known = Counter(own[key] for key, rows in lines.items() if len(rows) >= _FEW_LINES)
    made = dict.fromkeys(lines, (0.0, 0.0)) | own
    for key, (left, right) in own.items():
        if len(lines[key]) >= _FEW_LINES:
            continue
        em = lines[key][0][0].size
        around = [m for m in known if m[0] - em <= left and right <= m[1] + em]
        if around:
            made[key] = min(around, key=lambda m: (m[1] - m[0], m))
    return made


def _extent(rows: Sequence[Sequence[Segment]]) -> tuple[float, float]:
    """Return the left and right margin: where lines begin and end, but for signs that hang over the right one."""
    left = min(row[0].box.left for row in rows)
    rights = sorted((row[-1].box.right for row in rows), reverse=True)
    em = rows[0][0].size
    common = next((right for right in rights if sum(abs(right - other) < 0.3 * em for other in rights) > 1), rights[0])
    return left, common if rights[0] - common <= 1.1 * em else rights[0]


def _joined(blocks: Iterator[tuple[int, _Block]], style: Style) -> Iterator[list[list[Char]]]:
    """Yield the lines of the text, block by block; a paragraph or a table that a page breaks is one."""
    paragraph: list[Line] = []
    table: tuple[int, Table] | None = None
    for number, block in blocks:
        if isinstance(block, Table):
            if paragraph:
                yield [join([line.chars for line in paragraph])]
                paragraph = []
            whole = goes_on(table[1], block) if table is not None and number == table[0] + 1 else None
            if table is not None and whole is None:
                yield _rows(table[1])
            table = number, whole or block
            continue
        if table is not None:
            yield _rows(table[1])
            table = None
        for line in block:
            if paragraph and joins(paragraph[-1], line, paragraph[0], style):
                paragraph.append(line)
                continue
            if paragraph:
                yield [join([line.chars for line in paragraph])]
            paragraph = [line]
    if paragraph:
        yield [join([line.chars for line in paragraph])]
    if table is not None:
        yield _rows(table[1])


def _rows(table: Table) -> list[list[Char]]:
    made: list[list[Char]] = []
    for row in table.rows:
        page = next((cell[0].page for cell in row if cell), 0)
        line: list[Char] = []
        for number, cell in enumerate(row):
            if number:
                line.append(Char("\t", line[-1].page if line else page, None))
            line += cell
        made.append(line)
    return made


def _written(lines: Sequence[Sequence[Char]], contents: dict[int, PageContent]) -> LaidOut:
    chars: list[Char] = []
    for line in lines:
        if not line:
            continue
        if chars:
            chars.append(Char("\n", chars[-1].page, None))
        chars += line
    pages: list[PageSpan] = []
    at = 0
    for page, run in groupby(chars, key=lambda char: char.page):
        end = at + sum(1 for _ in run)
        pages.append(PageSpan(page, Span(at, end)))
        at = end
    places = [
        (char.page, contents[char.page].displayed(char.glyph.box)) if char.glyph is not None else None for char in chars
    ]
    return LaidOut(text_of(chars), tuple(pages), places, {page: c.displayed_size for page, c in contents.items()})
