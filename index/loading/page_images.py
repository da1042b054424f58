"""The seam for text recognition: a page as a picture goes in, lines with their places come out."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from PIL.Image import Image

__all__ = ["PageImage", "RecognizedLine", "Recognizer"]


class PageImage(NamedTuple):
    """A page to read: its number from 1, its picture (RGB), and how many points a pixel of it is wide and high."""

    page: int
    picture: Image
    scale: float


class RecognizedLine(NamedTuple):
    """A line read from a picture: its text, its box in pixels (left, top, right, bottom), confidence from 0 to 1."""

    text: str
    box: tuple[float, float, float, float]
    confidence: float


Recognizer = Callable[[PageImage], Sequence[RecognizedLine]]
"""Reads the lines of a page, in any order; none where it sees no text."""
