"""What stands on pages and not in the text: running heads and feet, page numbers, watermarks along them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from index.loading.layout.segments import Segment

__all__ = ["furniture_rows"]

_ZONE = 0.16
"""The share of a page's height, above and below, in which running heads and feet stand."""

_DEPTH = 3
"""Rows of a running head or foot at most."""

_SAME_PLACE = 6.0
"""Points by which the same row may stand higher or lower from page to page."""

_FULL = 0.75
"""The share of the longest line that what repeats fills where it is a line of the text."""

_NUMBER = re.compile(
    r"[-—–―─•·~\[(（【|]*(?:第|page|p\.?)?(\d{1,4}|[ivxlc]{1,7})(?:页|頁)?"
    r"(?:[/,，|共of]{1,4}\d{1,4}(?:页|頁)?)?[-—–―─•·~\])）】|]*",
    re.IGNORECASE,
)
_DIGITS = re.compile(r"\d+")
_ROMAN = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100}

Row = list[Segment]


def furniture_rows(pages: Sequence[Sequence[Row]], heights: Sequence[float]) -> list[set[int]]:
    """Return, for each page, the numbers of its rows that are running heads, feet or page numbers.

    ``pages`` holds the rows of every page from the top. A row near the edge is one when it says, but for figures, what
    a row at the same place of another page says, or when it is a page number: one of a sequence, or alone at the foot.
    """
    edges = [_edge_rows(rows, height) for rows, height in zip(pages, heights, strict=True)]
    lines = max((_filled(row) for rows in pages for row in rows), default=0.0)
    said = Counter(
        (key, place)
        for rows, edge in zip(pages, edges, strict=True)
        for key, places in {_key(rows[i]): _places(rows[i]) for i in edge}.items()
        for place in places
    )
    numbers = Counter(
        offset
        for number, (rows, edge) in enumerate(zip(pages, edges, strict=True))
        for offset in {found - number for found in map(_page_number, (rows[i] for i in edge)) if found is not None}
    )
    made: list[set[int]] = []
    for number, (rows, edge) in enumerate(zip(pages, edges, strict=True)):
        own = {
            i
            for i in edge
            if _filled(rows[i]) < _FULL * lines
            and any(char.isalpha() for char in _words(rows[i]))
            and any(said[_key(rows[i]), place] > 1 for place in _places(rows[i]))
        }
        for i in edge:
            found = _page_number(rows[i])
            if found is not None and (numbers[found - number] > 1 or _stands_alone(rows, i, heights[number])):
                own.add(i)
        made.append(own)
    return made


def _edge_rows(rows: Sequence[Row], height: float) -> list[int]:
    top = [i for i in range(min(_DEPTH, len(rows))) if rows[i][0].box.bottom < _ZONE * height]
    foot = [i for i in range(max(0, len(rows) - _DEPTH), len(rows)) if rows[i][0].box.top > (1 - _ZONE) * height]
    return [*top, *(i for i in foot if i not in top)]


def _filled(row: Row) -> float:
    return sum(segment.box.right - segment.box.left for segment in row)


def _words(row: Row) -> str:
    return "".join(glyph.char for segment in row for glyph in segment.glyphs if not glyph.char.isspace())


def _key(row: Row) -> str:
    return _DIGITS.sub("#", _words(row))


def _places(row: Row) -> tuple[int, int]:
    """Return the two neighbouring places of which a row at about the same height has one."""
    place = int(row[0].base / _SAME_PLACE)
    return place, place + 1


def _page_number(row: Row) -> int | None:
    match = _NUMBER.fullmatch(_words(row))
    if match is None:
        return None
    said = match[1].lower()
    if said.isdigit():
        return int(said)
    values = [_ROMAN[letter] for letter in said]
    return sum(v if v >= max(values[i + 1 :], default=0) else -v for i, v in enumerate(values))


def _stands_alone(rows: Sequence[Row], i: int, height: float) -> bool:
    """Whether a page number is the last row, in the middle or at the edge, well below the text."""
    if i != len(rows) - 1 or not i or rows[i][0].box.top < 0.85 * height:
        return False
    row, above = rows[i][0], rows[i - 1][0]
    return row.box.top - above.box.bottom > row.size
