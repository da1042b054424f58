"""The text objects of an OFD page, as pieces with their places in millimetres.

GB/T 33190-2016, 11: a text object stands in its boundary, may be transformed by its matrix (CTM), and holds text codes:
characters, where the first one begins (X, Y: its baseline), and how far it is to each next one (DeltaX, DeltaY).
"""

from __future__ import annotations

import math
import posixpath
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from index.loading.package import Package
from index.loading.page_layout import Piece
from index.loading.refusals import too_many
from index.messages import Message

__all__ = ["Box", "PageText"]

_DEEPEST = 16
"""Blocks and composite objects in each other: beyond, they refer to themselves."""
_MOST_STEPS = 100_000
_MOST_OBJECTS = 1_000_000
_SLANTED = math.radians(8)
"""Text at a greater angle to the page's edges is a watermark."""
_ASCENT = 0.86
"""Part of an em that stands above the baseline, in Chinese fonts."""
_WIDE_GAP = 1.5
_PLAIN = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
Matrix = tuple[float, float, float, float, float, float]


class Box(NamedTuple):
    """A rectangle: its left top corner and its size."""

    left: float
    top: float
    width: float
    height: float


class PageText:
    """Reads the text objects of one document's pages."""

    def __init__(self, package: Package, part: str, root: Any) -> None:
        self._package = package
        self._area = root.find("{*}CommonData/{*}PageArea/{*}PhysicalBox")
        self._units: dict[str, Any] = {}
        self._left = _MOST_OBJECTS
        for location in root.xpath(
            "*[local-name()='CommonData']/*[local-name()='PublicRes' or local-name()='DocumentRes']"
        ):
            stored = self.located(part, (location.text or "").strip())
            if stored in package:
                for unit in package.xml(stored).iter("{*}CompositeGraphicUnit"):
                    self._units[unit.get("ID", "")] = unit

    def located(self, part: str, location: str) -> str:
        """Return the part that ``location`` names in ``part``: from its folder, or from the root with a slash."""
        return posixpath.normpath(posixpath.join("/", posixpath.dirname(part), location)).lstrip("/")

    def area(self, page: Any) -> Box:
        """Return the area of a page, its own or the document's; A4 where neither says it."""
        own = page.find("{*}Area/{*}PhysicalBox")
        stated = own if own is not None else self._area
        numbers = _numbers(stated.text) if stated is not None else []
        return Box(*numbers[:4]) if len(numbers) >= 4 else Box(0.0, 0.0, 210.0, 297.0)

    def pieces(self, part: str, page: Any) -> Iterator[Piece]:
        """Yield the pieces of text of the page that is stored in ``part``."""
        for location in page.iterfind("{*}PageRes"):
            stored = self.located(part, (location.text or "").strip())
            if stored in self._package:
                for unit in self._package.xml(stored).iter("{*}CompositeGraphicUnit"):
                    self._units[unit.get("ID", "")] = unit
        for layer in page.iterfind("{*}Content/{*}Layer"):
            yield from self._objects(layer, _PLAIN, 0)

    def _objects(self, parent: Any, outer: Matrix, depth: int) -> Iterator[Piece]:
        if depth > _DEEPEST:
            return
        for element in parent:
            kind = element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""
            self._left -= 1
            if self._left < 0:
                raise too_many(self._package.name, _MOST_OBJECTS, Message("objects"))
            if element.get("Visible") == "false":
                continue
            if kind == "TextObject":
                yield from _text_object(element, outer)
            elif kind == "PageBlock":
                yield from self._objects(element, outer, depth + 1)
            elif kind == "CompositeObject" and (unit := self._units.get(element.get("ResourceID", ""))) is not None:
                content = unit.find("{*}Content")
                if content is not None:
                    yield from self._objects(content, _placed(element, outer), depth + 1)


def _placed(element: Any, outer: Matrix) -> Matrix:
    """Return the matrix from an object's own space to the page: its own, its boundary's corner, then ``outer``."""
    boundary = _numbers(element.get("Boundary"))
    own = _numbers(element.get("CTM"))
    a, b, c, d, e, f = own if len(own) == 6 else _PLAIN
    left, top = (boundary[0], boundary[1]) if len(boundary) >= 2 else (0.0, 0.0)
    return _times((a, b, c, d, e + left, f + top), outer)


def _times(first: Matrix, second: Matrix) -> Matrix:
    a, b, c, d, e, f = first
    p, q, r, s, t, u = second
    return (a * p + b * r, a * q + b * s, c * p + d * r, c * q + d * s, e * p + f * r + t, e * q + f * s + u)


def _text_object(element: Any, outer: Matrix) -> Iterator[Piece]:
    matrix = _placed(element, outer)
    size = next(iter(_numbers(element.get("Size"))), 0.0)
    scale = next(iter(_numbers(element.get("HScale"))), 1.0)
    across = element.get("CharDirection") in ("90", "270") or element.get("ReadDirection") in ("90", "270")
    x = y = 0.0
    for code in element.iterfind("{*}TextCode"):
        x = next(iter(_numbers(code.get("X"))), x)
        y = next(iter(_numbers(code.get("Y"))), y)
        text = "".join(char for char in code.text or "" if char >= " " and char != "\x7f")
        if not text or size <= 0:
            continue
        xs = _places(text, x, _steps(code.get("DeltaX")), size * scale, stays=across or code.get("DeltaY") is not None)
        ys = _places(text, y, _steps(code.get("DeltaY")), size, stays=not across)
        yield from _pieces(text, xs, ys, size, matrix)


def _places(text: str, start: float, steps: Sequence[float], size: float, *, stays: bool) -> list[float]:
    """Return where each character begins; without steps, wide ones take an em and others half of one."""
    places = [start]
    for i, char in enumerate(text[:-1]):
        step = (
            steps[i] if i < len(steps) else 0.0 if stays and not steps else steps[-1] if steps else _width(char) * size
        )
        places.append(places[-1] + step)
    return places


def _pieces(text: str, xs: Sequence[float], ys: Sequence[float], size: float, matrix: Matrix) -> Iterator[Piece]:
    """Yield a text code as pieces, parted where characters stand wide apart."""
    a, b, c, d, e, f = matrix
    angle = abs(math.atan2(b, a)) % (math.pi / 2)
    if min(angle, math.pi / 2 - angle) > _SLANTED:
        return
    places = [(a * x + c * y + e, b * x + d * y + f) for x, y in zip(xs, ys, strict=True)]
    wide, high = size * math.hypot(a, b), size * math.hypot(c, d)
    if not all(map(math.isfinite, (wide, high, *places[0], *places[-1]))) or wide <= 0 or high <= 0:
        return
    upright = len(text) > 1 and abs(places[-1][1] - places[0][1]) > abs(places[-1][0] - places[0][0])
    start = 0
    for at in range(1, len(text) + 1):
        if at < len(text):
            before = places[at - 1]
            gap = (
                places[at][1] - before[1] - high if upright else places[at][0] - before[0] - _width(text[at - 1]) * wide
            )
            if gap < _WIDE_GAP * wide:
                continue
        run = places[start:at]
        left = min(x for x, _ in run)
        right = max(x + _width(char) * wide for (x, _), char in zip(run, text[start:at], strict=True))
        top, bottom = min(y for _, y in run) - _ASCENT * high, max(y for _, y in run) + (1 - _ASCENT) * high
        yield Piece(text[start:at], left, top, right, bottom, upright)
        start = at


def _width(char: str) -> float:
    return 0.5 if char < "\u2000" else 1.0


def _steps(written: str | None) -> list[float]:
    """Return the steps of a DeltaX or DeltaY: numbers, of which ``g 3 4.5`` is 4.5 three times."""
    steps: list[float] = []
    parts = iter((written or "").split())
    for part in parts:
        if part == "g":
            times, value = _numbers(next(parts, None)), _numbers(next(parts, None))
            if times and value:
                steps += value * int(max(0.0, min(times[0], _MOST_STEPS - len(steps))))
        elif len(steps) < _MOST_STEPS:
            steps += _numbers(part)
    return steps


def _numbers(written: str | None) -> list[float]:
    """Return the numbers that an attribute lists; none where one of them is none."""
    try:
        numbers = [float(part) for part in (written or "").split()]
    except ValueError:
        return []
    return numbers if all(map(math.isfinite, numbers)) else []
