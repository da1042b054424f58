"""Small PDFs for tests, drawn letter by letter: A4, places in points from the upper left corner."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

WIDTH, HEIGHT = 595.0, 842.0
LEFT, RIGHT = 72.0, 523.0

pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))

Draw = Callable[["Page"], None]


class Page:
    """A page to draw on. ``canvas`` is reportlab's own, whose y grows upwards."""

    def __init__(self, canvas: Canvas) -> None:
        self.canvas = canvas

    def text(self, x: float, y: float, words: str, size: float = 12, font: str = "") -> None:
        """Write words whose baseline is ``y`` points below the upper edge."""
        self.canvas.setFont(font or ("Helvetica" if words.isascii() else "STSong-Light"), size)
        self.canvas.drawString(x, HEIGHT - y, words)

    def lines(self, x: float, y: float, *lines: str, size: float = 12, leading: float = 18) -> None:
        """Write lines below each other."""
        for number, line in enumerate(lines):
            self.text(x, y + number * leading, line, size)

    def rule(self, x1: float, y1: float, x2: float, y2: float) -> None:
        """Draw a line."""
        self.canvas.line(x1, HEIGHT - y1, x2, HEIGHT - y2)

    def grid(self, xs: list[float], ys: list[float], rows: list[list[str]]) -> None:
        """Draw a ruled table; a cell of None is merged with the one above it."""
        for number, row in enumerate(rows):
            for column, cell in enumerate(row):
                below = rows[number + 1][column] if number + 1 < len(rows) else ""
                if below is not None:
                    self.rule(xs[column], ys[number + 1], xs[column + 1], ys[number + 1])
                if cell:
                    self.lines(xs[column] + 4, ys[number] + 14, *cell.split("\n"), size=10, leading=12)
        self.rule(xs[0], ys[0], xs[-1], ys[0])
        for x in xs:
            self.rule(x, ys[0], x, ys[-1])


def pdf(*pages: Draw, **options: Any) -> bytes:
    """Return a PDF of these pages; ``options`` go to reportlab's canvas."""
    made = io.BytesIO()
    canvas = Canvas(made, pagesize=(WIDTH, HEIGHT), **options)
    for draw in pages:
        draw(Page(canvas))
        canvas.showPage()
    canvas.save()
    return made.getvalue()
