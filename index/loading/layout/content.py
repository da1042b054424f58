"""What stands on a page: glyphs and ruled lines with their places, in points from the upper left corner."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

__all__ = ["Box", "Glyph", "PageContent"]


class Box(NamedTuple):
    """A rectangle; y grows downwards. A ruled line is one without height or without width."""

    left: float
    top: float
    right: float
    bottom: float

    def holds(self, x: float, y: float) -> bool:
        """Whether a point lies inside or on the edge."""
        return self.left <= x <= self.right and self.top <= y <= self.bottom

    def around(self, other: Box) -> Box:
        """Return the smallest box that holds both."""
        return Box(
            min(self.left, other.left),
            min(self.top, other.top),
            max(self.right, other.right),
            max(self.bottom, other.bottom),
        )


class Glyph(NamedTuple):
    """A character as drawn: its box, the height of its baseline and the size of its font, in points.

    ``font`` numbers the fonts of a page; -1 where none is known.
    """

    char: str
    box: Box
    base: float
    size: float
    font: int = -1


@dataclass(frozen=True, slots=True)
class PageContent:
    """One page. ``page`` is its number as readers count, from 1; glyphs are in the order in which the file has them.

    ``turns`` says by how many quarter turns, anticlockwise, the page as displayed was turned so that its text runs from
    left to right; ``width`` and ``height`` are those of the turned page.
    """

    page: int
    width: float
    height: float
    glyphs: tuple[Glyph, ...]
    rules: tuple[Box, ...] = ()
    turns: int = 0

    @property
    def displayed_size(self) -> tuple[float, float]:
        """Width and height of the page as displayed."""
        return (self.height, self.width) if self.turns % 2 else (self.width, self.height)

    def displayed(self, box: Box) -> Box:
        """Return where ``box`` stands on the page as displayed."""
        left, top, right, bottom = box
        if self.turns == 1:
            return Box(self.height - bottom, left, self.height - top, right)
        if self.turns == 2:
            return Box(self.width - right, self.height - bottom, self.width - left, self.height - top)
        if self.turns == 3:
            return Box(top, self.width - right, bottom, self.width - left)
        return box
