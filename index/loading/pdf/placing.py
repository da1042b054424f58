"""From the coordinates of a PDF page to places on the page as displayed, and on the page turned to be read."""

from __future__ import annotations

import ctypes
from collections import Counter
from typing import Any, NamedTuple

from index.loading.layout.content import Box, Glyph, PageContent

__all__ = ["Placing", "placing_of", "turned"]

_PRECISION = 1_000
"""Device units to the point where places are asked for in whole numbers."""


class Placing(NamedTuple):
    """The map from a page's own coordinates to those of the displayed page: x' = a·x + c·y + e, y' = b·x + d·y + f."""

    a: float
    b: float
    c: float
    d: float
    e: float
    f: float

    def point(self, x: float, y: float) -> tuple[float, float]:
        """Return where a point stands on the displayed page."""
        return self.a * x + self.c * y + self.e, self.b * x + self.d * y + self.f

    def box(self, left: float, bottom: float, right: float, top: float) -> Box:
        """Return where a rectangle stands on the displayed page."""
        (x, y), (v, w) = self.point(left, bottom), self.point(right, top)
        return Box(min(x, v), min(y, w), max(x, v), max(y, w))


def placing_of(page: Any, width: float, height: float) -> Placing:
    """Return the map that PDFium uses, turned pages and cropped ones included, found at three points."""
    import pypdfium2.raw as pdfium

    across, down = ctypes.c_int(), ctypes.c_int()
    size = round(width * _PRECISION), round(height * _PRECISION)

    def shown(x: float, y: float) -> tuple[float, float]:
        pdfium.FPDF_PageToDevice(page, 0, 0, *size, 0, x, y, across, down)
        return across.value / _PRECISION, down.value / _PRECISION

    (e, f), (x1, y1), (x2, y2) = shown(0, 0), shown(100, 0), shown(0, 100)
    return Placing((x1 - e) / 100, (y1 - f) / 100, (x2 - e) / 100, (y2 - f) / 100, e, f)


def turned(number: int, width: float, height: float, glyphs: list[tuple[Glyph, int]], rules: list[Box]) -> PageContent:
    """Return the page turned so that most of its text is level; what stands otherwise is no part of the text."""
    turn = Counter(quarter for _, quarter in glyphs).most_common(1)[0][0] if glyphs else 0

    def level(box: Box) -> Box:
        left, top, right, bottom = box
        if turn == 1:
            return Box(top, width - right, bottom, width - left)
        if turn == 2:
            return Box(width - right, height - bottom, width - left, height - top)
        if turn == 3:
            return Box(height - bottom, left, height - top, right)
        return box

    def base(at: float) -> float:
        return {0: at, 1: width - at, 2: height - at, 3: at}[turn]

    size = (height, width) if turn % 2 else (width, height)
    kept = tuple(
        glyph._replace(box=level(glyph.box), base=base(glyph.base))
        for glyph, quarter in glyphs
        if quarter == turn and 0 <= glyph.box.left + glyph.box.right <= 2 * width
        and 0 <= glyph.box.top + glyph.box.bottom <= 2 * height
    )  # fmt: skip
    return PageContent(number, *size, kept, tuple(map(level, rules)), turn)
